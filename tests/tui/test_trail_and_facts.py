"""The trail leads back, the evidence can be corrected, and at 80 columns both are one key away."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.screens.fact import FactScreen
from cors_wizard.tui.screens.paste import PasteScreen
from cors_wizard.tui.screens.question import QuestionScreen
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.services import Start
from cors_wizard.tui.trail_entries import trail_entries
from cors_wizard.tui.widgets.known_facts import KnownFacts
from cors_wizard.tui.widgets.trail import Trail
from tests.tui.harness import MISSING, diagnose, sender_to, settle, shown, small_api, wizard


async def test_every_fact_is_shown_with_its_source(state: Path) -> None:
    """The user sees what was pasted and what was probed."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("f")
        await settle(pilot)
        screen = shown(app)
        for part in ("Facts", "URL  pasted", "Probes", "OPTIONS 200"):
            assert part in screen


async def test_a_fact_is_shown_in_words(state: Path) -> None:
    """As the questions put it, in the panel and in the choice of another value; never as an id."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(160, 50)) as pilot:
        await diagnose(pilot, MISSING)
        assert app.diagnosis is not None
        assert app.diagnosis.facts.text("symptom") == "missing-allow-origin"
        await pilot.press("f")
        await settle(pilot)
        assert "missing-allow-origin" not in shown(app)
        assert "No Access-Control-Allow-Origin" in shown(app)
        await app.push_screen(FactScreen(app.diagnosis, app.diagnosis.facts.by_name["symptom"]))
        await settle(pilot)
        assert "missing-allow-origin" not in shown(app)
        assert "No Access-Control-Allow-Origin" in shown(app)


async def test_a_wrong_fact_is_corrected_and_the_walk_goes_on_with_it(state: Path) -> None:
    """Picking a fact opens a field; what the user enters outranks the rest."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        app.screen.query_one(KnownFacts).focus()
        await pilot.press("home", "enter")
        await settle(pilot)
        assert isinstance(app.screen, FactScreen)
        field = app.screen.query_one(Input)
        assert field.value == "http://localhost:5000/api/data"
        field.value = "not a url"
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, FactScreen)
        field.value = "http://localhost:5000/api/missing"
        await pilot.press("enter")
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.facts.text("url") == "http://localhost:5000/api/missing"
        assert app.diagnosis.cause is not None
        assert app.diagnosis.cause.id == "route-not-found"


@pytest.mark.parametrize("by_mouse", [False, True])
async def test_what_was_found_is_kept_beside_a_correction_and_put_back(state: Path, by_mouse: bool) -> None:
    """The list and the dialog show both; a key or the button makes it count again."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        app.screen.query_one(KnownFacts).focus()
        await pilot.press("home", "enter")
        await settle(pilot)
        app.screen.query_one(Input).value = "http://localhost:5000/api/missing"
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f")
        await settle(pilot)
        assert "found: http://localhost:5000/api/data" in shown(app)
        await pilot.press("home", "enter")
        await settle(pilot)
        assert "Found, and overruled by you:" in shown(app)
        await (pilot.click("#put-back") if by_mouse else pilot.press("ctrl+r"))
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.facts.text("url") == "http://localhost:5000/api/data"
        assert app.diagnosis.cause is not None
        assert app.diagnosis.cause.id == "cors-not-initialized"
        await pilot.press("f")
        await settle(pilot)
        assert "http://localhost:5000/api/data" in shown(app)
        assert "found:" not in shown(app)


async def test_a_click_in_the_trail_goes_back_and_changes_the_answer(state: Path) -> None:
    """The step is asked again, and the new answer replaces the old one."""
    app = wizard(state, start=Start(probe="never"))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, "our page cannot load its data since today")
        await pilot.press("ctrl+d")
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        assert app.diagnosis is not None
        asked = app.diagnosis.answers[0].question
        entry = [index for index, text in enumerate(shown(app).split("\n")) if "What you see" in text[:30]]
        await pilot.click(offset=(6, entry[0]))
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.question.id == asked
        assert app.diagnosis.answers == ()


async def test_the_pasted_text_is_the_first_step(state: Path) -> None:
    """Picking it leads to the box."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        app.screen.query_one(Trail).focus()
        await pilot.press("home", "enter")
        await settle(pilot)
        assert isinstance(app.screen, PasteScreen)


async def test_picking_the_probes_sends_them_again(state: Path) -> None:
    """After the server was started, say."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        first = app.diagnosis
        app.screen.query_one(Trail).focus()
        await pilot.press("home", "down", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert app.diagnosis is not first


async def test_a_step_that_a_probe_settled_can_be_answered_by_hand_or_left(state: Path) -> None:
    """Looking at it again changes nothing until it is answered."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        assert app.diagnosis is not None
        before, nodes = app.diagnosis.answers, app.diagnosis.knowledge.nodes
        keys = [each.key for each in trail_entries(app.diagnosis)]
        asking = next(place for place, key in enumerate(keys) if key in nodes and nodes[key].text)
        app.screen.query_one(Trail).focus()
        await pilot.press("home", *["down"] * asking, "enter")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert app.diagnosis.answers == before
        assert not isinstance(app.screen, PasteScreen)


@pytest.mark.parametrize(
    ("key", "pane", "title"),
    [pytest.param("t", Trail, "Steps", id="trail"), pytest.param("f", KnownFacts, "Facts", id="facts")],
)
async def test_at_80_columns_a_pane_opens_over_the_step_and_escape_closes_it(
    state: Path, key: str, pane: type[Trail] | type[KnownFacts], title: str
) -> None:
    """The step has the whole width; one key shows the pane with the focus in it."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        assert f" {title}\n" not in shown(app)
        await pilot.press(key)
        await settle(pilot)
        assert isinstance(app.focused, pane)
        assert title in shown(app)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert not app.screen.query_one(pane).is_on_screen


@pytest.mark.parametrize(("columns", "in_the_footer"), [(80, "esc Back "), (160, "esc Back to your text ")])
async def test_the_way_back_says_where_it_leads(state: Path, columns: int, in_the_footer: str) -> None:
    """In the footer where there is room, and on the card of keys at every width."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(columns, 40)) as pilot:
        await diagnose(pilot, MISSING)
        assert in_the_footer in shown(app)
        await pilot.press("question_mark")
        await settle(pilot)
        assert "Back to your text." in shown(app)
        await pilot.press("escape", "v")
        await settle(pilot)
        await pilot.press("question_mark")
        await settle(pilot)
        assert "Back to the fix." in shown(app)


async def test_what_is_assumed_looks_the_same_in_the_exchange_and_among_the_facts(state: Path) -> None:
    """One mark and one color, and no color of what is known."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(160, 40)) as pilot:
        await diagnose(pilot, MISSING)
        in_exchange = _colors_of(app, "assumed: ")
        assert len(in_exchange) == 1
        assert in_exchange.isdisjoint(_colors_of(app, "Origin: "))
        await pilot.press("f")
        await settle(pilot)
        assert "  assumed" in shown(app)
        assert _colors_of(app, "assumed") == in_exchange


def _colors_of(app: CorsWizardApp, text: str) -> set[str]:
    """The colors in which a text is painted, wherever it is on the screen."""
    segments = [segment for strip in app.screen._compositor.render_strips() for segment in strip]
    return {str(each.style.color) for each in segments if text in each.text and each.style}


async def test_the_keys_say_that_esc_closes_what_lies_over_the_step(state: Path) -> None:
    """It takes no step back then, and neither footer nor card says that it does."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        result = app.screen
        assert "Close" not in shown(app)
        await pilot.press("f")
        await settle(pilot)
        assert "esc Close" in shown(app)
        await pilot.press("question_mark")
        await settle(pilot)
        assert "Close what is open over the step" in shown(app)
        await pilot.press("escape")
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is result
        assert "Close" not in shown(app)
