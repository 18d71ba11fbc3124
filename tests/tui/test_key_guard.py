"""A key that was meant for the screen before never acts on the one that has just appeared."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input

from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.screens.export import ExportScreen
from cors_wizard.tui.screens.find import FindScreen
from cors_wizard.tui.screens.question import QuestionScreen
from cors_wizard.tui.screens.result import ResultScreen
from tests.tui.harness import MISSING, diagnose, sender_to, settle, small_api, wizard


class _Clock:
    """Time passes only when the test says so."""

    def __init__(self) -> None:
        # The first screen came up by the real clock.
        self.now = time.monotonic() + 1000

    def __call__(self) -> float:
        return self.now


def _guarded(app: CorsWizardApp) -> _Clock:
    clock = _Clock()
    app.services = replace(app.services, monotonic=clock, key_guard=0.25)
    return clock


@pytest.mark.parametrize("key", ["a", "e", "x", "b", "escape", "enter", "slash", "f1"])
async def test_no_key_acts_within_a_quarter_second(state: Path, key: str) -> None:
    """Neither letters nor Enter nor Escape; afterwards each does what it says."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        clock = _guarded(app)
        await settle(pilot)
        clock.now += 1
        await diagnose(pilot, MISSING)
        assert isinstance(app.screen, ResultScreen)
        result: object = app.screen
        clock.now += 0.24
        await pilot.press(key)
        await settle(pilot)
        assert app.screen is result
        assert app.applied is None
        if key != "enter":
            clock.now += 0.5
            await pilot.press(key)
            await settle(pilot)
            assert app.screen is not result or app.applied is not None


async def test_a_key_counts_when_it_was_pressed(state: Path) -> None:
    """A busy machine takes keys late: one from before the result has come writes nothing."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        clock = _guarded(app)
        await settle(pilot)
        clock.now += 1
        await diagnose(pilot, MISSING)
        clock.now += 10
        for waited, is_applied in ((9.9, False), (1.0, True)):
            key = Key("a", "a")
            key.time -= waited
            app.post_message(key)
            await settle(pilot)
            assert (app.applied is not None) == is_applied


async def test_a_dialog_is_guarded_as_well_but_its_field_takes_letters(state: Path) -> None:
    """`/` and a word typed at once finds the word; `e` and Enter at once writes nothing."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        clock = _guarded(app)
        await settle(pilot)
        clock.now += 1
        await diagnose(pilot, MISSING)
        clock.now += 1
        await pilot.press("slash", *"origin")
        await settle(pilot)
        assert isinstance(app.screen, FindScreen)
        assert app.screen.query_one(Input).value == "origin"
        clock.now += 1
        await pilot.press("escape")
        clock.now += 1
        await pilot.press("e", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ExportScreen)
        assert not Path("cors-report.md").exists()


async def test_a_question_with_a_field_is_guarded(state: Path) -> None:
    """A digit that was meant for the question before picks nothing."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        clock = _guarded(app)
        await settle(pilot)
        clock.now += 1
        await diagnose(pilot, "")
        clock.now += 1
        await pilot.press("4")
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.question.fact == "url"
