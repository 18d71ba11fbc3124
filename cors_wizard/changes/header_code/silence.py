"""Where two layers send the header, silences the one that must not."""

from __future__ import annotations

import ast
from dataclasses import replace

from cors_wizard.changes.flask_cors.tables_in_view import take_out_table
from cors_wizard.changes.header_code.hand_written import ORIGIN, SPELLED, Table, Written
from cors_wizard.changes.header_code.header_tables import tables_of_path
from cors_wizard.changes.header_code.hook_order import comes_before, leaves_to_flask_cors, runs_first
from cors_wizard.changes.header_code.on_the_way import hooks_of, is_called_by_views_alone
from cors_wizard.changes.header_code.path_guards import leaves_path_out
from cors_wizard.changes.header_code.where_written import of_path
from cors_wizard.changes.project import Project, aimed_at
from cors_wizard.changes.routing.views import path_of
from cors_wizard.changes.source_text.editing import body_of, first_line, replaced, text_literal, without_lines
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.flask_code.evaluation.scopes import called_name, holds

_WHY = "flask-cors sends this header already."
_WHY_NOT = "flask-cors leaves a response alone that has the header already."
_MOST = 60
MOST_ROUTES = 60
"""Of a larger app the first ones are looked at."""


def silence_hand_written(project: Project) -> None:
    """Take out what the code writes itself where flask-cors is set up for the path."""
    if not any(project.rule_of(site) for site in project.sites_of_path()):
        return
    is_silent = leaves_to_flask_cors(project) or leaves_path_out(project)
    for _ in range(_MOST):
        written = [each for each in of_path(project) if each.function is not None]
        written = [each for each in written if not _may_stay(project, each)]
        if not written or is_silent or comes_first(project):
            break
        if _serves_others(project, written[0]):
            _only_where_it_lacks(project, written[0])
        else:
            _take_out(project, written[0])
    for _ in range(_MOST):
        refusing = [each for each in tables_of_path(project) if _refuses(project, each)]
        if not refusing:
            return
        take_out_table(project, refusing[0], _WHY_NOT)


def origins_of_hooks(project: Project) -> tuple[str, ...]:
    """The origins that hooks of the whole app name, where they let in no other."""
    written = [each for each in of_path(project) if each.name == ORIGIN]
    hooks = [hook for each in written for hook in hooks_of(project, each.function)]
    values = [project.reading.evaluator.value(each.place) for each in written]
    named = [each for each in values if isinstance(each, str) and each != "*"]
    is_all = bool(hooks) and all(each.applies_to == "*" for each in hooks) and len(named) == len(values)
    return tuple(dict.fromkeys(named)) if is_all else ()


def _refuses(project: Project, table: Table) -> bool:
    """Whether the view itself returns a header that the page may not read by: flask-cors leaves it alone."""
    goal = project.goal
    if project.view is None or not holds(project.view.node or project.view.call, table.node):
        return False
    fitting = {goal.origin} if goal.with_credentials else {goal.origin, "*"}
    value = project.reading.evaluator.value(table.origin)
    return isinstance(value, str) and value not in fitting


def _may_stay(project: Project, written: Written) -> bool:
    """Whether it is in the view or its helper, and lets the page in: flask-cors adds nothing to the response.

    A table without the origin does no harm, and may have headers of other kinds.
    """
    view = project.view
    if written.call == "update":
        return True
    if written.call == "setdefault" and written.is_in_hook:
        return runs_first(project) is not True
    if view is None or written.function is None:
        return False
    if written.function is not view.node and not is_called_by_views_alone(project, written.function):
        return False
    if any(site.kind == "decorator" for site in project.sites_of_path()):
        return False
    every = [each for each in of_path(project) if each.function is written.function and each.name == ORIGIN]
    allowed = {project.goal.origin} if project.goal.with_credentials else {project.goal.origin, "*"}
    values = [project.reading.evaluator.value(each.place) for each in every]
    return bool(values) and all(isinstance(each, str) and each in allowed for each in values)


def _serves_others(project: Project, written: Written) -> bool:
    """Whether a hook writes it for other routes, too, for which flask-cors is not set up."""
    if not written.is_in_hook or written.call == "append":
        return False
    for view in project.reading.views[:MOST_ROUTES]:
        with aimed_at(project, replace(project.goal, path=path_of(view.rule))):
            is_covered = any(project.rule_of(site) for site in project.sites_of_path())
            if not is_covered and any(each.statement is written.statement for each in of_path(project)):
                return True
    return False


def comes_first(project: Project) -> bool:
    """Whether a hook writes the origin ahead of flask-cors, which then adds nothing, for other routes too."""
    origins = [each for each in of_path(project) if each.name == ORIGIN and each.is_in_hook]
    sites = [each for each in project.sites_of_path() if project.rule_of(each) is not None]
    after = [(hook, each) for each in origins for hook in hooks_of(project, each.function)]
    return bool(sites) and any(
        _serves_others(project, each) and all(comes_before(project, hook, site) for site in sites)
        for hook, each in after
    )


def _only_where_it_lacks(project: Project, written: Written) -> None:
    """The hook leaves alone what flask-cors has written."""
    source, path = project.workspace.source(written.module), written.module.path
    name = text_literal(source, SPELLED.get(written.name, written.name))
    text = f"{written.headers}.setdefault({name}, {source.says(written.value)})"
    project.workspace.keep(path, f"{written.name} for the other routes")
    project.workspace.edit(path, replaced(source, written.statement, text))


def _take_out(project: Project, written: Written) -> None:
    """The statement, and what would be left empty around it: the `if`, or the whole hook."""
    source, path = project.workspace.source(written.module), written.module.path
    project.workspace.remove(path, source.says(written.statement), _WHY)
    tree = source.tree
    statement = _same_place(tree, written.statement)
    first, last = _whole(tree, statement, source)
    taken = without_lines(source, first, last)
    if _is_alone(tree, statement, first):
        # The other branch is still there.
        indent = source.lines[first - 1][: statement.col_offset]
        taken = Edit(source.line_start(first), source.line_start(last + 1), f"{indent}pass\n")
    project.workspace.edit(path, taken)


def _same_place(tree: ast.AST, wanted: ast.stmt) -> ast.stmt:
    return next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt)
        and (node.lineno, node.col_offset, type(node)) == (wanted.lineno, wanted.col_offset, type(wanted))
    )


def _whole(tree: ast.AST, statement: ast.stmt, source: Source) -> tuple[int, int]:
    """The lines to take out so that no block is left empty."""
    while True:
        block = body_of(tree, statement)
        owner = next(
            (
                node
                for node in ast.walk(tree)
                if any(getattr(node, n, None) is block for n in ("body", "orelse"))
            ),
            None,
        )
        if isinstance(owner, (ast.FunctionDef, ast.AsyncFunctionDef)) and _does_nothing(owner, statement):
            return _with_blank_lines(source, first_line(owner), owner.end_lineno or owner.lineno)
        if len(block) > 1 or not isinstance(owner, ast.If) or not _is_all_of(owner, statement):
            return statement.lineno, statement.end_lineno or statement.lineno
        statement = owner


def _is_all_of(owner: ast.If, statement: ast.stmt) -> bool:
    """Whether an `if` does nothing without this statement."""
    left = [each for each in (*owner.body, *owner.orelse) if each is not statement]
    return all(isinstance(each, ast.Pass) for each in left)


def _is_alone(tree: ast.AST, statement: ast.stmt, first: int) -> bool:
    """Whether it is all that its branch has, and can go alone."""
    block = body_of(tree, statement)
    branches = [
        part for node in ast.walk(tree) if isinstance(node, ast.If) for part in (node.body, node.orelse)
    ]
    return first == statement.lineno and len(block) == 1 and any(block is each for each in branches)


def _does_nothing(hook: ast.FunctionDef | ast.AsyncFunctionDef, statement: ast.stmt) -> bool:
    """Whether a hook without this statement only hands its response on."""
    names = (called_name(each) for each in hook.decorator_list)
    is_hook = any(name.endswith(("after_request", "after_app_request")) for name in names)
    rest = [each for each in hook.body if each is not statement and not _is_docstring(each)]
    return is_hook and all(isinstance(each, ast.Return) for each in rest)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _with_blank_lines(source: Source, first: int, last: int) -> tuple[int, int]:
    """The blank lines below go too."""
    while last < len(source.lines) - 1 and not source.lines[last].strip():
        last += 1
    return first, last
