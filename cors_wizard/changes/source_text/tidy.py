"""What a reviewer asks for once the code is right: no line too long, no import that nothing uses any more."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from cors_wizard.changes.source_text.editing import indent_unit, remove_element, without_lines
from cors_wizard.changes.source_text.source import Edit, Source, indent_of
from cors_wizard.changes.workspace import Workspace
from cors_wizard.flask_code.evaluation.scopes import names_in

_USUAL_LENGTH = 100
_FEW_MORE = 12
_LENGTH = re.compile(r"^\s*(?:max[-_])?line[-_]length\s*=\s*([0-9]{2,3})\b", re.MULTILINE)
_LENGTHS_IN = ("pyproject.toml", "setup.cfg", "tox.ini", ".flake8", "ruff.toml", ".ruff.toml")
_MOST_ROUNDS = 20

_Brackets = tuple[int, int, list[tuple[int, int]]]
"""The positions of the opening and of the closing bracket, and the span of each element."""


def tidy(workspace: Workspace) -> None:
    """Tidy every Python file that was changed; lines that nobody touched stay as they are."""
    for path, before in workspace.before.items():
        if path.endswith(".py") and workspace.now[path].raw != before.raw:
            _drop_unused_imports(workspace, path, before)
            _break_long_lines(workspace, path, before)


# Lines.


def _break_long_lines(workspace: Workspace, path: str, before: Source) -> None:
    longest = _longest(workspace, before)
    own = max(map(len, before.lines), default=0)
    # Who doesn't break long lines doesn't break one for a few characters more.
    spared = (line for line in workspace.now[path].lines if len(line) <= own + _FEW_MORE)
    known = {*before.lines, *(spared if longest == own else ())}
    for _ in range(_MOST_ROUNDS):
        source = workspace.now[path]
        long = [at for at, line in enumerate(source.lines, 1) if len(line) > longest and line not in known]
        edits = next((found for line in long if (found := _broken(source, line))), None)
        # A line that can't be broken so stays as it is.
        if edits is None or workspace.attempt(partial(workspace.edit, path, *edits)) is not None:
            return


def _longest(workspace: Workspace, before: Source) -> int:
    """How long lines may be: as the project says, else as long as the file has them already."""
    texts = (source.text for path, source in workspace.now.items() if path.rpartition("/")[2] in _LENGTHS_IN)
    given = next((int(found[1]) for text in texts if (found := _LENGTH.search(text))), None)
    return given or max(_USUAL_LENGTH, *map(len, before.lines))


def _broken(source: Source, line: int) -> list[Edit]:
    """The line with each element of its longest brackets on a line of its own; empty where it has none."""
    indent = indent_of(source.lines[line - 1])
    inner = f"\n{indent}{indent_unit(source)}"
    if edits := _condition_broken(source, line, inner, indent):
        return edits
    found = list(_on_line(source, source.tree, line))
    if not found:
        return []
    opening, closing, elements = max(found, key=lambda each: each[1] - each[0])
    between = [
        Edit(end, start, _comma(source, end, start) + inner) for (_, end), (start, _) in pairwise(elements)
    ]
    last = elements[-1][1]
    comma = "" if between and between[0].text == inner else ","
    return [Edit(opening + 1, elements[0][0], inner), *between, Edit(last, closing, f"{comma}\n{indent}")]


def _condition_broken(source: Source, line: int, inner: str, indent: str) -> list[Edit]:
    """`if a and b:` with each part on a line of its own; empty where the line is nothing of the kind."""
    tests = (node.test for node in ast.walk(source.tree) if isinstance(node, ast.If))
    test = next((each for each in tests if each.lineno == line == each.end_lineno), None)
    if not isinstance(test, ast.BoolOp):
        return []
    start, end = source.span(test)
    spans = list(map(source.span, test.values))
    if source.text[start - 1] == "(" or any(source.text[at - 1] == "(" for at, _ in spans):
        return []
    word = "and" if isinstance(test.op, ast.And) else "or"
    between = [Edit(before, after, f"{inner}{word} ") for (_, before), (after, _) in pairwise(spans)]
    return [Edit(start, start, f"({inner}"), *between, Edit(end, end, f"\n{indent})")]


def _comma(source: Source, end: int, start: int) -> str:
    return "," if "," in source.text[end:start] else ""


def _on_line(source: Source, tree: ast.Module, line: int) -> Iterator[_Brackets]:
    """The brackets that open and close on this line; those inside texts are left out."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.JoinedStr):
            continue
        todo += ast.iter_child_nodes(node)
        if getattr(node, "lineno", 0) == line == getattr(node, "end_lineno", 0):
            brackets = _brackets(source, node)
            if brackets and len(brackets[2]) and not isinstance(node, ast.Subscript):
                yield brackets


def _brackets(source: Source, node: ast.AST) -> _Brackets | None:
    start, end = source.span(node)
    if isinstance(node, ast.Call):
        parts: Sequence[ast.AST] = [*node.args, *node.keywords]
        if len(parts) == 1 and isinstance(parts[0], ast.GeneratorExp):
            return None
        start = source.text.index("(", source.span(node.func)[1])
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        parts = node.elts
    elif isinstance(node, ast.ListComp):
        return start, end - 1, [source.span(node.elt), *_clauses(source, node, end)]
    elif isinstance(node, ast.Dict) and None not in node.keys:
        pairs = zip(node.keys, node.values, strict=True)
        spans = [(source.span(key)[0], source.span(value)[1]) for key, value in pairs if key is not None]
        return start, end - 1, spans
    else:
        return None
    if source.text[start] not in "([{" or source.text[end - 1] not in ")]}":
        return None
    return start, end - 1, sorted(map(source.span, parts))


def _clauses(source: Source, node: ast.ListComp, end: int) -> list[tuple[int, int]]:
    """Each `for ... in ...` of a comprehension with its conditions."""
    starts = [
        source.text.rindex("for ", 0, source.span(each.target)[0])
        for each in node.generators
        if not each.is_async
    ]
    ends = [*starts[1:], end - 1]
    return [
        (start, start + len(source.text[start:stop].rstrip()))
        for start, stop in zip(starts, ends, strict=True)
    ]


# Imports.


def _drop_unused_imports(workspace: Workspace, path: str, before: Source) -> None:
    """Take out what the file imported for lines that are gone."""
    used = names_in(before.tree)
    for _ in range(_MOST_ROUNDS):
        edits = _without_unused(workspace.now[path], used)
        if not edits:
            return
        workspace.edit(path, *edits)


def _without_unused(source: Source, used: set[str]) -> list[Edit]:
    tree = source.tree
    for statement in tree.body:
        if not isinstance(statement, (ast.Import, ast.ImportFrom)):
            continue
        start, end = source.span(statement)
        elsewhere = source.text[:start] + source.text[end:]
        for at, alias in enumerate(statement.names):
            name = alias.asname or alias.name.partition(".")[0]
            # A mention in a comment or a text keeps it: `__all__`, an annotation in quotes.
            if name in used and not re.search(rf"\b{re.escape(name)}\b", elsewhere):
                return _without_name(source, statement, at)
    return []


def _without_name(source: Source, statement: ast.Import | ast.ImportFrom, at: int) -> list[Edit]:
    start, end = source.span(statement)
    if len(statement.names) > 1:
        close = end - 1 if source.text[end - 1] == ")" else end
        return [remove_element(source, statement.names, at, close)]
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    if source.text[source.line_start(first) : source.line_start(last + 1)].strip() != source.text[start:end]:
        return []
    blank_above = first == 1 or not source.lines[first - 2].strip()
    blank_below = last < len(source.lines) and not source.lines[last].strip()
    return [without_lines(source, first, last + 1 if blank_above and blank_below else last)]
