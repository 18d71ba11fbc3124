"""`docs/knowledge.md`: the page that describes the languages of the knowledge files never goes stale."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from cors_wizard.changes.operations import OPERATIONS
from cors_wizard.facts import Source
from cors_wizard.knowledge_base import builtin_folder
from cors_wizard.knowledge_base.models import Grade, Language, Provider, Role
from tests.browsers.pages import PageRequest
from tests.knowledge.harness.proof import PROOFS, Proof

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", PAGE, re.MULTILINE))

SECTION_OF = {
    "messages": "Messages",
    "node": "Nodes",
    "cause": "Causes",
    "stop": "Stops",
    "fix": "Fixes",
    "step": "Parts of causes and fixes",
    "caution": "Cautions",
    "hosts": "Hosts",
    "versions": "Versions",
    "contradictions": "Contradictions",
    "symptom-causes": "Causes of a symptom",
    "meanings": "Meanings",
    "cause-ids": "Ids of causes",
}
"""Where the page describes the keys of each schema."""

ELSEWHERE = {
    "Code": "Parts of causes and fixes",
    "Contradiction": "Contradictions",
    "FileChange": "Operations",
    "Link": "Parts of causes and fixes",
    "NextTry": "Parts of causes and fixes",
    "Step": "Parts of causes and fixes",
}
"""Parts with a section of their own."""


def _keys() -> Iterator[tuple[str, str, str]]:
    """Section, model and key of everything that a schema knows."""
    for path in sorted((builtin_folder() / "schema").glob("*.json")):
        schema: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for model in (schema, *schema.get("$defs", {}).values()):
            for key in model.get("properties", {}):
                title = model["title"]
                yield ELSEWHERE.get(title, SECTION_OF[path.stem]), title, key


@pytest.mark.parametrize(("section", "model", "key"), sorted(set(_keys())))
def test_every_key_is_described(section: str, model: str, key: str) -> None:
    """Somebody who writes a file finds each of its keys in the section on it."""
    assert f"`{key}`" in SECTIONS[section] or f"`[[{key}]]`" in SECTIONS[section], f"{key} of {model}"


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_operation_is_listed(name: str) -> None:
    """And no other: each row of the table is one that there is."""
    rows = re.findall(r"^\| `([a-z-]+)` \|", SECTIONS["Operations"], re.MULTILINE)
    assert name in rows
    assert set(rows) == set(OPERATIONS)


@pytest.mark.parametrize("field", [each.name for each in dataclasses.fields(Proof)])
def test_every_key_of_a_proof_is_described(field: str) -> None:
    """The keys of `proof.toml` are the fields of a proof."""
    assert field in ("id", "folder") or f"`{field}`" in SECTIONS["Proofs"]


@pytest.mark.parametrize("field", [each.name for each in dataclasses.fields(PageRequest)])
def test_every_key_of_a_request_is_described(field: str) -> None:
    """So are those of the request in it."""
    assert f"`{field}`" in SECTIONS["Proofs"]


@pytest.mark.parametrize(
    ("section", "word"),
    [
        *(("Facts", word) for word in get_args(Source)),
        *(("Nodes", word) for word in get_args(Provider)),
        *(("Messages", word) for word in get_args(Role)),
        *(("Fixes", word) for word in get_args(Grade)),
        *(("Parts of causes and fixes", word) for word in get_args(Language)),
    ],
)
def test_every_word_of_a_closed_list_is_named(section: str, word: str) -> None:
    """The values that a key can have are there, too."""
    assert f"`{word}`" in SECTIONS[section]


def _real_lines() -> frozenset[str]:
    files = (*builtin_folder().rglob("*.toml"), *PROOFS.glob("*/proof.toml"))
    return frozenset(line for path in files for line in path.read_text(encoding="utf-8").splitlines())


def test_the_examples_are_lines_of_real_files() -> None:
    """What is shown is what is there, so that one can search for it."""
    real = _real_lines()
    blocks = re.findall(r"^( *)```toml\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 15
    shown = [line.removeprefix(indent) for indent, block in blocks for line in block.splitlines()]
    assert [line for line in shown if line not in real] == []


def test_the_files_that_it_names_exist() -> None:
    """Who wants to read the code finds it."""
    named = re.findall(r"`((?:cors_wizard|knowledge|tests)/[\w./-]+)`", PAGE)
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_its_links_lead_somewhere() -> None:
    """Each link within the page meets a heading."""
    anchors = {re.sub(r"[^a-z -]", "", title.lower()).replace(" ", "-") for title in SECTIONS}
    assert set(re.findall(r"\]\(#([a-z-]+)\)", PAGE)) <= anchors


def test_the_worked_example_is_the_proof() -> None:
    """The message that the page follows is the one that Chrome prints in the proof."""
    proof = tomllib.loads((PROOFS / "decorator-misses-errors" / "proof.toml").read_text(encoding="utf-8"))
    first = proof["expect"]["chromium"][0]
    assert first in " ".join(PAGE.split())
