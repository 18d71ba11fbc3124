"""Exchanges that somebody else observed: read from any form, judged, and turned into facts like a probe."""

from cors_wizard.recordings.read import read_recording
from cors_wizard.recordings.recorded import Recorded, Recording

__all__ = ["Recorded", "Recording", "read_recording"]
