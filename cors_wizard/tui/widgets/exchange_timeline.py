"""The exchange as a timeline: what was asked, what was answered, and the line that the browser refuses."""

from __future__ import annotations

import http
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from textual.containers import VerticalGroup
from textual.content import Content

from cors_wizard.facts import ENGINE_WORDS
from cors_wizard.fetch_standard import Verdict, Violation
from cors_wizard.http_exchange import Exchange, Headers, Response
from cors_wizard.probe.masking import header_line, masked_url
from cors_wizard.report.engine_views import differing
from cors_wizard.tui.display import one_line
from cors_wizard.tui.widgets.rows import Row, Rows

BlockKind = Literal["asked", "answered", "refused", "also-refused", "passed", "never-sent"]

_TELLING_HEADERS = ("access-control-", "vary", "location", "set-cookie")
"""Beginnings of the response headers that matter to CORS; the others are left out."""


_KNOWN = frozenset(http.HTTPStatus)


@dataclass(frozen=True)
class Block:
    """One entry of the timeline."""

    kind: BlockKind
    title: str
    note: str = ""
    lines: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = field(default=())
    """Expected and actual, where something was refused."""


class ExchangeTimeline(VerticalGroup):
    """Request and response of the preflight, then of the request itself, as a browser sees them."""

    DEFAULT_CSS = """
    ExchangeTimeline {
        height: auto;
        & > Rows { padding: 0 1; border-left: outer $foreground 25%; }
        & > .-refused { background: $error 14%; border-left: outer $error; padding: 0 1 0 1; }
        & > .-also-refused { background: $warning 8%; border-left: outer $warning; }
        & > .-passed { background: $success 14%; border-left: outer $success; }
    }
    """

    def __init__(self, exchange: Exchange, verdict: Verdict, *, id: str | None = None) -> None:
        self.blocks = tuple(timeline(exchange, verdict))
        """What is shown, from top to bottom."""
        super().__init__(*(_block(block) for block in self.blocks), id=id)


def timeline(exchange: Exchange, verdict: Verdict) -> Iterator[Block]:
    """The entries for an exchange and what a browser decides about it."""
    yield from _exchanged(exchange, verdict)
    for engine, first in differing(verdict, exchange):
        if first:
            title = f"{ENGINE_WORDS[engine]} refuses it: {one_line(first.message, 400)}"
            yield Block("also-refused", title, pairs=_expected_and_actual(first))
        else:
            yield Block("passed", f"{ENGINE_WORDS[engine]} lets the page read it nevertheless")


def _exchanged(exchange: Exchange, verdict: Verdict) -> Iterator[Block]:
    stops_at_preflight = bool(verdict.violations) and verdict.violations[0].stage == "preflight"
    if verdict.preflight_needed:
        yield _preflight_request(exchange, verdict)
        yield _answer(exchange.preflight_response)
        yield from _refusals(verdict, "preflight")
    yield from _refusals(verdict, "request")
    if stops_at_preflight:
        yield Block("never-sent", _request_title(exchange), "the browser never sends this")
        yield from _refusals(verdict, "response", "redirect")
        return
    origin = f"Origin: {one_line(exchange.page_origin)}"
    instead = f"; {one_line(exchange.stand_in, 40)} was sent in its place" if exchange.stand_in else ""
    yield Block("asked", _request_title(exchange), f"the request itself{instead}", (origin,))
    yield _answer(exchange.response)
    for hop in exchange.redirects:
        yield Block(
            "asked", f"{exchange.request.method} {one_line(masked_url(hop.url), 120)}", "the redirect"
        )
        yield _answer(hop.response)
    yield from _refusals(verdict, "response", "redirect")
    if verdict.readable:
        yield Block("passed", "The browser lets the page read this response")


def _preflight_request(exchange: Exchange, verdict: Verdict) -> Block:
    lines = [
        f"Origin: {one_line(exchange.page_origin)}",
        f"Access-Control-Request-Method: {one_line(exchange.request.method, 40)}",
    ]
    if verdict.preflight_headers:
        lines.append(f"Access-Control-Request-Headers: {one_line(','.join(verdict.preflight_headers))}")
    return Block("asked", f"OPTIONS {_target(exchange)}", "the preflight", tuple(lines))


def _request_title(exchange: Exchange) -> str:
    return f"{one_line(exchange.request.method, 40)} {_target(exchange)}"


def _target(exchange: Exchange) -> str:
    """The URL without its origin, which the address bar of the evidence shows already."""
    url = masked_url(exchange.request.url)
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return one_line(f"/{path}" if separator and scheme and host and slash else url, 120)


def _answer(response: Response | None) -> Block:
    if response is None:
        return Block("answered", "no answer that a browser could use")
    return Block("answered", _status(response.status), "", _telling_lines(response.headers))


def _status(status: int) -> str:
    phrase = http.HTTPStatus(status).phrase if status in _KNOWN else ""
    return f"{status} {phrase}".strip()


def _telling_lines(headers: Headers) -> tuple[str, ...]:
    lines = [header_line(name, value) for name, value in headers if name.lower().startswith(_TELLING_HEADERS)]
    if not any(line.lower().startswith("access-control-") for line in lines):
        lines.insert(0, "(no Access-Control-... header)")
    return tuple(lines)


def _refusals(verdict: Verdict, *stages: str) -> Iterator[Block]:
    for violation in verdict.violations:
        if violation.stage in stages:
            first = violation is verdict.violations[0]
            yield Block(
                "refused" if first else "also-refused",
                one_line(violation.message, 400),
                "the browser stops here" if first else "and once that is mended",
                pairs=_expected_and_actual(violation),
            )


def _expected_and_actual(violation: Violation) -> tuple[tuple[str, str], ...]:
    if not violation.header and violation.got is None:
        return ()
    name = one_line(violation.header, 80)
    wanted = one_line(violation.wanted, 200) if violation.wanted is not None else ""
    got = one_line(violation.got, 200) if violation.got is not None else "not there"
    return tuple(
        pair for pair in (("expected", _header(name, wanted)), ("actual", _header(name, got))) if pair[1]
    )


def _header(name: str, value: str) -> str:
    if not value:
        return ""
    return f"{name}: {value}" if name else value


_MARKS: dict[BlockKind, tuple[str, str]] = {
    "asked": ("→", "bold $text-primary"),
    "answered": ("←", "bold $text-primary"),
    "refused": ("✗", "bold $text-error"),
    "also-refused": ("✗", "$text-warning"),
    "passed": ("✓", "bold $text-success"),
    "never-sent": ("→", "$foreground-disabled"),
}
_TITLES: dict[BlockKind, str] = {
    "asked": "bold",
    "answered": "bold",
    "refused": "bold $text-error",
    "also-refused": "",
    "passed": "bold $text-success",
    "never-sent": "$foreground-disabled",
}
_NOTHING = Content("")


def _block(block: Block) -> Rows:
    mark, style = _MARKS[block.kind]
    note = Content.styled(f"  {block.note}" if block.note else "", "$foreground-muted italic")
    title = Content.styled(block.title, _TITLES[block.kind]) + note
    rows = [Row(Content.styled(mark, style), title)]
    rows.extend(Row(_NOTHING, Content.styled(line, "$foreground-muted"), 4) for line in block.lines)
    for label, value in block.pairs:
        colour = "$text-success" if label == "expected" else "$text-error"
        shown = Content.styled(f"  {label}", "$foreground-muted")
        rows.append(Row(shown, Content.styled(value, colour), 12))
    return Rows(rows, classes=f"-{block.kind}")
