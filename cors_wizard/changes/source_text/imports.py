"""Adds an import where the file's imports are, and only if the name is not bound already."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from cors_wizard.changes.source_text.editing import inserted
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.changes.workspace import Workspace
from cors_wizard.flask_code.evaluation.imports import canonical

_Import = ast.Import | ast.ImportFrom


def use_name(workspace: Workspace, path: str, module: str, name: str) -> str:
    """What to write for `module.name` in this file; imports it first where that is needed."""
    source = workspace.now[path]
    tree = source.tree
    known = _bound(tree, module, name)
    if known:
        return known
    imports = list(_at_the_top(tree))
    same = [
        each
        for each in imports
        if isinstance(each, ast.ImportFrom) and each.module == module and not each.level
    ]
    if same and same[0].names[0].name != "*":
        workspace.edit(path, merged_import(source, same[0], name))
    else:
        workspace.edit(path, _added(source, tree, imports, f"from {module} import {name}", module))
    return name


def _bound(tree: ast.Module, module: str, name: str) -> str:
    for each in _at_the_top(tree):
        for alias in each.names:
            if isinstance(each, ast.Import):
                if alias.name == module:
                    return f"{alias.asname or alias.name}.{name}"
            elif not each.level and alias.name == "*" and each.module == module:
                return name
            elif not each.level and canonical(f"{each.module}.{alias.name}") == f"{module}.{name}":
                return alias.asname or alias.name
    return ""


def _at_the_top(tree: ast.Module) -> Iterator[_Import]:
    """The imports that run when the file is loaded; those in a `try` too."""
    for statement in tree.body:
        blocks = [statement]
        if isinstance(statement, ast.Try):
            blocks = [*statement.body]
        yield from (each for each in blocks if isinstance(each, (ast.Import, ast.ImportFrom)))


def merged_import(source: Source, statement: ast.ImportFrom, name: str) -> Edit:
    """One more name in an import that is there; in brackets it may have a line of its own."""
    _, end = source.span(statement)
    close = end - 1 if source.text[end - 1] == ")" else end
    if next_one := _next_in_order(statement, name):
        start = source.span(next_one)[0]
        gap = source.text[source.line_start(source.line_of(start)) : start]
        return Edit(start, start, f"{name},\n{gap}" if not gap.strip() else f"{name}, ")
    return inserted(source, statement.names, close, name)


def _next_in_order(statement: ast.ImportFrom, name: str) -> ast.alias | None:
    """The name that comes after this one, where the names are in the order that isort gives them."""
    keys = [_order(each.name) for each in statement.names]
    is_sorted = keys == sorted(keys)
    return next((each for each in statement.names if is_sorted and _order(each.name) > _order(name)), None)


def _order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2, name)


def _added(source: Source, tree: ast.Module, imports: list[_Import], line: str, module: str) -> Edit:
    top = [each for each in imports if each in tree.body]
    standard = [each for each in top if _is_standard(_module_of(each))]
    if top and _is_standard(module):
        if standard:
            at = source.line_start((standard[-1].end_lineno or standard[-1].lineno) + 1)
            return Edit(at, at, f"{line}\n")
        at = source.line_start(top[0].lineno)
        return Edit(at, at, f"{line}\n\n")
    if top:
        after = _neighbor(top, module)
        at = source.line_start((after.end_lineno or after.lineno) + 1)
        if at == len(source.text) and not source.text.endswith("\n"):
            return Edit(at, at, f"\n{line}\n")
        return Edit(at, at, f"{line}\n")
    at = source.line_start(_first_line(source, tree))
    return Edit(at, at, f"{line}\n\n" if source.text[at : at + 1] not in ("", "\n") else f"{line}\n")


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def _module_of(statement: _Import) -> str:
    if isinstance(statement, ast.Import):
        return statement.names[0].name
    return "" if statement.level else statement.module or ""


def _neighbor(top: list[_Import], module: str) -> _Import:
    """The import to follow: one of the same family, then the last plain one that is not of the project."""
    family = module.partition("_")[0]
    for wanted in (family, ""):
        for each in reversed(top):
            names = [each.module or ""] if isinstance(each, ast.ImportFrom) else [a.name for a in each.names]
            is_own = isinstance(each, ast.ImportFrom) and each.level
            if not is_own and (not wanted or any(n == wanted or n.startswith(f"{wanted}.") for n in names)):
                return each
    return top[-1]


def _first_line(source: Source, tree: ast.Module) -> int:
    """The first line of code below the docstring, or below the comments at the top."""
    if tree.body and isinstance(tree.body[0], ast.Expr) and isinstance(tree.body[0].value, ast.Constant):
        return (tree.body[0].end_lineno or 1) + 1
    number = 1
    while number < len(source.lines) and source.lines[number - 1].startswith("#"):
        number += 1
    return number
