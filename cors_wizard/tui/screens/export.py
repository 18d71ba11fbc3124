"""Asks which report goes where: whole or short, file or clipboard; a file is replaced after a yes."""

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
from cors_wizard.tui.messages import CopyAsked
from cors_wizard.tui.paths import current_folder, shown_path, user_path
from cors_wizard.tui.widgets.answer_list import Answer, AnswerList
from cors_wizard.tui.widgets.filter_input import FilterInput

DEFAULT_NAME = "cors-report.md"


class NameInput(FilterInput):
    """The file's name; as long as it is the one proposed, digits pick the form beside it."""

    @property
    def digits_pick(self) -> bool:
        """Once a name is typed, a digit belongs to it."""
        return self.value in ("", DEFAULT_NAME)


class ExportScreen(ModalScreen[None]):
    """Writes the report, or copies it."""

    AUTO_FOCUS = "NameInput"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Cancel")]
    HELP = "A Markdown file with the cause, the evidence, the exchange and the fix. Secrets are masked."

    asks_to_replace = var(False, toggle_class="-asks")

    def __init__(self, whole: str, short: str, write: Callable[[Path, str, bool], None]) -> None:
        super().__init__()
        self._whole, self._short = whole, short
        self._text = whole
        self._write = write

    def compose(self) -> ComposeResult:
        """The path, and the question that an existing file raises."""
        with VerticalGroup(classes="dialog"):
            yield Static("Write the report to", classes="dialog-title", markup=False)
            yield NameInput(DEFAULT_NAME, id="report-path")
            yield Static(
                Content(f"In {shown_path(current_folder())}, unless you name a folder. Secrets are masked."),
                classes="dialog-note",
            )
            yield Static("", id="dialog-error", markup=False)
            yield AnswerList(
                [Answer("no", "No, choose another name"), Answer("yes", "Yes, replace it")], id="replace"
            )
            yield Static("Or instead:", classes="section-title", markup=False, id="instead")
            yield AnswerList(
                [
                    Answer("copy-short", "Copy the short form, for an issue or a chat"),
                    Answer("write-short", "Write the short form to that file"),
                    Answer("copy-whole", "Copy the whole report"),
                ],
                id="forms",
            )
            yield Static(
                "enter writes it     a number picks     esc cancels", classes="dialog-keys", markup=False
            )

    @on(FilterInput.Moved)
    def _moved(self) -> None:
        """From the field to the other forms."""
        self.query_one("#forms", AnswerList).focus()

    @on(FilterInput.Numbered)
    def _numbered(self, event: FilterInput.Numbered) -> None:
        self.query_one("#forms", AnswerList).pick(event.number)

    @on(Input.Changed)
    def _changed(self) -> None:
        self.query_one("#forms", AnswerList).show_numbers(self.query_one(NameInput).digits_pick)
        self.asks_to_replace = False
        self._say("")

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._text = self._whole
        self._ask_or_write()

    def _ask_or_write(self) -> None:
        path = self._path()
        if path is None:
            self._say("Type the name of a file.")
        # Unlike `Path.is_file`, this says no to a name that no file can have; writing then tells why.
        elif os.path.isfile(path):
            self._say(f"{shown_path(path)} exists. Replace it?")
            self.asks_to_replace = True
            self.query_one("#replace", AnswerList).focus()
        else:
            self._try(path, overwrite=False)

    @on(AnswerList.Picked, "#forms")
    def _form_picked(self, event: AnswerList.Picked) -> None:
        action, _, form = event.value.partition("-")
        self._text = self._short if form == "short" else self._whole
        if action == "write":
            self._ask_or_write()
        else:
            name = "the short report" if form == "short" else "the report"
            self.app.post_message(CopyAsked(self._text, name))
            self.dismiss()

    @on(AnswerList.Picked, "#replace")
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
            self._write(path, self._text, overwrite)
        except FileError as error:
            self._say(str(error))
            self.query_one(Input).focus()
        else:
            self.app.notify(shown_path(path), title="Report written", markup=False)
            self.dismiss()

    def _say(self, text: str) -> None:
        self.query_one("#dialog-error", Static).update(Content(printable(text)))
