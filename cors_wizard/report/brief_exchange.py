"""What the browser saw, in a few lines: as much of the exchange as leads to the first refusal. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from cors_wizard import exchange_words as words
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_header, mask_text

if TYPE_CHECKING:
    from cors_wizard.fetch_standard import Verdict, Violation
    from cors_wizard.http_exchange import Exchange, Response

BriefKind = Literal["sent", "received", "refused", "passed", "unseen"]
_MOST_OTHERS = 3


@dataclass(frozen=True)
class BriefLine:
    """One line; plain text with secrets masked."""

    kind: BriefKind
    text: str


def brief_exchange(exchange: Exchange, verdict: Verdict) -> tuple[BriefLine, ...]:
    """At most four lines: what was sent, what came back, and where a browser stops."""
    return tuple(_lines(exchange, verdict))


def _lines(exchange: Exchange, verdict: Verdict) -> Iterator[BriefLine]:
    first = verdict.violations[0] if verdict.violations else None
    if verdict.preflight_needed and (first is None or first.stage == "preflight"):
        wanted = ", ".join((exchange.request.method, *verdict.preflight_headers))
        yield BriefLine("sent", _sent("OPTIONS", exchange, f"({wanted})"))
        yield _received(exchange, exchange.preflight_response)
    else:
        instead = exchange.stand_in if exchange.response else ""
        yield BriefLine("sent", _sent(instead or exchange.request.method, exchange))
        yield _received(exchange, exchange.response)
    if first is None:
        yield BriefLine(
            "passed" if words.is_passed(exchange, verdict) else "unseen", words.ending(exchange, verdict)
        )
        return
    yield BriefLine("refused", _refusal(first))
    others = list(dict.fromkeys(_in_a_row(each) for each in verdict.violations))[1:]
    if others:
        left = len(others) - _MOST_OTHERS
        more = f"; and {left} more" if left > 0 else ""
        yield BriefLine("refused", f"next: {'; '.join(others[:_MOST_OTHERS])}{more}")


def _sent(method: str, exchange: Exchange, note: str = "") -> str:
    parts = (method, mask_text(_path(exchange.request.url)), f"Origin: {exchange.page_origin}", note)
    return "  ".join(filter(None, parts))


def _path(url: str) -> str:
    """The URL without its origin, which is the same for every line."""
    parsed = parse_url(url)
    return parsed.path_and_query if parsed and parsed.is_http else url


def _received(exchange: Exchange, response: Response | None) -> BriefLine:
    status = str(response.status) if response else words.status_line(exchange, None)
    return BriefLine("received", status)


def _in_a_row(violation: Violation) -> str:
    """A refusal among others: of a whole sentence its first clause."""
    told = _refusal(violation)
    return told if violation.header else told[:1].lower() + told[1:].partition(";")[0].removesuffix(".")


def _refusal(violation: Violation) -> str:
    if not violation.header:
        return mask_text(words.sentence(violation))
    got = words.ABSENT if violation.got is None else mask_header(violation.header, violation.got)
    shown = f"{violation.header}: {got}" if violation.got is None else got
    wanted = f", {words.EXPECTED} {mask_text(violation.wanted)}" if violation.wanted is not None else ""
    return f"{shown}{wanted}"
