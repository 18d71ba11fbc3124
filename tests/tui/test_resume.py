"""A crash or a closed terminal loses nothing: the next start offers to go on."""

from __future__ import annotations

import json
from pathlib import Path

from cors_wizard.tui.screens.paste import PasteScreen
from cors_wizard.tui.screens.question import QuestionScreen
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.stopped import StoppedScreen
from cors_wizard.tui.services import Start
from cors_wizard.tui.session import FOLDER_NAME
from cors_wizard.tui.widgets.error_box import ErrorBox
from tests.tui.harness import (
    CODE,
    MISSING,
    diagnose,
    paste,
    sender_to,
    settle,
    shown,
    small_api,
    small_project,
    wizard,
)


def _file(state: Path) -> Path:
    """The one session on disk."""
    (file,) = (state / FOLDER_NAME).iterdir()
    return file


async def test_the_next_start_goes_on_where_the_last_one_ended(state: Path) -> None:
    """Text and answers come back; what was probed is probed again."""
    first = wizard(state, start=Start(probe="never"))
    async with first.run_test() as pilot:
        await diagnose(pilot, "our page cannot load its data since today")
        await pilot.press("ctrl+d")
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        # No quit: the terminal is closed.
    assert first.diagnosis is not None
    second = wizard(state, start=Start(probe="never"))
    async with second.run_test() as pilot:
        await settle(pilot)
        assert "Unfinished (14 November, 10:21): our page can" in shown(second)
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert isinstance(second.screen, QuestionScreen)
        assert second.diagnosis is not None
        assert second.diagnosis.answers == first.diagnosis.answers
        assert second.diagnosis.text == first.diagnosis.text


async def test_what_was_written_before_a_crash_can_be_undone_after_it(state: Path) -> None:
    """The list says so, and so does the result; the file is then as it was, and the fix is offered anew."""
    first = wizard(state, send=sender_to(small_api()))
    file = state.parent / "project" / "app.py"
    async with first.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("a")
        await settle(pilot)
        assert file.read_text() != CODE
    second = wizard(state, start=Start(project=file.parent), send=sender_to(small_api()))
    async with second.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "fix applied, not verified" in second._offered[0].state
        await pilot.press("ctrl+o")
        await settle(pilot)
        # The code allows the page now, and what responds is older.
        assert isinstance(second.screen, StoppedScreen)
        assert "Restart the server" in " ".join(shown(second).split())
        await pilot.press("u")
        await settle(pilot)
        assert file.read_text() == CODE
        assert "a writes this to app.py" in shown(second)


async def test_a_change_that_was_edited_since_is_not_offered_to_be_undone(state: Path) -> None:
    """Neither is one that another window has written there since."""
    first = wizard(state, send=sender_to(small_api()))
    file = state.parent / "project" / "app.py"
    async with first.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("a")
        await settle(pilot)
    file.write_text(f"{file.read_text()}# mine\n")
    second = wizard(state, start=Start(project=file.parent), send=sender_to(small_api()))
    async with second.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert isinstance(second.screen, StoppedScreen)
        assert not second.screen.check_action("undo", ())


async def test_typed_text_is_kept_before_anything_was_pressed(state: Path) -> None:
    """The text in the box is on disk as soon as it was read."""
    first = wizard(state)
    async with first.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, MISSING)
    second = wizard(state, send=sender_to(small_api()))
    async with second.run_test() as pilot:
        await settle(pilot)
        await pilot.click("#resume-yes")
        await settle(pilot)
        assert isinstance(second.screen, ResultScreen)


async def test_forget_it_forgets_it(state: Path) -> None:
    """The file is gone, and the box is empty."""
    first = wizard(state)
    async with first.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, MISSING)
    second = wizard(state)
    async with second.run_test() as pilot:
        await settle(pilot)
        await pilot.click("#resume-no")
        await settle(pilot)
        assert isinstance(second.screen, PasteScreen)
        assert second.screen.query_one(ErrorBox).text == ""
    assert list((state / FOLDER_NAME).iterdir()) == []


async def test_an_offer_that_was_not_answered_stays(state: Path) -> None:
    """Starting and quitting does not lose the session."""
    first = wizard(state)
    async with first.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, MISSING)
    kept = _file(state).read_text()
    second = wizard(state, start=Start(text="something else from a file"))
    async with second.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+q")
    assert _file(state).read_text() == kept


async def test_secrets_are_masked_and_the_file_is_the_users_alone(state: Path) -> None:
    """A token in a copied request does not lie around on disk."""
    curl = (
        "curl 'http://localhost:5000/api/data?token=s3cr3t-in-url' -H 'Origin: http://localhost:3000' "
        "-H 'Authorization: Bearer abcdef0123456789abcdef' -H 'Cookie: session=verysecretcookie'"
    )
    app = wizard(state, start=Start(probe="never"))
    async with app.run_test() as pilot:
        await diagnose(pilot, f"{MISSING}\n{curl}")
    saved = _file(state).read_text()
    for secret in ("s3cr3t-in-url", "abcdef0123456789abcdef", "verysecretcookie"):
        assert secret not in saved
    assert "Origin: http://localhost:3000" in saved
    assert _file(state).stat().st_mode & 0o777 == 0o600


async def test_a_broken_session_file_is_no_obstacle(state: Path) -> None:
    """The wizard starts as if there were none."""
    (state / FOLDER_NAME).mkdir(parents=True)
    for content in ("", "{", "[" * 100_000, json.dumps({"version": 2, "text": 7, "answers": [["x", 1], 3]})):
        (state / FOLDER_NAME / "one.json").write_text(content)
        app = wizard(state)
        async with app.run_test() as pilot:
            await settle(pilot)
            assert isinstance(app.screen, PasteScreen)
            assert "Unfinished" not in shown(app)


async def test_a_folder_that_cannot_be_written_is_told_once_and_the_rest_works(tmp_path: Path) -> None:
    """No session, but a diagnosis."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    start = Start(project=small_project(tmp_path))
    app = wizard(in_the_way / "state", start=start, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await diagnose(pilot, MISSING)
        assert isinstance(app.screen, ResultScreen)
        assert "cannot be saved" in shown(app)
        await pilot.press("c")
        await pilot.pause()
        assert "no file" in shown(app)
        await pilot.press("ctrl+q")


async def test_of_several_the_list_shows_request_date_and_state(state: Path) -> None:
    """One is picked, one is forgotten, and a demo offers and keeps none."""
    for path in ("first", "second"):
        app = wizard(state, start=Start(probe="never"))
        async with app.run_test() as pilot:
            await settle(pilot)
            await paste(pilot, MISSING.replace("api/data", f"api/{path}"))
        if path == "first":
            alone = wizard(state, start=Start(probe="never"))
            async with alone.run_test(size=(80, 24)) as pilot:
                await settle(pilot)
                # Its end tells the requests apart: the server is what a narrow line can do without.
                assert "/api/first" in shown(alone).splitlines()[1]
    demo = wizard(state, start=Start(is_kept=False))
    async with demo.run_test() as pilot:
        await settle(pilot)
        assert "Unfinished" not in shown(demo)
    app = wizard(state, start=Start(probe="never"))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "Unfinished (14 November, 10:21): 2 problems" in shown(app)
        await pilot.press("ctrl+o")
        await settle(pilot)
        text = shown(app)
        for part in ("http://localhost:5000/api/first", "http://localhost:5000/api/second", "14 November"):
            assert part in text
        await pilot.press("d")
        await settle(pilot)
        assert len(list((state / FOLDER_NAME).iterdir())) == 1
        await pilot.press("enter")
        await settle(pilot)
        assert app.diagnosis is not None
        assert app.diagnosis.text.count("api/") == 1


async def test_a_session_goes_on_with_its_own_project(state: Path, tmp_path: Path) -> None:
    """Started in another folder, the wizard still changes the files that the problem was about."""
    first = wizard(state, send=sender_to(small_api()))
    async with first.run_test() as pilot:
        await diagnose(pilot, MISSING)
    own = small_project(state.parent)
    other = small_project(tmp_path / "other")
    second = wizard(state, send=sender_to(small_api()), start=Start(project=other))
    async with second.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert second.diagnosis is not None
        assert second.diagnosis.scan is not None
        assert second.diagnosis.scan.folder == own


async def test_the_offer_moves_nothing(state: Path) -> None:
    """Its line is there before the offer is, and its buttons are whole at 80 columns."""
    first = wizard(state)
    async with first.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, MISSING.replace("api/data", "api/" + "long/" * 20))
    second = wizard(state)
    async with second.run_test(size=(80, 24)) as pilot:
        before = second.screen.query_one(ErrorBox).region
        await settle(pilot)
        assert second.screen.query_one(ErrorBox).region == before
        assert "Forget it" in shown(second)
