"""Several failing requests in one paste: a list, one line each, worked through one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from cors_wizard.masking import masked_url
from cors_wizard.tui.display import one_line, prose
from cors_wizard.tui.messages import StepAsked
from cors_wizard.tui.problem_states import Entry, ProblemStates
from cors_wizard.tui.trail_entries import PASTE
from cors_wizard.tui.widgets.stage_bar import StageBar

_STYLES = {"open": "$foreground-muted", "found": "$text-warning", "works": "$text-success"}


class ProblemsScreen(Screen[None]):
    """The list; picking a line goes to that request."""

    AUTO_FOCUS = "#problems"
    HELP = """\
# Several problems

Each line is one request of your text that failed. Pick one with its number, the arrows and Enter, or the
mouse; you come back here with `b`. A fix that covers several requests says so.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"pick({number})", show=False, system=True) for number in range(1, 10)),
        Binding("enter", "pick_marked", "Open", show=True, tooltip="Work on the marked request"),
        Binding("escape,b", "back", "Back", tooltip="Back to where you were"),
        Binding("question_mark,f1", "app.toggle_help", "Help", tooltip="Keys and words of this screen"),
    ]

    @dataclass
    class Picked(Message):
        """The user wants to work on one of them."""

        key: str

    def __init__(self, states: ProblemStates, came_from: str = "") -> None:
        super().__init__()
        self._states = states
        self._came_from = came_from
        self._entries = states.entries()

    def compose(self) -> ComposeResult:
        """The headline and the list."""
        left = sum(each.state in ("open", "found") for each in self._entries)
        yield StageBar("paste")
        with Vertical(id="problems-body"):
            yield Static(
                Content(f"{len(self._entries)} requests failed. {_left(left, len(self._entries))}"),
                classes="question-text",
            )
            # On one line where it fits: a line that wraps begins in the column of the numbers.
            between = "  ·  " if self.app.size.width >= _WIDE else "\n     "
            options = [
                option_of(number, entry, between) for number, entry in enumerate(self._entries, start=1)
            ]
            yield OptionList(*options, markup=False, id="problems")
        yield Footer()

    def on_mount(self) -> None:
        """Mark the first that is left."""
        keys = [each.problem.key for each in self._entries]
        following = self._states.next_open
        self.query_one("#problems", OptionList).highlighted = keys.index(following) if following else 0

    def action_pick(self, number: int) -> None:
        """Pick by number."""
        if number <= len(self._entries):
            self.post_message(self.Picked(self._entries[number - 1].problem.key))

    def action_pick_marked(self) -> None:
        """Pick what is marked."""
        self.query_one("#problems", OptionList).action_select()

    def action_back(self) -> None:
        """Back to the request that it was opened from, else to the text."""
        self.post_message(self.Picked(self._came_from) if self._came_from else StepAsked(PASTE))

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self.action_pick(event.option_index + 1)


def _left(count: int, every: int) -> str:
    if count == every:
        return "Pick one to begin with."
    return {0: "None is left; pick one to check it.", 1: "One is left."}.get(count, f"{count} are left.")


_WIDE = 100
"""Columns."""


def option_of(number: int, entry: Entry, between: str) -> Option:
    """The lines of one request: what it is, what failed, and how far it has come."""
    problem = entry.problem
    style = _STYLES.get(entry.state, "$text-primary")
    return Option(
        Content.assemble(
            (f"{number:>2} ", "bold $text-accent"),
            (f"{entry.mark} ", f"bold {style}"),
            (one_line(f"{problem.method} {masked_url(problem.url)}", 200), "bold"),
            "\n     ",
            (one_line(problem.failed, 80), ""),
            (between, "$foreground-muted"),
            (one_line(prose(entry.words).plain, 120), style),
        )
    )
