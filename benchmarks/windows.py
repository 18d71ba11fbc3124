"""The start of the window, against an application of one widget; both without a terminal."""

from __future__ import annotations

from benchmarks.measuring import Work, process, ratio
from cors_wizard.__main__ import ALLOCATIONS

_ONE_WIDGET = """
import asyncio, os
from textual.app import App
from textual.widgets import Static
class Small(App):
    def compose(self):
        yield Static("Hello")
async def main():
    async with Small().run_test() as pilot:
        os._exit(0)
asyncio.run(main())
"""
_OURS = (
    f"""
import gc
gc.set_threshold({ALLOCATIONS})
"""
    + """
import asyncio, os, tempfile
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()
from cors_wizard.tui.start import WizardOptions, make_app
app = make_app(WizardOptions(is_kept=False), os.environ)
async def main():
    async with app.run_test() as pilot:
        {then}
        os._exit(0)
asyncio.run(main())
"""
)


def opening() -> Work:
    """Opens the window up to its first paint: the box is there; nothing else is loaded yet."""
    return process(["-c", _OURS.format(then="pass")])


def first_paint() -> float:
    """The first paint against that of one widget."""
    return ratio(opening(), process(["-c", _ONE_WIDGET]))


def knowledge_ready() -> float:
    """The knowledge is loaded, and the box can be read."""
    then = "await app.paste.base()"
    return ratio(process(["-c", _OURS.format(then=then)]), process(["-c", _ONE_WIDGET]))
