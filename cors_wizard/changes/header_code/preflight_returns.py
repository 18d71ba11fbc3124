"""Has the code for OPTIONS call the helper that writes the headers, as the rest of the view does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.header_code.hand_written import Written
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import replaced
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, called_name
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.request_hooks.silent_preflights import (
    calls_any,
    header_writers,
    preflight_returns,
)
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.flask_code.routing.rules import ViewNode

_RESPONSES = frozenset(
    {"make_response", "jsonify", "Response", "make_default_options_response", "send_file", "redirect"}
)
_BODY_AND_STATUS = 2


def pass_preflights_through(project: Project, written: Written) -> bool:
    """Hand the response to OPTIONS to this helper; whether one was not."""
    helper = written.function
    if helper is None or not _is_helper(written):
        return False
    writers = header_writers(project.reading.modules)
    for module, node in _serving(project):
        model = next((each for each in _calls(node, helper.name)), None)
        returns = [each for each in preflight_returns(node) if not _may_have_headers(each.value, writers)]
        if model is not None and returns:
            with project.workspace.doing("Let the response to OPTIONS have the headers, too"):
                _hand_on(project, module, returns[0], model)
            return True
    return False


def _is_helper(written: Written) -> bool:
    """Whether it is a function that is given a response, writes to it and returns it."""
    helper, name = written.function, written.headers.removesuffix(".headers")
    if not isinstance(helper, FunctionNode) or written.is_in_hook or not helper.args.args:
        return False
    returned = [each.value for each in ast.walk(helper) if isinstance(each, ast.Return)]
    return helper.args.args[0].arg == name and {dotted_name(each) if each else "" for each in returned} == {
        name
    }


def _serving(project: Project) -> Iterator[tuple[Module, ViewNode]]:
    """The functions and classes that serve the path."""
    for each in project.reading.views:
        if each.node is not None and rule_fits(each.rule, project.goal.path, ignore_last_slash=True):
            yield each.node_module, each.node


def _calls(node: ast.AST, name: str) -> Iterator[ast.Call]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and called_name(each).rpartition(".")[2] == name and each.args:
            yield each


def _may_have_headers(value: ast.expr | None, writers: set[str]) -> bool:
    """Whether what is returned may have headers: a helper's, or of its own (`return "", 204, headers`)."""
    if value is None or isinstance(value, ast.Name) or calls_any(value, writers):
        return True
    if isinstance(value, ast.Tuple) and len(value.elts) > _BODY_AND_STATUS:
        return True
    return any(each.arg == "headers" for each in ast.walk(value) if isinstance(each, ast.keyword))


def _hand_on(project: Project, module: Module, returned: ast.Return, model: ast.Call) -> None:
    """`return helper(make_response("", 204), request)`, with what the view's other calls give it, too."""
    path, value = module.path, returned.value
    assert value is not None
    source = project.workspace.source(module)
    said = source.says(value)
    project.workspace.blame(path, value.lineno)
    if not (isinstance(value, ast.Call) and called_name(value).rpartition(".")[2] in _RESPONSES):
        inner = said.strip()[1:-1] if isinstance(value, ast.Tuple) and said.startswith("(") else said
        name = use_name(project.workspace, path, "flask", "make_response")
        said = f"{name}({inner})"
    source = project.workspace.now[path]
    again = next(
        each
        for each in ast.walk(source.tree)
        if isinstance(each, ast.Return) and ast.dump(each) == ast.dump(returned) and each.value is not None
        if each.col_offset == returned.col_offset and each.lineno >= returned.lineno
    )
    assert again.value is not None
    text = f"{ast.unparse(model.func)}({', '.join([said, *_further(model)])})"
    project.workspace.edit(path, replaced(source, again.value, text))


def _further(model: ast.Call) -> list[str]:
    """What the view's other calls give the helper beside the response."""
    named = [f"{each.arg}={ast.unparse(each.value)}" for each in model.keywords if each.arg]
    return [*(ast.unparse(each) for each in model.args[1:]), *named]
