"""A hand-written header whose origin is one of several settings: every one of them stays a setting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from cors_wizard.changes.header_code.hand_written import Written
from cors_wizard.changes.origins.origins_in_use import only_untidy
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import text_literal, wrapped
from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.findings import Value


def is_chosen(project: Project, origin: Written) -> bool:
    """Whether the request decides which of several origins is sent."""
    return len({each.text for each in _choices(project, origin)}) > 1


def strip_chosen(project: Project, origin: Written) -> bool:
    """Take the slash off whichever is chosen, where the page's own is among them; whether that was needed."""
    choices = list(_choices(project, origin))
    page = project.goal.origin
    is_untidy = any(each.text != page and only_untidy(each.text, page) for each in choices)
    if not is_untidy or any(each.kind != "text" for each in choices):
        return False
    source, path = project.workspace.source(origin.module), origin.module.path
    said = source.says(origin.value)
    slash = f".rstrip({text_literal(source, '/')})"
    before, after = ("", "") if said.replace(".", "").isidentifier() else ("(", ")")
    project.workspace.keep(path, f"origins of {said}")
    project.workspace.edit(path, *wrapped(source, origin.value, before, f"{after}{slash}"))
    return True


def _choices(project: Project, origin: Written) -> Iterator[Value]:
    """Everything that may be sent, as far as the code shows it."""
    node, is_stripped = origin.value, _is_stripped(origin.value)
    if is_stripped and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    for way in _assigned(origin, node) or [node]:
        read = project.reading.code_evaluator.read(way, origin.module, origin.module.scope_of(way))
        for each in _ways(read):
            yield replace(each, text=each.text.rstrip("/")) if is_stripped else each


def _assigned(origin: Written, node: ast.expr) -> list[ast.expr]:
    """What the hook sets a name to, in all its branches."""
    return [
        each.value
        for each in (ast.walk(origin.function) if origin.function and isinstance(node, ast.Name) else ())
        if isinstance(each, ast.Assign) and dotted_name(node) in map(dotted_name, each.targets)
    ]


def _is_stripped(node: ast.expr) -> bool:
    """`origin.rstrip("/")`."""
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return is_call and ast.unparse(node).endswith(".rstrip('/')")


def _ways(value: Value) -> Iterator[Value]:
    if value.alternatives:
        for each in value.alternatives:
            yield from _ways(each)
    else:
        yield value
