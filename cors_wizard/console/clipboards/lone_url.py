"""A URL alone, whole or as people say it: `localhost:5000/api`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cors_wizard.console.clipboards.copied import Copied, copied
from cors_wizard.facts.spoken_urls import completed_url, names_a_page

A_URL, AN_ADDRESS, A_PAGE = "a URL", "an address", "the address of a page"
_URL = re.compile(r"[<\"'`(]?((?:https?|wss?)://[^\s<>\"'`]{1,4000}?)[>\"'`).,;]?")
_QUOTES = "<>\"'`()"


def read_lone_url(text: str) -> Copied | None:
    """The URL, where the text is nothing else."""
    found = _URL.fullmatch(text.strip())
    completed = found[1] if found else completed_url(text.strip().strip(_QUOTES))
    if not completed:
        return None
    if names_a_page(completed):
        return copied(A_PAGE, [("origin", completed.rstrip("/"))])
    return copied(A_URL if found else AN_ADDRESS, [("url", completed)])


def is_lone_url(found: Sequence[str]) -> bool:
    """Whether what was recognized in a text is a URL and nothing else."""
    return tuple(found) in ((A_URL,), (AN_ADDRESS,))
