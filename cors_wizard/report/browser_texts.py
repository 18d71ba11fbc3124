"""The sentence that each engine prints for a verdict, written with the same knowledge files that read it."""

from __future__ import annotations

from cors_wizard.console import MessagePattern, write_message
from cors_wizard.fetch_standard import Verdict
from cors_wizard.http_exchange import Exchange
from cors_wizard.knowledge_base import Knowledge, message_patterns
from cors_wizard.report.engine_views import ENGINES, BrowserEngine, Seen, seen_by


def browser_texts(
    verdict: Verdict, exchange: Exchange, knowledge: Knowledge
) -> dict[BrowserEngine, str | None]:
    """For each engine what it prints first; None where nothing is refused or no text is known.

    Optional words that hang on how a page asked (fetch() or XMLHttpRequest) are left out.
    """
    patterns = current_patterns(knowledge)
    seen = {engine: seen_by(engine, verdict, exchange) for engine in ENGINES}
    return {engine: _text(engine, each, patterns) if each else None for engine, each in seen.items()}


def current_patterns(knowledge: Knowledge) -> tuple[MessagePattern, ...]:
    """What today's browsers print in English."""
    pairs = zip(knowledge.messages, message_patterns(knowledge), strict=True)
    return tuple(
        pattern
        for (_, message), pattern in pairs
        if not message.until and message.lang == "en" and message.role == "verdict"
    )


def _text(engine: BrowserEngine, seen: Seen, patterns: tuple[MessagePattern, ...]) -> str | None:
    for symptom in seen.symptoms:
        found = (each for each in patterns if each.engine == engine and each.symptom == symptom)
        texts = [text for text in (write_message(each, seen.values) for each in found) if text]
        if texts:
            # The console's sentence names the URL; those of other panels do not.
            return max(texts, key=lambda text: seen.values.get("url", "") in text)
    return None
