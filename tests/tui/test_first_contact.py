"""The newcomer without a text: what runs here is found, the first question is in their words."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from cors_wizard.this_machine.listening import Listener
from cors_wizard.this_machine.servers import LocalServer
from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.screens.question import QuestionScreen
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.widgets.answer_list import AnswerList
from tests.tui.harness import diagnose, sender_to, settle, shown, small_api, small_project, wizard

SIZES = [pytest.param(size, id=f"{size[0]}x{size[1]}") for size in ((80, 24), (120, 40), (60, 20))]


def _app(state: Path) -> CorsWizardApp:
    folder = small_project(state.parent)
    flask = LocalServer(5000, Listener(7, "flask --app app run", None, str(folder)))
    vite = LocalServer(5173, Listener(8, "node /x/node_modules/.bin/vite", None))
    return wizard(state, send=sender_to(small_api()), servers=(flask, vite))


def _question(app: CorsWizardApp) -> QuestionScreen:
    assert isinstance(app.screen, QuestionScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_question_is_in_the_users_words(state: Path, size: tuple[int, int]) -> None:
    """It is whole on the screen, with what runs on this machine, and no term of a browser's engineer."""
    app = _app(state)
    async with app.run_test(size=size) as pilot:
        await diagnose(pilot, "")
        text = " ".join(shown(app).split())
        assert "What do you see when it fails?" in text
        assert "port 5000" in text
        assert "port 5173" in text
        assert "It just doesn't work" in text
        assert "Postman" in text
        assert _question(app).question.id == "complaint"


async def test_from_nothing_to_a_fix_by_digits(state: Path) -> None:
    """It does not work; the project's route; the page that runs here: three digits to the cause."""
    app = _app(state)
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, "")
        await pilot.press("4")
        await settle(pilot)
        assert "http://localhost:5000/api/data" in shown(app)
        await pilot.press("1")
        await settle(pilot)
        assert "http://localhost:5173" in shown(app)
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert app.diagnosis is not None
        assert app.diagnosis.facts.text("url") == "http://localhost:5000/api/data"
        assert app.diagnosis.facts.text("origin") == "http://localhost:5173"


async def test_from_nothing_to_a_fix_by_mouse(state: Path) -> None:
    """The same with clicks alone."""
    app = _app(state)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.click("#diagnose")
        await settle(pilot)
        for row in (3, 0, 0):
            await pilot.click(AnswerList, offset=(10, row))
            await settle(pilot)
        assert isinstance(app.screen, ResultScreen)


async def test_a_number_is_a_number_once_something_is_typed(state: Path) -> None:
    """In an empty field digits pick; in `localhost:5000` they are digits, and none is shown as a key then."""
    app = _app(state)
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, "")
        await pilot.press("4")
        await settle(pilot)
        await pilot.press(*"localhost:5000/api/data")
        await pilot.pause()
        assert app.screen.query_one("#answer-input", Input).value == "localhost:5000/api/data"
        assert " 1  http" not in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.facts.text("url") == "http://localhost:5000/api/data"


@pytest.mark.parametrize(
    ("number", "symptom"),
    [("2", "network-failure"), ("5", "cookie-blocked"), ("6", "websocket-origin-rejected")],
)
async def test_what_the_user_sees_is_a_symptom(state: Path, number: str, symptom: str) -> None:
    """The answer counts as what it means; it is not asked for again in a browser's words."""
    app = _app(state)
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, "")
        await pilot.press(number)
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.known.text("symptom") == symptom


async def test_a_red_line_leads_to_the_list_that_shortens(state: Path) -> None:
    """Whoever sees a line finds it by a word of it."""
    app = _app(state)
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, "")
        await pilot.press("1")
        await settle(pilot)
        await pilot.press(*"wildcard")
        await pilot.pause()
        assert "What does the browser's console say?" in shown(app)
        assert len(app.screen.query_one(AnswerList).values()) == 2


@pytest.mark.parametrize("text", ["localhost:5000/api/data", "http://localhost:5000/api/data"])
async def test_a_url_alone_is_enough(state: Path, text: str) -> None:
    """Only the page's address is asked for, and offered."""
    app = _app(state)
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, text)
        assert _question(app).question.fact == "origin"
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
