"""The demo's whole story in one window: broken, explained, changed, reloaded, verified."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cors_wizard.demo import DEMO_NAMES, start_demo
from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.verify import VerifyScreen
from cors_wizard.tui.start import WizardOptions, make_app
from tests.tui.harness import settle, shown

pytestmark = pytest.mark.process
_TRIES = 40


@pytest.mark.parametrize("name", [each for each in DEMO_NAMES if each != "nginx"])
async def test_from_the_text_to_works_with_five_keys(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text is in the box: diagnose, see the file's change, apply, verify, leave; nothing is restarted."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with start_demo(name) as demo:
        before = demo.app_file.read_text()
        app = make_app(WizardOptions(text=demo.text, project=demo.folder, is_kept=False), {})
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await _press(pilot, "ctrl+d")
            assert isinstance(app.screen, ResultScreen), shown(app)
            assert "a Apply" in shown(app)
            assert " + " in shown(app)
            await _press(pilot, "a")
            assert demo.app_file.read_text() != before
            assert "Restart" not in shown(app)
            await _press(pilot, "v")
            assert isinstance(app.screen, VerifyScreen)
            # The server reloads within a moment, and the window repeats its requests then.
            for _ in range(_TRIES):
                if app.has_worked:
                    break
                await asyncio.sleep(0.25)
                await settle(pilot)
            assert app.has_worked, shown(app)
            assert "Works" in shown(app)
            await pilot.press("ctrl+q")
    assert not list(tmp_path.rglob("*.json"))


async def _press(pilot: Pilot[CorsWizardError], key: str) -> None:
    """A key once the guard against keys for the screen before has gone."""
    await asyncio.sleep(0.3)
    await pilot.press(key)
    await settle(pilot)
