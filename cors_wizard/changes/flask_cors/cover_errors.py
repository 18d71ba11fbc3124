"""Has CORS cover what a view raises: `@cross_origin` sees only what it returns."""

from __future__ import annotations

from cors_wizard.changes.flask_cors.add_setup import add_setup
from cors_wizard.changes.flask_cors.allow_request import allow_request
from cors_wizard.changes.header_code.allow_by_hand import writes_by_hand
from cors_wizard.changes.header_code.where_written import is_left_by_errors
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import paths_of


def cover_raised_errors(project: Project) -> None:
    """Allow the page for the route's paths beside the decorators; raises CannotChange without an app."""
    covering = [site for site in project.sites_of_path() if project.rule_of(site) is not None]
    if not covering and writes_by_hand(project):
        if project.view is not None and is_left_by_errors(project):
            add_setup(project, paths_of(project.view.app_rule))
        else:
            allow_request(project)
        return
    if all(site.kind == "decorator" or project.rule_of(site) is None for site in project.sites_of_path()):
        add_setup(project, paths_of(project.view.app_rule) if project.view else "")
    allow_request(project)
