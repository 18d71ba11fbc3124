"""The page's request for a report: each part in words, with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    yield from _line("Headers", request.headers)
    yield from _line("Credentials", request.credentials)
    if request.mode.value != "cors":
        yield from _line("Mode", request.mode)
    if not request.origin.is_known:
        # A known one is among the facts.
        yield from _line("Page's origin", request.origin)


def _line(label: str, part: RequestPart) -> Iterator[RequestLine]:
    if part.value is None or part.source is None:
        return
    value = mask_value(part.value)
    shown = (", ".join(value) or "none") if isinstance(value, tuple) else str(value)
    yield RequestLine(label, shown, part.source, mask_text(part.evidence))


_PASSES = {True: "passes", False: "fails", None: "unknown"}


def call_line(row: CallRow) -> str:
    """One call of the page's code, and what becomes of it, as one line."""
    headers = f" with {', '.join(row.headers)}" if row.headers else ""
    cookies = f", credentials {row.credentials}" if row.credentials else ""
    now = f"{_PASSES[row.passes_now]} now{_why(row.unknown_now)}"
    after = f"{_PASSES[row.passes_after]} after the fix{_why(row.unknown_after)}"
    return f"{row.method or '?'} {row.path}{headers}{cookies} ({row.file}:{row.line}): {now}, {after}"


def _why(unknown: str) -> str:
    return f" ({unknown})" if unknown else ""
