"""The shipped knowledge: sound, complete, and written as the editors' schemas want it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.facts import DECLARED
from cors_wizard.knowledge_base import builtin_folder, builtin_proofs, load_knowledge
from cors_wizard.knowledge_base.cross_check import check_folders
from cors_wizard.knowledge_base.figures import most_questions
from cors_wizard.knowledge_base.schemas import SCHEMAS

SCHEMA_OF = {
    "messages": "messages",
    "nodes": "node",
    "causes": "cause",
    "stops": "stop",
    "fixes": "fix",
    "cautions": "caution",
    "versions": "versions",
}


def files_of(folder: str) -> list[Path]:
    """The files of one kind."""
    return sorted((builtin_folder() / folder).glob("*.toml"))


MOST_QUESTIONS = 6
"""What a user without a text is asked at most, if no server can be probed and no project be read."""


def test_the_shipped_knowledge_passes_its_own_check() -> None:
    """What is shipped has no dangling id, no dead end, no cause without a proof, no broken code."""
    proofs = builtin_proofs()
    assert proofs is not None
    assert check_folders(proofs=proofs) == ()


def test_every_cause_has_a_stable_id() -> None:
    """A report that names a cause can be read next year."""
    knowledge = load_knowledge()
    assert set(knowledge.causes) <= knowledge.cause_ids


@pytest.mark.parametrize("folder", SCHEMA_OF)
def test_files_begin_with_their_schema(folder: str) -> None:
    """An editor completes and checks every file."""
    name = SCHEMA_OF[folder]
    assert name in SCHEMAS
    firsts = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in files_of(folder)}
    assert firsts == dict.fromkeys(firsts, f"#:schema ../schema/{name}.json")


@pytest.mark.parametrize("folder", SCHEMA_OF)
def test_files_are_written_in_the_house_style(folder: str) -> None:
    """Ids and prose are quoted so that code can stand in it as it is."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in files_of(folder)}
    assert texts
    assert [name for name, text in texts.items() if '"""' in text or "\t" in text] == []
    assert [name for name, text in texts.items() if not text.endswith("\n")] == []
    assert [name for name, text in texts.items() if any(x != x.rstrip() for x in text.splitlines())] == []


def test_no_way_through_the_tree_asks_too_much() -> None:
    """Even where nothing can be probed or read, a user answers a handful of questions."""
    assert max(most_questions(load_knowledge()).values()) <= MOST_QUESTIONS


def test_every_choice_of_a_fact_is_a_plain_word() -> None:
    """A value never reads as a pattern, but for `unknown`, which conditions write `=unknown`."""
    choices = {choice for spec in DECLARED.values() for choice in spec.choices}
    assert not [choice for choice in choices if choice in ("known", "*") or choice[:1] in "<>=!"]
