"""A broken Flask API of our own, so that the wizard can be tried with nothing at hand."""

from cors_wizard.demo.cases import DEMO_NAMES
from cors_wizard.demo.start import Demo, start_demo

__all__ = ["DEMO_NAMES", "Demo", "start_demo"]
