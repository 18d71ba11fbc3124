"""`https://*.example.com`, as people write every subdomain; flask-cors reads it as a regular expression."""

from __future__ import annotations

import re

from cors_wizard.fetch_standard.site import is_public_suffix

_GLOB = re.compile(r"(https?)://\*\.([a-z0-9-]+(?:\.[a-z0-9-]+)+)(:[0-9]{1,5})?", re.IGNORECASE)


def pattern_of_glob(entry: str, origin: str) -> str | None:
    """The pattern that such an entry means, where it means this origin; None for any other entry."""
    glob = _GLOB.fullmatch(entry.rstrip("/"))
    # Below a public suffix, as `.co.uk` and `.herokuapp.com` are, anybody can have a name.
    if glob is None or is_public_suffix(glob[2].lower()):
        return None
    pattern = f"^{glob[1]}://[a-z0-9-]+\\.{re.escape(glob[2])}{glob[3] or ''}$"
    return pattern if re.fullmatch(pattern, origin) else None
