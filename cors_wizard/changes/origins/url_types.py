"""pydantic's URL types: their text ends in a slash, which no origin has."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import text_literal
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.flask_code.module import Module, dotted_name

_TYPES = frozenset({"AnyUrl", "AnyHttpUrl", "HttpUrl", "AnyWebsocketUrl", "WebsocketUrl", "Url"})
_WHY = "The text of such a URL ends in a slash, and an origin doesn't."


def strip_urls(project: Project, place: Place) -> bool:
    """Take the slash off each URL that becomes a text here; whether there was one."""
    source, path = project.workspace.source(place.module), place.module.path
    slash = f".rstrip({text_literal(source, '/')})"
    edits: list[Edit] = []
    for node, is_stripped in _texts_of_urls(project, place):
        if is_stripped:
            continue
        start, end = source.span(node)
        if dotted_name(node.func) == "map":
            given = source.says(node.args[1])
            edits.append(Edit(start, end, f"[str(origin){slash} for origin in {given}]"))
        else:
            edits.append(Edit(end, end, slash))
        project.workspace.keep(path, f"origin {source.says(node)}")
    if not edits:
        return False
    project.workspace.remove(path, "/", _WHY)
    project.workspace.edit(path, *edits)
    return True


def are_stripped(project: Project, place: Place) -> bool:
    """Whether URLs become texts here without a slash, and a file sets a variable to the page's origin."""
    found = [is_stripped for _, is_stripped in _texts_of_urls(project, place)]
    origin = project.goal.origin
    is_set = any(
        origin in [part.strip(" \"'[]").rstrip("/") for part in each.value.split(",")]
        for each in project.reading.variables
    )
    return bool(found) and all(found) and is_set


def _texts_of_urls(project: Project, place: Place) -> Iterator[tuple[ast.Call, bool]]:
    """Each `str(url)`, and whether its slash goes."""
    names = _url_names(project)
    stripped = {
        id(each.value)
        for each in ast.walk(place.node)
        if isinstance(each, ast.Attribute) and each.attr in ("rstrip", "strip", "removesuffix")
    }
    loops = {
        each.target.id: each.iter
        for each in ast.walk(place.node)
        if isinstance(each, ast.comprehension) and isinstance(each.target, ast.Name)
    }
    for node in ast.walk(place.node):
        if isinstance(node, ast.Call) and (given := _made_text(node)) is not None:
            given = loops.get(given.id, given) if isinstance(given, ast.Name) else given
            if dotted_name(given).rpartition(".")[2] in names:
                yield node, id(node) in stripped


def _made_text(node: ast.Call) -> ast.expr | None:
    """What `str(x)`, `x.unicode_string()` or `map(str, x)` makes a text of."""
    name = dotted_name(node.func)
    if name == "str" and len(node.args) == 1:
        return node.args[0]
    if name == "map" and len(node.args) == 2 and dotted_name(node.args[0]) == "str":
        return node.args[1]
    if isinstance(node.func, ast.Attribute) and node.func.attr == "unicode_string" and not node.args:
        return node.func.value
    return None


def _url_names(project: Project) -> frozenset[str]:
    """The fields of such types, and lists of them."""
    files = [
        project.workspace.parsed(path)
        for path, source in project.workspace.now.items()
        if path.endswith(".py") and "pydantic" in source.text
    ]
    return frozenset(
        dotted_name(node.target).rpartition(".")[2]
        for module in files
        if isinstance(module, Module)
        for node, _ in module.nodes
        if isinstance(node, ast.AnnAssign)
        and any(dotted_name(part).rpartition(".")[2] in _TYPES for part in _parts(node.annotation))
    )


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    return (each for each in ast.walk(node) if isinstance(each, (ast.Name, ast.Attribute)))
