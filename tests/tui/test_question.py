"""Questions: by number, arrow or mouse; with "not sure", "why do you ask" and "how do I find out"."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Button, Input

from cors_wizard.errors import CorsWizardError
from cors_wizard.facts import NOT_SURE
from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.screens.paste import PasteScreen
from cors_wizard.tui.screens.question import QuestionScreen
from cors_wizard.tui.services import Start
from cors_wizard.tui.widgets.answer_list import AnswerList
from tests.tui.harness import MISSING, diagnose, settle, shown, wizard

UNKNOWN = "our page cannot load its data since today"


async def _to_a_question(pilot: Pilot[CorsWizardError], text: str) -> QuestionScreen:
    await diagnose(pilot, text)
    if isinstance(pilot.app.screen, PasteScreen):
        await pilot.press("ctrl+d")
        await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, QuestionScreen)
    return screen


def _never(state: Path) -> CorsWizardApp:
    return wizard(state, start=Start(probe="never"))


async def test_a_number_answers(state: Path) -> None:
    """One key is an answer, and the trail shows it."""
    app = _never(state)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _to_a_question(pilot, UNKNOWN)
        question = screen.question
        await pilot.press("1")
        await settle(pilot)
        assert app.diagnosis is not None
        assert [answer.question for answer in app.diagnosis.answers] == [question.id]
        assert app.diagnosis.answers[0].fact.value in question.answers[0].when


async def test_arrows_and_enter_answer(state: Path) -> None:
    """The second answer is one arrow away."""
    app = _never(state)
    async with app.run_test() as pilot:
        screen = await _to_a_question(pilot, UNKNOWN)
        offered = screen.query_one(AnswerList).values()
        await pilot.press("down", "enter")
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.answers[0].fact.value == offered[1]


async def test_not_sure_goes_on(state: Path) -> None:
    """Nobody gets stuck: from every question "not sure" leads to an end."""
    app = _never(state)
    async with app.run_test() as pilot:
        await _to_a_question(pilot, UNKNOWN)
        for _ in range(20):
            if not isinstance(app.screen, QuestionScreen):
                break
            answers = app.screen.query_one(AnswerList)
            answers.pick(1 + answers.values().index(NOT_SURE))
            await settle(pilot)
        assert not isinstance(app.screen, QuestionScreen)


async def test_not_sure_goes_on_beside_a_field_too(state: Path) -> None:
    """A letter is typed there; the footer names the key, and names none where a letter is enough."""
    app = _never(state)
    async with app.run_test(size=(80, 24)) as pilot:
        await _to_a_question(pilot, UNKNOWN)
        assert "^n" not in shown(app)
        while not app.screen.query("#answer-input"):
            await pilot.press("1")
            await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        asked = app.screen.question.id
        assert "^n Not sure" in shown(app)
        await pilot.press("ctrl+n")
        await settle(pilot)
        assert not isinstance(app.screen, QuestionScreen) or app.screen.question.id != asked


async def test_why_and_how_are_told_and_the_command_is_copied(state: Path) -> None:
    """`w` and `h` explain; `c` copies the command that finds it out."""
    empty = state.parent / "empty"
    empty.mkdir()
    app = wizard(state, start=Start(project=empty))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _to_a_question(pilot, MISSING)
        assert screen.question.command
        await pilot.press("h")
        await pilot.pause()
        assert "How do I find out?" in shown(app)
        await pilot.press("c")
        await pilot.pause()
        assert app.clipboard.startswith("flask ")
        await pilot.press("h", "w")
        await pilot.pause()
        assert screen.question.why.split("\n")[0][:40] in shown(app)


async def test_the_mouse_is_enough(state: Path) -> None:
    """Help and answers can be clicked."""
    app = _never(state)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _to_a_question(pilot, UNKNOWN)
        why = screen.query_one("#ask-why", Button)
        why.scroll_visible(animate=False, immediate=True)
        await pilot.pause()
        await pilot.click(why)
        await pilot.pause()
        assert screen.why_shown
        answers = screen.query_one(AnswerList)
        answers.scroll_visible(animate=False, immediate=True, top=True)
        await pilot.pause()
        await pilot.click(answers, offset=(6, 0))
        await settle(pilot)
        assert app.diagnosis is not None
        assert len(app.diagnosis.answers) == 1


async def test_a_malformed_url_is_refused_in_one_sentence_and_kept(state: Path) -> None:
    """What was typed stays in the field, and the sentence says what it should look like."""
    app = _never(state)
    async with app.run_test() as pilot:
        await _to_a_question(pilot, UNKNOWN)
        while not app.screen.query("#answer-input"):
            await pilot.press("1")
            await settle(pilot)
        field = app.screen.query_one("#answer-input", Input)
        field.value = "localhost 5000"
        await pilot.press("enter")
        await settle(pilot)
        assert field.value == "localhost 5000"
        assert "Give it whole, as" in shown(app)
        field.value = "http://localhost:5000/api/data"
        await pilot.press("enter")
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.facts.text("url") == "http://localhost:5000/api/data"
        # Back at the question, nobody types it twice: Enter goes on with it.
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.query_one("#answer-input", Input).value == ""
        assert "your answer before" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert app.diagnosis.facts.text("url") == "http://localhost:5000/api/data"


async def test_back_takes_the_last_answer_back(state: Path) -> None:
    """Escape undoes one answer after the other and ends at the text."""
    app = _never(state)
    async with app.run_test() as pilot:
        first = await _to_a_question(pilot, UNKNOWN)
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.question.id == first.question.id
        assert app.screen.query_one(AnswerList).highlighted == 1
        assert shown(app).count("your answer before") == 1
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, PasteScreen)
