"""What a script shows when a request failed, and nothing else: "my page just says Network Error"."""

from __future__ import annotations

import re

from cors_wizard.console.clipboards.copied import Copied, copied

_LONGEST = 200
_PHRASE = re.compile(
    r"(?i)(?:.{0,120}[\s\"'`:(])?"
    r"(network ?error(?: when attempting to fetch resource)?|failed to fetch|load failed"
    r"|(?:net::)?(err_connection_refused)|(?:net::)?err_(?:failed|empty_response))[\s\"'`.!)]{0,10}"
)


def read_bare_failure(text: str) -> Copied | None:
    """That the request failed, where a short text says that and no more."""
    found = _PHRASE.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        return None
    refused = "refused" if found[2] else None
    return copied(
        "what a script shows when a request fails, without the reason",
        [("symptom", "network-failure"), ("reachable", refused)],
    )
