"""Every clipboard reader laid over one text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from cors_wizard.console.clipboards.copied import Copied
from cors_wizard.console.clipboards.curl import read_curl
from cors_wizard.console.clipboards.flask_lines import read_flask_lines
from cors_wizard.console.clipboards.headers import read_headers
from cors_wizard.console.clipboards.httpie import read_httpie
from cors_wizard.console.clipboards.json_log import read_json_log
from cors_wizard.console.clipboards.lone_url import read_lone_url
from cors_wizard.console.clipboards.printed_request import read_printed_request
from cors_wizard.console.clipboards.script_call import read_script_call
from cors_wizard.console.clipboards.wget import read_wget
from cors_wizard.console.reading import Span

_NO_BREAK = re.compile(r"[^\r\n]")
_MOST = 500_000
"""Nobody copies a longer command, and a log has no more to tell."""

_COMMANDS: tuple[Callable[[str], Copied | None], ...] = (
    read_curl,
    read_wget,
    read_httpie,
    read_printed_request,
    read_script_call,
)
_LINES: tuple[Callable[[str], Copied | None], ...] = (
    read_flask_lines,
    read_json_log,
    read_lone_url,
)


def read_clipboards(text: str, messages: Iterable[Span] = ()) -> tuple[Copied, ...]:
    """What the text holds beside console messages, which are at these places; the most telling first."""
    start = text[:_MOST]
    found = (
        *(read(start) for read in _COMMANDS),
        read_headers(_without(start, messages)),
        *(read(start) for read in _LINES),
    )
    return tuple(each for each in found if each is not None)


def _without(text: str, places: Iterable[Span]) -> str:
    """The text with blanks at these places: a sentence that was broken over lines may look like headers."""
    kept: list[str] = []
    position = 0
    for start, end in sorted(places):
        if start < position:
            continue
        kept += [text[position:start], _NO_BREAK.sub(" ", text[start:end])]
        position = end
    return "".join((*kept, text[position:]))
