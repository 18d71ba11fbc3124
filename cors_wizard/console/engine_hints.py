"""What tells the engine where no message does: the way in which a console prints a script's errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.facts import Fact

_READ = 20_000
_HINTS = (
    (re.compile(r"\bUnhandled Promise Rejection: "), "webkit"),
    # V8's frames. Node prints them too, but with files: only a browser runs what it got over http.
    (
        re.compile(
            r"^[ \t]{1,40}at (?:[^\n(]{1,200} \()?https?://[^\s)]{1,2000}:[0-9]{1,7}:[0-9]{1,7}\)?\r?$", re.M
        ),
        "chromium",
    ),
)
"""Firefox and Safari share the form of their frames, so these tell nothing."""


def engine_hint(text: str) -> Iterator[Fact]:
    """The engine by its habits; the first hint counts."""
    start = text[:_READ]
    for pattern, engine in _HINTS:
        if found := pattern.search(start):
            yield Fact("engine", engine, "pasted", found.group().strip(), found.span())
            return
