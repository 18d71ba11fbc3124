"""`/` finds a word in any long text; `x` opens the probes, raw and masked, with a curl line."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from cors_wizard.tui.screens.find import FindScreen
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.sent import SentScreen
from cors_wizard.tui.widgets.sent_probes import SentProbes
from tests.tui.harness import MISSING, diagnose, sender_to, settle, shown, small_api, wizard

SIZES = [pytest.param(size, id=f"{size[0]}x{size[1]}") for size in ((80, 24), (120, 40), (60, 20))]


@pytest.mark.parametrize("size", SIZES)
async def test_probes_open_to_their_raw_text(state: Path, size: tuple[int, int]) -> None:
    """A list to choose from, the request and the response, the command; esc leads back."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=size) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("x")
        await settle(pilot)
        assert isinstance(app.screen, SentScreen)
        text = shown(app)
        assert "/api/data HTTP/1.1" in text
        assert "$ curl -i" in text
        first = text
        await pilot.press("down")
        await settle(pilot)
        assert shown(app) != first
        await pilot.press("c")
        await settle(pilot)
        assert app.clipboard.startswith("curl -i")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)


async def test_a_word_of_the_response_is_found(state: Path) -> None:
    """The line is marked in the text."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("slash", *"werkzeug")
        await settle(pilot)
        assert isinstance(app.screen, FindScreen)
        assert "Server: Werkzeug" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SentScreen)
        assert "Server: Werkzeug" in shown(app)


async def test_a_folded_word_of_the_result_is_found_and_opened(state: Path) -> None:
    """What is below the fold comes on the screen."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        assert "developer.mozilla.org" not in shown(app)
        await pilot.press("slash", *"mozilla")
        await settle(pilot)
        assert "1 line" in shown(app) or "lines." in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert "developer.mozilla.org" in shown(app)


async def test_a_word_that_is_nowhere(state: Path) -> None:
    """Enter then does nothing, and esc closes."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("slash", *"zzzz1", "enter")
        await settle(pilot)
        assert "0 lines" in shown(app)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)


async def test_a_probe_is_opened_by_mouse(state: Path) -> None:
    """A click on its line beside the result, a click on another in the list."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("f")
        await settle(pilot)
        await pilot.click(SentProbes, offset=(5, 3))
        await settle(pilot)
        assert isinstance(app.screen, SentScreen)
        marked = app.screen.query_one("#sent-list", OptionList)
        assert marked.highlighted == 1
        await pilot.click("#sent-list", offset=(5, 0))
        await settle(pilot)
        assert marked.highlighted == 0
