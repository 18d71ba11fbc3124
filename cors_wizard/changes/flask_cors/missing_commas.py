"""`["https://a.example" "https://b.example"]`: without a comma, Python joins two texts of a list into one."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Callable, Sequence
from itertools import accumulate

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import list_literal, replaced
from cors_wizard.changes.source_text.source import Edit, Source

_WHY = "Python joins texts that have no comma between them."


def separated(project: Project, place: Place, kind: str, suffice: Callable[[Sequence[str]], bool]) -> bool:
    """Put in the commas that a literal lacks, if the texts that it then lists suffice; whether it did."""
    source, path = project.workspace.source(place.module), place.module.path
    is_list = isinstance(place.node, (ast.List, ast.Tuple, ast.Set))
    elements = place.node.elts if isinstance(place.node, (ast.List, ast.Tuple, ast.Set)) else [place.node]
    joined = [(each, parts) for each in elements if len(parts := _parts(source, each)) > 1]
    values = [value for _, parts in joined for value, _ in parts]
    if not joined or not suffice(values):
        return False
    for element, _ in joined:
        project.workspace.remove(path, str(ast.literal_eval(element)), _WHY)
    project.workspace.keep(path, *(f"{kind} {each}" for each in values))
    commas = [Edit(end, end, ",") for _, parts in joined for _, end in parts[:-1]]
    alone = [replaced(source, place.node, list_literal(source, values))]
    project.workspace.edit(path, *(commas if is_list else alone))
    return True


def _parts(source: Source, element: ast.expr) -> list[tuple[str, int]]:
    """The texts that are written one after the other, each with where it ends."""
    if not isinstance(element, ast.Constant) or not isinstance(element.value, str):
        return []
    start, end = source.span(element)
    written = f"({source.text[start:end]})"
    rows = written.splitlines(keepends=True)
    lines, following = [*accumulate(map(len, rows), initial=0)], iter(rows)
    return [
        (str(ast.literal_eval(token.string)), start + lines[token.end[0] - 1] + token.end[1] - 1)
        for token in tokenize.generate_tokens(lambda: next(following, ""))
        if token.type == tokenize.STRING
    ]
