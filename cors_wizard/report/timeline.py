"""An exchange as a timeline: what was sent and received, which line a browser refuses and why.

The one timeline: the window and the report draw the same entries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from cors_wizard import exchange_words as words
from cors_wizard.facts import ENGINE_WORDS
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Exchange, Headers, Hop, Response
from cors_wizard.masking import mask_header, mask_text
from cors_wizard.report.engine_views import differing

if TYPE_CHECKING:
    from cors_wizard.fetch_standard import Verdict, Violation

EntryKind = Literal["asked", "answered", "refused", "also-refused", "never-sent", "passed", "unseen"]

_TELLING = ("access-control-", "vary", "location", "set-cookie", "server", "content-type")
"""Beginnings of the names of the response headers that matter to CORS or tell who answered."""

MOST_HEADERS = 40
"""Header lines that are shown of one response."""


@dataclass(frozen=True)
class Entry:
    """One entry of a timeline; plain text, secrets masked."""

    kind: EntryKind
    text: str
    note: str = ""
    lines: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    """Expected and actual, where something was refused."""


def timeline(exchange: Exchange, verdict: Verdict) -> tuple[Entry, ...]:
    """The entries from top to bottom; the first refusal is where a browser stops."""
    return (*_entries(exchange, verdict), *_differing(exchange, verdict))


def _entries(exchange: Exchange, verdict: Verdict) -> Iterator[Entry]:
    url = exchange.request.url
    yield from _refusals(verdict, "request", url)
    if verdict.preflight_needed:
        yield _preflight(exchange, verdict, url)
        yield _answer(exchange, exchange.preflight_response)
        yield from _refusals(verdict, "preflight", url)
    stopped = any(violation.stage in ("request", "preflight") for violation in verdict.violations)
    yield _request(exchange, url, is_sent=not stopped)
    if exchange.response is not None or not stopped:
        yield _answer(exchange, exchange.response)
    yield from _refusals(verdict, "response", url)
    for hop in exchange.redirects:
        yield from _hop(hop, exchange, verdict)
    yield from _left_over(exchange, verdict)
    if not verdict.violations:
        yield Entry(
            "passed" if words.is_passed(exchange, verdict) else "unseen", words.ending(exchange, verdict)
        )


def _differing(exchange: Exchange, verdict: Verdict) -> Iterator[Entry]:
    """The browsers that decide otherwise."""
    for engine, first in differing(verdict, exchange):
        browser = ENGINE_WORDS[engine]
        if first is None:
            yield Entry("passed", words.allowed_in(browser))
        else:
            text = mask_text(words.blocked_in(browser, words.sentence(first)))
            yield Entry("also-refused", text, pairs=_expected_and_actual(first))


def _preflight(exchange: Exchange, verdict: Verdict, url: str) -> Entry:
    lines = [
        f"Origin: {exchange.page_origin}",
        f"Access-Control-Request-Method: {exchange.request.method}",
    ]
    if verdict.preflight_headers:
        lines.append(f"Access-Control-Request-Headers: {','.join(verdict.preflight_headers)}")
    return Entry("asked", mask_text(f"OPTIONS {url}"), words.PREFLIGHT, tuple(map(mask_text, lines)))


def _request(exchange: Exchange, url: str, *, is_sent: bool) -> Entry:
    request = exchange.request
    title = mask_text(f"{request.method} {url}")
    instead = words.probed_with(exchange.stand_in)
    if not is_sent:
        return Entry("never-sent", title, f"{words.NEVER_SENT}{instead}")
    lines = (mask_text(f"Origin: {exchange.page_origin}"), *_shown(request.headers))
    return Entry("asked", title, f"{words.REQUEST}{instead}", lines)


def _answer(exchange: Exchange, response: Response | None) -> Entry:
    if response is None:
        return Entry("answered", words.status_line(exchange, None))
    telling = [(name, value) for name, value in response.headers if name.lower().startswith(_TELLING)]
    lines = _shown(Headers(tuple(telling)))
    if not any(name.lower().startswith("access-control-") for name, _ in telling):
        lines = (words.NO_CORS_HEADERS, *lines)
    return Entry("answered", words.status_line(exchange, response), lines=lines)


def _shown(headers: Headers) -> tuple[str, ...]:
    lines = tuple(mask_header(name, value) for name, value in headers.pairs[:MOST_HEADERS])
    left = len(headers) - len(lines)
    return (*lines, f"({left} more)") if left > 0 else lines


def _hop(hop: Hop, exchange: Exchange, verdict: Verdict) -> Iterator[Entry]:
    yield Entry("asked", mask_text(f"{exchange.request.method} {hop.url}"), words.REDIRECT)
    if hop.preflight_response is not None:
        yield _answer(exchange, hop.preflight_response)
    yield _answer(exchange, hop.response)
    yield from _refusals(verdict, None, hop.url)


def _refusals(verdict: Verdict, stage: str | None, url: str) -> Iterator[Entry]:
    """The refusals of one stage at the first URL, or (without a stage) all those of a redirect's URL."""
    for violation in verdict.violations:
        if violation.url == url and (violation.stage == stage or stage is None):
            yield _refusal(violation, is_first=violation is verdict.violations[0])


def _left_over(exchange: Exchange, verdict: Verdict) -> Iterator[Entry]:
    urls = {exchange.request.url, *(hop.url for hop in exchange.redirects)}
    for violation in verdict.violations:
        told = violation.url in urls and (
            violation.stage != "redirect" or violation.url != exchange.request.url
        )
        if not told:
            yield _refusal(violation, is_first=violation is verdict.violations[0])


def _refusal(violation: Violation, *, is_first: bool) -> Entry:
    kind: EntryKind = "refused" if is_first else "also-refused"
    note = words.STOPS_HERE if is_first else words.NEXT
    return Entry(kind, mask_text(words.sentence(violation)), note, pairs=_expected_and_actual(violation))


def _expected_and_actual(violation: Violation) -> tuple[tuple[str, str], ...]:
    if not violation.header:
        return ()
    got = words.ABSENT if violation.got is None else mask_header(violation.header, violation.got)
    actual = (words.ACTUAL, got)
    if violation.wanted is None:
        return (actual,)
    return ((words.EXPECTED, mask_header(violation.header, violation.wanted)), actual)
