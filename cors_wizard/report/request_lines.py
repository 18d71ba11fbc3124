"""The page's request for a report: each part in words, with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.headers import is_cors_safelisted_request_header
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text, mask_value

if TYPE_CHECKING:
    from cors_wizard.diagnosis.page_calls import CallRow
    from cors_wizard.diagnosis.request_view import PageRequestView, RequestPart
    from cors_wizard.facts import Source


@dataclass(frozen=True)
class RequestLine:
    """One part of the request; plain text."""

    label: str
    value: str
    source: Source
    evidence: str


def request_lines(request: PageRequestView) -> tuple[RequestLine, ...]:
    """The parts that are known or assumed; empty where no URL is known."""
    return tuple(_lines(request)) if request.url.value else ()


def _lines(request: PageRequestView) -> Iterator[RequestLine]:
    yield from _line("Method", request.method)
    yield from _line("URL", request.url)
    yield from _headers(request)
    yield from _line("Credentials", request.credentials)
    if request.mode.value != "cors":
        yield from _line("Mode", request.mode)
    if not request.origin.is_known:
        # A known one is among the facts.
        yield from _line("Page's origin", request.origin)


def _headers(request: PageRequestView) -> Iterator[RequestLine]:
    """What is sent for sure, apart from what may come besides; the types of forms need no preflight."""
    headers, some = request.headers, request.some_headers
    if isinstance(some.value, tuple) and isinstance(headers.value, tuple):
        certain = {name.lower() for name in some.value}
        others = tuple(name for name in headers.value if name.lower() not in certain)
        yield from _line("Headers", some)
        yield from _line("Other headers", replace(headers, value=_marked(others, headers.sometimes)))
        return
    names = headers.value if isinstance(headers.value, tuple) else ()
    if not is_cors_safelisted_request_header("Content-Type", headers.content_type or "?"):
        yield from _line("Headers", replace(headers, value=_marked(names, headers.sometimes)))
        return
    names = tuple(name for name in names if name.lower() != "content-type")
    for line in _line("Headers", replace(headers, value=_marked(names, headers.sometimes))):
        note = f"{line.value} (Content-Type {mask_text(headers.content_type)} needs no preflight)"
        yield replace(line, value=note)


def _marked(names: tuple[str, ...], sometimes: tuple[str, ...]) -> tuple[str, ...]:
    """The names, with a word where one is sent only under a condition."""
    lower = {name.lower() for name in sometimes}
    return tuple(f"{name} (sometimes)" if name.lower() in lower else name for name in names)


def _line(label: str, part: RequestPart) -> Iterator[RequestLine]:
    if part.value is None or part.source is None:
        return
    value = mask_value(part.value)
    shown = (", ".join(value) or "none") if isinstance(value, tuple) else str(value)
    yield RequestLine(label, shown, part.source, mask_text(part.evidence))


_PASSES = {True: "passes", False: "fails", None: "unknown"}


def call_line(row: CallRow) -> str:
    """One call of the page's code, and what becomes of it, as one line."""
    names = _marked(row.headers, row.sometimes)
    headers = f" with {', '.join(names)}" if names else ""
    cookies = f", credentials {row.credentials}" if row.credentials else ""
    now = f"{_PASSES[row.passes_now]} now{_why(row.unknown_now)}"
    after = f"{_PASSES[row.passes_after]} after the fix{_why(row.unknown_after)}"
    return f"{row.method or '?'} {row.path}{headers}{cookies} ({row.file}:{row.line}): {now}, {after}"


def _why(unknown: str) -> str:
    return f" ({unknown})" if unknown else ""
