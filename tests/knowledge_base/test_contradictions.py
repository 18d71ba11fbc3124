"""The tree itself never leads to a cause along facts that contradict it, and every end of one exists."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.knowledge_base.cross_check import check_folders
from tests.knowledge_base.sound import SOUND, write

SERVER_ERROR = "causes/server-error.toml"


def messages(folder: Path, text: str, **more: str) -> list[str]:
    """What the check says of a sound folder with another text in place of the contradiction."""
    files = {**SOUND, SERVER_ERROR: SOUND[SERVER_ERROR].replace('{ method = "HEAD" }', text)}
    changed = {**files, SERVER_ERROR: files[SERVER_ERROR] + "".join(more.values())}
    return [problem.message for problem in check_folders(write(folder, changed))]


def test_a_path_against_the_contradiction_is_refused(tmp_path: Path) -> None:
    """The branch for 500 leads to the cause that a 500 is said to rule out."""
    told = messages(tmp_path, '{ status = "500" }')
    assert told == ["A path leads to this cause although status = 500 was settled on it."]


def test_a_fact_that_no_path_settles_is_left_to_the_walk(tmp_path: Path) -> None:
    """The walk itself keeps the cause from being concluded there."""
    assert messages(tmp_path, '{ status = "500", method = "HEAD" }') == []


def test_a_contradiction_leads_somewhere(tmp_path: Path) -> None:
    """An end that does not exist is named."""
    assert messages(tmp_path, '{ method = "HEAD" }', goto='goto = "stop:nowhere"\n') == [
        "Unknown stop nowhere."
    ]


def test_a_contradiction_names_facts(tmp_path: Path) -> None:
    """An unknown fact and an impossible value are refused as in every condition."""
    assert messages(tmp_path, '{ moon = "full" }') == ["Unknown fact moon."]


def test_a_cause_says_what_rules_it_out(tmp_path: Path) -> None:
    """A cause that nothing contradicts would be concluded beside every fact."""
    begin = SOUND[SERVER_ERROR].index("[[contradicted_by]]")
    (problem,) = check_folders(write(tmp_path, {**SOUND, SERVER_ERROR: SOUND[SERVER_ERROR][:begin]}))
    assert problem.message == "Nothing rules this cause out."
