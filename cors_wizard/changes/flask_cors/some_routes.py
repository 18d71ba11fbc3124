"""Whether the project gives CORS to some routes alone: then no setup for the whole app opens the others."""

from __future__ import annotations

import ast

from cors_wizard.changes.header_code.hand_written import ORIGIN, find_written
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import paths_of

_DECORATORS = frozenset(
    {
        "flask_restful.utils.cors.crossdomain",
        "flask_restplus.cors.crossdomain",
        "flask_restx.cors.crossdomain",
    }
)
"""What REST libraries have in place of flask-cors's decorator."""


def only_paths(project: Project) -> str:
    """The pattern of the paths that a new setup must keep to; empty where it may be for the whole app."""
    view = project.view
    return paths_of(view.app_rule) if view is not None and _are_chosen(project) else ""


def _are_chosen(project: Project) -> bool:
    if any(site.kind in ("decorator", "blueprint") for site in project.reading.sites):
        return True
    if any(each.name == ORIGIN and each.function for each in find_written(project)):
        return True
    return any(
        module.meaning(call.func) in _DECORATORS
        for module in project.reading.modules
        for call, _ in module.calls()
        if isinstance(call, ast.Call)
    )
