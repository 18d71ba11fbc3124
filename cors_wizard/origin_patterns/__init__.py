"""Patterns that are meant to allow a few origins, and the origins that they allow beside those; pure."""

from cors_wizard.origin_patterns.checks import OriginCheck, flask_cors_check, read_check
from cors_wizard.origin_patterns.in_code import (
    allows_everybody,
    allows_several,
    checks_decide,
    checks_in_code,
    code_allows,
    entries_in_code,
    gives_cookies_to_all,
    line_for,
    outsiders_in_code,
)
from cors_wizard.origin_patterns.matching import is_readable, takes
from cors_wizard.origin_patterns.outsiders import Outsider, example_of, outsiders

__all__ = [
    "OriginCheck",
    "Outsider",
    "allows_everybody",
    "allows_several",
    "checks_decide",
    "checks_in_code",
    "code_allows",
    "entries_in_code",
    "example_of",
    "flask_cors_check",
    "gives_cookies_to_all",
    "is_readable",
    "line_for",
    "outsiders",
    "outsiders_in_code",
    "read_check",
    "takes",
]
