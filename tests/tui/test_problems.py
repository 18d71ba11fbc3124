"""Several failing requests in one paste: a list, worked through one after the other."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_cors import CORS
from textual.widgets import OptionList

from cors_wizard.diagnosis.problems import problems_of
from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.problem_states import Entry
from cors_wizard.tui.screens.paste import PasteScreen
from cors_wizard.tui.screens.problems import ProblemsScreen, option_of
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.verify import VerifyScreen
from cors_wizard.tui.services import Start
from tests.tui.harness import diagnose, sender_to, settle, shown, wizard

_CODE = """
from flask import Flask

app = Flask(__name__)


@app.get("/api/users")
def users():
    return []


@app.get("/api/orders")
def orders():
    return []
"""
_SAYS = (
    "from origin 'http://localhost:3000' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' "
    "header is present on the requested resource."
)
TWO = "\n".join(
    f"Access to fetch at 'http://localhost:5000/api/{name}' {_SAYS}" for name in ("users", "orders")
)


def problems_api() -> Flask:
    api = Flask("api")
    api.add_url_rule("/api/users", "users", list)
    api.add_url_rule("/api/orders", "orders", list)
    return api


def problems_app(state: Path, api: Flask) -> CorsWizardApp:
    folder = state.parent / "shop"
    folder.mkdir()
    (folder / "app.py").write_text(_CODE)
    return wizard(state, send=sender_to(api), start=Start(project=folder))


async def test_two_requests_are_a_list(state: Path) -> None:
    """One line each: the request, what failed, how far it is."""
    app = problems_app(state, problems_api())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, TWO)
        assert isinstance(app.screen, ProblemsScreen)
        text = shown(app)
        assert "2 requests failed." in text
        assert "http://localhost:5000/api/users" in text
        assert "http://localhost:5000/api/orders" in text
        assert text.count("not looked at yet") == 2


async def test_one_after_the_other_by_keys(state: Path) -> None:
    """Open, apply, verify, next: the change that fixes both says so, and nothing is left at the end."""
    api = problems_api()
    app = problems_app(state, api)
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, TWO)
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert "Problem 1 of 2. The change fixes 2, too." in shown(app)
        await pilot.press("a")
        await settle(pilot)
        api._got_first_request = False
        CORS(api, origins=["http://localhost:3000"])
        await pilot.press("v")
        await settle(pilot)
        assert isinstance(app.screen, VerifyScreen)
        # The other one was not seen to work yet, so it is not done with.
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(app.screen, ProblemsScreen)
        text = shown(app)
        assert "works" in text
        assert "covered by the fix of 1" in text
        await pilot.press("2")
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.about == "http://localhost:5000/api/orders"
        assert app.diagnosis.verdict is not None
        assert app.diagnosis.verdict.readable
        # What the page sends is still asked: that is not an end.
        await pilot.press("ctrl+n")
        await settle(pilot)
        await pilot.press("l")
        await settle(pilot)
        assert "passes now" in shown(app)


async def test_back_leads_to_the_list_then_to_the_text(state: Path) -> None:
    """What was found stays on its line."""
    app = problems_app(state, problems_api())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, TWO)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("b")
        await settle(pilot)
        assert isinstance(app.screen, ProblemsScreen)
        assert "(proven)" in shown(app)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, PasteScreen)
        assert app.paste.box.text == TWO
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert isinstance(app.screen, ProblemsScreen)


async def test_back_from_the_list_leads_to_the_request_it_was_opened_from(state: Path) -> None:
    """A look at the list loses nothing."""
    app = problems_app(state, problems_api())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, TWO)
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("l")
        await settle(pilot)
        assert isinstance(app.screen, ProblemsScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert "Problem 2 of 2" in shown(app)


async def test_a_line_is_picked_by_mouse(state: Path) -> None:
    """The second one."""
    app = problems_app(state, problems_api())
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, TWO)
        await pilot.click(OptionList, offset=(10, 2))
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert app.diagnosis is not None
        assert app.diagnosis.facts.text("url") == "http://localhost:5000/api/orders"


async def test_the_one_that_was_open_is_gone_on_with(state: Path) -> None:
    """After a kill the same request is at hand, and the list is, too."""
    app = problems_app(state, problems_api())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, TWO)
        await pilot.press("2")
        await settle(pilot)
    again = wizard(state, send=sender_to(problems_api()), start=Start(project=state.parent / "shop"))
    async with again.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert again.diagnosis is not None
        assert again.diagnosis.about == "http://localhost:5000/api/orders"
        assert "Problem 2 of 2" in shown(again)


async def test_the_list_names_a_cause_as_its_own_page_does(state: Path) -> None:
    """Without the signs that mark code in the knowledge files."""
    app = problems_app(state, problems_api())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, TWO)
        assert app.diagnosis is not None
        problem = problems_of(app.diagnosis.paste)[0]
    entry = Entry(problem, "found", "`resources=` doesn't cover this path (proven)")
    assert "resources= doesn't cover this path (proven)" in str(option_of(1, entry, "  ").prompt)
