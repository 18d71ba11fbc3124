"""The main job in one go: paste, probes, cause, copy, apply, verify, export; with a real server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from textual.pilot import Pilot
from textual.widgets._footer import FooterKey

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.screens.paste import PasteScreen
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.verify import VerifyScreen
from cors_wizard.tui.start import WizardOptions, make_app
from tests.probe.serving import flask_server
from tests.tui.harness import CODE, MISSING, diagnose, paste, settle, shown, whole_step

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Restarted:
    """A server that runs what the file holds now, as after a restart."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.restart()

    def restart(self) -> None:
        """Run the file anew."""
        module = ModuleType("served")
        exec(compile(self._file.read_text(), str(self._file), "exec"), module.__dict__)
        self._app = module.app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_from_paste_to_a_report_on_a_fix_that_was_seen_to_work(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user pastes, applies the change with one key, verifies and exports."""
    file = tmp_path / "app.py"
    file.write_text(CODE)
    server = Restarted(file)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with flask_server(server) as address:
        app = make_app(WizardOptions(project=tmp_path), {})
        app.services = replace(app.services, key_guard=0)
        text = (
            f"Access to fetch at '{address}/api/data' from origin 'http://localhost:3000' has been blocked "
            "by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
        )
        async with app.run_test(size=size) as pilot:
            await diagnose(pilot, text)
            assert isinstance(app.screen, ResultScreen)
            assert app.diagnosis is not None
            assert app.diagnosis.cause is not None
            assert app.diagnosis.cause.id == "cors-not-initialized"
            assert app.diagnosis.cause.title in shown(app)
            assert "Access-Control-Allow-Origin: http://localhost:3000" in whole_step(app)

            await pilot.press("c")
            await settle(pilot)
            assert "+CORS(app" in (tmp_path / "state" / "cors-wizard" / "copied.txt").read_text()
            await pilot.press("a")
            await settle(pilot)
            assert "CORS(app" in file.read_text()
            server.restart()
            await pilot.press("v")
            await settle(pilot)
            assert isinstance(app.screen, VerifyScreen)
            assert "Works" in shown(app)
            assert "for nobody else" in " ".join(whole_step(app).split())
            assert app.has_worked

            await pilot.press("e")
            await pilot.press("enter")
            await settle(pilot)
            report = Path("cors-report.md").read_text(encoding="utf-8")
            assert app.diagnosis.cause.title in report
            assert "http://localhost:3000" in report

            assert "n takes another problem" in shown(app)
            await pilot.press("n")
            await settle(pilot)
            assert isinstance(app.screen, PasteScreen)
            assert app.screen.box.text == ""
            await pilot.press("ctrl+q")
    assert app.return_value is None
    assert list((tmp_path / "state" / "cors-wizard" / "sessions").iterdir()) == []


async def test_the_same_by_mouse_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The button, then the words of the footer: apply, verify, take it back."""
    file = tmp_path / "app.py"
    file.write_text(CODE)
    server = Restarted(file)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with flask_server(server) as address:
        app = make_app(WizardOptions(project=tmp_path), {})
        app.services = replace(app.services, key_guard=0)
        async with app.run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            await paste(pilot, MISSING.replace("http://localhost:5000", address))
            await pilot.click("#diagnose")
            await settle(pilot)
            assert isinstance(app.screen, ResultScreen)
            await _click_key(pilot, "Apply")
            assert "CORS(app" in file.read_text()
            server.restart()
            await _click_key(pilot, "Verify")
            assert app.has_worked
            await _click_key(pilot, "Back")
            await _click_key(pilot, "Undo")
            assert file.read_text() == CODE


async def _click_key(pilot: Pilot[CorsWizardError], description: str) -> None:
    keys = pilot.app.screen.query(FooterKey)
    await pilot.click(next(key for key in keys if key.description == description))
    await settle(pilot)
