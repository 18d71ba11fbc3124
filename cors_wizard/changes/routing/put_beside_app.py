"""Puts the code of a fix's steps into the file that makes the app: its imports, then what is below it."""

from __future__ import annotations

import ast

from cors_wizard.changes.flask_cors.add_setup import add_setup, after_app
from cors_wizard.changes.header_code.where_written import is_in_own_decorator, is_left_by_errors
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import paths_of
from cors_wizard.changes.source_text.editing import first_line, indent_unit, line_after, quote_of
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.source_text.source import Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.apps import App
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, called_name
from cors_wizard.flask_code.module import dotted_name

_ONE_OF_A_KIND = ("errorhandler", "unauthorized_handler")
"""Decorators that register one function for a thing: a second one would silence the first."""

_PASSES_NO_DECORATOR = (
    "A decorator of the app's own writes the headers, and an error never passes it: write them in an "
    "`after_request` hook instead."
)


def put_beside_app(project: Project) -> None:
    """The code of each step that goes beside the app; what the app has already is left as it is."""
    app = project.workspace.around.app
    if app is None or not app.variable:
        raise CannotChange("app")
    for code in project.code_beside_app:
        if _sets_cors_up(code.text):
            continue
        if code.guessed:
            raise CannotChange("origin" if "origin" in code.guessed else code.guessed[0].replace("_", " "))
        _put(project, app, code.text)


def _sets_cors_up(text: str) -> bool:
    """A setup of flask-cors is fitted to the one that is there by other operations."""
    return any(
        isinstance(each, ast.Call) and dotted_name(each.func) == "CORS" for each in ast.walk(ast.parse(text))
    )


def _put(project: Project, app: App, text: str) -> None:
    path = app.module.path
    tree = ast.parse(text)
    imports = [each for each in tree.body if isinstance(each, ast.ImportFrom)]
    body = [each for each in tree.body if each not in imports]
    if _is_there(project.workspace.now[path].tree, body):
        return
    if any("errorhandler" in _registers(each) for each in body if isinstance(each, FunctionNode)):
        _refuse_beside_others(project)
        if is_in_own_decorator(project):
            raise CannotChange(_PASSES_NO_DECORATOR)
        if project.view is not None and project.goal.origin and is_left_by_errors(project):
            # What the handler returns doesn't pass the view.
            add_setup(project, paths_of(project.view.app_rule))
    names = {
        alias.name: use_name(project.workspace, path, each.module or "", alias.name)
        for each in imports
        for alias in each.names
    }
    source, statement = after_app(project, path, app.variable, app.function, "")
    gap = "\n" if app.function else "\n\n"
    lines = _in_its_style(source, _with_names(text, body, names))
    follows = source.text[source.line_start((statement.end_lineno or statement.lineno) + 1) :]
    before = gap if isinstance(body[0], FunctionNode) else "\n"
    blank = len(follows) - len(follows.lstrip("\n"))
    after = gap[blank:] if follows.strip() else ""
    project.workspace.edit(path, line_after(source, statement, f"{before}{lines}{after}"))


def _refuse_beside_others(project: Project) -> None:
    """Flask hands an error to the handler that knows its class best: one of the project's own comes first."""
    for module in project.reading.modules:
        for call, _ in module.calls():
            if dotted_name(call.func).rpartition(".")[2] in ("errorhandler", "register_error_handler"):
                raise CannotChange("handler")


def _is_there(tree: ast.Module, body: list[ast.stmt]) -> bool:
    """Whether the file has the functions already; raises CannotChange where another is in their place."""
    functions = {each.name: each for each in ast.walk(tree) if isinstance(each, FunctionNode)}
    ours = [each for each in body if isinstance(each, FunctionNode)]
    if ours and all(each.name in functions for each in ours):
        return True
    kinds = {_registers(each) for each in ours} - {""}
    for function in functions.values():
        if _registers(function) in kinds:
            raise CannotChange("handler")
    return False


def _registers(function: FunctionNode) -> str:
    """What a function is registered for, where only one can be."""
    for each in function.decorator_list:
        name = called_name(each).rpartition(".")[2]
        if name in _ONE_OF_A_KIND:
            given = each.args if isinstance(each, ast.Call) else []
            return f"{name} {' '.join(map(ast.unparse, given))}"
    return ""


def _with_names(text: str, body: list[ast.stmt], names: dict[str, str]) -> str:
    """The code without its imports, with each imported name as the file calls it."""
    source = Source("step.py", text)
    start = source.line_start(first_line(body[0]))
    spans = [
        (source.span(node), names[node.id])
        for each in body
        for node in ast.walk(each)
        if isinstance(node, ast.Name) and names.get(node.id, node.id) != node.id
    ]
    for (begin, end), name in sorted(spans, reverse=True):
        text = f"{text[:begin]}{name}{text[end:]}"
    return text[start:].rstrip("\n")


def _in_its_style(source: Source, code: str) -> str:
    """The code with the file's indentation and quotes."""
    unit = indent_unit(source)
    lines = [line.lstrip(" ") and f"{unit * _level(line)}{line.lstrip(' ')}" for line in code.split("\n")]
    styled = "\n".join(lines)
    return styled.replace('"', "'") if quote_of(source) == "'" and "'" not in styled else styled


def _level(line: str) -> int:
    return (len(line) - len(line.lstrip(" "))) // 4
