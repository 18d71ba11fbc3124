"""The command palette, the help and the theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color

from cors_wizard.tui.commands import WizardCommands
from cors_wizard.tui.screens.export import ExportScreen
from cors_wizard.tui.screens.paste import PasteScreen
from cors_wizard.tui.themes import DARK, LIGHT
from cors_wizard.tui.widgets.error_box import ErrorBox
from tests.tui.harness import MISSING, diagnose, sender_to, settle, shown, small_api, wizard


async def test_a_command_is_found_by_name(state: Path) -> None:
    """What a key does can be typed too."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("ctrl+p", *"export")
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ExportScreen)


@pytest.mark.parametrize("is_diagnosed", [False, True])
async def test_each_command_is_listed_once_with_its_key(state: Path, is_diagnosed: bool) -> None:
    """Also what has no room in the footer; nothing that only scrolls."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        if is_diagnosed:
            await diagnose(pilot, MISSING)
        hits = [hit async for hit in WizardCommands(app.screen, None).discover()]
        listed = {hit.text or "": hit.help or "" for hit in hits}
        assert len(listed) == len(hits)
        assert listed["Quit"].startswith("^q")
        keys = {"Apply": "a  ", "Facts": "f  ", "Probes": "x  ", "Who": "y  "}
        assert all(
            listed[name].startswith(key) == is_diagnosed for name, key in keys.items() if name in listed
        )
        assert keys.keys() <= listed.keys() if is_diagnosed else "Diagnose" in listed
        assert not any("croll" in name or "ursor" in name for name in listed)


async def test_starting_over_empties_the_box(state: Path) -> None:
    """For another problem."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        await app.run_action("start_over")
        await settle(pilot)
        assert isinstance(app.screen, PasteScreen)
        assert app.screen.query_one(ErrorBox).text == ""
        assert app.diagnosis is None


async def test_help_opens_and_closes(state: Path) -> None:
    """F1 tells what the screen is for and which keys it has."""
    app = wizard(state, send=sender_to(small_api()))
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, MISSING)
        await pilot.press("f1")
        await settle(pilot)
        assert "writes the change to your files" in shown(app)
        await pilot.press("f1")
        await settle(pilot)
        assert "writes the change to your files" not in shown(app)


_INKS = ("primary", "secondary", "accent", "error", "success", "warning")


def _luminance(color: Color) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [part / 255 for part in color.rgb]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(ink: Color, ground: Color) -> float:
    dark, light = sorted((_luminance(ink), _luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", [DARK.name, LIGHT.name])
def test_both_themes_are_readable(name: str) -> None:
    """Text, and each colour that text is written in, stands off its ground by 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    variables = {DARK.name: DARK, LIGHT.name: LIGHT}[name].to_color_system().generate()
    for ground in ("background", "surface", "panel"):
        for ink in ("foreground", *(f"text-{name}" for name in _INKS)):
            contrast = _contrast(Color.parse(variables[ink]), Color.parse(variables[ground]))
            assert contrast >= 4.5, f"{ink} on {ground}: {contrast:.2f}"
