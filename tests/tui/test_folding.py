"""What is long is folded behind a row that says how much there is, and nothing of it vanishes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from cors_wizard.changes import ByHand, Change, ChangeSet
from cors_wizard.fixes import TailoredCode, TailoredFix, TailoredStep
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.result_parts import first_sentences
from cors_wizard.tui.widgets.cautions import folded_cautions
from cors_wizard.tui.widgets.code_block import CodeBlock
from cors_wizard.tui.widgets.diff_view import MOST_LINES, DiffView
from cors_wizard.tui.widgets.fix_view import FixView
from cors_wizard.tui.widgets.folded import Folded
from tests.tui.harness import MISSING, diagnose, sender_to, shown, small_api, wizard

_LONG = "Set the same value on the server that runs the app, since its settings are not part of the project."


class _Page(App[None]):
    """A page that shows one widget."""

    def __init__(self, shows: Widget) -> None:
        super().__init__()
        self._shows = shows

    def compose(self) -> ComposeResult:
        """The widget alone."""
        yield self._shows


def _change(path: str, lines: int) -> Change:
    return Change(path, "create", "", "".join(f"line_{number}\n" for number in range(1, lines + 1)))


def _drawn(page: App[None], *, also_folded: bool) -> str:
    """The text of all widgets, with or without what is folded."""
    texts = [
        str(each.visual)
        for each in page.query(Static)
        if also_folded or not any(isinstance(up, Folded) and up.collapsed for up in each.ancestors)
    ]
    return "\n".join(texts)


async def test_the_rest_of_a_long_change_opens_in_place() -> None:
    """The first lines are open, the row below says how many follow, and Enter shows them."""
    page = _Page(DiffView(_change("app.py", 20)))
    async with page.run_test(size=(80, 40)) as pilot:
        assert _drawn(page, also_folded=False).endswith(f"line_{MOST_LINES}")
        (rest,) = page.query(Folded)
        assert rest.title == "… 12 more lines (12 +)"
        await pilot.press("tab", "enter")
        await pilot.pause()
        opened = _drawn(page, also_folded=False).split()
        assert [number for number in range(1, 21) if f"line_{number}" not in opened] == []


async def test_a_long_change_begins_with_what_changes() -> None:
    """The lines above it cost no room that the new ones need."""
    before = "".join(f"kept_{number}\n" for number in range(3)) + "old\n"
    after = before.replace("old", "\n".join(f"new_{number}" for number in range(20)))
    page = _Page(DiffView(Change("app.py", "edit", before, after), most=3))
    async with page.run_test(size=(80, 40)):
        drawn = _drawn(page, also_folded=False)
        assert "kept" not in drawn
        assert drawn.split()[-1] == "new_1"


async def test_of_a_change_in_two_places_both_are_in_sight() -> None:
    """What stays below the first place gives its room to the second, which is named by the line above it."""
    kept = [f"kept_{number}" for number in range(8)]
    before = ["old", *kept]
    after = ["new_0", "new_1", "new_2", *kept[:7], "new_3", "new_4", *kept[7:]]
    change = Change("app.py", "edit", "\n".join(before) + "\n", "\n".join(after) + "\n")
    page = _Page(DiffView(change, most=7))
    async with page.run_test(size=(80, 40)):
        drawn = _drawn(page, also_folded=False).split()
        assert [word for word in drawn if word.startswith("new")] == [f"new_{number}" for number in range(5)]
        assert [word for word in drawn if word.startswith("kept")] == ["kept_6"]
        assert not page.query(Folded)


async def test_of_a_call_that_is_laid_out_anew_the_news_is_in_sight() -> None:
    """What it said before is folded with the whole change, from its first line."""
    before = f"CORS(app, origins=[{', '.join(repr(f'http://{name}') for name in 'abcdefgh')}])\n"
    listed = "".join(f"        'http://{name}',\n" for name in "abcdefghi")
    after = f"CORS(\n    app,\n    origins=[\n{listed}    ],\n    supports_credentials=True,\n)\n"
    page = _Page(DiffView(Change("app.py", "edit", before, after)))
    async with page.run_test(size=(80, 40)):
        (whole,) = page.query(Folded)
        assert whole.title == "… all 16 lines (1 -, 15 +)"
        drawn = _drawn(page, also_folded=False)
        assert "'http://i'" in drawn
        assert drawn.endswith("supports_credentials=True,")
        assert "    app," in _drawn(page, also_folded=True)


async def test_a_change_of_one_line_more_is_not_folded() -> None:
    """A row that opens would take as much room as the line that it hides."""
    page = _Page(DiffView(_change("app.py", MOST_LINES + 1)))
    async with page.run_test(size=(80, 40)):
        assert not page.query(Folded)
        assert f"line_{MOST_LINES + 1}" in _drawn(page, also_folded=False)


async def test_a_long_step_by_hand_is_one_line_that_opens() -> None:
    """A short one is shown as it is."""
    fix = TailoredFix("x", "X", (), "", "paste-as-it-is")
    made = ChangeSet((_change("app.py", 1),), (ByHand("Restart Flask."), ByHand(_LONG)))
    page = _Page(FixView(fix, made))
    async with page.run_test(size=(80, 40)):
        assert "Restart Flask." in _drawn(page, also_folded=False)
        assert _LONG not in _drawn(page, also_folded=False)
        (step,) = page.query(Folded)
        assert str(step.title).startswith("• Set the same value")
        assert _LONG in _drawn(page, also_folded=True)


async def test_later_steps_are_one_line_together() -> None:
    """The first step with its code is open; the others are one line that opens."""
    code = TailoredCode(language="shell", filename="", text="flask run")
    one, many = ((TailoredStep("Do this.", code), *[TailoredStep("Then that.")] * later) for later in (1, 5))
    for steps, titles in ((one, ["2. Then that."]), (many, ["Steps 2 to 6: Then that."])):
        page = _Page(FixView(TailoredFix("x", "X", steps, "", "paste-as-it-is"), ChangeSet()))
        async with page.run_test(size=(80, 24)):
            assert [str(each.title) for each in page.query_one(FixView).query_children(Folded)] == titles
            assert "flask run" in _drawn(page, also_folded=False)
            lines = _drawn(page, also_folded=True).splitlines()
            assert sum(line.endswith("Then that.") and "▶" not in line for line in lines) == len(steps) - 1


@pytest.mark.parametrize(("lines", "is_open"), [(24, False), (40, True)])
async def test_a_tall_window_opens_what_it_has_lines_for(lines: int, is_open: bool) -> None:
    """Nothing is folded above empty lines."""
    code = TailoredCode(language="python", filename="app.py", text="CORS(app)")
    steps = (TailoredStep("Do this.", code), *[TailoredStep("Then that.")] * 3)
    page = _Page(FixView(TailoredFix("x", "X", steps, "", "paste-as-it-is"), ChangeSet()))
    async with page.run_test(size=(80, lines)):
        assert bool(page.query(Folded)) is not is_open


async def test_what_is_to_be_installed_is_not_yet_the_fix() -> None:
    """The code after the command is open, too."""
    install = TailoredCode(language="shell", filename="", text="pip install flask-cors")
    call = TailoredCode(language="python", filename="app.py", text="CORS(app)")
    steps = (TailoredStep("Install it.", install), TailoredStep("Call it.", call), TailoredStep("Restart."))
    page = _Page(FixView(TailoredFix("x", "X", steps, "", "paste-as-it-is"), ChangeSet()))
    async with page.run_test(size=(80, 24)):
        assert "CORS(app)" in _drawn(page, also_folded=False)


async def test_lines_that_wrap_count_as_what_they_take() -> None:
    """Three lines of 200 characters fill the room of nine."""
    page = _Page(DiffView(Change("app.py", "create", "", f"{'x' * 200}\n" * 5)))
    async with page.run_test(size=(80, 40)):
        assert page.query_one(Folded).title == "… 3 more lines (3 +)"


async def test_a_security_warning_is_one_line_that_opens() -> None:
    """Its title is in sight, its text a key away."""
    page = _Page(folded_cautions([("Debug mode is on", "Anyone who reaches the port can run code.")]))
    async with page.run_test(size=(80, 40)):
        (caution,) = page.query(Folded)
        assert caution.title == "! Security: Debug mode is on"
        assert "Anyone who" not in _drawn(page, also_folded=False)
        assert "Anyone who" in _drawn(page, also_folded=True)


async def test_the_status_and_what_fails_are_one_line(state: Path) -> None:
    """As much of the exchange as decides, in three lines with its title."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        assert isinstance(app.screen, ResultScreen)
        lines = [line.strip() for line in shown(app).splitlines()]
        at = next(number for number, line in enumerate(lines) if "what the browser saw" in line)
        assert lines[at + 1].startswith("→ ")
        assert lines[at + 2].startswith("← 200  ✗ Access-Control-Allow-Origin: absent")


async def test_a_long_line_of_code_wraps_visibly() -> None:
    """Nothing is cut and nothing scrolls sideways; what it wraps to has a mark of its own."""
    origins = ", ".join(f"'https://shop{number}.example'" for number in range(9))
    app = _Page(CodeBlock(f"ORIGINS = [{origins}]", language="python", filename="app.py"))
    async with app.run_test(size=(60, 20)):
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        assert any("https://shop8.example" in line for line in lines)
        assert sum("↪" in line for line in lines) >= 3


async def test_a_title_that_is_too_long_says_so() -> None:
    """It is cut at the edge of the window with a mark."""
    app = _Page(Folded("what would decide " * 9, Static("inside")))
    async with app.run_test(size=(60, 10)):
        lines = [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]
        assert lines[0].endswith("…")


async def test_more_opens_everything_and_stays_where_it_was(state: Path) -> None:
    """The first of what was folded comes into sight, not the last."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("m")
        for _ in range(5):
            await pilot.pause()
        assert all(not part.collapsed for part in app.screen.query(Folded))
        assert "▼ Proof" in shown(app)
        assert "▼ Read more" not in shown(app)


def test_what_is_said_of_access_is_said_once() -> None:
    """What is folded goes on where the line in sight ends; that nobody else gains access is in sight."""
    first, nobody = (
        "Responses of the whole app become readable to scripts of `x`.",
        "Nobody else gains access.",
    )
    access = " ".join(
        (first, nobody, "CORS protects nothing on its own: other programs can still call the API.")
    )
    checked = "Every request gets a response without a login, and what it asks for is checked by the view."
    text = f"{access} {checked}"
    shown_part, rest = first_sentences(text)
    assert shown_part == access
    assert f"{shown_part} {rest}" == text
    assert first_sentences(access) == (access, "")
    one_line_more = f"{access} The rest is checked as before."
    assert first_sentences(one_line_more) == (one_line_more, "")
