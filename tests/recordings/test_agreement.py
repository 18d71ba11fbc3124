"""`judge` and `diagnose` read one recording alike, whatever its form (findings, section 5)."""

from __future__ import annotations

import functools

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Facts
from cors_wizard.http_exchange import Exchange
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.recordings import Recorded, read_recording
from cors_wizard.recordings.observed import outcome
from tests.fetch_standard.browser_exchanges import browser_exchanges
from tests.recordings.written import as_blocks, as_har, as_line

ROWS = [row for row in browser_exchanges() if row.exchange.request.mode == "cors"]
IN_WORDS = [pytest.param(row.exchange, id=row.id) for row in ROWS]
knowledge = functools.cache(load_knowledge)


def concluded(text: str) -> Diagnosis:
    """What the wizard says about a text, with nobody to ask and nothing to probe."""
    begun = Diagnosis.begin(knowledge(), text, Facts())
    return begun.without_probing().without_scanning().without_optional_questions()


def read(text: str) -> tuple[Recorded, ...]:
    """The exchanges that a text holds."""
    recording = read_recording(text)
    return recording.exchanges if recording else ()


def agree(text: str) -> None:
    """What `judge` says about an exchange is what the diagnosis goes by."""
    diagnosis = concluded(text)
    recorded = diagnosis.paste.leading
    if recorded is None:
        assert not read(text)
        return
    assert recorded in read(text)
    verdict = recorded.verdict
    assert verdict is not None
    assert diagnosis.verdict == verdict
    if verdict.violations:
        assert diagnosis.facts.text("symptom") == verdict.violations[0].symptom
        assert diagnosis.candidates or diagnosis.cause
    else:
        assert diagnosis.cause is None
        assert diagnosis.facts.text("recorded_outcome") == (outcome(recorded) or None)
        assert diagnosis.status == ("concluded" if outcome(recorded) else diagnosis.status)


@pytest.mark.parametrize("exchange", IN_WORDS)
def test_lines_of_judge(exchange: Exchange) -> None:
    """What is told in full is judged in full."""
    text = as_line(exchange)
    (recorded,) = read(text)
    assert recorded.exchange.request == exchange.request
    agree(text)


@pytest.mark.parametrize("exchange", IN_WORDS)
def test_har(exchange: Exchange) -> None:
    """A HAR mixes in what the browser sent by itself, and leaves out the credentials mode."""
    text = as_har(exchange)
    assert read(text)
    agree(text)


@pytest.mark.parametrize("exchange", IN_WORDS)
def test_blocks_of_headers(exchange: Exchange) -> None:
    """Raw headers, request and response in turn."""
    text = as_blocks(exchange)
    agree(text)
