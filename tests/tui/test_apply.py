"""The change is written on a key, taken back on a key, and nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask_cors import CORS, cross_origin
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from cors_wizard.changes import ByHand, Change, ChangeSet, Removed
from cors_wizard.changes.change import RESTART
from cors_wizard.errors import CorsWizardError
from cors_wizard.fixes import TailoredFix
from cors_wizard.project import scan_project
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.services import Start
from cors_wizard.tui.widgets.answer_list import AnswerList
from cors_wizard.tui.widgets.diff_view import DiffView
from cors_wizard.tui.widgets.fix_view import FixView
from cors_wizard.tui.widgets.next_step import NextStep
from tests.tui.harness import CODE, MISSING, diagnose, sender_to, settle, shown, small_api, wizard

WILDCARD = (
    "Access to fetch at 'http://localhost:5000/api/data' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not "
    "be the wildcard '*' when the request's credentials mode is 'include'."
)


async def _result(pilot: Pilot[CorsWizardError]) -> ResultScreen:
    await diagnose(pilot, MISSING)
    screen = pilot.app.screen
    assert isinstance(screen, ResultScreen)
    return screen


async def test_a_folder_that_was_not_chosen_is_named_where_its_file_would_be_written(state: Path) -> None:
    """The server was started somewhere else: what is written there isn't the project in front of the user."""
    other = state.parent / "other"
    other.mkdir()
    (other / "app.py").write_text(CODE)
    app = wizard(
        state,
        send=sender_to(small_api()),
        learn=lambda probed: probed.with_scan(scan_project(other)),
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await _result(pilot)
        assert "other" in " ".join(str(app.screen.query_one(NextStep).render()).split())


async def test_the_diff_begins_within_the_first_eight_lines(state: Path) -> None:
    """At 80x24, with everything else folded below."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _result(pilot)
        assert screen.query_one(DiffView).region.y <= 8
        for part in ("+ CORS(app, origins=", "what the browser saw", "Who gains access"):
            assert part in shown(app)


async def test_a_writes_the_change_and_u_takes_it_back(state: Path) -> None:
    """The file is what the diff said, then what it was, byte for byte."""
    app = wizard(state, send=sender_to(small_api()))
    file = state.parent / "project" / "app.py"
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _result(pilot)
        (change,) = screen.changes.changes
        await pilot.press("a")
        await settle(pilot)
        assert file.read_text() == change.after != CODE
        assert "Written to app.py" in shown(app)
        await pilot.press("u")
        await settle(pilot)
        assert file.read_text() == CODE
        assert "a writes the change again" in shown(app)


async def test_what_was_written_can_be_undone_after_verifying(state: Path) -> None:
    """Going to the verification and back forgets nothing."""
    app = wizard(state, send=sender_to(small_api()))
    file = state.parent / "project" / "app.py"
    async with app.run_test(size=(120, 40)) as pilot:
        await _result(pilot)
        await pilot.press("a")
        await settle(pilot)
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert file.read_text() == CODE


async def test_a_file_that_was_edited_meanwhile_is_read_again_and_shown_again(state: Path) -> None:
    """The user's own edit is kept: the change of the file as it is now is shown, then written."""
    app = wizard(state, send=sender_to(small_api()))
    file = state.parent / "project" / "app.py"
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        seen = await _result(pilot)
        mine = CODE.replace("app = Flask(__name__)\n", "app = Flask(__name__)\napp.debug = True\n")
        file.write_text(mine)
        await pilot.press("a")
        await settle(pilot)
        assert file.read_text() == mine
        # The toast that says so is gone after some seconds.
        screen = pilot.app.screen
        assert isinstance(screen, ResultScreen)
        assert screen is not seen
        assert "app.debug = True" in screen.changes.diff
        await pilot.press("a")
        await settle(pilot)
        assert file.read_text() == screen.changes.changes[0].after != mine
        await pilot.press("u")
        await settle(pilot)
        assert file.read_text() == mine


async def test_a_change_that_was_made_by_hand_is_left_alone(state: Path) -> None:
    """The responses are of the code before it: another cause and another call would be wrong."""
    app = wizard(state, send=sender_to(small_api()))
    file = state.parent / "project" / "app.py"
    async with app.run_test(size=(80, 24)) as pilot:
        seen = await _result(pilot)
        (change,) = seen.changes.changes
        # Not byte by byte what the wizard would write.
        file.write_text(f"{change.after}\n# mine\n")
        await pilot.press("a")
        await settle(pilot)
        assert pilot.app.screen is seen
        said = " ".join(str(seen.query_one(NextStep).render()).split())
        assert "app.py was edited meanwhile, and nothing is left to change in it. Restart Flask" in said
        assert file.read_text().endswith("# mine\n")


async def test_an_edit_after_the_change_is_not_undone_with_it(state: Path) -> None:
    """What stands in the way stays in sight, and so does what was undone: no message covers the result."""
    app = wizard(state, send=sender_to(small_api()))
    file = state.parent / "project" / "app.py"
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        seen = await _result(pilot)
        await pilot.press("a")
        await settle(pilot)
        written = file.read_text()
        file.write_text(f"{written}# mine\n")
        await pilot.press("u")
        await settle(pilot)
        assert file.read_text() == f"{written}# mine\n"
        assert "Not undone: app.py was changed since" in str(seen.query_one(NextStep).render())
        file.write_text(written)
        await pilot.press("u")
        await settle(pilot)
        assert file.read_text() == CODE
        assert "Undone: app.py as before" in str(seen.query_one(NextStep).render())
        assert not app._notifications


async def test_the_picked_way_is_shown_again_where_its_file_was_edited_meanwhile(
    state: Path, tmp_path: Path
) -> None:
    """What is written then is what the user picked: the page's credentials go, and the server stays."""
    folder, api = tmp_path / "shop", small_api()
    (folder / "web").mkdir(parents=True)
    (folder / "app.py").write_text(
        CODE.replace("\n\n\n", "\nCORS(app)\n\n\n").replace("\n\napp", "\nfrom flask_cors import CORS\n\napp")
    )
    page = folder / "web" / "api.js"
    page.write_text("fetch('http://localhost:5000/api/data', { credentials: 'include' }).then(show)\n")
    CORS(api)
    app = wizard(state, send=sender_to(api), start=Start(project=folder))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, WILDCARD)
        first = pilot.app.screen
        assert isinstance(first, ResultScreen)
        ways = [way.changes.fix for way in first.diagnosis.ways]
        others = first.query_one("#other-ways", AnswerList)
        others.pick(1 + others.values().index(str(ways.index("send-no-credentials"))))
        await settle(pilot)
        first = pilot.app.screen
        assert isinstance(first, ResultScreen)
        assert first.changes.fix == "send-no-credentials"
        page.write_text(page.read_text() + "// mine\n")
        await pilot.press("a")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ResultScreen)
        assert screen is not first
        assert screen.changes.fix == "send-no-credentials"
        await pilot.press("a")
        await settle(pilot)
        assert "include" not in page.read_text()
        assert page.read_text().endswith("// mine\n")


async def test_a_file_that_went_meanwhile_is_not_made_anew(state: Path) -> None:
    """Nothing is written where nothing of the project is left to change."""
    app = wizard(state, send=sender_to(small_api()))
    file = state.parent / "project" / "app.py"
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await _result(pilot)
        file.unlink()
        await pilot.press("a")
        await settle(pilot)
        assert not file.exists()


async def test_c_copies_the_diff(state: Path) -> None:
    """As git and patch take it."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await _result(pilot)
        await pilot.press("c")
        await settle(pilot)
        assert app.clipboard.startswith("--- a/app.py\n+++ b/app.py\n")


@pytest.mark.parametrize(
    ("by_hand", "reloads", "told"),
    [
        pytest.param((ByHand(RESTART),), False, "Restart Flask unless it reloads, then v", id="restart"),
        pytest.param((ByHand(RESTART),), True, "The server loads it, then v", id="reloader"),
        pytest.param((ByHand("Reload nginx.", "nginx -s reload"),), False, "by hand (•), then v", id="proxy"),
        pytest.param((), False, "Now v verifies", id="the-page"),
    ],
)
def test_what_is_loaded_again_is_what_changed(
    by_hand: tuple[ByHand, ...], *, reloads: bool, told: str
) -> None:
    """A proxy's file or the page's code is nothing for which Flask has to be started again."""
    changes = ChangeSet((Change("a-file", "edit", "a", "b"),), by_hand)
    step = NextStep()
    step.applied(["a-file"], changes, reloads=reloads)
    assert told in str(step.render())
    step.to_apply(changes)
    assert ("restart Flask" in str(step.render())) is changes.needs_restart


@pytest.mark.parametrize("reloads", [True, False])
def test_a_reloader_keeps_what_it_read_of_the_environment(*, reloads: bool) -> None:
    """`tests/this_machine/test_reloader.py` shows it."""
    changes = ChangeSet(
        (Change("app.py", "edit", "a", "b"), Change(".env", "edit", "A=1", "A=2")), (ByHand(RESTART),)
    )
    step = NextStep()
    step.applied(["app.py", ".env"], changes, reloads=reloads)
    assert "Restart Flask, then v verifies" in str(step.render())


async def test_verify_requests_what_the_changed_page_sends(state: Path) -> None:
    """The page calls the route with its slash now: the URL that failed is nobody's any more."""
    api = Flask("small_api")

    @api.get("/api/data/")
    @cross_origin(origins=["http://localhost:3000"])
    def data() -> dict[str, bool]:
        return {"ok": True}

    project = state.parent / "with-page"
    project.mkdir()
    (project / "app.py").write_text(_WITH_SLASH)
    (project / "page.js").write_text("fetch('http://localhost:5000/api/data');\n")
    app = wizard(state, start=Start(project=project), send=sender_to(api))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        assert isinstance(app.screen, ResultScreen)
        await pilot.press("a")
        await settle(pilot)
        assert (project / "page.js").read_text() == "fetch('http://localhost:5000/api/data/');\n"
        await pilot.press("v")
        await settle(pilot)
        painted = " ".join(shown(app).split())
        assert "Works" in painted
        assert "Your page's code calls http://localhost:5000/api/data/ now, so that was" in painted


_WITH_SLASH = """from flask import Flask
from flask_cors import cross_origin

app = Flask(__name__)


@app.get("/api/data/")
@cross_origin(origins=["http://localhost:3000"])
def data():
    return {"ok": True}
"""


async def test_files_that_lose_the_same_line_say_why_once() -> None:
    """Two settings of one proxy have the same fault."""
    gone = Removed('Header set X "*"', "Flask sends it.")
    both = tuple(Change(path, "edit", "a\nb\n", "a\n", (), (gone,)) for path in ("one.conf", "two.conf"))

    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield FixView(TailoredFix("fix", "Fix", (), "", "paste-as-it-is"), ChangeSet(both))

    app = Page()
    async with app.run_test(size=(80, 24)):
        painted = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert painted.count("Flask sends it.") == 1
