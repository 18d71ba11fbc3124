"""Puts `if ...: return ...` first in a function that checks requests, or a hook ahead of all checks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.change import ByHand
from cors_wizard.changes.flask_cors.add_setup import after_app
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import first_line, function_after, indent_unit, quote_of
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.source_text.source import Edit, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.flask_code.module import Module, dotted_name


def answer_first(project: Project) -> None:
    """A hook before all others that answers preflights, where no single check can be determined."""
    app = project.workspace.around.app
    if app is None or not app.variable or has_decorators(project):
        raise CannotChange("the check that rejects OPTIONS")
    for module, node in _earlier(project):
        said = f"`{node.name}` in {module.path}, line {node.lineno}, runs before every hook: {_SPARE}"
        raise CannotChange("the check that rejects OPTIONS", ByHand(said))
    path = app.module.path
    request = use_name(project.workspace, path, "flask", "request")
    source, statement = after_app(project, path, app.variable, app.function, "")
    unit, quote = indent_unit(source), quote_of(source)
    asked = f"{quote}Access-Control-Request-Method{quote} in {request}.headers"
    lines = (
        f"@{app.variable}.before_request",
        "def answer_preflight():",
        f"{unit}if {request}.method == {quote}OPTIONS{quote} and {asked}:",
        f"{unit}{unit}return {app.variable}.make_default_options_response()",
    )
    project.workspace.edit(path, function_after(source, statement, lines))


def _earlier(project: Project) -> Iterator[tuple[Module, FunctionNode]]:
    """What reads the request for its URL's values, which Flask does ahead of all hooks."""
    for module in project.reading.modules:
        for node, _ in module.nodes:
            for each in node.decorator_list if isinstance(node, FunctionNode) else ():
                assert isinstance(node, FunctionNode)
                is_of_url = dotted_name(each).endswith("url_value_preprocessor")
                names = (dotted_name(part) for part in ast.walk(node))
                if is_of_url and any(name.startswith("request.") for name in names):
                    yield module, node


_SPARE = "let it read no header where `request.method` is OPTIONS."


def has_decorators(project: Project) -> bool:
    """Whether a route's preflight gets its headers from `@cross_origin`: no hook may respond instead."""
    return any(site.kind == "decorator" for site in project.reading.sites)


def insert_first(project: Project, path: str, node: FunctionNode, test: str, leave: str) -> None:
    """Have a function leave for some requests before it checks anything.

    Args:
        project: what is changed.
        path: the file.
        node: the function, as the file is now.
        test: the condition, in double quotes: `request.method == "OPTIONS"`.
        leave: the statement that leaves.
    """
    source, body = project.workspace.now[path], node.body
    has_doc = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1
    rest = body[1:] if has_doc else body
    first = _first_that_ends(rest)
    line = first_line(first)
    while source.lines[line - 2].strip().startswith("#") and line - 1 > node.lineno:
        line -= 1
    indent = indent_of(source.lines[line - 1])
    unit = indent.removeprefix(indent_of(source.lines[node.lineno - 1])) or "    "
    quote = "'" if "'OPTIONS'" in source.text or source.text.count("'") > source.text.count('"') else '"'
    test = test.replace('"', quote)
    at = source.line_start(line)
    text = f"{indent}if {test}:\n{indent}{unit}{leave}\n"
    if first is not rest[0] and not source.lines[line - 2].strip():
        text += "\n"
    if source.lines[line - 1].strip() and first.lineno == node.lineno:
        raise CannotChange("the check")
    project.workspace.edit(path, Edit(at, at, text))


def _first_that_ends(body: list[ast.stmt]) -> ast.stmt:
    """The first statement; below what stores something for hooks and views that come later."""
    stored = 0
    for number, each in enumerate(body[:-1], start=1):
        if any(isinstance(part, (ast.Return, ast.Raise)) or _may_end(part) for part in ast.walk(each)):
            break
        targets = each.targets if isinstance(each, ast.Assign) else []
        if any(isinstance(one, (ast.Attribute, ast.Subscript)) for one in targets):
            stored = number
    return body[stored]


def _may_end(node: ast.AST) -> bool:
    """Whether a call or a look-up may end the request: only what reads nothing of it surely doesn't."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, ast.Load)
    name = dotted_name(node.func) if isinstance(node, ast.Call) else ""
    return isinstance(node, ast.Call) and not name.startswith(("time.", "datetime.", "uuid.", "request."))
