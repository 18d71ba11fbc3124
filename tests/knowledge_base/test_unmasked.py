"""No text of ours looks like a secret: reports mask what does, and a masked sentence or snippet is broken."""

from __future__ import annotations

from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.checks.every_model import every_model
from cors_wizard.knowledge_base.models import Message
from cors_wizard.masking import mask_text


def test_no_text_is_masked() -> None:
    """Steps, code, summaries, advisories; the code that is shown as wrong is never put into a report."""
    masked = [
        f"{place}: {text}"
        for place, model in every_model(load_knowledge())
        if not isinstance(model, Message) and place[-1] != "wrong"
        for text in (getattr(model, key) for key in type(model).__dataclass_fields__)
        if isinstance(text, str) and mask_text(text) != text
    ]
    assert masked == []
