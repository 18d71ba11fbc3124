"""Patterns that are meant to allow a few origins, and the origins that they allow beside those; pure."""

from cors_wizard.origin_patterns.checks import OriginCheck, read_check
from cors_wizard.origin_patterns.outsiders import Outsider, outsiders

__all__ = ["OriginCheck", "Outsider", "outsiders", "read_check"]
