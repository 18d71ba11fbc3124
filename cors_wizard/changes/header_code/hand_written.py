"""Finds where code writes headers of the CORS protocol itself, statement by statement."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.options import extend, sequence_in, spread_with
from cors_wizard.changes.flask_cors.sites import resolved
from cors_wizard.changes.header_code.on_the_way import hooks_of
from cors_wizard.changes.origins.used_elsewhere import is_used_elsewhere, where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import replaced, text_literal
from cors_wizard.changes.source_text.source import Source
from cors_wizard.fetch_standard.methods import is_cors_safelisted_method
from cors_wizard.flask_code.evaluation.helpers import is_in_unused
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope
from cors_wizard.flask_code.header_code.own_headers import header_writes
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.frozen import dataclass

ORIGIN = "access-control-allow-origin"
CREDENTIALS = "access-control-allow-credentials"
HEADERS = "access-control-allow-headers"
METHODS = "access-control-allow-methods"
EXPOSED = "access-control-expose-headers"


@dataclass(frozen=True)
class Written:
    """One header that a statement writes."""

    module: Module
    name: str
    """In lower case."""
    value: ast.expr
    statement: ast.stmt
    """The statement that writes it, and nothing else."""
    function: FunctionNode | None
    headers: str
    """The expression of the header list, as it is written: `response.headers`."""
    call: str
    """`add`, `set`, ...; `update` where it writes a whole table; empty where it is assigned."""
    table: Module | None = None
    """The file of the table that the value is in, where the statement writes a whole one."""
    is_in_hook: bool = False
    """Whether it is in a function that every response passes."""

    @property
    def place(self) -> Place:
        """The value with its file."""
        return Place(self.table or self.module, self.value)


def find_written(project: Project) -> tuple[Written, ...]:
    """Every statement of the app's files that writes such a header."""

    def find() -> tuple[Written, ...]:
        return tuple(each for module in project.reading.modules for each in _of_module(project, module))

    return project.reading.once(("written",), find)


def _of_module(project: Project, module: Module) -> Iterator[Written]:
    source = project.workspace.source(module)
    for scope, statement in _statements(module):
        function = scope.node if isinstance(scope.node, FunctionNode) else None
        is_in_hook = function is not None and bool(hooks_of(project, function))
        for each in header_writes(statement.value if isinstance(statement, ast.Expr) else statement):
            name = (text_of(each.name) or "").strip().lower()
            if name.startswith("access-control-") and not is_in_unused(project.reading.modules, scope):
                headers = source.says(each.owner) + (".headers" if each.is_attribute else "")
                yield Written(
                    module, name, each.value, statement, function, headers, each.verb, is_in_hook=is_in_hook
                )
        for given, headers in _whole_tables(module, statement):
            place = resolved(Place(module, given), project.reading.evaluator)
            pairs = tuple(_pairs(place.node)) if isinstance(place.node, ast.Dict) else ()
            # One with the page's origin is read as a table of its own.
            for name, value in pairs if ORIGIN not in dict(pairs) else ():
                yield Written(
                    module, name, value, statement, function, headers, "update", place.module, is_in_hook
                )


def _whole_tables(module: Module, statement: ast.stmt) -> Iterator[tuple[ast.expr, str]]:
    """`headers.update(TABLE)`, `headers |= TABLE`, and a loop over `TABLE.items()`."""
    if isinstance(statement, ast.Expr) and isinstance(call := statement.value, ast.Call):
        owner, _, verb = dotted_name(call.func).rpartition(".")
        if owner.endswith("headers") and verb in ("update", "extend") and len(call.args) == 1:
            yield call.args[0], owner
    elif isinstance(statement, ast.AugAssign) and dotted_name(statement.target).endswith("headers"):
        yield statement.value, dotted_name(statement.target)
    elif isinstance(statement, ast.For) and isinstance(statement.target, ast.Tuple):
        called = statement.iter.func if isinstance(statement.iter, ast.Call) else None
        name = dotted_name(statement.target.elts[0])
        for each in statement.body if isinstance(called, ast.Attribute) and called.attr == "items" else ():
            target = each.targets[0] if isinstance(each, ast.Assign) else None
            if isinstance(target, ast.Subscript) and name and dotted_name(target.slice) == name:
                assert isinstance(called, ast.Attribute)
                yield called.value, module.source(target.value)


def _statements(module: Module) -> Iterator[tuple[Scope, ast.stmt]]:
    """Every simple statement with where it is."""
    for node, scope in module.nodes:
        if isinstance(node, (ast.Assign, ast.Expr, ast.AugAssign, ast.For)):
            yield scope, node


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
    if written.call == "append":
        return f"{written.headers}.append(({spelled}, {value}))"
    if written.call:
        return f"{written.headers}.{written.call}({spelled}, {value})"
    return f"{written.headers}[{spelled}] = {value}"


@dataclass(frozen=True)
class Table:
    """A dictionary of headers, or the list of pairs that WSGI takes, with one for the page's origin."""

    module: Module
    node: ast.Dict | ast.List
    pairs: tuple[tuple[str, ast.expr], ...]
    """The names in lower case, each with its value."""

    @property
    def origin(self) -> Place:
        """What it gives to Access-Control-Allow-Origin."""
        return Place(self.module, dict(self.pairs)[ORIGIN])


def find_tables(project: Project, *names: str) -> tuple[Table, ...]:
    """Every such table, or every one with one of these headers in its place."""

    def find() -> tuple[Table, ...]:
        return tuple(
            Table(module, node, pairs)
            for module in project.reading.modules
            for node, _ in module.nodes
            if isinstance(node, (ast.Dict, ast.List))
            if not {*dict(pairs := tuple(_pairs(node)))}.isdisjoint(names or (ORIGIN,))
        )

    return project.reading.once(("tables", *names), find)


@dataclass(frozen=True)
class TableWriter:
    """A statement that writes such a table to a response as a whole."""

    module: Module
    function: FunctionNode
    statement: ast.stmt
    headers: str
    """The expression of the header list, as it is written."""
    table: ast.Dict


def table_writers(project: Project) -> Iterator[TableWriter]:
    """Every such statement that is in a function."""
    for module in project.reading.modules:
        for scope, statement in _statements(module):
            function = scope.node
            for given, headers in _whole_tables(module, statement):
                table = resolved(Place(module, given), project.reading.evaluator).node
                if not isinstance(function, FunctionNode) or not isinstance(table, ast.Dict):
                    continue
                if ORIGIN in dict(_pairs(table)):
                    yield TableWriter(module, function, statement, headers, table)


def _pairs(node: ast.Dict | ast.List) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Dict):
        entries = list(zip(node.keys, node.values, strict=True))
    else:
        both = (each.elts for each in node.elts if isinstance(each, ast.Tuple) and len(each.elts) == 2)
        entries = [(key, value) for key, value in both]
    for key, value in entries:
        name = (text_of(key) or "").strip().lower() if key is not None else ""
        if name.startswith("access-control-"):
            yield name, value


def wanted_lists(project: Project) -> dict[str, list[str]]:
    """What each header must list for the page's request, beside its origin."""
    goal = project.goal
    spelled = {name.lower(): name for name in goal.spelled}
    method = goal.method.upper()
    wanted = {
        CREDENTIALS: ["true"] if goal.with_credentials else [],
        HEADERS: [spelled.get(name, name) for name in goal.headers],
        METHODS: [] if not method or is_cors_safelisted_method(method) else [method],
        EXPOSED: list(goal.exposes),
    }
    return {name: values for name, values in wanted.items() if values}


def extend_text(project: Project, place: Place, name: str, values: Sequence[str]) -> bool:
    """Have a text list these values among others; whether it lacked one."""
    now = project.reading.evaluator.value(place)
    is_shared, joined = not isinstance(place.node, ast.Constant), _joined_in(place)
    if not isinstance(now, str) or (is_shared and not joined and not is_used_elsewhere(project, place)):
        return False
    listed = [part.strip() for part in now.split(",") if part.strip()]
    if name == CREDENTIALS:
        listed = [each for each in listed if each == "true"]
    is_wild = "*" in listed and not project.goal.with_credentials
    lower = {each.lower() for each in listed}
    missing = [
        each
        for each in values
        if each.lower() not in lower and not (is_wild and each.lower() != "authorization")
    ]
    if not missing:
        return False
    kept = [each for each in listed if each != "*" or not project.goal.with_credentials]
    glue = ", " if ", " in now or "," not in now else ","
    project.workspace.keep(place.module.path, *(f"{name}: {each}" for each in kept))
    if joined is not None:
        return _extend_joined(project, joined, missing)
    source = project.workspace.source(place.module)
    text = text_literal(source, glue.join([*kept, *missing]))
    if is_shared and kept == listed:
        text = f"{source.says(place.node)} + {text_literal(source, glue + glue.join(missing))}"
    project.workspace.edit(place.module.path, replaced(source, place.node, text))
    return True


def _joined_in(place: Place) -> Place | None:
    """What `", ".join(...)` joins."""
    call = place.node
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or len(call.args) != 1:
        return None
    return Place(place.module, call.args[0]) if call.func.attr == "join" else None


def _extend_joined(project: Project, joined: Place, missing: Sequence[str]) -> bool:
    """The values in the list that is joined, or beside it where others use that, too."""
    listed = where_to_change(project, joined)
    node = sequence_in(listed.node)
    if node is None:
        spread_with(project, joined, list(missing))
    else:
        source = project.workspace.source(listed.module)
        extend(
            project, Place(listed.module, node), [text_literal(source, each, node.elts) for each in missing]
        )
    return True
