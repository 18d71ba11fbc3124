"""Sets a value of the configuration for development alone: what production is given stays as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import line_after, replaced
from cors_wizard.changes.source_text.source import Source, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name

_DEVELOPMENT = ("dev", "local", "debug")


def key_of(node: ast.expr) -> str:
    """The key that an expression reads from a configuration: `app.config["KEY"]`, `Config.KEY`."""
    if isinstance(node, ast.Subscript) and _is_config(node.value):
        return text_of(node.slice) or ""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return (text_of(node.args[0]) or "") if node.args and _is_config(node.func.value) else ""
    return node.attr if isinstance(node, ast.Attribute) and node.attr.isupper() else ""


def _is_config(node: ast.expr) -> bool:
    return dotted_name(node).rpartition(".")[2].lower() in ("config", "settings", "conf")


def set_in_development(project: Project, key: str, value: str) -> None:
    """The value in the class of settings for development; raises CannotChange where there is none."""
    if not project.goal.is_local:
        raise CannotChange(key)
    classes = [(module, node) for module in project.reading.modules for node in _classes(module)]
    setting = {node.name for _, node in classes if _entry(node, key) is not None}
    for module, node in classes:
        bases = {dotted_name(each).rpartition(".")[2] for each in node.bases}
        is_development = any(word in node.name.lower() for word in _DEVELOPMENT)
        if is_development and (node.name in setting or bases & setting):
            _set(project, project.workspace.source(module), node, key, value)
            return
    raise CannotChange(key)


def _classes(module: Module) -> Iterator[ast.ClassDef]:
    return (node for node, _ in module.nodes if isinstance(node, ast.ClassDef))


def _entry(node: ast.ClassDef, key: str) -> ast.Assign | ast.AnnAssign | None:
    for each in node.body:
        targets = each.targets if isinstance(each, ast.Assign) else []
        targets = [each.target] if isinstance(each, ast.AnnAssign) and each.value is not None else targets
        if isinstance(each, (ast.Assign, ast.AnnAssign)) and any(dotted_name(one) == key for one in targets):
            return each
    return None


def _set(project: Project, source: Source, node: ast.ClassDef, key: str, value: str) -> None:
    known = _entry(node, key)
    if known is not None and known.value is not None:
        project.workspace.remove(source.path, source.says(known), "This class is for development.")
        project.workspace.edit(source.path, replaced(source, known.value, value))
        return
    line = f"{key} = {value}"
    last = next(
        (each for each in reversed(node.body) if isinstance(each, (ast.Assign, ast.AnnAssign))), node.body[-1]
    )
    if isinstance(last, ast.Pass):
        project.workspace.edit(source.path, replaced(source, last, line))
        return
    if indent_of(source.lines[last.lineno - 1]) == indent_of(source.lines[node.lineno - 1]):
        raise CannotChange(key)
    project.workspace.edit(source.path, line_after(source, last, line))
