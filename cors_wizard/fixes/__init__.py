"""Fixes made for one diagnosis: their origin, route, headers and versions, ready to copy."""

from cors_wizard.fixes.placeholders import fill_code, fill_prose
from cors_wizard.fixes.tailor import TailoredCode, TailoredFix, TailoredStep, tailor
from cors_wizard.fixes.values import template_values

__all__ = [
    "TailoredCode",
    "TailoredFix",
    "TailoredStep",
    "fill_code",
    "fill_prose",
    "tailor",
    "template_values",
]
