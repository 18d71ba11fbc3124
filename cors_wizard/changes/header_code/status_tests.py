"""Has a hand-written header sent with every response, where a hook looks at its status or type before."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from contextlib import suppress

from cors_wizard.changes.header_code.hand_written import ORIGIN, Written
from cors_wizard.changes.header_code.hook_expressions import LiteralValues, NotReadError
from cors_wizard.changes.header_code.hook_responses import responses_of
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import without_lines
from cors_wizard.changes.source_text.source import Edit, Source, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.evaluation.scopes import holds
from cors_wizard.flask_code.header_code.header_conditions import (
    StatusBranch,
    is_of_method,
    parts_of,
    status_branches,
)

_WHY = "The header must be there with every response."


def drop_status_test(project: Project, origin: Written) -> bool:
    """Take out what keeps the header from some statuses; False where nothing does.

    Raises:
        CannotChange: other things than CORS depend on the same branch.
    """
    if origin.function is None:
        return False
    return _drop(project, origin, next(status_branches(origin.function, origin.statement), None))


def drop_method_test(project: Project, origin: Written) -> bool:
    """The same where the hook looks at the method, and so leaves out the preflight or the request."""
    both = responses_of(project)
    if (
        origin.function is None
        or both is None
        or all(ORIGIN in each.headers for each in (both.preflight, both.actual))
    ):
        return False
    branches = status_branches(origin.function, origin.statement, is_of_method)
    return _drop(
        project, origin, next((each for each in branches if _leaves_out(project, origin, each)), None)
    )


def _leaves_out(project: Project, origin: Written, found: StatusBranch) -> bool:
    """Whether the preflight or the request has a method with which the header isn't written."""
    for method in ("OPTIONS", project.goal.method or "GET"):
        values = LiteralValues(project, origin.module, {"request.method": method}, None)
        with suppress(NotReadError):
            if bool(values.value(found.test)) is (found.kind != "around"):
                return True
    return False


def _drop(project: Project, origin: Written, found: StatusBranch | None) -> bool:
    if found is None:
        return False
    source = project.workspace.source(origin.module)
    if found.kind == "exit":
        _stay(project, source, found, origin)
    else:
        _unwrap(project, source, found)
    return True


def _unwrap(project: Project, source: Source, found: StatusBranch) -> None:
    """The `if` without this part of its condition; without anything left, what it holds alone."""
    branch, is_else = found.branch, found.kind == "else"
    inside = branch.orelse if is_else else branch.body
    rest = [each for each in parts_of(branch.test, ast.Or if is_else else ast.And) if each is not found.test]
    if not all(map(_is_about_cors, inside)) or (not is_else and branch.orelse) or (is_else and rest):
        raise CannotChange("the headers")
    said = source.says(found.test)
    project.workspace.remove(source.path, f"else of {said}" if is_else else said, _WHY)
    if rest:
        start, end = source.span(branch.test)
        project.workspace.edit(source.path, Edit(start, end, " and ".join(map(source.says, rest))))
        return
    above = branch.body[-1].end_lineno or branch.lineno
    header = _else_line(source, above, inside[0].lineno) if is_else else branch.lineno
    _dedent(project, source, header, inside, indent_of(source.lines[branch.lineno - 1]))


def _else_line(source: Source, above: int, below: int) -> int:
    for number in range(above + 1, below):
        if source.lines[number - 1].strip().partition("#")[0].rstrip() == "else:":
            return number
    raise CannotChange("the headers")


def _dedent(project: Project, source: Source, header: int, body: Sequence[ast.stmt], indent: str) -> None:
    """The lines below a header, as far to the left as it was; the header goes."""
    inner = indent_of(source.lines[body[0].lineno - 1])
    last = body[-1].end_lineno or body[-1].lineno
    lines = source.lines[header:last]
    if not inner or any(line.strip() and not line.startswith(inner) for line in lines):
        raise CannotChange("the headers")
    text = "".join(f"{indent}{line.removeprefix(inner)}\n" if line.strip() else "\n" for line in lines)
    project.workspace.edit(source.path, Edit(source.line_start(header), source.line_start(last + 1), text))


def _stay(project: Project, source: Source, found: StatusBranch, origin: Written) -> None:
    """The function goes on to the header: the `return` goes, or what leaves is done below the header."""
    branch, function = found.branch, origin.function
    assert function is not None
    block = next(
        body
        for node in ast.walk(function)
        if isinstance(body := getattr(node, "body", None), list) and branch in body
    )
    after = block[block.index(branch) + 1 :]
    last = max(at for at, each in enumerate(after) if holds(each, origin.statement))
    while last + 1 < len(after) and _is_about_cors(after[last + 1]) and not _returns(after[last + 1]):
        last += 1
    if not all(map(_is_about_cors, after[: last + 1])) or any(map(_returns, after[: last + 1])):
        raise CannotChange("the headers")
    rest = [each for each in parts_of(branch.test, ast.Or) if each is not found.test]
    leaving = branch.body[-1]
    first, end = branch.lineno, branch.end_lineno or branch.lineno
    if rest:
        raise CannotChange("the headers")
    if len(after) == last + 2 and _is_same_return(leaving, after[-1]):
        # Nothing else is below: the function ends there in the same way.
        whole = len(branch.body) == 1
        said = " ".join(source.says(branch if whole else leaving).split())
        project.workspace.remove(source.path, said, _WHY)
        start = first if whole else leaving.lineno
        project.workspace.edit(source.path, without_lines(source, start, end))
        return
    text = source.text[source.line_start(first) : source.line_start(end + 1)]
    to = source.line_start((after[last].end_lineno or after[last].lineno) + 1)
    project.workspace.edit(source.path, without_lines(source, first, end), Edit(to, to, text))


def _is_same_return(one: ast.stmt, other: ast.stmt) -> bool:
    return isinstance(other, ast.Return) and ast.dump(one) == ast.dump(other)


def _returns(statement: ast.stmt) -> bool:
    return any(isinstance(each, ast.Return) for each in ast.walk(statement))


def _is_about_cors(statement: ast.stmt) -> bool:
    """Whether a statement does nothing but write such headers, or work out values for them."""
    if isinstance(statement, ast.If):
        return all(map(_is_about_cors, (*statement.body, *statement.orelse)))
    if isinstance(statement, (ast.Return, ast.Pass)):
        return True
    if isinstance(statement, ast.Assign) and all(isinstance(each, ast.Name) for each in statement.targets):
        return True
    texts = (each.value for each in ast.walk(statement) if isinstance(each, ast.Constant))
    names = (each.attr for each in ast.walk(statement) if isinstance(each, ast.Attribute))
    said = {str(each).lower() for each in (*texts, *names)}
    return any(each.startswith(("access-control-", "access_control_")) or each == "vary" for each in said)
