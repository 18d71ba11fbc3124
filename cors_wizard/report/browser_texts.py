"""The sentence that each engine prints for a verdict, written with the same knowledge files that read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cors_wizard.console.write_message import write_message
from cors_wizard.report.engine_views import met_by_all, view_of

if TYPE_CHECKING:
    from cors_wizard.console.pattern import MessagePattern
    from cors_wizard.fetch_standard import Engine, Verdict, Violation
    from cors_wizard.http_exchange import Exchange
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.report.engine_views.seen import Seen


def browser_texts(verdict: Verdict, exchange: Exchange, knowledge: Knowledge) -> dict[Engine, str | None]:
    """For each engine what it prints first; None where nothing is refused or no text is known."""
    return texts_of(met_by_all(verdict, exchange), exchange, knowledge)


def texts_of(
    met: Mapping[Engine, Violation | None], exchange: Exchange, knowledge: Knowledge
) -> dict[Engine, str | None]:
    """The same, where it is known already what each engine meets first."""
    seen = {engine: view_of(engine, first, exchange) for engine, first in met.items()}
    return {engine: _written(each, knowledge.patterns) if each else None for engine, each in seen.items()}


def _written(seen: Seen, patterns: Mapping[str, MessagePattern]) -> str | None:
    pattern = patterns.get(seen.message_id)
    reason = _written(seen.reason, patterns) if seen.reason else None
    values = seen.values if reason is None else {**seen.values, "_reason": reason}
    return write_message(pattern, values, seen.saying) if pattern else None
