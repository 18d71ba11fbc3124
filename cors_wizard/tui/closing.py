"""What stays in the terminal once the window is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.report.closing import WrittenFiles, closing_lines
from cors_wizard.tui.paths import shown_path

if TYPE_CHECKING:
    from cors_wizard.tui.app import CorsWizardApp

_LATER = "Not verified yet. Run cors-wizard again to go on from here."


def lines_of(app: CorsWizardApp) -> Iterator[str]:
    """The closing lines of what the window shows."""
    cause = app.diagnosis.cause if app.diagnosis else None
    written = None
    # A demo's files go with the window.
    if app.written and app.start.is_kept:
        folder, _ = app.written[-1]
        here = (files for place, files in app.written if place == folder)
        paths = [path for files in here for path in files]
        written = WrittenFiles(str(folder), shown_path(folder), paths)
    way_on = _LATER if app.start.is_kept else ""
    report = shown_path(app.report) if app.report else ""
    return closing_lines(cause, written, has_worked=app.has_worked, way_on=way_on, report=report)
