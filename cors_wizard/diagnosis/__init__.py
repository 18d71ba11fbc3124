"""One problem in progress: what is known about it, what is needed next, and what it turns out to be."""

from cors_wizard.diagnosis.answers import GivenAnswer, spec_of
from cors_wizard.diagnosis.cautions import Warned
from cors_wizard.diagnosis.diagnosis import Diagnosis, Status

__all__ = ["Diagnosis", "GivenAnswer", "Status", "Warned", "spec_of"]
