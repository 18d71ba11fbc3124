"""Extends the comparison that lets an origin through: `if origin in ALLOWED: ...`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.options import extend, sequence_in, spread_with
from cors_wizard.changes.flask_cors.sites import Option
from cors_wizard.changes.header_code.decorator_arguments import parameter_of, uses
from cors_wizard.changes.header_code.hand_written import ORIGIN, Written
from cors_wizard.changes.header_code.header_tables import tables_of_path
from cors_wizard.changes.header_code.origin_parts import compared_part
from cors_wizard.changes.origins.data_files import allow_in_data_file, is_in_data_file
from cors_wizard.changes.origins.environment_origins import from_environment, reads_environment
from cors_wizard.changes.origins.meant_origins import corrected, why_never
from cors_wizard.changes.origins.origins import allow_origin
from cors_wizard.changes.origins.used_elsewhere import is_used_elsewhere, where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import decorators_of
from cors_wizard.changes.source_text.editing import add_argument, replaced, text_literal
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.evaluation.evaluate import Place as CodePlace
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.names import function_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, holds
from cors_wizard.flask_code.module import Module, dotted_name

_NO_ORIGIN = frozenset(
    (
        *("status_code", "status", "method", "mimetype", "content_type", "scheme", "remote_addr"),
        *("path", "full_path", "script_root", "url", "base_url", "url_root"),
        *("url_rule", "rule", "endpoint", "blueprint"),
    )
)
"""What a hook compares beside the origin."""


def is_guarded_echo(project: Project, origin: Written) -> bool:
    """Whether the header echoes an origin that was compared before."""
    if not isinstance(origin.value, (ast.Name, ast.Subscript, ast.Call)):
        return False
    return _guard(project, origin) is not None or is_matched(origin)


def is_matched(origin: Written) -> bool:
    """Whether a pattern lets the origin through."""
    return _matched(origin) is not None


def _lets_through(test: ast.Compare) -> bool:
    """Whether a comparison may be the one of the origin."""
    return isinstance(test.ops[0], (ast.In, ast.Eq)) and _may_be_origin(test)


def _may_be_origin(test: ast.Compare) -> bool:
    """Whether what is compared may be the origin, and not the URL, the route or the response."""
    return dotted_name(test.left).rpartition(".")[2] not in _NO_ORIGIN


def _matched(origin: Written) -> ast.Call | None:
    """`PAGES.match(origin)`, `re.fullmatch(PAGES, origin)`, where a pattern lets the origin through."""
    tests = (node.test for node in ast.walk(origin.function or ast.Pass()) if isinstance(node, ast.If))
    for each in (part for test in tests for part in ast.walk(test)):
        if isinstance(each, ast.Call) and each.args and dotted_name(each.func).endswith(_MATCHES):
            matched = each.args[-1]
            is_origin = isinstance(matched, ast.Name) and "origin" in matched.id.lower()
            if is_origin or ast.dump(matched) == ast.dump(origin.value):
                return each
    return None


_MATCHES = (".match", ".fullmatch", ".search")


def _guard(project: Project, origin: Written) -> tuple[Module, ast.Compare] | None:
    """The comparison that lets the origin through, there or where its function is called, with its file."""
    if origin.function is None:
        return None
    if found := _guard_in(project, origin.module, origin.function, origin.statement):
        return found
    calls = project.reading.code_evaluator.calls_of(origin.function.name)
    module, call, scope = calls[0] if len(calls) == 1 else (origin.module, None, None)
    if call is None or scope is None or not isinstance(scope.node, FunctionNode):
        return None
    return _guard_in(project, module, scope.node, call)


def _guard_in(
    project: Project, module: Module, function: FunctionNode, inner: ast.AST
) -> tuple[Module, ast.Compare] | None:
    for node in ast.walk(function):
        if isinstance(node, ast.If) and holds(node, inner):
            for home, each in _compared(project, module, node.test):
                if _lets_through(each):
                    return home, each
        if isinstance(node, ast.If) and isinstance(node.test, ast.Compare):
            # `if origin not in ALLOWED: return response`
            leaves = any(isinstance(each, ast.Return) for each in node.body)
            if leaves and isinstance(node.test.ops[0], (ast.NotIn, ast.NotEq)) and _may_be_origin(node.test):
                return module, node.test
        if isinstance(node, ast.If) and isinstance(node.test, ast.UnaryOp):
            # `if not is_allowed(origin): return response`
            leaves = any(isinstance(each, ast.Return) for each in node.body)
            for home, each in _compared(project, module, node.test) if leaves else ():
                if _lets_through(each):
                    return home, each
    return None


def _compared(project: Project, module: Module, test: ast.expr) -> Iterator[tuple[Module, ast.Compare]]:
    """The comparisons of a condition, and those of the project's functions that it asks."""
    for each in ast.walk(test):
        if isinstance(each, ast.Compare):
            yield module, each
        elif isinstance(each, ast.Call):
            place = CodePlace(module, module.scope_of(each))
            found = function_of(project.reading.code_evaluator, each.func, place)
            for node in ast.walk(found[1]) if found else ():
                if found and isinstance(node, ast.Compare):
                    yield found[0], node


def extend_guard(project: Project, origin: Written) -> bool:
    """Let the page's origin through, too; False where it is."""
    found = _guard(project, origin)
    if found is None:
        return _let_in_beside(project, origin)
    module, guard = found
    compared = Place(module, guard.comparators[0])
    decorator = _decorator(project, origin, compared.node)
    if decorator is not None:
        return _give(project, decorator)
    named = compared_part(project, module, guard)
    if isinstance(guard.ops[0], (ast.In, ast.NotIn)):
        return _extend_list(project, _given(project, origin, compared), named)
    source, path = project.workspace.source(module), module.path
    value = project.reading.evaluator.value(compared)
    if not isinstance(value, str) or value == named:
        return False
    start, end = source.span(guard)
    operator = "in" if isinstance(guard.ops[0], ast.Eq) else "not in"
    left, right = source.says(guard.left), source.says(guard.comparators[0])
    text = f"{left} {operator} ({right}, {text_literal(source, named)})"
    if corrected(value, named) == named:
        text = f"{left} {'==' if operator == 'in' else '!='} {text_literal(source, named)}"
    project.workspace.edit(path, Edit(start, end, text))
    return True


def extend_guards_of_tables(project: Project) -> None:
    """The same for tables of headers that echo an origin: `[("Access-Control-Allow-Origin", origin)]`."""
    for place in (table.origin for table in tables_of_path(project)):
        scope = place.module.scope_of(place.node)
        around = [
            node for node, _ in place.module.nodes if isinstance(node, ast.stmt) and holds(node, place.node)
        ]
        function = scope.node if isinstance(scope.node, FunctionNode) else None
        statement = max(around, key=lambda each: each.lineno)
        written = Written(place.module, ORIGIN, place.node, statement, function, "", "")
        if is_guarded_echo(project, written) and extend_guard(project, written):
            return


def _let_in_beside(project: Project, origin: Written) -> bool:
    """The page's origin beside what a pattern matches."""
    call = _matched(origin)
    assert call is not None
    source, path = project.workspace.source(origin.module), origin.module.path
    named = text_literal(source, project.goal.origin)
    pattern = f"{source.says(call)} or {source.says(call.args[-1])} == {named}"
    whole = any(isinstance(node, ast.If) and node.test is call for node in ast.walk(origin.function or call))
    project.workspace.keep(path, f"what {source.says(call)} matches")
    project.workspace.edit(path, replaced(source, call, pattern if whole else f"({pattern})"))
    return True


def _decorator(project: Project, origin: Written, compared: ast.expr) -> ast.Call | None:
    """`@allow("https://a.example")` of the view, where the list is what the decorator was given."""
    named = {
        node.name
        for node, _ in origin.module.nodes
        if isinstance(node, FunctionNode) and node.args.vararg is not None
        if node.args.vararg.arg == dotted_name(compared)
    }
    for each in decorators_of(project.view) if project.view is not None else ():
        if isinstance(each, ast.Call) and dotted_name(each.func).rpartition(".")[2] in named:
            return each
    return None


def _given(project: Project, origin: Written, compared: Place) -> Place:
    """What the view's own decorator was given, where the list is a parameter of it."""
    for use in uses(project, origin):
        parameter = parameter_of(use.maker, compared.node)
        if parameter is not None and (given := use.given(parameter)) is not None:
            return given
    return compared


def _give(project: Project, decorator: ast.Call) -> bool:
    """One more origin for a decorator; False where it has it."""
    view = project.view
    assert view is not None
    texts = [text_of(each) for each in decorator.args]
    if project.goal.origin in texts:
        return False
    source, path = project.workspace.source(view.module), view.module.path
    project.workspace.keep(path, *(f"origin {each}" for each in texts if each))
    project.workspace.edit(path, *add_argument(source, decorator, text_literal(source, project.goal.origin)))
    return True


def _extend_list(project: Project, compared: Place, named: str) -> bool:
    place = where_to_change(project, compared)
    value = project.reading.evaluator.value(place)
    if isinstance(value, list) and named in value:
        return False
    node = sequence_in(place.node)
    if node is None and is_used_elsewhere(project, place):
        spread_with(project, place, [named])
        return True
    if node is None and named == project.goal.origin and reads_environment(place):
        from_environment(project, place)
        return True
    if node is None:
        if is_in_data_file(project, place.node):
            return False
        if allow_in_data_file(project, place.node):
            return True
        if named != project.goal.origin or isinstance(value, str):
            # `in` finds a part of a text: no list is what it needs.
            raise CannotChange("origins")
        allow_origin(project, Option("origins", compared, compared.node, "keyword"))
        return True
    source = project.workspace.source(place.module)
    for element in node.elts:
        text = project.reading.evaluator.value(Place(place.module, element))
        if isinstance(text, str) and corrected(text, named) == named:
            project.workspace.remove(place.module.path, text, why_never(text))
            better = text_literal(source, named)
            project.workspace.edit(place.module.path, replaced(source, element, better))
            return True
    if isinstance(value, list):
        project.workspace.keep(place.module.path, *(f"origin {each}" for each in value))
    extend(project, Place(place.module, node), [text_literal(source, named, node.elts)])
    return True
