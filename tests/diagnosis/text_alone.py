"""A diagnosis of texts, before anything is sent, read or asked."""

from __future__ import annotations

from functools import cache

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge


@cache
def begun() -> Diagnosis:
    """A diagnosis that has only text to go by."""
    return Diagnosis.begin(load_knowledge()).without_probing().without_scanning().without_optional_questions()
