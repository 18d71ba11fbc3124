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
    """At most four lines; none where nothing was found."""
    diagnosis = app.diagnosis
    if diagnosis is None or diagnosis.cause is None:
        return
    yield one_line(f"Cause: {diagnosis.cause.title} (cors-wizard explain {diagnosis.cause.id})")
    if app.applied and diagnosis.scan:
        folder = diagnosis.scan.folder
        names = ", ".join(change.path for change in app.applied.changes)
        undo = shlex.join(["cors-wizard", "fix", "--undo", "--project", str(folder)])
        yield one_line(f"Changed in {shown_path(folder)}: {names}. To undo: {undo}", 400)
    if app.has_worked:
        yield "Verified: your page can read the response now."
    elif app.start.is_kept:
        yield "Not verified yet. Run cors-wizard again to go on from here."
