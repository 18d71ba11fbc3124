"""Whether the text that gives an origin is used for something else, too: links in mails, redirects.

What is wrong with it as an origin may be right there, so it is corrected where CORS uses it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.project import Project
from cors_wizard.flask_code.environment_reads import environment_read
from cors_wizard.flask_code.module import Module, dotted_name, is_test_path

_TEMPLATES = (".html", ".htm", ".j2", ".jinja", ".jinja2")


def is_shared(project: Project, use: Place) -> bool:
    """Whether a name between this expression and its text is used outside of the CORS setup."""
    steps = list(_steps(project, use))
    names = {name for step in steps for name in _names_of(project, step)}
    if not names:
        return False
    ours = [step.node for step in steps]
    ours += [call.node for site in project.reading.sites for call in site.calls]
    ours += [
        option.place.node
        for site in project.reading.sites
        for r in site.rules
        for option in r.options.values()
    ]
    inside = {id(part) for node in ours for part in ast.walk(node)}
    return any(_is_used(project, path, names, inside) for path in project.workspace.now)


def _steps(project: Project, use: Place) -> Iterator[Place]:
    """The expression, what its name is set to, and so on."""
    place: Place | None = use
    for _ in range(8):
        if place is None:
            return
        yield place
        found = project.reading.evaluator.definition(place)
        place = None if found is None or found.node is place.node else found


def _names_of(project: Project, place: Place) -> Iterator[str]:
    """The name that an expression is read by; of the environment's variable, too."""
    node = place.node
    if isinstance(node, (ast.Name, ast.Attribute)):
        yield dotted_name(node).rpartition(".")[2]
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        yield str(node.slice.value)
    for part in (each for each in ast.walk(node) if isinstance(each, ast.expr)):
        if read := environment_read(part, place.module):
            yield str(project.reading.evaluator.value(Place(place.module, read.name)))


def _is_used(project: Project, path: str, names: set[str], inside: set[int]) -> bool:
    text = project.workspace.now[path].text
    if not any(name in text for name in names) or is_test_path(path):
        return False
    if path.endswith(_TEMPLATES):
        return any(re.search(rf"\{{[{{%][^}}]*\b{re.escape(name)}\b", text) for name in names)
    module = project.workspace.parsed(path) if path.endswith(".py") else None
    return isinstance(module, Module) and any(
        id(node) not in inside and _reads(node, names) for node, _ in module.nodes
    )


def _reads(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in names and isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Attribute):
        return node.attr in names and isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        return isinstance(node.slice, ast.Constant) and node.slice.value in names
    given = node.args[:1] if isinstance(node, ast.Call) else []
    return any(isinstance(each, ast.Constant) and each.value in names for each in given)
