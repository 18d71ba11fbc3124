"""The result: everything the user needs to fix it, to copy, to check and to hand on."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask_cors import CORS
from textual.pilot import Pilot
from textual.widgets import Button, Input

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.screens.export import ExportScreen
from cors_wizard.tui.screens.project import ProjectScreen
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.stopped import StoppedScreen
from cors_wizard.tui.screens.verify import VerifyScreen
from cors_wizard.tui.services import Start
from cors_wizard.tui.widgets.answer_list import AnswerList
from cors_wizard.tui.widgets.code_block import CodeBlock
from cors_wizard.tui.widgets.diff_view import DiffView
from cors_wizard.tui.widgets.exchange_timeline import ExchangeTimeline
from cors_wizard.tui.widgets.fix_view import FixView
from cors_wizard.tui.widgets.folded import Folded
from cors_wizard.tui.widgets.next_step import NextStep
from tests.tui.harness import (
    CODE,
    KNOWN,
    MISSING,
    diagnose,
    sender_to,
    settle,
    shown,
    small_api,
    whole_step,
    wizard,
)


async def _result(pilot: Pilot[CorsWizardError]) -> ResultScreen:
    await diagnose(pilot, MISSING)
    return _shown_result(pilot)


def _shown_result(pilot: Pilot[CorsWizardError]) -> ResultScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ResultScreen)
    return screen


async def _steps(pilot: Pilot[CorsWizardError]) -> ResultScreen:
    """The result with a way to fix it that no file of the project can take, so that its steps are shown."""
    screen = await _result(pilot)
    by_hand = [
        number
        for number, way in enumerate(screen.diagnosis.ways)
        if not way.changes.changes and any(step.code for step in way.fix.steps)
    ]
    screen.query_one(AnswerList).pick(by_hand[0] + 1)
    await settle(pilot)
    return _shown_result(pilot)


def _app(state: Path) -> CorsWizardApp:
    return wizard(state, send=sender_to(small_api()))


async def test_the_page_has_every_part(state: Path) -> None:
    """Cause, evidence, exchange, fix, what it opens, other ways, checks by hand, what next, why."""
    app = _app(state)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _result(pilot)
        cause, fix = screen.diagnosis.cause, screen.diagnosis.fix
        assert cause is not None
        assert fix is not None
        text = whole_step(app)
        for part in (cause.title, "Who gains access: "):
            assert part in text
        assert "what the browser saw" in shown(app)
        assert screen.query(DiffView)
        folded = [part.title for part in screen.query(Folded)]
        for title in ("Other ways to fix it", "Check it by hand", "If that doesn't help", "Why the browser"):
            assert any(each.startswith(title) for each in folded)
        assert all(part.collapsed for part in screen.query(Folded))
        await pilot.press("m")
        assert not any(part.collapsed for part in screen.query(Folded))


async def test_what_the_fix_depends_on_has_its_button_in_sight(state: Path) -> None:
    """At 80 columns the words leave room for the button, and a click leads to the question."""
    app = _app(state)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _result(pilot)
        assert "Say it  r" in shown(app)
        await pilot.click("#say-request")
        await settle(pilot)
        assert app.screen is not screen


async def test_why_no_file_changes_is_said(state: Path, tmp_path: Path) -> None:
    """The project was read, and nothing tells the page's origin: no diff, and the reason stands there."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "app.py").write_text("from flask import Flask\n\napp = Flask(__name__)\n", encoding="utf-8")
    app = wizard(state, send=sender_to(small_api()), start=Start(project=folder))
    async with app.run_test(size=(80, 40)) as pilot:
        await diagnose(pilot, "http://localhost:5000/api/data")
        await pilot.press("2")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        assert "No diff: The page's origin is not known." in shown(app)


async def test_what_is_odd_in_the_project_is_said(state: Path, tmp_path: Path) -> None:
    """A keyword that flask-cors does not know changes nothing, and nobody sees that it does not."""
    (tmp_path / "app.py").write_text(
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
        'CORS(app, origin="http://localhost:3000", origins=["http://localhost:9"])\n'
    )
    app = wizard(state, start=Start(project=tmp_path), send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _result(pilot)
        scan = screen.diagnosis.scan
        assert scan is not None
        (note,) = scan.notes
        text = whole_step(app)
        assert any(part.title.startswith("Notes on the project folder") for part in screen.query(Folded))
        assert note.split()[-1] in text


async def test_c_copies_block_after_block_and_a_click_copies_its_own(state: Path) -> None:
    """What is copied is the code itself, also in the file that stands in for the clipboard."""
    app = _app(state)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        screen = await _steps(pilot)
        blocks = [block.code for block in screen.query_one(FixView).query(CodeBlock)]
        copied = []
        for _ in blocks:
            await pilot.press("c")
            await pilot.pause()
            copied.append(app.clipboard)
        assert copied == blocks
        assert "Sent to the terminal's clipboard" in shown(app)
        first = screen.query_one(FixView).query(CodeBlock).first()
        first.scroll_visible(animate=False)
        await pilot.pause()
        await pilot.click(first.query_one(Button))
        await pilot.pause()
        assert app.clipboard == blocks[0]
        assert (state / "copied.txt").read_text() == blocks[0]
        assert (state / "copied.txt").stat().st_mode & 0o777 == 0o600


async def test_the_line_above_the_keys_says_what_to_do_now(state: Path) -> None:
    """First copy, then put it in place and verify."""
    app = _app(state)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await _steps(pilot)
        assert str(screen.query_one(NextStep).visual).startswith("c copies ")
        blocks = screen.query_one(FixView).query(CodeBlock)
        for _ in blocks:
            await pilot.press("c")
            await settle(pilot)
        assert str(blocks.first().query_one(Button).label) == "✓ Copied"
        line = str(screen.query_one(NextStep).visual)
        assert line.startswith("✓ Copied ")
        assert line.endswith("then v verifies it.")
        # One message at a time: two would hide the code that was copied.
        assert len(app._notifications) == 1


async def test_another_way_replaces_the_fix(state: Path) -> None:
    """A number shows another way, and `c` copies that one."""
    app = _app(state)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _result(pilot)
        first, second = (way.changes for way in screen.diagnosis.ways[:2])
        assert screen.changes == first
        await pilot.press("2")
        await settle(pilot)
        assert _shown_result(pilot).changes == second != first
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert _shown_result(pilot).changes == second, "picked before verifying"
        await pilot.press("1")
        await settle(pilot)
        assert _shown_result(pilot).changes == first


async def test_verify_says_when_nothing_changed(state: Path) -> None:
    """The same twice would hide that nothing has changed; there is a hint at what may be the reason."""
    app = _app(state)
    async with app.run_test(size=(120, 40)) as pilot:
        await _result(pilot)
        await pilot.press("v")
        await settle(pilot)
        assert isinstance(app.screen, VerifyScreen)
        for part in ("Nothing changed", "Now, the same as before", "Nothing was written"):
            assert part in shown(app)
        assert len(app.screen.query(ExchangeTimeline)) == 1
        assert "Go on" not in shown(app)
        assert not app.has_worked
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)


async def test_verify_reads_the_project_as_it_is_now(state: Path, tmp_path: Path) -> None:
    """What the code said before the fix must not explain what the server answers after it."""
    file = tmp_path / "app.py"
    file.write_text(CODE)
    app = wizard(state, start=Start(project=tmp_path), send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        before = (await _result(pilot)).diagnosis
        file.write_text(f"{CODE}\nfrom flask_cors import CORS\n\nCORS(app, origins=['http://localhost:9'])\n")
        await pilot.press("v")
        await settle(pilot)
        assert isinstance(app.screen, VerifyScreen)
        after = app.screen.after
        assert after is not None
        assert [each.facts.text("cors_setup") for each in (before, after)] == ["none", "app"]


async def test_diagnosing_once_more_looks_once_more(state: Path, tmp_path: Path) -> None:
    """Who comes back to the box with the next error has changed the server and the code meanwhile."""
    file = tmp_path / "app.py"
    file.write_text(CODE)
    api = small_api()
    app = wizard(state, start=Start(project=tmp_path), send=sender_to(api))
    async with app.run_test(size=(120, 40)) as pilot:
        before = (await _result(pilot)).diagnosis
        file.write_text(f"{CODE}\nfrom flask_cors import CORS\n\nCORS(app, origins=['http://localhost:9'])\n")
        # Flask lets nothing be set up after the first request, as a restart would.
        api._got_first_request = False
        CORS(api, origins=["http://localhost:9"])
        await pilot.press("b", "ctrl+d")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        after = app.screen.diagnosis
        assert [each.cause.id for each in (before, after) if each.cause] == [
            "cors-not-initialized",
            "origin-not-allowed",
        ]


async def test_an_existing_report_is_replaced_only_after_a_yes(state: Path) -> None:
    """A no leaves the file and the name to be changed."""
    app = _app(state)
    existing = Path("cors-report.md")
    existing.write_text("precious")
    async with app.run_test() as pilot:
        await _result(pilot)
        await pilot.press("e")
        await pilot.press("enter")
        await settle(pilot)
        assert "Replace it?" in shown(app)
        await pilot.press("1")
        await settle(pilot)
        assert existing.read_text() == "precious"
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
    assert existing.read_text().startswith("# ")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param("no/such/folder/report.md", "There is no folder", id="no-folder"),
        pytest.param(".", "is a folder", id="a-folder"),
        pytest.param("  ", "Type the name of a file", id="nothing"),
        pytest.param("a" * 300, "cannot be written", id="too-long-a-name"),
        pytest.param("a\x00b.md", "cannot be written", id="impossible-name"),
        pytest.param("~nobody-of-that-name/report.md", "There is no folder", id="no-such-home"),
    ],
)
async def test_an_unwritable_path_gets_one_sentence(state: Path, typed: str, sentence: str) -> None:
    """Nothing is written, nothing crashes, and the field keeps what was typed."""
    app = _app(state)
    async with app.run_test(size=(120, 40)) as pilot:
        await _result(pilot)
        await pilot.press("e")
        await settle(pilot)
        field = app.screen.query_one(Input)
        field.value = typed
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ExportScreen)
        assert sentence in shown(app)
        assert field.value == typed


async def test_nothing_wrong_is_an_end_too(state: Path) -> None:
    """Where a browser would accept it now, the user is told so."""
    api = small_api()
    CORS(api, origins=["http://localhost:3000"])
    app = wizard(state, send=sender_to(api), start=Start(given=KNOWN))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        assert isinstance(app.screen, StoppedScreen)
        assert "It passes now" in shown(app)
        assert "A browser lets the page read this response" in shown(app)


async def test_hostile_headers_are_shown_as_text(state: Path) -> None:
    """Markup and long values of a server reach the screen as they are, or cut."""
    api = Flask("hostile")

    @api.get("/api/data")
    def data() -> tuple[str, dict[str, str]]:
        return "ok", {"Access-Control-Allow-Origin": "[bold]x[/bold][/]", "Vary": "a" * 5000}

    app = wizard(state, send=sender_to(api))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        assert "[bold]x[/bold][/]" in whole_step(app)
        assert "a" * 1000 not in whole_step(app)


async def test_a_folder_that_cannot_be_is_said_in_one_sentence(state: Path) -> None:
    """The dialog stays open with what was typed."""
    app = _app(state)
    async with app.run_test(size=(80, 24)) as pilot:
        await _result(pilot)
        await pilot.press("p")
        await settle(pilot)
        field = app.screen.query_one(Input)
        for typed in ("a" * 300, "nowhere", "a\x00b"):
            field.value = typed
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, ProjectScreen)
            assert "isn't a folder" in shown(app)
            assert field.value == typed


async def test_another_route_that_every_website_can_read_is_named(state: Path) -> None:
    """The diff leaves it as it is, and "nobody else gains access" would pass for the whole app."""
    other = '\n\n@app.post("/wipe")\n@cross_origin(supports_credentials=True)\ndef wipe():\n    return ""\n'
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        (state.parent / "project" / "app.py").write_text(
            f"from flask_cors import cross_origin\n{CODE}{other}"
        )
        await _result(pilot)
        assert "! Security: Any website can act as your user (app.py:14)" in shown(app)
