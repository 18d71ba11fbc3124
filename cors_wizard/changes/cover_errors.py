"""Has CORS cover what a view raises: `@cross_origin` sees only what it returns."""

from __future__ import annotations

from cors_wizard.changes.add_setup import add_setup
from cors_wizard.changes.allow_request import allow_request
from cors_wizard.changes.project import Project


def cover_raised_errors(project: Project) -> None:
    """Allow the page app-wide beside the decorators; raises CannotChange where the app is not found."""
    if all(site.kind == "decorator" for site in project.sites_of_path()):
        add_setup(project)
    allow_request(project)
