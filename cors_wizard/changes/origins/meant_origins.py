"""Which origin an entry of a list means, where it can never match one as it is written."""

from __future__ import annotations

from cors_wizard.fetch_standard.origin import named_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.origin_patterns.globs import pattern_of_glob


def corrected(entry: str, origin: str) -> str | None:
    """The entry as it was meant, where it means this origin and never matches it; None for any other."""
    bare = entry.strip().strip("\"'").strip()
    if not bare or bare == origin:
        return origin if bare and bare != entry else None
    if "://*." in bare:
        return pattern_of_glob(bare, origin)
    if "://" not in bare:
        return origin if origin.partition("://")[2] == bare.lower().rstrip("/") else None
    return origin if not set("*\\^$[(") & set(bare) and _origin_of(bare) == origin else None


def _origin_of(url: str) -> str:
    parsed = parse_url(url)
    return (named_origin(parsed.origin) or "") if parsed else ""


def why_never(entry: str) -> str:
    """Why an entry never matches the origin that it means."""
    bare = entry.strip()
    if "*" in bare:
        return "flask-cors reads it as a regular expression, not as a wildcard."
    if bare != entry:
        return "An origin has no spaces around it."
    if bare[:1] in ("'", '"'):
        return "The quotes become part of the value."
    if "://" not in bare:
        return "An origin begins with its scheme."
    return "An origin has no path and no slash at the end."
