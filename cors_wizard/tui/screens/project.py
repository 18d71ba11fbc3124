"""Asks for the project folder, to make the fix for the user's own file, variable and versions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from cors_wizard.tui.display import printable
from cors_wizard.tui.paths import shown_path, user_path


class ProjectScreen(ModalScreen[Path | None]):
    """Gives back a folder that exists, or None."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel")]
    HELP = "The folder is read, never executed: versions, the Flask app's code, proxy settings."

    def __init__(self, default: str) -> None:
        super().__init__()
        self._default = default

    def compose(self) -> ComposeResult:
        """The folder's path."""
        with VerticalGroup(classes="dialog"):
            yield Static("Which folder holds the Flask project?", classes="dialog-title", markup=False)
            yield Input(self._default, id="project-path")
            yield Static("", id="dialog-error", markup=False)
            yield Static(
                "It is read and never executed: file and variable names, versions, proxy settings.",
                classes="dialog-note",
                markup=False,
            )
            yield Static("enter reads it     esc cancels", classes="dialog-keys", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        folder = user_path(event.value.strip() or ".")
        # Unlike `Path.is_dir`, this says no to a name that no folder can have.
        if os.path.isdir(folder):
            self.dismiss(folder)
        else:
            message = f"{shown_path(folder)} isn't a folder. Type the folder that holds your Flask code."
            self.query_one("#dialog-error", Static).update(Content(printable(message)))
