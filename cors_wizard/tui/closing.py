"""What stays in the terminal once the window is gone: the cause, what was changed, and how to go on."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.tui.display import one_line
from cors_wizard.tui.paths import shown_path

if TYPE_CHECKING:
    from cors_wizard.tui.app import CorsWizardApp


def closing_lines(app: CorsWizardApp) -> Iterator[str]:
    """At most four lines; none where nothing was found and nothing was written."""
    diagnosis = app.diagnosis
    cause = diagnosis.cause if diagnosis else None
    if cause:
        yield one_line(f"Cause: {cause.title} (cors-wizard explain {cause.id})")
    if app.written:
        folder, _ = app.written[-1]
        here = (changes for place, changes in app.written if place == folder)
        paths = (change.path for changes in here for change in changes.changes)
        names = ", ".join(dict.fromkeys(paths))
        undo = shlex.join(["cors-wizard", "fix", "--undo", "--project", str(folder)])
        yield one_line(f"Changed in {shown_path(folder)}: {names}. To undo: {undo}", 400)
    if cause is None:
        return
    if app.has_worked:
        yield "Verified: your page can read the response now."
    elif app.start.is_kept:
        yield "Not verified yet. Run cors-wizard again to go on from here."
