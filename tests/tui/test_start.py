"""Where the wizard meets the environment: exit status, folders, and what a start may import."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from textual.worker import WorkerCancelled, WorkerFailed

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import KnowledgeError, Problem
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.tui.start import exit_status, takes_clipboard, theme_of
from tests.tui.harness import MISSING, diagnose, knowledge, sender_to, settle, small_api, wizard


@pytest.mark.parametrize(
    ("chosen", "environment", "wanted"),
    [
        pytest.param("", {}, "dark", id="nothing-known"),
        pytest.param("", {"COLORFGBG": "0;15"}, "light", id="a-light-terminal"),
        pytest.param("", {"COLORFGBG": "15;default;0"}, "dark", id="a-dark-terminal"),
        pytest.param("contrast", {"COLORFGBG": "0;15"}, "contrast", id="chosen"),
    ],
)
def test_the_theme_is_the_chosen_one_or_fits_the_terminal(
    chosen: str, environment: dict[str, str], wanted: str
) -> None:
    """Where the terminal tells of its ground, it is noticed."""
    assert theme_of(chosen, environment) == wanted


def test_terminals_that_take_no_clipboard_are_known() -> None:
    """There the file alone is offered."""
    assert takes_clipboard({"TERM": "xterm-256color"})
    assert not takes_clipboard({"TERM_PROGRAM": "Apple_Terminal"})
    assert not takes_clipboard({"TERM": "linux"})


def test_exit_status_without_a_problem_is_zero() -> None:
    """Help was given, or nothing was asked."""
    assert exit_status(None, has_worked=False) == 0


def test_exit_status_of_an_open_question_is_three() -> None:
    """Nobody could tell yet."""
    begun = Diagnosis.begin(knowledge(), "gibberish").without_probing().without_scanning()
    assert exit_status(begun, has_worked=False) == 3


async def test_exit_status_of_a_cause_is_one_until_it_was_mended(state: Path) -> None:
    """As for the command line."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test() as pilot:
        await diagnose(pilot, MISSING)
    assert exit_status(app.diagnosis, has_worked=False) == 1
    assert exit_status(app.diagnosis, has_worked=True) == 0


async def test_leaving_while_the_rest_is_read_is_leaving(state: Path) -> None:
    """The box may be down when the knowledge arrives; that is nothing to report."""
    is_asked, is_left = threading.Event(), threading.Event()

    def load() -> Knowledge:
        is_asked.set()
        is_left.wait()
        return knowledge()

    app = wizard(state, load=load)
    async with app.run_test() as pilot:
        while not is_asked.is_set():
            await pilot.pause()
        loading = next(worker for worker in app.workers if worker.group == "load")
        app.exit()
        await app.paste.box.remove()
        is_left.set()
        with suppress(WorkerFailed, WorkerCancelled):
            await loading.wait()
        await pilot.pause()
    assert app.crash is None


async def test_what_ended_the_window_is_said_with_its_place(state: Path) -> None:
    """The report names the line that raised, not the worker around it."""

    def load() -> Knowledge:
        raise LookupError("not there")

    app = wizard(state, load=load)
    with pytest.raises(LookupError, match="not there"):
        async with app.run_test() as pilot:
            await settle(pilot)
    assert isinstance(app.crash, LookupError)


async def test_broken_knowledge_ends_the_wizard_with_its_problems(state: Path) -> None:
    """The error is handed to whoever started it, who prints it."""
    problem = Problem("causes/x.toml", 3, "The key nmae is unknown.", "Did you mean name?")

    def load() -> Knowledge:
        raise KnowledgeError((problem,))

    app = wizard(state, load=load)
    async with app.run_test() as pilot:
        await settle(pilot)
    assert isinstance(app.return_value, KnowledgeError)
    assert "causes/x.toml:3" in str(app.return_value)


FIRST_PAINT = """
import sys
from datetime import datetime
from pathlib import Path
import cors_wizard.tui
assert "textual" not in sys.modules, "importing the package imports Textual"
from cors_wizard.tui.start import WizardOptions, make_app
app = make_app(WizardOptions(), {"XDG_STATE_HOME": sys.argv[1]})
heavy = ("pydantic", "httpx", "pygments", "cors_wizard.diagnosis", "cors_wizard.masking")
painted = []
app._load = lambda: (painted.extend(name for name in heavy if name in sys.modules), app.exit())
app.run(headless=True, size=(80, 24))
print("before the knowledge:", painted)
"""


def test_nothing_heavy_is_imported_before_the_first_paint(state: Path) -> None:
    """Models, highlighting and HTTP wait until the window is there."""
    run = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(state)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.stdout.strip() == "before the knowledge: []", run.stderr
