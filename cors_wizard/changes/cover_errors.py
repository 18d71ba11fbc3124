"""Has CORS cover what a view raises: `@cross_origin` sees only what it returns."""

from __future__ import annotations

import re

from cors_wizard.changes.add_setup import add_setup
from cors_wizard.changes.allow_request import allow_request
from cors_wizard.changes.project import Project

_PLACEHOLDER = re.compile(r"<(?P<kind>path:)?[^<>]*>")


def cover_raised_errors(project: Project) -> None:
    """Allow the page for the route's paths beside the decorators; raises CannotChange without an app."""
    if all(site.kind == "decorator" or project.rule_of(site) is None for site in project.sites_of_path()):
        add_setup(project, _paths_of(project.view.rule) if project.view else "")
    allow_request(project)


def _paths_of(rule: str) -> str:
    """The pattern of the paths that a route has, and of no others: their settings stay as they are."""
    parts, at = [], 0
    for found in _PLACEHOLDER.finditer(rule):
        parts += [re.escape(rule[at : found.start()]), ".+" if found["kind"] else "[^/]+"]
        at = found.end()
    return "".join((*parts, re.escape(rule[at:]), "$")) if parts else rule
