"""Every screen as it is painted, at four sizes and in three themes.

`pytest tests/tui/test_snapshots.py --snapshot-update` writes `__snapshots__/`; a reader judges what differs.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask_cors import CORS
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.services import Start
from cors_wizard.tui.themes import DARK, LIGHT
from tests.tui import screenshots, test_problems
from tests.tui.harness import KNOWN, MISSING, diagnose, paste, sender_to, settle, shown, small_api, wizard

SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
THEMES = (DARK.name, LIGHT.name, "ansi-dark")

_ALLOW = re.compile(r"Allow: (?:(?:GET|HEAD|OPTIONS)(?:, )?){3}(?<! )")

Steps = Callable[[Pilot[CorsWizardError]], Awaitable[None]]


class _Text(SingleFileSnapshotExtension):
    """One text file for each screen."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def on_file(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """What was painted when somebody last looked."""
    return snapshot.use_extension(_Text)


@dataclass(frozen=True)
class Shot:
    """A screen and the way to it."""

    name: str
    steps: Steps
    app: Callable[[Path], CorsWizardApp] = screenshots.small
    before: Callable[[Path], Awaitable[None]] | None = None


def _after(text: str, *keys: str) -> Steps:
    """Diagnoses a text, then presses keys."""

    async def steps(pilot: Pilot[CorsWizardError]) -> None:
        await diagnose(pilot, text)
        await _press(pilot, *keys)

    return steps


def _keys(*keys: str) -> Steps:
    """Only presses keys."""

    async def steps(pilot: Pilot[CorsWizardError]) -> None:
        await _press(pilot, *keys)

    return steps


async def _press(pilot: Pilot[CorsWizardError], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    pilot.app.clear_notifications()
    await settle(pilot)


async def _pasted(pilot: Pilot[CorsWizardError]) -> None:
    await settle(pilot)
    await paste(pilot, MISSING)


async def _corrected(pilot: Pilot[CorsWizardError]) -> None:
    await diagnose(pilot, MISSING)
    await _press(pilot, "f", "home", "enter")
    pilot.app.screen.query_one(Input).value = "http://localhost:5000/api/orders"
    await _press(pilot, "enter", "f", "home", "enter")


async def _two_earlier(state: Path) -> None:
    for path in ("first", "second"):
        app = wizard(state, start=Start(probe="never"))
        async with app.run_test() as pilot:
            await settle(pilot)
            await paste(pilot, MISSING.replace("api/data", f"api/{path}"))


def _several(state: Path) -> CorsWizardApp:
    return test_problems.problems_app(state, test_problems.problems_api())


def _healthy(state: Path) -> CorsWizardApp:
    api = small_api()
    CORS(api, origins=["http://localhost:3000"])
    return wizard(state, send=sender_to(api), start=Start(given=KNOWN))


def shots() -> Iterator[Shot]:
    """Every screen of the wizard."""
    yield Shot("start", _keys())
    yield Shot("paste", _pasted)
    yield Shot("first-question", _keys("ctrl+d"))
    yield Shot("several-problems", _after(test_problems.TWO), _several)
    yield Shot("consent", _after(MISSING), screenshots.careful)
    yield Shot("question", _after(MISSING), screenshots.silent)
    yield Shot("question-helps", _after(MISSING, "w", "h"), screenshots.silent)
    yield Shot("result", _after(MISSING))
    yield Shot("result-applied", _after(MISSING, "a"))
    yield Shot("page-request", _after(MISSING, "r"))
    yield Shot("evidence", _after(MISSING, "f2"))
    yield Shot("help", _after(MISSING, "question_mark"))
    yield Shot("find", _after(MISSING, "slash"))
    yield Shot("map", _after(MISSING, "y"))
    yield Shot("export", _after(MISSING, "e"))
    yield Shot("verify-failed", _after(MISSING, "v"))
    yield Shot("sent", _after(MISSING, "x"))
    # The folder that it offers is another one in each run.
    yield Shot("project", _after(MISSING, "p", *"shop"))
    yield Shot("commands", _after(MISSING, "ctrl+p"))
    yield Shot("fact", _after(MISSING, "f", "home", "enter"))
    yield Shot("fact-corrected", _corrected)
    yield Shot("sessions", _keys("ctrl+o"), before=_two_earlier)
    yield Shot("passes-now", _after(MISSING), _healthy)
    mended = screenshots.Mended()
    yield Shot("verify-works", mended.steps, mended.app)


@pytest.mark.parametrize("shot", list(shots()), ids=lambda shot: shot.name)
async def test_the_screen_is_painted_as_it_was(shot: Shot, state: Path, on_file: SnapshotAssertion) -> None:
    """The text at each size, and at 80x24 its styles in each theme."""
    if shot.before:
        await shot.before(state)
    app = shot.app(state)
    app.animation_level = "none"
    painted = []
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.theme = DARK.name
        await shot.steps(pilot)
        for field in (*app.screen.query(Input), *app.screen.query(TextArea)):
            field.cursor_blink = False
        await settle(pilot)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            painted.append(f"== {size[0]}x{size[1]}\n{shown(app)}\n")
        await pilot.resize_terminal(80, 24)
        for theme in THEMES:
            app.theme = theme
            await settle(pilot)
            painted.append(f"== {theme}\n{_styles(app)}\n")
    # Werkzeug writes a set: its order is another one in each process.
    assert _ALLOW.sub("Allow: GET, HEAD, OPTIONS", "\n".join(painted)) == on_file


def _styles(app: CorsWizardApp) -> str:
    """Each line as its pieces, with the styles that they are painted in."""
    lines = app.screen._compositor.render_strips()[: app.size.height]
    return "\n".join(f"{number:2} {_pieces(strip)}" for number, strip in enumerate(lines, 1))


def _pieces(strip: Any) -> str:
    return " | ".join(f"{segment.style}: {segment.text.strip()}" for segment in strip if segment.text.strip())


def test_no_text_has_the_color_of_its_ground() -> None:
    """In the terminal's own colors, a tint of red is red: what is written on it would vanish."""
    hidden = re.compile(r"(color\(\d+\)) on \1: (?![▌▐▊▎▄▁▅▆▇])")
    folder = Path(__file__).parent / "__snapshots__" / "test_snapshots"
    for file in folder.glob("*.txt"):
        assert hidden.search(file.read_text(encoding="utf-8")) is None, file.name
