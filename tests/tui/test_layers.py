"""Through the proxy and past it, in the window: at the result and after the fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.probe.send import send
from cors_wizard.tui.screens.verify import VerifyScreen
from cors_wizard.tui.services import Start
from tests.cli.test_check_several import behind_a_proxy
from tests.tui.harness import MISSING, diagnose, settle, whole_step, wizard

pytestmark = pytest.mark.window


async def test_the_guilty_layer_is_named(state: Path, tmp_path: Path) -> None:
    """Its sentence is in sight, line and table below it; verify says it again."""
    with behind_a_proxy(tmp_path) as (front, _):
        app = wizard(state, start=Start(project=tmp_path), send=send)
        async with app.run_test(size=(120, 40)) as pilot:
            await diagnose(pilot, MISSING.replace("http://localhost:5000", front))
            assert "The proxy removes Access-Control-Allow-Origin." in whole_step(app)
            await pilot.press("m")
            await settle(pilot)
            assert "nginx.conf:4" in whole_step(app)
            assert "through the proxy" in whole_step(app)
            await pilot.press("v")
            await settle(pilot)
            assert isinstance(app.screen, VerifyScreen)
            assert "The proxy removes Access-Control-Allow-Origin." in whole_step(app)
