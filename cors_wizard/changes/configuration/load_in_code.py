"""Puts `load_dotenv()` above the first line of a file that may read a setting."""

from __future__ import annotations

import ast
import posixpath

from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import first_line, text_literal
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.evaluation.scopes import names_in
from cors_wizard.flask_code.module import Module, dotted_name


def load_first(project: Project, path: str, env_file: str = ".env") -> None:
    """Move the call up, or write one; raises CannotChange where what it is given is made below."""
    module = project.workspace.parsed(path)
    if not isinstance(module, Module):
        raise CannotChange("the app")
    source = project.workspace.now[path]
    body = source.tree.body
    at = _first_read(project, module, body)
    taken = _statements(body[at:])
    call = next((each for each in taken if isinstance(each, ast.Expr)), None)
    said = source.says(call) if call else _new_call(source, path, env_file)
    above = body[:at]
    if call and not names_in(call) <= {*_bound(above), "load_dotenv", "dotenv", "__file__"}:
        raise CannotChange("the place of load_dotenv()")
    names = ["find_dotenv", "load_dotenv"] if "(find_dotenv(" in said else ["load_dotenv"]
    imported = {*names[:-1], said.partition("(")[0].partition(".")[0]} <= _bound(above)
    lines = [said] if imported else [f"from dotenv import {', '.join(names)}", "", said]
    position = _position(source, body[at:])
    text = "\n".join(lines) + "\n\n"
    project.workspace.edit(path, Edit(position, position, text), *(_gone(source, each) for each in taken))


def _new_call(source: Source, path: str, env_file: str) -> str:
    """The call that finds the file: python-dotenv looks in the code's own folder and in those above it."""
    folder, _, name = env_file.rpartition("/")
    if folder and posixpath.commonpath((folder, path)) != folder:
        raise CannotChange(f"what loads {env_file}")
    return "load_dotenv()" if name == ".env" else f"load_dotenv(find_dotenv({text_literal(source, name)}))"


def _first_read(project: Project, module: Module, body: list[ast.stmt]) -> int:
    """The number of the first statement that may read a setting: no import, or one of the project's files."""
    find = project.reading.code_evaluator.sources.find
    for number, statement in enumerate(body):
        if number == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if isinstance(statement, ast.Import) and not any(find(a.name, module) for a in statement.names):
            continue
        if isinstance(statement, ast.ImportFrom) and _is_foreign(statement, module, project):
            continue
        return number
    return len(body)


def _is_foreign(statement: ast.ImportFrom, module: Module, project: Project) -> bool:
    """Whether it imports from a package that isn't the project's own."""
    find = project.reading.code_evaluator.sources.find
    return not statement.level and find(statement.module or "", module) is None


def _statements(below: list[ast.stmt]) -> list[ast.stmt]:
    """The call and its import among these statements, which are taken from there."""
    mains = [each for each in below if isinstance(each, ast.If)]
    blocks = [below, *(each.body for each in mains)]
    found: list[ast.stmt] = []
    for each in (statement for block in blocks for statement in block):
        is_import = isinstance(each, ast.ImportFrom) and [a.name for a in each.names] == ["load_dotenv"]
        if is_import or (
            isinstance(each, ast.Expr) and isinstance(each.value, ast.Call) and _loads(each.value)
        ):
            found.append(each)
    if any(len(each.body) <= sum(one in found for one in each.body) for each in mains):
        raise CannotChange("the place of load_dotenv()")
    return found


def _loads(call: ast.Call) -> bool:
    return dotted_name(call.func).rpartition(".")[2] == "load_dotenv"


def _bound(statements: list[ast.stmt]) -> set[str]:
    imports = (each for each in statements if isinstance(each, (ast.Import, ast.ImportFrom)))
    return {(alias.asname or alias.name).partition(".")[0] for each in imports for alias in each.names}


def _position(source: Source, below: list[ast.stmt]) -> int:
    return source.line_start(first_line(below[0])) if below else len(source.text)


def _gone(source: Source, statement: ast.stmt) -> Edit:
    """The statement's whole lines, with one of two blank ones around it."""
    last, lines = statement.end_lineno or statement.lineno, source.lines
    if last < len(lines) and not lines[last].strip() and not lines[statement.lineno - 2].strip():
        last += 1
    start = source.line_start(statement.lineno)
    end = source.line_start(last + 1) if last < len(source.lines) else len(source.text)
    if not source.text[end:].strip():
        start = min(start, len(source.text[:start].rstrip()) + 1)
    return Edit(start, end, "")
