"""Asks where the report goes; an existing file is replaced only after a yes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalGroup
from textual.content import Content
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from cors_wizard.errors import FileError
from cors_wizard.tui.display import printable
from cors_wizard.tui.paths import current_folder, shown_path, user_path
from cors_wizard.tui.widgets.answer_list import Answer, AnswerList

DEFAULT_NAME = "cors-report.md"


class ExportScreen(ModalScreen[None]):
    """Writes the report."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Cancel")]
    HELP = "A Markdown file with the cause, the evidence, the exchange and the fix. Secrets are masked."

    asks_to_replace = var(False, toggle_class="-asks")

    def __init__(self, write: Callable[[Path, bool], None]) -> None:
        super().__init__()
        self._write = write

    def compose(self) -> ComposeResult:
        """The path, and the question that an existing file raises."""
        with VerticalGroup(classes="dialog"):
            yield Static("Write the report to", classes="dialog-title", markup=False)
            yield Input(DEFAULT_NAME, id="report-path")
            yield Static(
                Content(f"In {shown_path(current_folder())}, unless you name a folder. Secrets are masked."),
                classes="dialog-note",
            )
            yield Static("", id="dialog-error", markup=False)
            yield AnswerList(
                [Answer("no", "No, choose another name"), Answer("yes", "Yes, replace it")], id="replace"
            )
            yield Static("enter writes it     esc cancels", classes="dialog-keys", markup=False)

    @on(Input.Changed)
    def _changed(self) -> None:
        self.asks_to_replace = False
        self._say("")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        path = self._path()
        if path is None:
            self._say("Type the name of a file.")
        # Unlike `Path.is_file`, this says no to a name that no file can have; writing then tells why.
        elif os.path.isfile(path):
            self._say(f"{shown_path(path)} exists. Replace it?")
            self.asks_to_replace = True
            self.query_one(AnswerList).focus()
        else:
            self._try(path, overwrite=False)

    @on(AnswerList.Picked)
    def _answered(self, event: AnswerList.Picked) -> None:
        path = self._path()
        if event.value == "yes" and path is not None:
            self._try(path, overwrite=True)
        else:
            self.asks_to_replace = False
            self._say("")
            self.query_one(Input).focus()

    def _path(self) -> Path | None:
        typed = self.query_one(Input).value.strip()
        return user_path(typed) if typed else None

    def _try(self, path: Path, *, overwrite: bool) -> None:
        try:
            self._write(path, overwrite)
        except FileError as error:
            self._say(str(error))
            self.query_one(Input).focus()
        else:
            self.app.notify(shown_path(path), title="Report written", markup=False)
            self.dismiss()

    def _say(self, text: str) -> None:
        self.query_one("#dialog-error", Static).update(Content(printable(text)))
