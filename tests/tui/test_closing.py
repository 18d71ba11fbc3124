"""After quitting, the terminal still says what was found, what was changed, and how to go on."""

from __future__ import annotations

from pathlib import Path

from flask import Response

from cors_wizard.tui.closing import lines_of
from cors_wizard.tui.screens.stopped import StoppedScreen
from cors_wizard.tui.services import Start
from tests.tui.harness import KNOWN, MISSING, diagnose, sender_to, settle, shown, small_api, wizard


async def test_the_cause_the_change_and_the_way_on_are_left(state: Path) -> None:
    """In at most four lines, with the command that undoes."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        assert list(lines_of(app)) == []
        await diagnose(pilot, MISSING)
        await pilot.press("a")
        await settle(pilot)
    cause, changed, on = lines_of(app)
    assert cause.startswith("Cause: ")
    assert "app.py" in changed
    assert "cors-wizard fix --undo --project " in changed
    assert on.startswith("Not verified yet.")


async def test_what_was_written_is_told_after_going_back(state: Path) -> None:
    """Back at the text, and where it passes then, the change is still told of and can be taken back."""
    api = small_api()
    restarted: list[bool] = []

    @api.after_request
    def open_up(response: Response) -> Response:
        if restarted:
            response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
        return response

    app = wizard(state, send=sender_to(api), start=Start(given=KNOWN))
    file = state.parent / "project" / "app.py"
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        before = file.read_text()
        await pilot.press("a")
        await settle(pilot)
        assert file.read_text() != before
        restarted.append(True)
        await pilot.press("escape")
        await settle(pilot)
        assert "app.py" in "\n".join(lines_of(app))
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert isinstance(app.screen, StoppedScreen)
        assert "u Undo" in shown(app)
        await pilot.press("question_mark")
        await settle(pilot)
        assert "nothing left to change" in shown(app)
        await pilot.press("escape", "u")
        await settle(pilot)
        assert file.read_text() == before
        assert not any("app.py" in line for line in lines_of(app))


async def test_after_an_undo_nothing_is_verified(state: Path) -> None:
    """What was seen to work is gone from the files; the report that was written is named."""
    api = small_api()
    restarted: list[bool] = []

    @api.after_request
    def open_up(response: Response) -> Response:
        if restarted:
            response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
        return response

    app = wizard(state, send=sender_to(api), start=Start(given=KNOWN))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("a")
        await settle(pilot)
        restarted.append(True)
        await pilot.press("v")
        await settle(pilot)
        assert any(line.startswith("Verified: ") for line in lines_of(app))
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("u", "e")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        cause, report, on = lines_of(app)
        assert (cause[:7], report[:8], on[:17]) == ("Cause: ", "Report: ", "Not verified yet.")


async def test_after_a_demo_nothing_is_left_to_take_back(state: Path) -> None:
    """The demo's folder is gone with its window: a command that undoes the change would find nothing."""
    app = wizard(state, send=sender_to(small_api()), start=Start(given=KNOWN, is_kept=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("a")
        await settle(pilot)
        assert app.written
    assert not any("undo" in line for line in lines_of(app))
