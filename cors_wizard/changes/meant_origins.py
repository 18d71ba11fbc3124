"""Which origin an entry of a list means, where it can never match one as it is written."""

from __future__ import annotations

import re

from cors_wizard.changes.goal import exact_origin
from cors_wizard.fetch_standard.urls import parse_url

_GLOB = re.compile(r"(https?)://\*\.([a-z0-9-]+(?:\.[a-z0-9-]+)+)(:[0-9]{1,5})?", re.IGNORECASE)


def corrected(entry: str, origin: str) -> str | None:
    """The entry as it was meant, where it means this origin and never matches it; None for any other."""
    bare = entry.strip().strip("\"'").strip()
    if not bare or bare == origin:
        return origin if bare and bare != entry else None
    glob = _GLOB.fullmatch(bare.rstrip("/"))
    if glob:
        return _of_glob(glob, origin)
    if "://" not in bare:
        return origin if origin.partition("://")[2] == bare.lower().rstrip("/") else None
    return origin if not set("*\\^$[(") & set(bare) and _origin_of(bare) == origin else None


def _of_glob(glob: re.Match[str], origin: str) -> str | None:
    """`https://*.example.com` as a pattern: flask-cors reads no globs."""
    scheme, domain, port = glob[1], re.escape(glob[2]), glob[3] or ""
    pattern = f"^{scheme}://[a-z0-9-]+\\.{domain}{port}$"
    return pattern if re.fullmatch(pattern, origin) and glob[2].count(".") >= 1 else None


def _origin_of(url: str) -> str:
    parsed = parse_url(url)
    return (exact_origin(parsed.origin) or "") if parsed else ""


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
