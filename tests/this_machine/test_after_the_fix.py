"""What verify says after an edit, with real processes: in the window, as lines, and in the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cors_wizard.cli.arguments import build_parser
from cors_wizard.cli.plain import PlainWizard
from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.verify import VerifyScreen
from cors_wizard.tui.start import WizardOptions, make_app
from tests.ports import unused_port
from tests.this_machine.processes import (
    CODE,
    FIXED,
    Move,
    Server,
    crashed,
    error_text,
    not_restarted,
    not_saved,
    replaced,
    restarted,
    server_of,
    silent,
    without_http,
)
from tests.tui.harness import diagnose, settle, shown, whole_step

pytestmark = pytest.mark.process

MOVES = [
    pytest.param(restarted, "for nobody else", id="restart"),
    pytest.param(not_restarted, "old code is still running", id="no-restart"),
    pytest.param(not_saved, "the files are as they were", id="not-saved"),
    pytest.param(crashed, "The server has stopped", id="crash"),
    pytest.param(replaced, "Another program responds", id="other-program"),
    pytest.param(silent, "accepts the connection, and no response comes", id="silent"),
    pytest.param(without_http, "accepts the connection, and sends no HTTP response", id="no-http"),
]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The folder of an API without CORS, and a port that it can have."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "app.py").write_text(CODE)
    return Server(folder, unused_port())


@pytest.mark.window
@pytest.mark.parametrize(("move", "says"), MOVES)
async def test_in_the_window(move: Move, says: str, server: Server) -> None:
    """The headline and the exported report tell them apart."""
    with server_of(server.folder, server.port) as running:
        running.flask()
        app = make_app(WizardOptions(project=server.folder), {})
        app.services = replace(app.services, key_guard=0)
        async with app.run_test(size=(120, 40)) as pilot:
            await diagnose(pilot, error_text(server))
            assert isinstance(app.screen, ResultScreen)
            move(running)
            await pilot.press("v")
            await settle(pilot)
            assert isinstance(app.screen, VerifyScreen)
            assert says in shown(app)
            await pilot.press("e")
            await pilot.press("enter")
            await settle(pilot)
    assert says in Path("cors-report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("move", "says"), MOVES)
def test_as_lines(move: Move, says: str, server: Server) -> None:
    """The plain wizard says the same words."""
    with server_of(server.folder, server.port) as running:
        running.flask()
        told: list[str] = []
        lines = iter(["v\n", "e\n", "\n", "q\n"])

        def read() -> str:
            line = next(lines, "")
            if line == "v\n":
                move(running)
            return line

        arguments = build_parser().parse_args(
            ["--project", str(server.folder), "--fact", "credentials=omit", "--plain"]
        )
        arguments.fact = [*arguments.fact, "request_headers="]
        PlainWizard(arguments, read, told.append).run(error_text(server))
    assert says in "\n".join(told)
    assert says in Path("cors-report.md").read_text(encoding="utf-8")


async def _turned(pilot: Pilot[CorsWizardError], says: str) -> None:
    """Wait until the screen says it; the test's own time limit ends a vain wait."""
    while says not in whole_step(pilot.app):  # type: ignore[arg-type]  # the wizard
        await pilot.pause(0.1)


@pytest.mark.window
@pytest.mark.parametrize("options", [("--debug",), ()], ids=["reloader", "restart-by-hand"])
async def test_it_turns_green_without_a_key(options: tuple[str, ...], server: Server) -> None:
    """Verify repeats by itself once the file is saved and the new code runs."""
    with server_of(server.folder, server.port) as running:
        running.flask(*options)
        app = make_app(WizardOptions(project=server.folder), {})
        app.services = replace(app.services, key_guard=0)
        async with app.run_test(size=(120, 40)) as pilot:
            await diagnose(pilot, error_text(server))
            await pilot.press("v")
            await settle(pilot)
            assert "the files are as they were" in shown(app)
            (server.folder / "app.py").write_text(FIXED)
            if not options:
                await _turned(pilot, "old code is still running")
                running.flask()
            await _turned(pilot, "for nobody else")
            await settle(pilot)
            assert app.has_worked
