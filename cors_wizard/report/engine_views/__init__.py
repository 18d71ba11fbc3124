"""How each engine sees a verdict: the refusal that it meets first, and the message that it prints of it.

What an engine meets first is `judge_in`'s to say. Which message that is, and with which values, is in one
file for each engine, as measured (`tests/report/data/browser_sentences.jsonl`, and `tests.differential` at
any time).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, get_args

from cors_wizard.fetch_standard import Engine, Verdict, Violation, judge, judge_in
from cors_wizard.report.engine_views.chromium import chromium_sees
from cors_wizard.report.engine_views.firefox import firefox_sees
from cors_wizard.report.engine_views.seen import Refusal, Seen, refusal
from cors_wizard.report.engine_views.webkit import webkit_sees

if TYPE_CHECKING:
    from cors_wizard.http_exchange import Exchange

ENGINES: tuple[Engine, ...] = get_args(Engine)

_VIEWS: Mapping[Engine, Callable[[Refusal], Seen | None]] = {
    "chromium": chromium_sees,
    "firefox": firefox_sees,
    "webkit": webkit_sees,
}


def view_of(engine: Engine, first: Violation | None, exchange: Exchange) -> Seen | None:
    """What this engine prints of the refusal that it meets first."""
    return _VIEWS[engine](refusal(first, exchange)) if first else None


def met_by_all(verdict: Verdict, exchange: Exchange) -> Mapping[Engine, Violation | None]:
    """Where each engine stops; None where it lets the page read the response.

    Args:
        verdict: of the exchange; where it was made from probes, it may hold less than `judge` finds (what
            was only assumed), and more (what went wrong on the way).
        exchange: what was requested, and the responses.
    """
    judged = judge(exchange)
    return {engine: _first_met(engine, verdict, exchange, judged) for engine in ENGINES}


def _first_met(engine: Engine, verdict: Verdict, exchange: Exchange, judged: Verdict) -> Violation | None:
    known = {_key(each) for each in judged.violations}
    held = {_key(each) for each in verdict.violations}
    if verdict.violations and _key(verdict.violations[0]) not in known:
        return verdict.violations[0]
    dropped = known - held
    return next((each for each in judge_in(exchange, engine).violations if _key(each) not in dropped), None)


def differing(verdict: Verdict, exchange: Exchange) -> tuple[tuple[Engine, Violation | None], ...]:
    """The engines that decide otherwise than the verdict: where each stops, or None where it lets it pass."""
    if verdict.depends_on_assumed:
        return ()
    met = met_by_all(verdict, exchange).items()
    return tuple((engine, first) for engine, first in met if (first is None) != verdict.readable)


def _key(violation: Violation) -> tuple[str, ...]:
    return violation.symptom, violation.stage, violation.url, violation.wanted or ""
