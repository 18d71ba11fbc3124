"""Finds where code writes headers of the CORS protocol itself, statement by statement."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cors_wizard.changes.editing import text_literal
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.project import Project
from cors_wizard.changes.source import Source
from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name

ORIGIN = "access-control-allow-origin"
CREDENTIALS = "access-control-allow-credentials"
HEADERS = "access-control-allow-headers"
METHODS = "access-control-allow-methods"
EXPOSED = "access-control-expose-headers"
_SETTERS = frozenset({"add", "set", "setdefault", "add_header", "set_header"})
_HOOKS = frozenset({"after_request", "after_app_request"})


@dataclass(frozen=True)
class Written:
    """One header that a statement writes."""

    module: Module
    name: str
    """In lower case."""
    value: ast.expr
    statement: ast.stmt
    """The statement that writes it, and nothing else."""
    function: ast.FunctionDef | ast.AsyncFunctionDef | None
    headers: str
    """The expression of the header list, as it is written: `response.headers`."""
    call: str
    """`add`, `set`, ...; empty where it is assigned."""

    @property
    def place(self) -> Place:
        """The value with its file."""
        return Place(self.module, self.value)

    @property
    def is_in_hook(self) -> bool:
        """Whether it is in a function that every response passes."""
        decorators = self.function.decorator_list if self.function else []
        names = (dotted_name(each.func if isinstance(each, ast.Call) else each) for each in decorators)
        return any(name.rpartition(".")[2] in _HOOKS for name in names)


def find_written(project: Project) -> tuple[Written, ...]:
    """Every statement of the app's files that writes such a header."""
    return tuple(each for module in project.reading.modules for each in _of_module(project, module))


def _of_module(project: Project, module: Module) -> Iterator[Written]:
    source = project.workspace.source(module)
    for function, statement in _statements(module):
        found = _of_statement(statement, source)
        if found is not None:
            name, value, headers, call = found
            yield Written(module, name, value, statement, function, headers, call)


def _statements(
    module: Module,
) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef | None, ast.stmt]]:
    """Every simple statement with the function around it."""
    around: Mapping[int, ast.FunctionDef | ast.AsyncFunctionDef] = {
        id(inner): node
        for node, _ in module.nodes
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(node)
        if inner is not node
    }
    for node, _ in module.nodes:
        if isinstance(node, (ast.Assign, ast.Expr)):
            yield around.get(id(node)), node


def _of_statement(statement: ast.stmt, source: Source) -> tuple[str, ast.expr, str, str] | None:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, ast.Subscript):
            name = (text_of(target.slice) or "").strip().lower()
            if name.startswith("access-control-"):
                return name, statement.value, source.says(target.value), ""
        elif isinstance(target, ast.Attribute) and target.attr.startswith("access_control_"):
            name = target.attr.replace("_", "-")
            return name, statement.value, f"{source.says(target.value)}.headers", ""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _SETTERS:
        name = (text_of(call.args[0]) or "").strip().lower() if len(call.args) == 2 else ""
        if name.startswith("access-control-"):
            return name, call.args[1], source.says(call.func.value), call.func.attr
    return None


SPELLED = {
    ORIGIN: "Access-Control-Allow-Origin",
    CREDENTIALS: "Access-Control-Allow-Credentials",
    HEADERS: "Access-Control-Allow-Headers",
    METHODS: "Access-Control-Allow-Methods",
    EXPOSED: "Access-Control-Expose-Headers",
}


def like(written: Written, source: Source, name: str, value: str) -> str:
    """A statement that writes another header in the same way; the value is an expression."""
    spelled = text_literal(source, SPELLED.get(name, name))
    if written.call:
        return f"{written.headers}.{written.call}({spelled}, {value})"
    return f"{written.headers}[{spelled}] = {value}"


def find_entries(project: Project) -> tuple[Place, ...]:
    """The values that dictionaries of headers give to Access-Control-Allow-Origin."""
    return tuple(
        Place(module, value)
        for module in project.reading.modules
        for node, _ in module.nodes
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if key is not None and (text_of(key) or "").strip().lower() == ORIGIN
    )
