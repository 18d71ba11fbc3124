"""What shows the engine if no message does: how a console prints a script's errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.reading import MOST_OF_PROSE
from cors_wizard.facts import Fact

_HINTS = (
    (re.compile(r"\bUnhandled Promise Rejection: "), "webkit"),
    # What is left of a cut message, DevTools' records and panes.
    (re.compile(r"\bhas been blocked by CORS policy|\bAccess to (?:fetch|XMLHttpRequest) at '"), "chromium"),
    (re.compile(r"\"corsErrorStatus\"|^Request URL\r?\n?[^\n]{0,500}\r?\nRequest Method", re.M), "chromium"),
    (re.compile(r"^Summary\r?\nURL: [^\n]{1,2000}\r?\nStatus: ", re.M), "webkit"),
    # V8's frames. Node prints them too, but with files: only a browser runs what it got over http.
    (
        re.compile(
            r"^[ \t]{1,40}at (?:[^\n(]{1,200} \()?https?://[^\s)]{1,2000}:[0-9]{1,7}:[0-9]{1,7}\)?\r?$", re.M
        ),
        "chromium",
    ),
)
"""Firefox and Safari share the form of their frames, so these tell nothing."""


_NAMES = {
    "chrome": "chromium",
    "chromium": "chromium",
    "edge": "chromium",
    "brave": "chromium",
    "opera": "chromium",
    "firefox": "firefox",
    "safari": "webkit",
}
_NAMED = re.compile(rf"\b(?:{'|'.join(_NAMES)})\b(?![/\w-]|:[0-9])", re.IGNORECASE)
_MOST_NAMED = 20
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}m")


def engine_hint(text: str) -> Iterator[Fact]:
    """The engine by its habits, else the browser that the text names; the first hint counts."""
    start = text[:MOST_OF_PROSE]
    for pattern, engine in _HINTS:
        if found := pattern.search(start):
            yield Fact("engine", engine, "pasted", found.group().strip(), found.span())
            return
    plain = _COLOUR.sub(lambda found: " " * len(found[0]), start)
    named = [found for found, _ in zip(_NAMED.finditer(plain), range(_MOST_NAMED), strict=False)]
    if len({_NAMES[found[0].lower()] for found in named}) == 1:
        yield Fact("browser", named[0][0].capitalize(), "pasted", named[0][0], named[0].span())
