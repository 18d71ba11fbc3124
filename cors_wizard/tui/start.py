"""Starts the wizard: the one place where it meets the environment, the clock and the real files."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cors_wizard.facts import Facts
from cors_wizard.frozen import dataclass
from cors_wizard.printable import visible

if TYPE_CHECKING:
    # Nothing of these is imported before the window is painted.
    from cors_wizard.changes import ChangeSet
    from cors_wizard.changes.change import FileDigests
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.project import ProjectScan
    from cors_wizard.tui.app import CorsWizardApp


@dataclass(frozen=True)
class WizardOptions:
    """What the command line hands to the wizard."""

    text: str = ""
    """Fills the box."""
    given: Facts = field(default_factory=Facts)
    """Facts from options such as --url and --origin, with the source `answered`."""
    project: Path | None = None
    pages: tuple[Path, ...] = ()
    """Folders of the page's own code."""
    knowledge: tuple[Path, ...] = ()
    """Folders that are laid over the built-in knowledge."""
    probe: Literal["auto", "ask", "never"] = "auto"
    is_kept: bool = True
    """Whether the problem is saved for a later run; a demo's is not."""
    theme: str = ""
    """One of `settings.THEMES`; empty leaves it to what the terminal tells."""
    editor: str = ""
    """The command that opens a file; empty leaves it to VISUAL and EDITOR."""


def run_wizard(options: WizardOptions) -> int:
    """Run the wizard until the user leaves it; returns the exit status (README, "Command line")."""
    from cors_wizard.tui.signals import clean_terminal_after_signals

    app = make_app(options, os.environ)
    with clean_terminal_after_signals():
        error = app.run()
    if app.crash is not None:
        raise app.crash  # The command line says so, and keeps a report.
    if error is not None:
        print(visible(str(error)), file=sys.stderr)
        return 2
    from cors_wizard.tui.closing import lines_of

    for line in lines_of(app):
        print(line)
    return exit_status(app.diagnosis, has_worked=app.has_worked)


def exit_status(diagnosis: Diagnosis | None, *, has_worked: bool) -> int:
    """0 where nothing is wrong or it was fixed, 1 where a cause was found, 3 where a question is open."""
    if diagnosis is None or has_worked:
        return 0
    if diagnosis.cause is not None and diagnosis.status == "concluded":
        return 1
    return 3 if diagnosis.status in ("question", "unrecognised") else 0


def make_app(options: WizardOptions, environment: Mapping[str, str]) -> CorsWizardApp:
    """The app with its real doors to the outside."""
    from datetime import datetime

    from cors_wizard import user_folders
    from cors_wizard.probe.lazily import send_lazily
    from cors_wizard.settings import write_theme
    from cors_wizard.tui.app import CorsWizardApp
    from cors_wizard.tui.editor import editor_command
    from cors_wizard.tui.services import Services, Start

    with_editor = {**environment, **({"VISUAL": options.editor} if options.editor else {})}
    services = Services(
        load_knowledge=lambda: _load_knowledge(options.knowledge),
        send=send_lazily,
        scan_project=lambda folder: _scan_project(folder, options.pages, options.project),
        write_report=_write_report,
        apply_changes=_apply_changes,
        undo_changes=_undo_changes,
        last_written=_last_written,
        editor=lambda file, line: editor_command(with_editor, file, line),
        keep_theme=lambda theme: write_theme(user_folders.settings_file(), theme),
        now=datetime.now,
        state_folder=user_folders.state_folder(),
        takes_clipboard=takes_clipboard(environment),
    )
    folder = options.project or next(iter(options.pages), None)
    start = Start(
        options.text,
        options.given,
        folder,
        options.probe,
        options.is_kept,
        theme_of(options.theme, environment),
    )
    return CorsWizardApp(services, start)


def theme_of(chosen: str, environment: Mapping[str, str]) -> str:
    """The chosen theme, else the light one where the terminal says that its ground is light."""
    if chosen:
        return chosen
    # Set by rxvt, Konsole and others: "foreground;background", where 7 and 15 are white.
    ground = environment.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if ground in ("7", "15") else "dark"


def takes_clipboard(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is none of those that are known to ignore text for the clipboard (OSC 52)."""
    return environment.get("TERM_PROGRAM") != "Apple_Terminal" and environment.get("TERM") not in (
        "linux",
        "dumb",
    )


def _load_knowledge(folders: tuple[Path, ...]) -> Knowledge:
    from cors_wizard.knowledge_base import builtin_folder, load_knowledge

    try:
        return load_knowledge(builtin_folder(), *folders) if folders else load_knowledge()
    finally:
        # All that the start made stays: it is never looked through for garbage again, what comes is as usual.
        gc.freeze()
        gc.set_threshold(700, 10, 10)


def _scan_project(folder: Path, pages: tuple[Path, ...], project: Path | None) -> ProjectScan:
    from cors_wizard.project import scan_pages, scan_project

    if project is None and folder in pages:
        return scan_pages(pages)
    return scan_project(folder, pages=pages)


def _write_report(path: Path, text: str, *, overwrite: bool) -> None:
    from cors_wizard.report.save import save_report

    save_report(text, path, overwrite=overwrite)


def _apply_changes(changes: ChangeSet, folder: Path) -> object:
    from cors_wizard.changes.write import apply

    return apply(changes, folder)


def _undo_changes(folder: Path) -> object:
    from cors_wizard.changes.write import undo

    return undo(folder)


def _last_written(folder: Path) -> FileDigests:
    from cors_wizard.changes.write import last_written

    return last_written(folder)
