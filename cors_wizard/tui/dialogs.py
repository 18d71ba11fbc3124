"""The dialogs that the app opens over a step: where the report goes, and which folder is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.services import Services, WriteReport

if TYPE_CHECKING:
    # Loads pydantic, which must wait until the first paint.
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.probe.route_map import RouteMap


def ask_for_report(
    app: App[CorsWizardError], write_report: WriteReport, found: Diagnosis, verified: Diagnosis | None
) -> None:
    """Ask where the report goes, and write it: with before and after where the fix was verified."""
    from cors_wizard.report.build_report import build_report
    from cors_wizard.report.issue import to_issue
    from cors_wizard.report.whole_report import to_markdown
    from cors_wizard.tui.screens.export import ExportScreen

    told, before = (verified, found) if verified else (found, None)
    report = build_report(told, before)

    def write(path: Path, text: str, overwrite: bool) -> None:
        write_report(path, text, overwrite=overwrite)

    app.push_screen(ExportScreen(to_markdown(report), to_issue(report), write))


def show_map(
    app: App[CorsWizardError],
    services: Services,
    diagnosis: Diagnosis,
    before: RouteMap | None,
    keep: Callable[[RouteMap | None], None],
) -> None:
    """Show who may call what, of an API that was probed and of routes that were read."""
    from cors_wizard.tui.screens.map import MapScreen

    if diagnosis.probe_results and diagnosis.scan and diagnosis.scan.code.routes:
        app.push_screen(MapScreen(diagnosis, services, before), keep)
    else:
        needed = "It needs a probed API and the routes of a project folder."
        app.notify(needed, title="No table", severity="warning", markup=False)


def ask_for_project(app: App[CorsWizardError], diagnosis: Diagnosis, scan: Callable[[Path], object]) -> None:
    """Ask for the project folder, and hand it over."""
    from cors_wizard.tui.screens.project import ProjectScreen

    def chosen(folder: Path | None) -> None:
        if folder:
            scan(folder)

    read = str(diagnosis.scan.folder) if diagnosis.scan else "."
    app.push_screen(ProjectScreen(diagnosis.facts.text("server_folder") or read), chosen)
