"""The paste screen: takes anything, says what it understood, loses nothing."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Button

from cors_wizard.console.read_console import ConsoleReader
from cors_wizard.console.reading import Reading
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.tui.screens.paste import PasteScreen
from cors_wizard.tui.screens.question import QuestionScreen
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.services import Start
from cors_wizard.tui.widgets.error_box import WRAPS_UP_TO, ErrorBox
from cors_wizard.tui.widgets.understanding import Understanding
from tests.tui.harness import MISSING, diagnose, knowledge, paste, sender_to, settle, shown, small_api, wizard
from tests.tui.screenshots import CREDENTIALS

GROCERIES = "two litres of milk, bread, and the good apples"


@pytest.mark.parametrize("size", [(1, 1), (3, 300), (5, 5), (500, 2)])
async def test_a_window_of_any_size_stays_open(state: Path, size: tuple[int, int]) -> None:
    """Textual wraps a placeholder to the box's width, and no width at all would end the wizard."""
    app = wizard(state)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, PasteScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_a_pasted_message_is_understood_in_words_at_once(state: Path, size: tuple[int, int]) -> None:
    """The user pastes and reads browser, URL and origin beside the box."""
    app = wizard(state)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await paste(pilot, MISSING)
        screen = shown(app)
        for part in ("Chrome", "http://localhost:5000/api/data", "http://localhost:3000", "Diagnose"):
            assert part in screen


async def test_after_a_paste_enter_is_enough(state: Path) -> None:
    """A paste that was understood moves the focus to the button."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, MISSING)
        assert isinstance(app.focused, Button)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)


async def test_who_is_faster_than_the_knowledge_is_not_asked_twice(state: Path) -> None:
    """Diagnose, pressed while everything is still being loaded, is done as soon as that is there."""
    loaded = threading.Event()

    def load() -> Knowledge:
        loaded.wait()
        return knowledge()

    app = wizard(state, start=Start(text=MISSING), send=sender_to(small_api()), load=load)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+d")
        await pilot.pause()
        assert "Reading …" in shown(app)
        # A key for the question to come is not part of the text.
        await pilot.press("3")
        loaded.set()
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert app.diagnosis is not None
        assert app.diagnosis.text == MISSING


async def test_esc_stops_what_is_being_read(state: Path) -> None:
    """Who pressed too early gets the box back, with the text, and nothing comes after it."""
    loaded = threading.Event()

    def load() -> Knowledge:
        loaded.wait()
        return knowledge()

    app = wizard(state, start=Start(text=MISSING), send=sender_to(small_api()), load=load)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+d", "escape")
        loaded.set()
        await settle(pilot)
        assert app.screen is app.paste
        await pilot.press("!")
        assert app.paste.box.text == f"!{MISSING}"


async def test_a_second_paste_goes_into_the_box_too(state: Path) -> None:
    """The focus is on the button by then, and nothing is lost."""
    app = wizard(state)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, MISSING)
        await paste(pilot, "\nGET http://localhost:5000/api/data 500 (INTERNAL SERVER ERROR)")
        text = app.screen.query_one(ErrorBox).text
        assert text.startswith(MISSING)
        assert text.endswith("(INTERNAL SERVER ERROR)")


async def test_a_header_is_named_in_full(state: Path) -> None:
    """Cut, it could be any of several; and that its value is empty is what matters."""
    app = wizard(state)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await paste(pilot, CREDENTIALS)
        assert "Access-Control-Allow-Credentials  (empty)" in shown(app)


async def test_typing_is_understood_too(state: Path) -> None:
    """What the user types letter by letter is read like a paste."""
    app = wizard(state)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.screen.query_one(ErrorBox).insert(MISSING)
        await settle(pilot)
        assert "Page's origin" in shown(app)


async def test_text_that_is_no_cors_error_is_kept_and_explained(state: Path) -> None:
    """The user is told what to paste instead; pressing again leads to questions."""
    app = wizard(state)
    async with app.run_test() as pilot:
        await diagnose(pilot, GROCERIES)
        assert isinstance(app.screen, PasteScreen)
        assert app.screen.query_one(ErrorBox).text == GROCERIES
        assert "console" in shown(app)
        assert "Press Diagnose again" in shown(app)
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)


async def test_an_empty_box_shows_three_ways_and_goes_on(state: Path) -> None:
    """Paste, only a URL, or nothing at all: then Diagnose asks."""
    app = wizard(state)
    async with app.run_test() as pilot:
        await settle(pilot)
        for part in ("Three ways to start", "Only a URL?", "Nothing at all?"):
            assert part in shown(app)
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_all_three_ways_are_in_sight(state: Path, size: tuple[int, int]) -> None:
    """At every size, and what is sent where is said in whole words."""
    app = wizard(state)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for part in ("Paste what you have", "Only a URL?", "Nothing at all?", "looks at"):
            assert part in " ".join(shown(app).split())
        assert "your own API only." in shown(app)


async def test_what_was_not_recognized_is_said_once(state: Path) -> None:
    """Also where the text is read for the box and for Diagnose at the same time."""
    app = wizard(state)
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        app.post_message(Paste("something else entirely"))
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert len(app.screen.query(Understanding)) == 1


async def test_lines_that_were_not_understood_are_shown_as_such(state: Path) -> None:
    """Nothing that the user pasted is silently dropped."""
    app = wizard(state)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await paste(pilot, f"{MISSING}\nthe moon is full tonight over the harbour")
        assert "Not understood" in shown(app)
        assert "the moon is full" in shown(app)


async def test_hostile_text_reaches_neither_markup_nor_the_terminal(state: Path) -> None:
    """Escape sequences and other control characters are shown, markup is text."""
    hostile = f"\x1b]0;owned\x07\x1b[31m[bold red]oops[/] [/nope]\x9b2J\u202e\x00 {MISSING}\x1b[0m"
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, hostile)
        assert isinstance(app.screen, ResultScreen)
        await pilot.press("b")
        await settle(pilot)
        screen = shown(app)
        assert "[bold red]" in screen
        assert not set(screen) & set("\x1b\x07\x00\x9b\u202e")


async def test_a_megabyte_does_not_wrap_and_is_understood(state: Path) -> None:
    """A whole console log can be pasted."""
    log = "app.js:17 tick 12345 nothing of interest here at all\n" * 20_000 + MISSING
    app = wizard(state)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, log)
        box = app.screen.query_one(ErrorBox)
        assert len(box.text) == len(log) > WRAPS_UP_TO
        assert not box.soft_wrap
        assert "Page's origin" in shown(app)


async def test_typing_goes_on_while_a_long_text_is_read(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading happens beside the screen: keys reach the box before it has ended."""
    reading, may_end, read = threading.Event(), threading.Event(), ConsoleReader.read

    def held(reader: ConsoleReader, text: str) -> Reading:
        if text:
            reading.set()
            assert may_end.wait(60)
        return read(reader, text)

    monkeypatch.setattr(ConsoleReader, "read", held)
    app = wizard(state)
    async with app.run_test() as pilot:
        box = app.screen.query_one(ErrorBox)
        box.insert("app.js:17 nothing of interest\n" * 40_000)
        await asyncio.to_thread(reading.wait, 60)
        await pilot.press("x", "y", "z")
        assert box.text.endswith("xyz")
        may_end.set()
        box.insert(f"\n{MISSING}")
        await settle(pilot)
        assert "Page's origin" in shown(app)


async def test_text_and_facts_of_the_command_line_are_there_at_the_start(state: Path) -> None:
    """`--error` fills the box, `--url` is a fact that is never asked for."""
    given = Facts.of([Fact("url", "http://localhost:5000/api/data", "answered")])
    app = wizard(state, start=Start(text=MISSING, given=given), send=sender_to(small_api()))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.screen.query_one(ErrorBox).text == MISSING
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.given == given


async def test_coming_back_keeps_the_text_and_another_problem_starts_afresh(state: Path) -> None:
    """Back leads to the box; answers hold for the same request only."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test() as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.query_one(ErrorBox).text == MISSING
        app.screen.query_one(ErrorBox).text = MISSING.replace("api/data", "api/other")
        await settle(pilot)
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.facts.text("url") == "http://localhost:5000/api/other"
        assert app.diagnosis.cause is not None
        assert app.diagnosis.cause.id == "route-not-found"


async def test_what_is_told_in_words_is_nobodys_log(state: Path) -> None:
    """A sentence of the user's own is called that."""
    app = wizard(state)
    async with app.run_test(size=(80, 24)) as pilot:
        await paste(
            pilot, "my page posts to http://localhost:5000/api/save, gets a 500 and the console says cors"
        )
        await settle(pilot)
        assert "In your words: " in shown(app)
        assert "log:" not in shown(app)


async def test_a_file_that_is_dragged_in_is_read(state: Path) -> None:
    """Its text takes the place of its name, to be seen before anything is sent; a mistyped name is said."""
    file = state.parent / "console.log"
    file.write_text(MISSING)
    app = wizard(state)
    async with app.run_test(size=(80, 24)) as pilot:
        app.paste.box.insert(str(file.with_name("gone.log")))
        await settle(pilot)
        assert "doesn't exist" in shown(app)
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert isinstance(app.screen, PasteScreen)
        assert "doesn't exist. Give another file, or paste its text." in " ".join(shown(app).split())
        app.paste.box.load_text(str(file))
        await settle(pilot)
        assert "Diagnose reads it" in shown(app)
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert app.paste.box.text == MISSING
        assert "Page's origin" in shown(app)
