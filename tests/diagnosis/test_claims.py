"""What is said of a paste claims only what its text shows: where nothing was probed, nothing was observed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Facts
from cors_wizard.report.build_report import build_report
from tests.diagnosis.pastes import pastes
from tests.diagnosis.text_alone import begun

_STATUSES = ("status", "preflight_status", "proxy_status", "handshake_status", "logged_status")
_STATUS = re.compile(r"status `*([1-5][0-9]{2})\b")


def _is_seen(facts: Facts) -> bool:
    return any(fact.source in ("probed", "recorded") for fact in facts)


def _lacks_the_header(facts: Facts) -> bool:
    return (facts.text("symptom") or "").endswith("missing-allow-origin")


def _has_origins(facts: Facts) -> bool:
    return bool({*facts.items("configured_origins"), *facts.items("allowed_origins_seen")} - {"*"})


def _is_never(facts: Facts) -> bool:
    return False


CLAIMS: tuple[tuple[str, Callable[[Facts], bool]], ...] = (
    (r"\bcorrect now\b|\bis accepted now\b|\bpasses? now\b|\bresponds now\b", _is_seen),
    (r"\bNone of its responses has\b|\bNo response (?:of|from)\b.*\b(?:carries|has)\b", _is_seen),
    (r"\bno CORS headers, so the browser reports", _lacks_the_header),
    (r"\bThe server allows (?:some|other) origins\b", _has_origins),
    (r"\bthe project'?s?\b|\bin your project\b", _is_never),
    (r"\bYou said\b", lambda facts: any(fact.source == "answered" for fact in facts)),
    (r"\bFlask stopped\b|\bFlask stops at startup because\b", _is_never),
)
"""What sentences claim, and the facts that they need for it."""


def _sentences(diagnosis: Diagnosis) -> Iterator[str]:
    """What a report says of itself; code spans of more than a status come from the text."""
    report = build_report(diagnosis)
    yield from (report.title, report.summary, *report.evidence, *report.contradictions)
    if report.question:
        yield report.question.why


def unfounded(diagnosis: Diagnosis) -> Iterator[str]:
    """Each sentence that claims what no fact shows."""
    facts = diagnosis.facts
    statuses = {str(facts.number(name)) for name in _STATUSES}
    for sentence in _sentences(diagnosis):
        named = {*_STATUS.findall(sentence)}
        if named - statuses:
            yield sentence
        yield from (sentence for claim, holds in CLAIMS if re.search(claim, sentence) and not holds(facts))


def test_no_sentence_claims_what_the_text_does_not_show() -> None:
    """Over every paste: no status, no header and no code that nobody has seen."""
    told = {paste.id: [*unfounded(begun().with_text(paste.text))] for paste in pastes()}
    assert {name: found for name, found in told.items() if found} == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "The server's response is correct now.",
        "The server responds with status `404`.",
        "None of its responses has the header.",
        "The server allows some origins.",
    ],
)
def test_such_a_claim_is_found(sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself: a sentence that only a probe could tell."""
    monkeypatch.setattr("tests.diagnosis.test_claims._sentences", lambda diagnosis: (sentence,))
    assert [*unfounded(begun().with_text("TypeError: Failed to fetch"))]
