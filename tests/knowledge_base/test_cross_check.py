"""The whole check: all problems of all kinds together, and none of a sound folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cors_wizard.errors import Problem
from cors_wizard.knowledge_base.cross_check import check_folders, cross_check
from cors_wizard.knowledge_base.load import read_knowledge
from cors_wizard.knowledge_base.proofs import Proofs
from tests.knowledge_base.broken import MEND_THE_VIEW, NOT_INITIALIZED, OBJECTION, SET_UP, STARTED, STATUS
from tests.knowledge_base.sound import SOUND, edited, write

PROOFS: Proofs = {"server-error": ("",), "cors-not-initialized--factory": ("",)}
"""Each shows its cause, and puts the first fix of it in place."""


def test_the_sound_folder_has_no_problem(tmp_path: Path) -> None:
    """What the other tests break is whole."""
    assert check_folders(write(tmp_path), proofs=PROOFS) == ()


WITH_FALLBACK = SOUND[MEND_THE_VIEW].replace("{{ status }}", "{{ status | 500 }}")
ADDRESS = """\
id = "address"
fact = "url"
providers = ["pasted", "question"]
free_text = true
text = "Which URL?"
not_sure = "node:importable"

[[answers]]
when = "known"
goto = "node:importable"
"""
IMPORTABLE = """\
id = "importable"
fact = "import_problem"
providers = ["scan"]
not_sure = "node:answered-by"

[[answers]]
when = ["flask-cors-missing", "wrong-import"]
goto = "cause:cors-not-initialized"

[[answers]]
when = "*"
goto = "node:answered-by"
"""
ANSWERED_BY = """\
id = "answered-by"
fact = "answered_by"
providers = ["probe", "question"]
text = "Who answers?"
not_sure = "node:version"

[[answers]]
when = ["flask", "proxy"]
label = "Flask"
goto = "cause:cors-not-initialized"

[[answers]]
when = ["airplay", "other-program", "=unknown"]
goto = "node:version"
"""
VERSION = """\
id = "version"
fact = "flask_version"
providers = ["question"]
text = "Which Flask?"
not_sure = "cause:cors-not-initialized"

[[answers]]
when = ["2.3", "<3"]
label = "2.3"
goto = "cause:cors-not-initialized"

[[answers]]
when = ["3.0", "*"]
label = "3.0"
goto = "cause:cors-not-initialized"
"""


def test_every_kind_of_question_is_fine(tmp_path: Path) -> None:
    """Typed ones, ones that nobody is asked, words of conditions as values, versions."""
    started = SOUND[STARTED].replace("cause:cors-not-initialized", "node:address")
    nodes = {"address": ADDRESS, "importable": IMPORTABLE, "answered-by": ANSWERED_BY, "version": VERSION}
    files = {f"nodes/{name}.toml": text for name, text in nodes.items()}
    assert check_folders(write(tmp_path, {**SOUND, STARTED: started, **files})) == ()


def test_every_kind_of_step_is_fine(tmp_path: Path) -> None:
    """One without code, and one whose condition settles what its code needs."""
    steps = """
[[steps]]
text = "Restart."

[[steps]]
text = "Reload it."
when = { proxy = "nginx" }
code = { language = "shell", text = "systemctl reload {{ proxy }}" }
"""
    assert check_folders(write(tmp_path, {**SOUND, SET_UP: SOUND[SET_UP] + steps})) == ()


def test_a_question_may_have_the_name_of_a_cause(tmp_path: Path) -> None:
    """Each kind has names of its own: a question that leads to its namesake is no circle."""
    started = SOUND[STARTED].replace("cause:cors-not-initialized", "node:server-error", 1)
    namesake = IMPORTABLE.replace("importable", "server-error").replace(
        "node:answered-by", "cause:server-error"
    )
    files = {**SOUND, STARTED: started, "nodes/server-error.toml": namesake, MEND_THE_VIEW: WITH_FALLBACK}
    assert check_folders(write(tmp_path, files)) == ()


def test_a_cause_without_a_proof_is_refused(tmp_path: Path) -> None:
    """A new cause needs a folder that shows it; where no proofs are there to see, nothing is said."""
    knowledge = read_knowledge(write(tmp_path))
    assert cross_check(knowledge, {"server-error--debug": ("", "set-up-cors")}) == (
        Problem(
            NOT_INITIALIZED,
            1,
            "No proof shows this cause.",
            "Add tests/knowledge/proofs/cors-not-initialized/.",
        ),
    )
    assert cross_check(knowledge, None) == ()


def test_a_fix_is_run_or_says_why_not(tmp_path: Path) -> None:
    """What no proof puts in place must be checked against something else."""
    unproven = edited(SET_UP, "[[steps]]", 'checked = "No cloud runs here."\n\n[[steps]]')
    knowledge, excused = read_knowledge(write(tmp_path / "a")), write(tmp_path / "b", unproven)
    (untried,) = cross_check(knowledge, {**PROOFS, "cors-not-initialized--factory": ("mend-the-view",)})
    assert (untried.file, untried.line) == (SET_UP, 1)
    assert untried.message == "No proof puts this fix in place, and it does not say how it was seen to work."
    assert (
        check_folders(excused, proofs={**PROOFS, "cors-not-initialized--factory": ("mend-the-view",)}) == ()
    )


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
    knowledge = replace(read_knowledge(write(tmp_path)), sources={})
    problem, *_ = cross_check(knowledge, {})
    assert (problem.file, problem.line) == ("causes/cors-not-initialized.toml", 0)
