"""Which response headers the page's code reads after a call: a browser hides those that aren't exposed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.page_code.sources.comments import without_comments

if TYPE_CHECKING:
    from cors_wizard.page_code.page_call import PageCall

_READ = re.compile(
    r"""(?:
        (?P<owner>[\w$]+)\)?\??\.headers\??\.(?:get|has)\(\s*
        | (?P<plain>[\w$]+)\)?\??\.headers(?:\?\.)?\[\s*
        | \.getResponseHeader\(\s*
    )(["'`])(?P<name>[A-Za-z][A-Za-z0-9-]{1,60})\3\s*(?:\)|\](?!\s*=[^=]))""",
    re.VERBOSE,
)
_OF_REQUEST = re.compile(r"(?:req|request|config|cfg|options|opts|init|defaults|common|event)", re.IGNORECASE)


def headers_read_after(call: PageCall, calls: Sequence[PageCall], text: str) -> tuple[str, ...]:
    """The response headers that the code between this call and the file's next one reads.

    Args:
        call: the call in question.
        calls: all calls of the page's code.
        text: the text of the call's file.
    """
    own = _start_of(call)
    if own is None:
        return ()
    starts = {start for each in calls if each.file == call.file and (start := _start_of(each)) is not None}
    code = text.encode()
    after = min((start for start in starts if start > own), default=len(code))
    return tuple(dict.fromkeys(_read_in(code[own:after].decode(errors="replace"))))


def _start_of(call: PageCall) -> int | None:
    span = call.span("call")
    return span.start if span is not None and span.file == call.file else None


def _read_in(code: str) -> Iterator[str]:
    for found in _READ.finditer(without_comments(code)):
        if not _OF_REQUEST.fullmatch(found["owner"] or found["plain"] or ""):
            yield found["name"]
