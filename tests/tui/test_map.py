"""Who may call what, in the window: a key shows the table, and later what changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask_cors import CORS
from textual.content import Content
from textual.widgets import Static

from cors_wizard.tui.screens.map import MapScreen
from cors_wizard.tui.services import Start
from tests.tui.harness import (
    CODE,
    MISSING,
    diagnose,
    nobody_answers,
    sender_to,
    settle,
    shown,
    small_api,
    wizard,
)

pytestmark = pytest.mark.window


async def test_a_key_shows_who_may_call_what(state: Path, tmp_path: Path) -> None:
    """Before the fix nobody reads; after it the page does, and the cell says both."""
    file = tmp_path / "app.py"
    file.write_text(CODE)
    api = small_api()
    app = wizard(state, start=Start(project=tmp_path), send=sender_to(api))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("y")
        await settle(pilot)
        assert isinstance(app.screen, MapScreen)
        assert "Who may call what" in shown(app)
        assert "GET /api/data" in shown(app)
        assert "refused" in shown(app)
        await pilot.press("escape")
        await settle(pilot)
        # Flask lets nothing be set up after the first request, as a restart would.
        api._got_first_request = False
        CORS(api, origins=["http://localhost:3000"])
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert "refused -> readable" in shown(app)
        assert "1 cell changed." in shown(app)


async def test_a_narrow_window_cuts_no_origin(state: Path, tmp_path: Path) -> None:
    """The stranger's column is the one that matters most, and was the first to be cut."""
    (tmp_path / "app.py").write_text(CODE)
    app = wizard(state, start=Start(project=tmp_path), send=sender_to(small_api()))
    async with app.run_test(size=(60, 20)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("y")
        await settle(pilot)
        table = app.screen.query_one("#map-table", Static).render()
        assert isinstance(table, Content)
        rows = [line.strip() for line in table.plain.splitlines()]
        assert all(len(row) <= 50 for row in rows if "refused" in row)
        assert any(row.startswith("https://") and row.endswith("refused") for row in rows)


async def test_nothing_listens(state: Path) -> None:
    """Then nothing was seen, and the table says so."""
    app = wizard(state, send=nobody_answers)
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        app.action_map()
        await settle(pilot)
        assert "not seen" in shown(app)
