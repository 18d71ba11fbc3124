"""Edits to Python code by exact spans, in the style of the file: quotes, indents, commas and line breaks."""

from __future__ import annotations

import ast
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Sequence

from cors_wizard.changes.source_text.source import Edit, Source, indent_of

_COMMENT = re.compile(r"#[^\n]*")


def quote_of(source: Source) -> str:
    """The quotation mark that most texts of the file have."""
    counted: Counter[str] = Counter()
    lines = iter(source.text.splitlines(keepends=True))
    try:
        for token in tokenize.generate_tokens(lambda: next(lines, "")):
            if token.type == tokenize.STRING:
                bare = token.string.lstrip("rRbBuUfF")
                counted[bare[:1]] += 0 if bare.startswith(('"""', "'''")) else 1
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return '"'
    return "'" if counted["'"] > counted['"'] else '"'


def text_literal(source: Source, value: str, beside: Iterable[ast.AST] = ()) -> str:
    """A text as Python writes it, with the quotes of its neighbors or the file's; raw with a backslash."""
    starts = (source.says(each)[:1] for each in beside)
    quote = next((each for each in starts if each in ("'", '"')), quote_of(source))
    if not value.isprintable() or quote in value or value.endswith("\\"):
        return repr(value)
    return f"r{quote}{value}{quote}" if "\\" in value else f"{quote}{value}{quote}"


def list_literal(source: Source, values: Sequence[str]) -> str:
    """A list of strings."""
    return f"[{', '.join(text_literal(source, value) for value in values)}]"


def inserted(
    source: Source, elements: Sequence[ast.AST], close: int, *texts: str, begins: ast.AST | None = None
) -> Edit:
    """One more element, or several, at the end of what brackets hold.

    Args:
        source: the file.
        elements: what the brackets hold now, in order.
        close: the position of the closing bracket.
        texts: the new elements.
        begins: what the last element begins with; for an entry of a dictionary its key.
    """
    text = ", ".join(texts)
    if not elements:
        return Edit(close, close, text)
    start, end = source.span(begins or elements[-1])[0], source.span(elements[-1])[1]
    end = _outside_brackets(source.text, end, close)
    between = source.text[end:close]
    comma = _COMMENT.sub(lambda found: " " * len(found[0]), between).find(",")
    line = source.lines[source.line_of(start) - 1]
    own_line = source.text[source.line_start(source.line_of(start)) : start].strip() == ""
    if not own_line:
        if comma < 0:
            return Edit(end, end, f", {text}")
        trailing = "," if "\n" in between else ""
        return Edit(end + comma + 1, end + comma + 1, f" {text}{trailing}")
    indent = indent_of(line)
    return _on_its_own_line(source, end, comma, indent, f",\n{indent}".join(texts))


def _on_its_own_line(source: Source, end: int, comma: int, indent: str, text: str) -> Edit:
    """The new element below the last one, which has a line of its own; a comment there stays with it."""
    if comma < 0:
        return Edit(end, end, f",\n{indent}{text}")
    line_end = source.text.find("\n", end + comma)
    after = source.text[end + comma + 1 : line_end]
    if after.strip() and not after.strip().startswith("#"):
        return Edit(end + comma + 1, end + comma + 1, f"\n{indent}{text},")
    return Edit(line_end, line_end, f"\n{indent}{text},")


def _outside_brackets(text: str, end: int, close: int) -> int:
    """Behind the brackets that an element may have around itself."""
    while True:
        rest = text[end:close]
        gap = len(rest) - len(rest.lstrip())
        if rest.lstrip()[:1] != ")":
            return end
        end += gap + 1


def add_argument(source: Source, call: ast.Call, text: str) -> list[Edit]:
    """One more argument of a call."""
    _, end = source.span(call)
    elements = sorted((*call.args, *call.keywords), key=lambda each: source.span(each))
    return [inserted(source, elements, end - 1, text)]


def remove_argument(source: Source, call: ast.Call, keyword: ast.keyword) -> Edit:
    """A call without one of its arguments."""
    elements = sorted((*call.args, *call.keywords), key=lambda each: source.span(each))
    at = next(number for number, each in enumerate(elements) if each is keyword)
    return _removed(source, elements, at, source.span(call)[1] - 1)


def remove_element(source: Source, elements: Sequence[ast.AST], at: int, close: int) -> Edit:
    """A list without one of its elements."""
    return _removed(source, elements, at, close)


def remove_entry(source: Source, table: ast.Dict, at: int) -> Edit:
    """A dictionary without one of its entries."""
    elements = [_spanning(key or value, value) for key, value in zip(table.keys, table.values, strict=True)]
    return _removed(source, elements, at, source.span(table)[1] - 1)


def _spanning(first: ast.expr, last: ast.expr) -> ast.AST:
    """A node from the beginning of one to the end of another."""
    node = ast.copy_location(ast.Constant(None), last)
    node.lineno, node.col_offset = first.lineno, first.col_offset
    return node


def _removed(source: Source, elements: Sequence[ast.AST], at: int, close: int) -> Edit:
    start, end = source.span(elements[at])
    line_start = source.line_start(source.line_of(start))
    if at + 1 < len(elements):
        return Edit(start, source.span(elements[at + 1])[0], "")
    if source.text[line_start:start].strip() == "" and at > 0:
        rest = source.text[end:close]
        comma = re.match(r"[ \t]*,?[ \t]*(#[^\n]*)?\n", rest)
        if comma:
            return Edit(line_start, end + comma.end(), "")
        previous = source.span(elements[at - 1])[1]
        return Edit(previous, end, "")
    if at > 0:
        return Edit(source.span(elements[at - 1])[1], end, "")
    rest = source.text[end:close]
    return Edit(start, end + len(rest) if rest.strip() in ("", ",") else end, "")


def add_entry(source: Source, table: ast.Dict, key: str, value: str) -> Edit:
    """One more entry of a dictionary literal."""
    text = f"{text_literal(source, key)}: {value}"
    _, end = source.span(table)
    return entry_inserted(source, table, end - 1, text)


def entry_inserted(source: Source, table: ast.Dict, close: int, text: str) -> Edit:
    """One more entry, which is written out, at the end of a dictionary literal."""
    return inserted(source, table.values, close, text, begins=table.keys[-1] if table.keys else None)


def replaced(source: Source, node: ast.AST, text: str) -> Edit:
    """Another expression in place of one."""
    start, end = source.span(node)
    return Edit(start, end, text)


def wrapped(source: Source, node: ast.AST, before: str, after: str) -> list[Edit]:
    """An expression with something around it."""
    start, end = source.span(node)
    return [Edit(start, start, before), Edit(end, end, after)]


def line_after(source: Source, statement: ast.stmt, text: str) -> Edit:
    """Lines below a statement, indented as it is."""
    indent = indent_of(source.lines[statement.lineno - 1])
    lines = "".join(f"{indent}{line}\n" if line else "\n" for line in text.split("\n"))
    end_line = statement.end_lineno or statement.lineno
    if end_line >= len(source.lines):
        return Edit(len(source.text), len(source.text), f"\n{lines.removesuffix(chr(10))}")
    at = source.line_start(end_line + 1)
    return Edit(at, at, lines)


def function_after(source: Source, statement: ast.stmt, lines: Sequence[str]) -> Edit:
    """A function below a statement, with the blank lines around it that its level has."""
    end_line = statement.end_lineno or statement.lineno
    blank = 1 if indent_of(source.lines[statement.lineno - 1]) else 2
    below = source.lines[end_line:]
    there = next((count for count, line in enumerate(below) if line.strip()), blank)
    return line_after(source, statement, "\n".join([*[""] * blank, *lines, *[""] * (blank - there)]))


def first_line(statement: ast.stmt) -> int:
    """The line where a statement begins, its decorators among it."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def line_before(source: Source, statement: ast.stmt, text: str) -> Edit:
    """Lines above a statement and its decorators, indented as it is."""
    first = first_line(statement)
    indent = indent_of(source.lines[first - 1])
    at = source.line_start(first)
    return Edit(at, at, "".join(f"{indent}{line}\n" if line else "\n" for line in text.split("\n")))


def without_lines(source: Source, first: int, last: int) -> Edit:
    """The file without these lines."""
    return Edit(source.line_start(first), source.line_start(last + 1), "")


def indent_unit(source: Source) -> str:
    """What one level of indentation is in this file."""
    for line in source.lines:
        if line.startswith("\t"):
            return "\t"
        if line.startswith(" ") and line.strip():
            return indent_of(line) if len(indent_of(line)) in (2, 4, 8) else "    "
    return "    "


def body_of(tree: ast.AST, statement: ast.stmt) -> list[ast.stmt]:
    """The block that a statement is in."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and statement in block:
                return block
    return [statement]
