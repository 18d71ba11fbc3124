"""Patterns among the allowed origins: one that lacks the port, and one more beside compiled ones."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors import flask_cors_model as model
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import text_literal
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.fetch_standard.origin import for_flask_cors
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.module import dotted_name

_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
_Sequence = ast.List | ast.Tuple | ast.Set


def add_port(project: Project, place: Place) -> bool:
    """Have a pattern take the page's port, where it takes the same name of this machine without one.

    A pattern that would let in another scheme or name with it stays as it is.
    """
    page = parse_url(project.goal.origin)
    if (
        page is None
        or page.port is None
        or not is_loopback(page.host)
        or not isinstance(place.node, _Sequence)
    ):
        return False
    source = project.workspace.source(place.module)
    for element in place.node.elts:
        written = _pattern_of(element)
        pattern = text_of(written) if written is not None else None
        if written is None or not pattern or not pattern.endswith("$") or "\\" + "$" in pattern[-2:]:
            continue
        wider = f"{pattern[:-1]}(:{page.port})?$"
        end = source.span(written)[1]
        is_plain = source.text[end - 2 : end - 1] == "$"
        if (
            is_plain
            and _takes(pattern, f"{page.scheme}://{page.host}")
            and _takes(wider, project.goal.origin)
            and not any(_takes(wider, each) for each in _beside(page))
        ):
            project.workspace.edit(source.path, Edit(end - 2, end - 2, f"(:{page.port})?"))
            return True
    return False


def _beside(page: ParsedUrl) -> Iterator[str]:
    """What a pattern for several names or schemes would let in at the page's port, too."""
    for scheme in ("http", "https"):
        for host in dict.fromkeys((page.host, *_THIS_MACHINE)):
            if (scheme, host) != (page.scheme, page.host):
                yield f"{scheme}://{host}:{page.port}"


def _pattern_of(element: ast.expr) -> ast.Constant | None:
    """The text of a pattern, compiled or not."""
    if isinstance(element, ast.Call) and dotted_name(element.func).endswith("compile") and element.args:
        element = element.args[0]
    return element if isinstance(element, ast.Constant) and isinstance(element.value, str) else None


def _takes(pattern: str, origin: str) -> bool:
    try:
        return model.allows_origin({"origins": [pattern]}, origin)
    except model.NotKnown:
        return False


def entry_for(source: Source, node: _Sequence, origin: str) -> str:
    """The origin as an entry like the others: compiled where they all are."""
    compiled = [each for each in node.elts if isinstance(each, ast.Call)]
    names = {dotted_name(each.func) for each in compiled}
    if (
        compiled
        and len(compiled) == len(node.elts)
        and len(names) == 1
        and names <= {"re.compile", "compile"}
    ):
        return f"{names.pop()}(r{text_literal(source, f'^{re.escape(origin)}$').lstrip('r')})"
    return text_literal(source, for_flask_cors(origin), node.elts)
