"""Takes out the CORS setup that wins over the one that allows the page's request."""

from __future__ import annotations

import ast

from cors_wizard.changes.flask_cors.allow_request import allow_request
from cors_wizard.changes.flask_cors.sites import Site
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import body_of, without_lines
from cors_wizard.changes.workspace import CannotChange

_WHY = "It decides for this route, and it rejects what the other setup allows."
_ONE_TOO_MANY = ("decorator-over-app", "two-app-setups")


def keep_one_setup(project: Project) -> None:
    """Remove the setup that wins, then allow the request by the one that is left.

    Raises:
        CannotChange: the winning setup is not a line of its own, or it also serves other paths.
    """
    winner = _winner(project)
    source, path = project.workspace.source(winner.module), winner.module.path
    first, last = _lines(source.tree, winner)
    project.workspace.remove(path, source.says(winner.node), _WHY)
    project.workspace.edit(path, without_lines(source, first, last))
    allow_request(project)


def _winner(project: Project) -> Site:
    at = project.facts.text("winning_setup")
    found = next((each for each in project.sites_of_path() if _where(each) == at), None)
    if found is None or project.facts.text("overridden_setup") not in _ONE_TOO_MANY or found.resources:
        raise CannotChange("the setup that wins")
    return found


def _where(site: Site) -> str:
    return f"{site.module.path}:{site.node.lineno}"


def _lines(tree: ast.Module, winner: Site) -> tuple[int, int]:
    """The lines of the decorator, or of the statement that is nothing but the call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for each in node.decorator_list:
                if _is_at(each, winner.node):
                    return each.lineno, each.end_lineno or each.lineno
        if isinstance(node, ast.Expr) and _is_at(node.value, winner.node) and len(body_of(tree, node)) > 1:
            return node.lineno, node.end_lineno or node.lineno
    raise CannotChange("the setup that wins")


def _is_at(node: ast.expr, wanted: ast.expr) -> bool:
    return (node.lineno, node.col_offset) == (wanted.lineno, wanted.col_offset)
