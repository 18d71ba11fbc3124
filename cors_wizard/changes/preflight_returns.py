"""Sends what a view returns for preflights through the helper that its other responses go through."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.editing import replaced
from cors_wizard.changes.hand_written import ORIGIN
from cors_wizard.changes.imports import use_name
from cors_wizard.changes.on_the_way import is_registered
from cors_wizard.changes.project import Project
from cors_wizard.changes.views import View
from cors_wizard.changes.where_written import of_path
from cors_wizard.flask_code.module import dotted_name
from cors_wizard.flask_code.scopes import FunctionNode


def return_through_helper(project: Project) -> bool:
    """Wrap what is returned for preflights as the other responses are wrapped; whether one wasn't."""
    view = project.view
    if view is None or view.node is None or not (project.facts.text("symptom") or "").startswith("preflight"):
        return False
    helpers = _helpers(project)
    like = next((each for each in _returns(view.node) if _calls(each.value, helpers)), None)
    bare = next((each for each in _of_preflights(view) if not _calls(each.value, helpers)), None)
    if like is None or bare is None or bare.value is None or not isinstance(like.value, ast.Call):
        return False
    source, path = project.workspace.source(view.node_module), view.node_module.path
    rest = [source.says(each) for each in (*like.value.args[1:], *like.value.keywords)]
    with project.workspace.doing("Send the headers with the preflight's response, too"):
        value = _made_response(project, path, source.says(bare.value), bare.value)
        text = f"{source.says(like.value.func)}({', '.join((value, *rest))})"
        at = source.line_of(source.span(bare.value)[0])
        now = project.workspace.now[path]
        moved = next(
            each
            for each in ast.walk(now.tree)
            if isinstance(each, ast.Return)
            and each.value is not None
            and ast.dump(each.value) == ast.dump(bare.value)
            and each.lineno >= at
        )
        project.workspace.edit(path, replaced(now, moved, f"return {text}"))
    return True


def _made_response(project: Project, path: str, said: str, value: ast.expr) -> str:
    """A response, of what Flask would make one of."""
    if not isinstance(value, (ast.Tuple, ast.Constant, ast.JoinedStr, ast.Dict)):
        return said
    name = use_name(project.workspace, path, "flask", "make_response")
    return f"{name}({said.strip('()') if isinstance(value, ast.Tuple) else said})"


def _helpers(project: Project) -> frozenset[str]:
    """The functions that write the header, and run for what calls them alone."""
    functions = (
        each.function
        for each in of_path(project)
        if each.name == ORIGIN and not is_registered(project, each.module, each.function)
    )
    return frozenset(each.name for each in functions if each is not None)


def _returns(node: ast.AST) -> Iterator[ast.Return]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Return))


def _calls(value: ast.expr | None, helpers: frozenset[str]) -> bool:
    is_call = isinstance(value, ast.Call) and bool(value.args)
    return is_call and isinstance(value, ast.Call) and dotted_name(value.func).rpartition(".")[2] in helpers


def _of_preflights(view: View) -> Iterator[ast.Return]:
    """What is returned by `options` of a class, or where the method is asked for."""
    assert view.node is not None
    for each in ast.walk(view.node):
        if isinstance(each, FunctionNode) and each.name == "options" and each is not view.node:
            yield from _returns(each)
        elif isinstance(each, ast.If) and "'OPTIONS'" in ast.unparse(each.test):
            yield from (one for statement in each.body for one in _returns(statement))
