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
    lists_for_other_paths,
    may_be_allowed,
    outsiders_in_code,
    sent_in_code,
)
from cors_wizard.origin_patterns.matching import is_readable, takes
from cors_wizard.origin_patterns.outsiders import Outsider, example_of, http_twin_of, outsiders

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
    "http_twin_of",
    "is_readable",
    "line_for",
    "lists_for_other_paths",
    "may_be_allowed",
    "outsiders",
    "outsiders_in_code",
    "read_check",
    "sent_in_code",
    "takes",
]
