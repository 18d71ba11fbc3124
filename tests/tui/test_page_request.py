"""The form for what is left of the page's request: from the result, with what is known filled in."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from textual.pilot import Pilot

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.screens.page_request import PageRequestScreen
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.widgets.ticks import Choice
from tests.tui.harness import MISSING, diagnose, sender_to, settle, wizard

FETCH = """fetch("http://localhost:5000/api/data", {
  "headers": { "x-tenant": "acme" }, "method": "PUT", "mode": "cors", "credentials": "include" });"""


def _api() -> Flask:
    api = Flask("other")

    @api.get("/api/data")
    def data() -> tuple[str, dict[str, str]]:
        return "ok", {"Access-Control-Allow-Origin": "http://other.example"}

    return api


async def _form(pilot: Pilot[CorsWizardError]) -> PageRequestScreen:
    await diagnose(pilot, MISSING)
    assert isinstance(pilot.app.screen, ResultScreen)
    await pilot.press("r")
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, PageRequestScreen)
    return screen


async def test_a_copied_request_fills_the_form(state: Path) -> None:
    """Pasted as it is, it gives every part, and the fix follows."""
    app = wizard(state, send=sender_to(_api()))
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await _form(pilot)
        screen.paste.text = FETCH
        await pilot.pause()
        assert screen.method.value == "PUT"
        assert screen.others.value == "x-tenant"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.request.assumed == ()
        assert app.diagnosis.request.credentials.value == "include"
        # Taken back and asked for again, the form is as it was filled in.
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("r")
        await settle(pilot)
        again = app.screen
        assert isinstance(again, PageRequestScreen)
        assert (again.method.value, again.names.selected) == ("PUT", ["x-tenant"])
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.diagnosis.request.assumed == ()


async def test_not_sure_leads_back_to_the_result(state: Path) -> None:
    """Nothing more is asked."""
    app = wizard(state, send=sender_to(_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(pilot)
        await pilot.press("ctrl+n")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert app.diagnosis is not None
        assert app.diagnosis.open_request is None


async def test_back_changes_nothing(state: Path) -> None:
    """Whoever only looked is back at the result, and the question is still open."""
    app = wizard(state, send=sender_to(_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert app.diagnosis is not None
        assert app.diagnosis.open_request is not None


async def test_what_was_assumed_is_not_said_by_walking_through(state: Path) -> None:
    """Ctrl+S on the untouched form says nothing; the guesses stand beside the fields."""
    app = wizard(state, send=sender_to(_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _form(pilot)
        assert app.diagnosis is not None
        assumed = app.diagnosis.request.assumed
        assert "request_headers" in assumed
        assert screen.method.value == "" or "method" not in assumed
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.diagnosis.request.assumed == assumed


async def test_no_header_of_its_own_is_an_answer(state: Path) -> None:
    """It is a line of its own; nothing ticked is nothing said."""
    app = wizard(state, send=sender_to(_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _form(pilot)
        screen.names.select("")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.request.headers.value == ()
        assert app.diagnosis.request.headers.is_known


async def test_a_tick_is_a_sign(state: Path) -> None:
    """Without color, what is ticked still differs from what isn't."""
    app = wizard(state, send=sender_to(_api()))
    async with app.run_test(size=(80, 40)) as pilot:
        screen = await _form(pilot)
        screen.names.deselect_all()
        await pilot.pause()
        lines = [screen.names.render_line(y).text for y in range(2)]
        screen.names.select("Authorization")
        await pilot.pause()
        ticked = [screen.names.render_line(y).text for y in range(2)]
        assert "X" not in "".join(lines).replace("Content", "")
        assert sum("X" in line for line in ticked) == 1
        choices = [str(each.render()) for each in screen.query(Choice)]
        assert not any("\u25cf" in each for each in choices)


async def test_all_questions_are_in_sight(state: Path) -> None:
    """At 80 by 24 nobody has to guess that a further question is below."""
    app = wizard(state, send=sender_to(_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _form(pilot)
        assert screen.cookies.region.bottom <= screen.query_one("#step").region.bottom
        assert len(list(screen.cookies.query(Choice))) == screen.cookies.region.height
