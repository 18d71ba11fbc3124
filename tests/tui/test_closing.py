"""After quitting, the terminal still says what was found, what was changed, and how to go on."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.tui.closing import closing_lines
from tests.tui.harness import MISSING, diagnose, sender_to, settle, small_api, wizard


async def test_the_cause_the_change_and_the_way_on_are_left(state: Path) -> None:
    """In at most four lines, with the command that undoes."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        assert list(closing_lines(app)) == []
        await diagnose(pilot, MISSING)
        await pilot.press("a")
        await settle(pilot)
    cause, changed, on = closing_lines(app)
    assert cause.startswith("Cause: ")
    assert "app.py" in changed
    assert "cors-wizard fix --undo --project " in changed
    assert on.startswith("Not verified yet.")
