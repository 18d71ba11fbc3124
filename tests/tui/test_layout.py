"""The arrangement at each size: what has room is beside the step, the rest opens over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.screens.help_card import HelpCard
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.verify import VerifyScreen
from cors_wizard.tui.widgets.known_facts import KnownFacts
from cors_wizard.tui.widgets.trail import Trail
from tests.tui.harness import MISSING, diagnose, sender_to, settle, shown, small_api, wizard

READABLE = 104
"""Columns beyond which a line is hard to read."""


@pytest.fixture
def app(state: Path) -> CorsWizardApp:
    """The wizard with a broken API at the other end."""
    return wizard(state, send=sender_to(small_api()))


def _room(app: CorsWizardApp) -> int:
    return app.screen.query_one("#step").size.width


@pytest.mark.parametrize(
    ("columns", "at_least"),
    [
        pytest.param(80, 76, id="80"),
        pytest.param(100, 96, id="100"),
        pytest.param(120, 104, id="120"),
        pytest.param(200, 104, id="200"),
    ],
)
async def test_the_step_always_has_room_to_be_read(app: CorsWizardApp, columns: int, at_least: int) -> None:
    """Neither squeezed between the panes nor in lines that no eye follows."""
    async with app.run_test(size=(columns, 40)) as pilot:
        await diagnose(pilot, MISSING)
        assert _room(app) >= at_least
        assert max(part.size.width for part in app.screen.query("#step > *")) <= READABLE


@pytest.mark.parametrize("columns", [80, 100, 160])
async def test_the_evidence_opens_over_the_result(app: CorsWizardApp, columns: int) -> None:
    """The code has the whole width at every size, and escape closes the evidence alone."""
    async with app.run_test(size=(columns, 30)) as pilot:
        await diagnose(pilot, MISSING)
        trail, facts = app.screen.query_one(Trail), app.screen.query_one(KnownFacts)
        before = _room(app)
        assert (trail.is_on_screen, facts.is_on_screen) == (False, False)
        await pilot.press("f")
        await settle(pilot)
        assert app.focused is facts
        assert _room(app) == before
        await pilot.press("escape")
        await settle(pilot)
        assert (trail.is_on_screen, facts.is_on_screen) == (False, False)
        assert isinstance(app.screen, ResultScreen)


async def test_a_pane_that_was_hidden_does_not_open_over_a_smaller_step(app: CorsWizardApp) -> None:
    """Who makes the window smaller sees the step."""
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("t", "f")
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert not app.screen.query_one(Trail).is_on_screen
        assert not app.screen.query_one(KnownFacts).is_on_screen


async def test_before_and_after_have_the_room_of_the_panes(app: CorsWizardApp) -> None:
    """They open over the comparison, and close at a smaller size."""
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("v")
        await settle(pilot)
        assert isinstance(app.screen, VerifyScreen)
        assert not app.screen.query_one(Trail).is_on_screen
        before = _room(app)
        await pilot.press("t")
        await settle(pilot)
        assert app.screen.query_one(Trail).is_on_screen
        assert _room(app) == before
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, VerifyScreen)
        assert not app.screen.query_one(Trail).is_on_screen


async def test_escape_closes_the_help_first(app: CorsWizardApp) -> None:
    """What lies on top goes first; nobody loses the result for having read the help."""
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(app.screen, HelpCard)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)


@pytest.mark.parametrize(("columns", "lines"), [(60, 15), (40, 10)], ids=["60x15", "40x10"])
async def test_a_small_window_names_the_stage_and_keeps_the_box(
    app: CorsWizardApp, columns: int, lines: int
) -> None:
    """Nothing of what counts is cut off without a mark."""
    async with app.run_test(size=(columns, lines)) as pilot:
        await settle(pilot)
        text = shown(app)
        assert "● Paste  1 of 5" in text
        assert "╰" in text
        note = next(line for line in text.splitlines() if "Diagnose  " in line)
        assert note.endswith(("…", "Requests go to your own API only."))
