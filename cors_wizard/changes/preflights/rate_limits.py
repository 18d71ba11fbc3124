"""Leaves preflights out of what a rate limiter counts: each request of a page would count twice."""

from __future__ import annotations

import ast

from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import function_after, indent_unit, quote_of
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.flask_code.module import Module, dotted_name

_LIMITER = "flask_limiter.Limiter"


def leave_preflights_uncounted(project: Project) -> None:
    """A filter beside Flask-Limiter's limiter; nothing where there is none, or one that asks for OPTIONS."""
    for module in project.reading.modules:
        for names, value, _ in module.assignments():
            if module.makes(value, _LIMITER) and names[0].isidentifier():
                if not _is_filtered(project, names[0]):
                    _add_filter(project, module, names[0])
                return


def _is_filtered(project: Project, limiter: str) -> bool:
    return any(
        isinstance(node, FunctionNode)
        and f"{limiter}.request_filter" in map(dotted_name, node.decorator_list)
        and "OPTIONS" in module.source(node)
        for module in project.reading.modules
        for node, _ in module.nodes
    )


def _add_filter(project: Project, module: Module, limiter: str) -> None:
    path = module.path
    request = use_name(project.workspace, path, "flask", "request")
    parsed, source = project.workspace.parsed(path), project.workspace.now[path]
    assert isinstance(parsed, Module)
    statement = next(
        each
        for each, _ in parsed.nodes
        if isinstance(each, ast.Assign) and parsed.makes(each.value, _LIMITER)
    )
    quote = quote_of(source)
    lines = (
        f"@{limiter}.request_filter",
        "def is_preflight():",
        f"{indent_unit(source)}return {request}.method == {quote}OPTIONS{quote}",
    )
    with project.workspace.doing("Don't count preflights"):
        project.workspace.edit(path, function_after(source, statement, lines))
