"""A URL alone."""

from __future__ import annotations

import re

from cors_wizard.console.clipboards.copied import Copied, copied

_URL = re.compile(r"[<\"'`(]?((?:https?|wss?)://[^\s<>\"'`]{1,4000}?)[>\"'`).,;]?")


def read_lone_url(text: str) -> Copied | None:
    """The URL, where the text is nothing else."""
    found = _URL.fullmatch(text.strip())
    return copied("a URL", [("url", found[1])]) if found else None
