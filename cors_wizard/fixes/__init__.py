"""Fixes made for one diagnosis: their origin, route, headers and versions, ready to copy."""

from cors_wizard.fixes.placeholders import fill_prose, placeholders_of
from cors_wizard.fixes.tailor import TailoredCode, TailoredFix, TailoredStep, tailor
from cors_wizard.fixes.values import DERIVED, template_values

__all__ = [
    "DERIVED",
    "TailoredCode",
    "TailoredFix",
    "TailoredStep",
    "fill_prose",
    "placeholders_of",
    "tailor",
    "template_values",
]
