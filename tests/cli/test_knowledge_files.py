"""`knowledge`: check, graph, schema."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.schemas import schemas
from tests.cli.conftest import Command

OWN_STOP = """
id = "{id}"
status = "unrecognised"
title = "Ask the platform team"
text = "Nothing here can tell."

[[next]]
text = "Write to the platform team."
"""


def test_the_built_in_knowledge_is_sound(command: Command) -> None:
    """One line, and nothing for a script to read."""
    done = command("knowledge", "check")
    assert done.status == 0
    assert done.out == ""
    assert re.fullmatch(
        r"\d+ causes, \d+ nodes, .+ no way asks more than \d questions: nothing wrong\.\n", done.err
    )


def test_a_cause_without_proof_is_told(command: Command, tmp_path: Path) -> None:
    """Proofs are looked for where they are said to be."""
    done = command("knowledge", "check", "--proofs", str(tmp_path))
    assert done.status == 2
    assert "proof" in done.err


def test_own_knowledge_is_laid_over(command: Command, tmp_path: Path) -> None:
    """A team's file replaces the built-in one of the same id, everywhere."""
    drawn = command("knowledge", "graph").out
    stop = next(each for each in load_knowledge().stops if f"stop_{each.replace('-', '_')}([" in drawn)
    (tmp_path / "own" / "stops").mkdir(parents=True)
    (tmp_path / "own" / "stops" / f"{stop}.toml").write_text(OWN_STOP.format(id=stop))
    own = str(tmp_path / "own")
    assert command("knowledge", "check", "--knowledge", own).status == 0
    assert "Ask the platform team" in command("knowledge", "graph", "--knowledge", own).out


def test_graph(command: Command) -> None:
    """The tree as Mermaid."""
    done = command("knowledge", "graph")
    assert done.status == 0
    assert done.out.startswith("flowchart TD\n")


def test_schemas(command: Command) -> None:
    """The names, then the schema of each."""
    done = command("knowledge", "schema")
    names = done.out.split()
    assert done.status == 0
    assert {f"{name}.json" for name in names} == set(schemas())
    for name in names:
        assert "$schema" in json.loads(command("knowledge", "schema", name).out)


@pytest.mark.parametrize("action", ["check", "graph"])
def test_a_tree_that_leads_nowhere_is_told(action: str, command: Command, tmp_path: Path) -> None:
    """A dangling id in a team's file is named with its place."""
    questions = tmp_path / "own" / "nodes"
    questions.mkdir(parents=True)
    (questions / "address.toml").write_text(
        'id = "address"\nfact = "url"\nproviders = ["pasted"]\nnot_sure = "stop:nowhere"\n'
        '[[answers]]\nwhen = "known"\ngoto = "stop:nowhere"\n'
    )
    done = command("knowledge", action, "--knowledge", str(tmp_path / "own"))
    assert done.status == 2
    assert "nodes/address.toml:4" in done.err
    assert "nowhere" in done.err
