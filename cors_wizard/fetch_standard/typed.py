"""URLs and origins that somebody typed, checked before anything is done with them."""

from __future__ import annotations

from contextlib import suppress

from cors_wizard.errors import InputError
from cors_wizard.facts.spoken_urls import completed_url
from cors_wizard.fetch_standard.origin import serialize_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.printable import visible

_MOST_SHOWN = 100


def checked_url(text: str) -> str:
    """The http or https URL that is meant, with the scheme that people leave out; raises InputError."""
    bare = completed_url(text.strip()) or text.strip()
    parsed = parse_url(bare)
    odd = any(char.isspace() or not char.isprintable() for char in bare)
    if parsed is None or not parsed.is_http or not parsed.host or odd:
        raise InputError(
            f"{_shown(text)} isn't the URL of a web server.",
            hint="Give it whole, as http://localhost:5000/api.",
        )
    return bare


def checked_origin(text: str) -> str:
    """The origin of what was given, which may be the page's whole URL; raises InputError."""
    if text.strip() == "null" or text.lower().startswith("file:"):
        return "null"
    with suppress(InputError):
        # A browser takes a backslash for a slash: half the host of a pattern would be left.
        if "\\" not in text:
            return serialize_origin(checked_url(text))
    hint = "Give scheme, host and port, as http://localhost:3000."
    raise InputError(f"{_shown(text)} isn't an origin.", hint=hint)


def _shown(text: str) -> str:
    shown = visible(text[:_MOST_SHOWN])
    return f"'{shown}...'" if len(text) > _MOST_SHOWN else f"'{shown}'"
