"""What the browser saw, in a few lines: as much of the exchange as leads to the first refusal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from cors_wizard import exchange_words as words
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_header, mask_text

if TYPE_CHECKING:
    from cors_wizard.diagnosis.request_view import PageRequestView
    from cors_wizard.fetch_standard import Verdict, Violation
    from cors_wizard.http_exchange import Exchange, Response

BriefKind = Literal["sent", "received", "refused", "passed", "unseen"]
_MOST_OTHERS = 3
ASSUMED = "assumed: "


@dataclass(frozen=True)
class BriefLine:
    """One line; plain text with secrets masked."""

    kind: BriefKind
    text: str

    @property
    def assumed(self) -> str:
        """The part of it that names what was only assumed; empty where nothing was."""
        return self.text[self.text.rindex(ASSUMED) :].removesuffix(")") if ASSUMED in self.text else ""


def brief_exchange(
    exchange: Exchange, verdict: Verdict, known: PageRequestView | None = None
) -> tuple[BriefLine, ...]:
    """At most four lines: what was sent, what came back, and where a browser stops.

    Args:
        exchange: what was sent and received.
        verdict: what a browser decides.
        known: the page's request, where it tells what of it was assumed.
    """
    return tuple(_lines(exchange, verdict, known))


def _lines(exchange: Exchange, verdict: Verdict, known: PageRequestView | None) -> Iterator[BriefLine]:
    first = verdict.violations[0] if verdict.violations else None
    if verdict.preflight_needed and (first is None or first.stage == "preflight"):
        wanted = (exchange.request.method, *verdict.preflight_headers)
        yield BriefLine("sent", _sent("OPTIONS", exchange, f"({_marked(wanted, known)})"))
        yield _received(exchange, exchange.preflight_response)
    else:
        instead = exchange.stand_in if exchange.response else ""
        method = ("method",) if known and not known.method.is_known else ()
        assumed = _with_assumed("", method, known)
        yield BriefLine(
            "sent",
            _sent(instead or exchange.request.method, exchange, f"({assumed})" if assumed else ""),
        )
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


def _marked(wanted: Sequence[str], known: PageRequestView | None) -> str:
    """What is sent beside the path, what was assumed at the end: a name alone would pass for known."""
    if known is None:
        return ", ".join(wanted)
    method, *headers = wanted
    certain = {name.lower() for part in (known.headers, known.some_headers) for name in part.certain_names}
    shown = [method] if known.method.is_known else []
    shown += [name for name in headers if known.headers.is_known or name in certain]
    assumed = [name for name in wanted if name not in shown]
    return _with_assumed(", ".join(shown), assumed, known)


def _with_assumed(shown: str, assumed: Sequence[str], known: PageRequestView | None) -> str:
    page = ("page's origin",) if known and known.origin.value and not known.origin.is_known else ()
    named = ", ".join((*assumed, *page))
    return "; ".join(filter(None, (shown, named and f"{ASSUMED}{named}")))


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
