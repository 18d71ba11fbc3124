"""Values that the user types, checked before they become facts."""

from __future__ import annotations

from cors_wizard.errors import InputError
from cors_wizard.facts import FactSpec, FactValue, parse_value
from cors_wizard.facts.spoken_urls import completed_url
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.urls import parse_url

_LONGEST = 8_000


def read_value(spec: FactSpec, typed: str) -> FactValue:
    """The typed value as a fact's value; raises InputError with what was expected."""
    text = typed.strip()
    if not text:
        raise InputError("Nothing was entered.", hint="Type a value, or choose not sure.")
    if len(text) > _LONGEST:
        raise InputError("That is too long.", hint=f"Type at most {_LONGEST} characters.")
    if spec.name in ("url", "page_url", "redirect_url", "origin"):
        text = completed_url(text) or text
    if spec.name in ("url", "page_url", "redirect_url"):
        _check_url(text)
    if spec.name == "origin" and text != "null":
        return _origin(text)
    return parse_value(spec, text)


def _check_url(text: str, such_as: str = "http://localhost:5000/api") -> None:
    parsed = parse_url(text)
    if parsed is None or not parsed.is_http or not parsed.host or any(char.isspace() for char in text):
        raise InputError(
            "That isn't the URL of a web server.",
            hint=f"It begins with http:// or https://, as {such_as}.",
        )


def _origin(text: str) -> str:
    """The origin of what was typed: people copy the whole address of the page."""
    if text.lower().startswith("file:"):
        return "null"
    _check_url(text, such_as="http://localhost:3000")
    return serialize_origin(text)
