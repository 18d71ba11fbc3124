"""One page for each cause, made from the same files as everything else, and found by its error texts."""

from __future__ import annotations

from cors_wizard.knowledge_base import load_knowledge
from tests.knowledge.cause_docs import pages, stale


def test_the_pages_are_fresh() -> None:
    """Run `python -m tests.knowledge.cause_docs` where this fails."""
    assert stale(pages(load_knowledge())) == []


def test_every_cause_has_a_page_and_the_index_names_it() -> None:
    """And no page is left of a cause that is gone."""
    knowledge = load_knowledge()
    made = pages(knowledge)
    assert set(made) == {"README.md", *(f"{name}.md" for name in knowledge.causes)}
    assert all(f"({name}.md)" in made["README.md"] for name in knowledge.causes)
