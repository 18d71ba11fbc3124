"""Copies for the user: to the terminal's clipboard and to a file, as no terminal says whether it took it."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.display import one_line
from cors_wizard.tui.paths import shown_path
from cors_wizard.tui.services import Services
from cors_wizard.tui.session import write_private

FILE_NAME = "copied.txt"


def copy_for_user(app: App[CorsWizardError], text: str, name: str, services: Services) -> None:
    """Copy in both ways and say which happened."""
    from cors_wizard.masking import mask_text  # Only now: its patterns take long to compile.

    text = mask_text(text)
    takes_clipboard = services.takes_clipboard
    path = services.state_folder / FILE_NAME
    try:
        write_private(path, text)
        saved, problem = True, ""
    except OSError as error:
        saved, problem = False, error.strerror or "unknown reason"
    if takes_clipboard:
        app.copy_to_clipboard(text)
    # One after another they would pile up over the code that is being copied.
    app.clear_notifications()
    app.notify(
        _what_happened(path, problem, saved=saved, sent=takes_clipboard),
        title=f"Copied {one_line(name, 40)}" if takes_clipboard or saved else "Not copied",
        severity="information" if takes_clipboard or saved else "error",
        markup=False,
    )


def _what_happened(path: Path, problem: str, *, saved: bool, sent: bool) -> str:
    file = f"the file {shown_path(path)}" if saved else f"no file ({shown_path(path)}: {problem})"
    if sent and saved:
        return f"Sent to the terminal's clipboard, and to {file}."
    if sent:
        return f"Sent to the terminal's clipboard. There is {file}."
    if saved:
        return f"This terminal has no clipboard, so it is in {file}."
    return f"This terminal has no clipboard, and there is {file}. Select it with the mouse."
