"""What a report calls sources, browsers, fixes and certainties: the words that every face shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cors_wizard.decision_tree import Certainty
    from cors_wizard.facts import Source

SOURCE_WORDS: dict[Source, str] = {
    "pasted": "from your text",
    "probed": "seen by a probe",
    "scanned": "read in the project",
    "answered": "your answer",
    "recorded": "from the recording",
    "assumed": "assumed, not known",
}
ENGINE_NAMES = {"chromium": "Chrome, Edge", "firefox": "Firefox", "webkit": "Safari"}
GRADES = {
    "paste-as-it-is": "",
    "has-placeholder": "Replace the placeholders with your own values.",
    "needs-decision": "It needs your decision first.",
}

CERTAINTIES: dict[Certainty, str] = {
    "proven": "observed in the responses of this API.",
    "likely": "it follows from the text or the code; no response of this API proves it.",
    "guess": "a question is open or something is only assumed, and the facts at hand also fit other causes.",
}
"""What each word for the certainty of a conclusion means."""
