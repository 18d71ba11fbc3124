"""Facts: named, typed values, each with its source. Everything that becomes known is one of these.

The facts that code can yield are declared in `declarations`, once. A question file may declare one more
choice of its own, so that a new question needs no code.
"""

from cors_wizard.facts.declarations.browser import ENGINE_WORDS
from cors_wizard.facts.declared import DECLARED
from cors_wizard.facts.fact import CORRECTED, NOT_SURE, Fact, Facts, FactValue, Source
from cors_wizard.facts.following import FOLLOWING
from cors_wizard.facts.parse import find_spec, parse_value
from cors_wizard.facts.spec import FactKind, FactSpec
from cors_wizard.facts.symptoms import SYMPTOMS, Symptom

__all__ = [
    "CORRECTED",
    "DECLARED",
    "ENGINE_WORDS",
    "FOLLOWING",
    "NOT_SURE",
    "SYMPTOMS",
    "Fact",
    "FactKind",
    "FactSpec",
    "FactValue",
    "Facts",
    "Source",
    "Symptom",
    "find_spec",
    "parse_value",
]
