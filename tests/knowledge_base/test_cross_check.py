"""The whole check: all problems of all kinds together, and none of a sound folder."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.errors import Problem
from cors_wizard.knowledge_base.cross_check import check_folders, cross_check
from cors_wizard.knowledge_base.load import read_knowledge
from tests.knowledge_base.broken import NOT_INITIALIZED, OBJECTION, SET_UP, STATUS
from tests.knowledge_base.sound import SOUND, edited, write


def test_the_sound_folder_has_no_problem(tmp_path: Path) -> None:
    """What the other tests break is whole."""
    assert (
        check_folders(write(tmp_path), proofs=frozenset({"server-error", "cors-not-initialized--factory"}))
        == ()
    )


def test_a_cause_without_a_proof_is_refused(tmp_path: Path) -> None:
    """A new cause needs a folder that shows it; where no proofs are there to see, nothing is said."""
    knowledge = read_knowledge(write(tmp_path))
    assert cross_check(knowledge, frozenset({"server-error--debug"})) == (
        Problem(
            NOT_INITIALIZED,
            1,
            "No proof shows this cause.",
            "Add tests/knowledge/proofs/cors-not-initialized/.",
        ),
    )
    assert cross_check(knowledge, None) == ()


def test_all_problems_are_told_together_and_in_order(tmp_path: Path) -> None:
    """One run shows everything that is wrong."""
    files = {
        **edited(SET_UP, "{ cors_setup", "{ cors_set_up"),
        STATUS: SOUND[STATUS].replace('fact = "status"', 'fact = "stautus"'),
        OBJECTION: SOUND[OBJECTION].replace("stop:not-cors", "stop:nope"),
    }
    problems = check_folders(write(tmp_path, files))
    assert [(problem.file, problem.line) for problem in problems] == [
        (SET_UP, 9),
        (OBJECTION, 15),
        (STATUS, 2),
    ]


def test_the_files_own_problems_come_first(tmp_path: Path) -> None:
    """A file that cannot be read is not missed by the others at once."""
    problems = check_folders(write(tmp_path, edited(STATUS, 'fact = "status"', "fact = ")))
    assert [(problem.file, problem.line) for problem in problems] == [(STATUS, 2)]


def test_knowledge_that_was_not_read_from_files_is_checked_too(tmp_path: Path) -> None:
    """Without a text to point into, the file alone is named."""
    knowledge = read_knowledge(write(tmp_path)).model_copy(update={"sources": {}})
    (problem, _) = cross_check(knowledge, frozenset())
    assert (problem.file, problem.line) == ("causes/cors-not-initialized.toml", 0)
