"""The saved problems: each by its request, date and state, to go on with or to forget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cors_wizard.tui.display import one_line, prose
from cors_wizard.tui.session import Session


class SessionsScreen(ModalScreen[Session | None]):
    """Gives the one that was picked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", tooltip="Close the list"),
        Binding("d,delete", "forget", "Forget", tooltip="Remove the marked one from the disk"),
    ]

    @dataclass
    class Forgotten(Message):
        """The user wants a saved problem removed."""

        session: Session

    def __init__(self, sessions: Sequence[Session]) -> None:
        super().__init__()
        self._sessions = list(sessions)

    def compose(self) -> ComposeResult:
        """The list and its keys."""
        with Vertical(classes="dialog"):
            yield Static("Unfinished problems", classes="dialog-title", markup=False)
            yield OptionList(*map(_option, self._sessions), markup=False, id="sessions")
            yield Static("Enter goes on, d forgets it, esc closes.", classes="dialog-keys", markup=False)

    def action_close(self) -> None:
        """Back without one."""
        self.dismiss(None)

    def action_forget(self) -> None:
        """Forget the marked one."""
        shown = self.query_one("#sessions", OptionList)
        at = shown.highlighted
        if at is None:
            return
        self.app.post_message(self.Forgotten(self._sessions.pop(at)))
        shown.remove_option_at_index(at)
        if not self._sessions:
            self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._sessions[event.option_index])


def _option(session: Session) -> Option:
    return Option(
        Content.assemble(
            (one_line(session.request, 90) or "(no request)", "bold"),
            "\n",
            (one_line(f"{session.saved}  {prose(session.state).plain}", 90), "$foreground-muted"),
        )
    )
