"""`e`: the whole report or the short form, to a file or to the clipboard."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.tui.screens.export import ExportScreen, NameInput
from cors_wizard.tui.screens.result import ResultScreen
from tests.tui.harness import MISSING, diagnose, sender_to, settle, shown, small_api, wizard


async def test_the_short_form_is_copied(state: Path) -> None:
    """Two keys after `e`, and it can be pasted into an issue."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("e")
        await settle(pilot)
        assert "short form" in shown(app)
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert app.clipboard.startswith("**")
        assert "```diff" in app.clipboard


async def test_a_digit_belongs_to_a_name_that_is_typed(state: Path) -> None:
    """No form is picked by it, and none shows a number then."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("e")
        await settle(pilot)
        await pilot.press("r", "2")
        await settle(pilot)
        assert isinstance(app.screen, ExportScreen)
        assert app.screen.query_one(NameInput).value == "r2"
        assert "1  Copy the short form" not in shown(app)


async def test_the_short_form_is_written_by_mouse(state: Path) -> None:
    """To the file that is named."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("e")
        await settle(pilot)
        await pilot.click("#forms", offset=(8, 1))
        await settle(pilot)
        assert not isinstance(app.screen, ExportScreen)
    assert Path("cors-report.md").read_text().startswith("**")


async def test_the_whole_report_is_copied(state: Path) -> None:
    """The same text as in the file."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("e")
        await settle(pilot)
        await pilot.press("down", "3")
        await settle(pilot)
        assert app.clipboard.startswith("# ")
