"""Extends the comparison that sends a header for some paths only: `if request.path == "/api/status": ...`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.options import extend, sequence_in
from cors_wizard.changes.header_code.hand_written import ORIGIN, Written, find_written
from cors_wizard.changes.header_code.header_tables import ABOUT_PATH
from cors_wizard.changes.header_code.hook_cases import listed_origins
from cors_wizard.changes.header_code.hook_responses import responses_of
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import text_literal
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.flask_code.module import dotted_name

_PATH = "request.path"


def leaves_path_out(project: Project) -> bool:
    """Whether the hooks are for other paths: on this one no origin that the code names gets the header."""
    written = [each.function for each in find_written(project) if each.name == ORIGIN]
    tests = (
        each for function in written if function for each in ast.walk(function) if isinstance(each, ast.If)
    )
    if not any(ABOUT_PATH.search(ast.unparse(each.test)) for each in tests):
        return False
    found = [responses_of(project, each) for each in (project.goal.origin, *listed_origins(project))]
    return all(each and ORIGIN not in {**each.preflight.headers, **each.actual.headers} for each in found)


def admit_path(project: Project, origin: Written) -> bool:
    """Have the header sent for the page's path, too; False where no comparison leaves the path out.

    A route with a variable part has more paths than the page's one, so its condition is left to the user.
    """
    rule = project.view.app_rule if project.view else project.app_path
    if "<" in rule or project.app_path == "/":
        return False
    return any(_admit(project, origin, test) for test in _tests(origin))


def _tests(origin: Written) -> Iterator[ast.expr]:
    """The conditions around the header, those joined by `and` one by one, and of early returns."""
    for node in ast.walk(origin.function) if origin.function else ():
        if isinstance(node, ast.If) and node.lineno < origin.statement.lineno and _only_returns(node):
            yield node.test.operand if _is_not(node.test) else node.test
        if isinstance(node, ast.If) and any(
            origin.statement is part for each in node.body for part in ast.walk(each)
        ):
            is_and = isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.And)
            yield from node.test.values if is_and and isinstance(node.test, ast.BoolOp) else [node.test]


def _only_returns(node: ast.If) -> bool:
    """`if request.path != "/api/status": return response`, which leaves every other path out."""
    leaves = len(node.body) == 1 and isinstance(node.body[0], ast.Return) and not node.orelse
    is_other = isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], (ast.NotEq, ast.NotIn))
    return leaves and (is_other or _is_not(node.test))


def _is_not(test: ast.expr) -> TypeGuard[ast.UnaryOp]:
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _admit(project: Project, origin: Written, test: ast.expr) -> bool:
    if isinstance(test, ast.Call):
        return _admit_start(project, origin, test)
    if not isinstance(test, ast.Compare) or dotted_name(test.left) != _PATH or len(test.ops) != 1:
        return False
    right = test.comparators[0]
    named = project.reading.evaluator.value(Place(origin.module, right))
    source, path = project.workspace.source(origin.module), project.app_path
    text = text_literal(source, path)
    if isinstance(test.ops[0], (ast.Eq, ast.NotEq)) and isinstance(named, str) and named != path:
        start, end = source.span(test)
        word = "in" if isinstance(test.ops[0], ast.Eq) else "not in"
        both = f"{source.says(test.left)} {word} ({source.says(right)}, {text})"
        project.workspace.edit(origin.module.path, Edit(start, end, both))
        return True
    node = sequence_in(right) if isinstance(test.ops[0], (ast.In, ast.NotIn)) else None
    if node is None or not isinstance(named, list) or path in named:
        return False
    extend(project, Place(origin.module, node), [text])
    return True


def _admit_start(project: Project, origin: Written, test: ast.Call) -> bool:
    """`request.path.startswith("/api/status")` takes a tuple of beginnings, too."""
    if dotted_name(test.func) != f"{_PATH}.startswith" or len(test.args) != 1:
        return False
    begins = project.reading.evaluator.value(Place(origin.module, test.args[0]))
    path = project.app_path
    node = sequence_in(test.args[0])
    if node is not None and isinstance(begins, list) and all(isinstance(each, str) for each in begins):
        if path.startswith(tuple(map(str, begins))):
            return False
        text = text_literal(project.workspace.source(origin.module), path)
        extend(project, Place(origin.module, node), [text])
        return True
    if not isinstance(begins, str) or path.startswith(begins):
        return False
    source = project.workspace.source(origin.module)
    start, end = source.span(test.args[0])
    both = f"({source.says(test.args[0])}, {text_literal(source, path)})"
    project.workspace.edit(origin.module.path, Edit(start, end, both))
    return True
