"""What the message itself says about the request besides the values of its placeholders."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.diagnosis.objections import OBJECTIONS_TO_ANSWERS
from cors_wizard.facts import Fact, Facts

_WITH_CREDENTIALS = frozenset(
    f"{prefix}{name}"
    for prefix in ("", "preflight-")
    for name in ("wildcard-origin-not-allowed", "invalid-allow-credentials")
)
"""A browser makes these checks only for the credentials mode `include`."""


def facts_of_message(facts: Facts) -> Iterator[Fact]:
    """What a pasted or recorded symptom says of credentials and mode."""
    symptom = facts.get("symptom")
    if symptom is None or symptom.source not in ("pasted", "recorded"):
        return
    if symptom.value in _WITH_CREDENTIALS:
        yield Fact("credentials", "include", symptom.source, symptom.evidence)
    if symptom.value in OBJECTIONS_TO_ANSWERS:
        yield Fact("request_mode", "cors", symptom.source, symptom.evidence)
