"""Values that the user types, checked before they become facts."""

from __future__ import annotations

from cors_wizard.errors import InputError
from cors_wizard.facts import FactSpec, FactValue, parse_value
from cors_wizard.fetch_standard.typed import checked_origin, checked_url

_LONGEST = 8_000


def read_value(spec: FactSpec, typed: str) -> FactValue:
    """The typed value as a fact's value; raises InputError with what was expected."""
    text = typed.strip()
    if not text:
        raise InputError("Nothing was entered.", hint="Type a value, or choose not sure.")
    if len(text) > _LONGEST:
        raise InputError("That is too long.", hint=f"Type at most {_LONGEST} characters.")
    if spec.name in ("url", "page_url", "redirect_url"):
        return checked_url(text)
    if spec.name == "origin":
        return checked_origin(text)
    return parse_value(spec, text)
