"""The trail: the steps so far and what each settled, to go back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from cors_wizard.facts import Source
from cors_wizard.tui.display import one_line
from cors_wizard.tui.widgets.quiet_list import QuietList
from cors_wizard.tui.words import source_style

_FITS = 60
"""Characters; what the panel has no room for is cut by its style."""


@dataclass(frozen=True)
class TrailEntry:
    """One step as the trail shows it."""

    key: str
    """What is reported when it is picked."""
    title: str
    settled: str = ""
    """What the step settled; empty for the current step."""
    source: Source | None = None


class Trail(QuietList):
    """The steps from first to current; picking one goes back to it."""

    DEFAULT_CSS = """
    /* A trail is to be taken in at a glance, so that each line of it is one line. */
    Trail { text-wrap: nowrap; text-overflow: ellipsis; }
    """

    HELP = "The steps so far. Pick one to go back to it and change what it settled."

    @dataclass
    class StepPicked(Message):
        """The user wants to go back to a step."""

        key: str

    def __init__(self, entries: Sequence[TrailEntry]) -> None:
        super().__init__(*(_option(entry) for entry in entries), markup=False, id="trail")
        self._keys = tuple(entry.key for entry in entries)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.StepPicked(self._keys[event.option_index]))


def _option(entry: TrailEntry) -> Option:
    if not entry.settled:
        return Option(Content.assemble(("● ", "$text-primary"), (one_line(entry.title, _FITS), "bold")))
    mark = source_style(entry.source) if entry.source else "$text-success"
    title, settled = one_line(entry.title, _FITS), one_line(entry.settled, _FITS)
    return Option(Content.assemble(("✓ ", mark), (title, "$foreground-muted"), f"\n  {settled}"))
