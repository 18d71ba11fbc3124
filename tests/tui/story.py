"""The story from paste to verified as one animated picture, taken from the running app.

`python -m tests.tui.screenshots` writes it with the others. Where nothing is played, its end is shown.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask_cors import CORS
from textual.pilot import Pilot

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.services import Start
from tests.tui.harness import MISSING, paste, sender_to, settle, small_api, wizard
from tests.tui.screenshots import stand_alone, with_a_fixed_folder

NAME = "story.svg"
SIZE = (100, 28)
_SECONDS = (2.0, 3.5, 5.0, 3.0, 5.0)
"""How long each frame is shown."""
_INSIDE = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_BOX = re.compile(r'viewBox="([^"]+)"')


async def take_story() -> str:
    """The animated picture."""
    return animated(await _frames(), _SECONDS)


async def _frames() -> list[str]:
    """The empty box, the text that was understood, the fix, the fix applied, the proof."""
    api = small_api()
    frames: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        app = wizard(Path(folder) / "state", start=Start(), send=sender_to(api), scan=with_a_fixed_folder)
        app.animation_level = "none"
        async with app.run_test(size=SIZE) as pilot:

            async def take() -> None:
                await settle(pilot)
                app.clear_notifications()
                await settle(pilot)
                frames.append(stand_alone(app.export_screenshot(title="cors-wizard")))

            await take()
            await _pasted(pilot)
            await take()
            await pilot.press("enter")
            await take()
            await pilot.press("a")
            await take()
            # Flask takes no setup after the first request, as a restart would.
            api._got_first_request = False
            CORS(api, origins=["http://localhost:3000"])
            await pilot.press("v")
            await take()
    return frames


async def _pasted(pilot: Pilot[CorsWizardError]) -> None:
    await settle(pilot)
    await paste(pilot, MISSING)


def animated(frames: Sequence[str], seconds: Sequence[float]) -> str:
    """The pictures one after the other, for ever; all are of one size."""
    box = _BOX.search(frames[0])
    total = sum(seconds)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box[1] if box else ""}">', "<style>"]
    parts += _styles(seconds, total)
    parts.append("</style>")
    for number, frame in enumerate(frames):
        inside = _INSIDE.search(frame)
        parts.append(f'<g class="frame frame-{number}">{inside[1] if inside else ""}</g>')
    return "\n".join((*parts, "</svg>", ""))


def _styles(seconds: Sequence[float], total: float) -> Iterator[str]:
    """Each frame is visible from its begin to its end; without animation the last one is."""
    yield f".frame {{ visibility: hidden; animation-duration: {total:g}s; }}"
    yield ".frame { animation-iteration-count: infinite; animation-timing-function: step-end; }"
    yield f".frame-{len(seconds) - 1} {{ visibility: visible; }}"
    begin = 0.0
    for number, length in enumerate(seconds):
        first, last = 100 * begin / total, 100 * (begin + length) / total
        begin += length
        steps = [(0.0, "hidden"), (first, "visible"), (last, "hidden")]
        if number == 0:
            steps = steps[1:]
        if number == len(seconds) - 1:
            steps[-1] = (100.0, "visible")
        shown = " ".join(f"{percent:.3f}% {{ visibility: {state}; }}" for percent, state in steps)
        yield f"@keyframes frame-{number} {{ {shown} }}"
        yield f".frame-{number} {{ animation-name: frame-{number}; }}"
