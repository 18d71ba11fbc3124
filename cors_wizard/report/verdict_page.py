"""A verdict as a page: readable or not, every refusal in its place, what each browser would print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.exchange_words import sentence
from cors_wizard.masking import mask_text
from cors_wizard.report.as_prose import as_prose
from cors_wizard.report.browser_texts import browser_texts
from cors_wizard.report.document import Block, Bullets, CodeBlock, Document, Heading, Paragraph
from cors_wizard.report.outcome_words import outcome_blocks, outcome_title
from cors_wizard.report.report_document import browser_blocks, timeline_lines
from cors_wizard.report.timeline import timeline
from cors_wizard.report.verification import kept_preflight

if TYPE_CHECKING:
    from cors_wizard.fetch_standard import Verdict
    from cors_wizard.http_exchange import Exchange
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.probe.outcome import Outcome


def verdict_page(
    exchange: Exchange, verdict: Verdict, knowledge: Knowledge, outcome: Outcome | None = None
) -> Document:
    """The page of one verdict, and of what strangers were allowed where that was tried."""
    return tuple(_blocks(exchange, verdict, knowledge, outcome))


def _blocks(
    exchange: Exchange, verdict: Verdict, knowledge: Knowledge, outcome: Outcome | None
) -> Iterator[Block]:
    yield Heading(1, outcome_title(outcome, len(verdict.violations)) if outcome else _headline(verdict))
    lines = (line for entry in timeline(exchange, verdict) for line in timeline_lines(entry))
    yield CodeBlock("\n".join(lines))
    yield from outcome_blocks(outcome) if outcome else ()
    if verdict.preflight_needed:
        yield Heading(2, "Why there is a preflight")
        yield Bullets(tuple(as_prose(mask_text(sentence(reason))) for reason in verdict.preflight_reasons))
        answer = exchange.preflight_response
        # Without the header browsers keep it for 5 seconds: nobody meets that.
        is_said = not verdict.violations and answer and "Access-Control-Max-Age" in answer.headers
        if is_said and (kept := kept_preflight((exchange,))):
            yield Paragraph(kept)
    texts = browser_texts(verdict, exchange, knowledge)
    yield from browser_blocks(tuple((name, mask_text(text)) for name, text in texts.items() if text))
    if verdict.warnings:
        yield Heading(2, "Warnings")
        yield Bullets(tuple(as_prose(mask_text(sentence(caution))) for caution in verdict.warnings))


def _headline(verdict: Verdict) -> str:
    if verdict.readable:
        return "A browser lets the page read this"
    if verdict.violations[0].symptom == "network-failure":
        return "No usable response from the server"
    count = len(verdict.violations)
    return f"A browser blocks this: {count} reason{'' if count == 1 else 's'}"
