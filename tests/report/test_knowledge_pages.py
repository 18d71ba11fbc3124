"""What those see who write knowledge files: each fact with its values, and every way through the tree."""

from __future__ import annotations

import pytest

from cors_wizard.errors import InputError
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.report.knowledge_pages import facts_page, ways_page
from cors_wizard.report.plain_text import render_text

KNOWLEDGE = load_knowledge()


def test_every_fact_is_listed() -> None:
    """Also those that a node declares."""
    text = render_text(facts_page(KNOWLEDGE))
    own = {node.fact for node in KNOWLEDGE.nodes.values()}
    assert all(f"`{name}`" in text or f"{name} (" in text for name in own)


def test_a_fact_is_shown_with_its_values_and_givers() -> None:
    """Its choices in words, and who can tell it."""
    text = render_text(facts_page(KNOWLEDGE, "reachable"))
    for part in ("refused", "A probe of the API.", "--fact reachable="):
        assert part in text


def test_the_ways_to_a_cause_begin_at_the_root() -> None:
    """Each step names the node and the value that leads on."""
    text = " ".join(render_text(ways_page(KNOWLEDGE, "preflight-needs-auth")).split())
    assert "These branches lead here: - " in text
    assert " - code-refuses-every-options = refuses" in text
    assert f"- {KNOWLEDGE.root.id} = " in text


def test_the_shortest_ways_are_shown() -> None:
    """Hundreds would bury the branches."""
    text = render_text(ways_page(KNOWLEDGE, "decorator-order"))
    assert "The 10 shortest" in text
    assert text.count(f"- {KNOWLEDGE.root.id} = ") == 10


def test_a_node_is_shown_with_where_it_leads() -> None:
    """Each branch, "not sure" included."""
    text = render_text(ways_page(KNOWLEDGE, KNOWLEDGE.root.id))
    assert "Where it leads" in text
    assert "not sure" in text


@pytest.mark.parametrize("name", ["nope", "\x1b[31m"])
def test_an_unknown_name_is_refused_in_one_sentence(name: str) -> None:
    """With what to do; nothing of it reaches the terminal raw."""
    with pytest.raises(InputError) as unknown_fact:
        facts_page(KNOWLEDGE, name)
    with pytest.raises(InputError) as unknown_node:
        ways_page(KNOWLEDGE, name)
    assert "\x1b" not in f"{unknown_fact.value}{unknown_node.value}"
