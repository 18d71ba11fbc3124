"""What the message itself says about the request besides the values of its placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.diagnosis.objections import OBJECTIONS_TO_ANSWERS
from cors_wizard.facts import Fact, Facts

_WITH_CREDENTIALS = frozenset(
    f"{prefix}{name}"
    for prefix in ("", "preflight-")
    for name in ("wildcard-origin-not-allowed", "invalid-allow-credentials")
)
"""A browser makes these checks only for the credentials mode `include`."""


_OF_ELEMENT = re.compile(
    r"\bAccess to (font|image|script|CSS stylesheet|video|audio|text track|manifest) at '"
)
"""Chromium's words for what an element or a style sheet loads: no code of the page chooses how."""


def facts_of_message(facts: Facts) -> Iterator[Fact]:
    """What a pasted or recorded symptom says of method, headers, credentials and mode."""
    symptom = facts.get("symptom")
    if symptom is None or symptom.source not in ("pasted", "recorded"):
        return
    if symptom.value in _WITH_CREDENTIALS:
        yield Fact("credentials", "include", symptom.source, symptom.evidence)
    if symptom.value in OBJECTIONS_TO_ANSWERS:
        yield Fact("request_mode", "cors", symptom.source, symptom.evidence)
    if loaded := _OF_ELEMENT.search(symptom.evidence):
        yield Fact("method", "GET", symptom.source, symptom.evidence)
        yield Fact("request_headers", (), symptom.source, symptom.evidence)
        if loaded[1] == "font":
            # https://drafts.csswg.org/css-fonts-4/#font-fetching-requirements
            yield Fact("credentials", "same-origin", symptom.source, symptom.evidence)
