"""Writes `screenshots/` from the running app with fixed content, or checks that what is there is fresh.

python -m tests.tui.screenshots           writes the pictures
python -m tests.tui.screenshots --check   exits 1 and says so where one is out of date
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask_cors import CORS
from textual.pilot import Pilot
from textual.widgets import Input

from cors_wizard.errors import CorsWizardError
from cors_wizard.probe.run import Sender
from cors_wizard.project import ProjectScan, scan_project
from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.services import Start
from cors_wizard.tui.themes import DARK, LIGHT
from tests.tui import idle
from tests.tui.harness import MISSING, diagnose, nobody_answers, paste, sender_to, settle, small_api, wizard

FOLDER = Path(__file__).resolve().parent.parent.parent / "screenshots"
WIDE, NARROW = (120, 40), (80, 24)

CREDENTIALS = (
    "Access to fetch at 'http://localhost:5000/api/users' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: Response to preflight request doesn't pass access control check: The value of "
    "the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the "
    "request's credentials mode is 'include'."
)

# The web font is what no picture in a page may load, and what is wider than the fonts that stand in for it.
WEB_FONT = re.compile(r"@font-face \{[^}]*\}\s*")
FONTS = "DejaVu Sans Mono, Menlo, Consolas, monospace"

Steps = Callable[[Pilot[CorsWizardError]], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """One picture: what is shown, how large, and how to get there."""

    name: str
    size: tuple[int, int]
    app: Callable[[Path], CorsWizardApp]
    steps: Steps
    theme: str = DARK.name


def _wizard(state: Path, send: Sender, start: Start | None = None) -> CorsWizardApp:
    return wizard(state, start=start, send=send, scan=with_a_fixed_folder)


def with_a_fixed_folder(folder: Path) -> ProjectScan:
    """The scan of a folder that has the same name in every picture."""
    found = scan_project(folder)
    facts = (replace(fact, value="~/shop") if fact.name == "project" else fact for fact in found.facts)
    return replace(found, facts=tuple(facts))


def small(state: Path) -> CorsWizardApp:
    return _wizard(state, send=sender_to(small_api()))


def _with_credentials(state: Path) -> CorsWizardApp:
    """An API that names the origin, and forgets the credentials."""
    api = Flask("users")
    CORS(api, origins=["http://localhost:3000"])

    @api.put("/api/users")
    def put() -> dict[str, bool]:
        return {"ok": True}

    return _wizard(state, send=sender_to(api))


def silent(state: Path) -> CorsWizardApp:
    empty = state.parent / "empty"
    empty.mkdir()
    return _wizard(state, start=Start(project=empty), send=nobody_answers)


def careful(state: Path) -> CorsWizardApp:
    return _wizard(state, send=sender_to(small_api()), start=Start(probe="ask"))


async def _pasted(pilot: Pilot[CorsWizardError]) -> None:
    await settle(pilot)
    await paste(pilot, MISSING)


async def _diagnosed(pilot: Pilot[CorsWizardError]) -> None:
    await diagnose(pilot, MISSING)


async def _credentials(pilot: Pilot[CorsWizardError]) -> None:
    await diagnose(pilot, f"{CREDENTIALS}\nPUT http://localhost:5000/api/users net::ERR_FAILED")


async def _copied(pilot: Pilot[CorsWizardError]) -> None:
    await _diagnosed(pilot)
    await pilot.press("c")
    await settle(pilot)


async def _asked(pilot: Pilot[CorsWizardError]) -> None:
    await diagnose(pilot, MISSING)
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    # At 80x24 the question and both helps do not fit at once.
    await pilot.press(*("wh" if pilot.app.size.width >= WIDE[0] else "w"))
    await settle(pilot)


class Mended:
    """A sender to an API that is mended between the first round of probes and the next."""

    def __init__(self) -> None:
        self.api = small_api()

    def app(self, state: Path) -> CorsWizardApp:
        """The wizard that asks it."""
        return _wizard(state, send=sender_to(self.api))

    async def steps(self, pilot: Pilot[CorsWizardError]) -> None:
        """Diagnose, mend, verify."""
        await diagnose(pilot, MISSING)
        # Flask lets nothing be set up after the first request, as a restart would.
        self.api._got_first_request = False
        CORS(self.api, origins=["http://localhost:3000"])
        await pilot.press("v")
        await settle(pilot)


def scenes() -> Iterator[Scene]:
    """Every picture."""
    for size, tag in ((WIDE, "120x40"), (NARROW, "80x24")):
        yield Scene(f"paste-{tag}", size, small, _pasted)
        yield Scene(f"consent-{tag}", size, careful, _diagnosed)
        yield Scene(f"question-{tag}", size, silent, _asked)
        yield Scene(f"result-{tag}", size, small, _diagnosed)
        yield Scene(f"fix-{tag}", size, small, _copied)
        mended = Mended()
        yield Scene(f"verify-{tag}", size, mended.app, mended.steps)
    yield Scene("preflight-120x40", WIDE, _with_credentials, _credentials)
    yield Scene("result-light-120x40", WIDE, small, _diagnosed, LIGHT.name)


async def take(scene: Scene) -> str:
    """The picture as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        app = scene.app(Path(folder) / "state")
        app.animation_level = "none"
        async with app.run_test(size=scene.size) as pilot:
            await settle(pilot)
            app.theme = scene.theme
            await scene.steps(pilot)
            await settle(pilot)
            return stand_alone(app.export_screenshot(title="cors-wizard"))


def stand_alone(picture: str) -> str:
    """The same picture for any viewer: no font from elsewhere, and no space lost at the begin of a piece."""
    picture = WEB_FONT.sub("", picture).replace("font-family: Fira Code, monospace", f"font-family: {FONTS}")
    return picture.replace("<text ", '<text xml:space="preserve" ')


async def take_all() -> dict[str, str]:
    """Every picture by its file's name, and the animated story."""
    # Imported here: the story takes its pictures with what stands above.
    from tests.tui.story import NAME, take_story

    pictures = {f"{scene.name}.svg": await take(scene) for scene in scenes()}
    return {**pictures, NAME: await take_story()}


def stale(pictures: dict[str, str], folder: Path) -> list[str]:
    """The names of the files that differ from the pictures, are missing, or are no longer taken."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.svg")}
    return sorted(name for name in {*pictures, *there} if pictures.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    """Writes or checks; 1 where a picture is out of date."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing, exit 1 where a picture is out of date"
    )
    options = parser.parse_args(arguments)
    with pytest.MonkeyPatch.context() as patch:
        idle.use(patch)
        pictures = asyncio.run(take_all())
    if options.check:
        return _report(stale(pictures, FOLDER))
    FOLDER.mkdir(exist_ok=True)
    for name in stale(pictures, FOLDER):
        path = FOLDER / name
        if name in pictures:
            path.write_text(pictures[name], encoding="utf-8")
        else:
            path.unlink()
    return 0


def _report(names: list[str]) -> int:
    if names:
        message = f"Out of date: {', '.join(names)}. Run python -m tests.tui.screenshots and look at them."
        print(message, file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
