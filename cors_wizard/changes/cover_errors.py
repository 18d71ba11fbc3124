"""Has CORS cover what a view raises: `@cross_origin` sees only what it returns."""

from __future__ import annotations

from cors_wizard.changes.add_setup import add_setup
from cors_wizard.changes.allow_request import allow_request
from cors_wizard.changes.project import Project
from cors_wizard.changes.views import paths_of


def cover_raised_errors(project: Project) -> None:
    """Allow the page for the route's paths beside the decorators; raises CannotChange without an app."""
    if all(site.kind == "decorator" or project.rule_of(site) is None for site in project.sites_of_path()):
        add_setup(project, paths_of(project.view.app_rule) if project.view else "")
    allow_request(project)
