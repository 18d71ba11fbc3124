"""Corrects names of CORS headers that are written almost right: nothing sends or reads those."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import replaced, text_literal
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.module import Module

_PREFIX = "access-control-"
_NAMES = tuple(
    f"{_PREFIX}{each}"
    for each in (
        *("allow-origin", "allow-credentials", "allow-headers", "allow-methods", "expose-headers", "max-age"),
        *("request-headers", "request-method", "allow-private-network", "request-private-network"),
    )
)
_CONCERNED: Mapping[str, tuple[str, ...]] = {
    "header-disallowed": ("allow-headers", "request-headers"),
    "method-disallowed": ("allow-methods", "request-method"),
    "unsafe-header-read": ("expose-headers",),
    "missing-allow-origin": ("allow-origin",),
}
"""By what the browser objects to: the headers that it is about."""
_CLOSE = 0.9


def correct_names(project: Project) -> None:
    """Write the names right that the page's request fails by; where every website would get in, none."""
    symptom = (project.facts.text("symptom") or "").removeprefix("preflight-")
    concerned = {f"{_PREFIX}{each}" for each in _CONCERNED.get(symptom, ())}
    for module in project.reading.modules if concerned else ():
        for node, meant in _misspelled(module):
            if meant in concerned and (meant != f"{_PREFIX}allow-origin" or _names_one(module, node)):
                source, said = project.workspace.source(module), text_of(node) or ""
                right = meant if said.islower() else meant.title()
                project.workspace.remove(module.path, said, f"The header is called {right}.")
                project.workspace.edit(
                    module.path, replaced(source, node, text_literal(source, right, [node]))
                )
                return correct_names(project)
    return None


def _misspelled(module: Module) -> Iterator[tuple[ast.Constant, str]]:
    if _PREFIX[:6] not in module.file.text.lower():
        return
    for node, _ in module.nodes:
        text = (text_of(node) or "").lower() if isinstance(node, ast.Constant) else ""
        if (
            isinstance(node, ast.Constant)
            and text.startswith("acc")
            and len(text) < 50
            and text not in _NAMES
        ):
            for meant in get_close_matches(text, _NAMES, 1, _CLOSE):
                yield node, meant


def _names_one(module: Module, name: ast.Constant) -> bool:
    """Whether what is written beside the name is one origin, and so nobody else gets in."""
    beside = (value for node, _ in module.nodes for key, value in _pairs(node) if key is name)
    return any((text_of(each) or "*").startswith("http") for each in beside)


def _pairs(node: ast.AST) -> Iterator[tuple[ast.expr | None, ast.expr]]:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        yield node.targets[0].slice, node.value
    elif isinstance(node, ast.Call) and len(node.args) == 2:
        yield node.args[0], node.args[1]
    elif isinstance(node, ast.Dict):
        yield from zip(node.keys, node.values, strict=True)
