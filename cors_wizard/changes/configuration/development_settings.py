"""Sets a value of the configuration where it runs alone: for development, say, what production has stays."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import line_after, replaced, text_literal
from cors_wizard.changes.source_text.source import Source, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name

_DEVELOPMENT = ("dev", "local", "debug")
_PRODUCTION = ("prod", "live")
_MOST_BASES = 10


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
    set_in_class(project, {key: value}, is_local=True)


def set_in_class(project: Project, values: Mapping[str, str], *, is_local: bool) -> None:
    """The values in the class of settings for development, or for production; CannotChange where none is."""
    for name, (module, node) in _classes(project).items():
        known = any(_entry(each, key) for each in _line(project, node) for key in values)
        if known and _is_meant(node, is_local=is_local):
            for key, value in values.items():
                module, node = _classes(project)[name]
                _set(project, project.workspace.source(module), node, key, value)
            return
    raise CannotChange(", ".join(values))


def is_shared(project: Project, place: Place, *, is_local: bool) -> bool:
    """Whether a setting is in a class that the one for development, or for production, is made from."""
    return _heir(project, place, is_local=is_local) is not None


def allow_in_development(project: Project, place: Place, used: Place) -> None:
    """The page's origin beside those of the class that development's inherits, in development's alone.

    Raises CannotChange where no class is for development, or the app loads another one.
    """
    found, value = _heir(project, place, is_local=True), project.reading.evaluator.value(place)
    if not project.goal.is_local or found is None or not isinstance(value, list):
        raise CannotChange("a class for development")
    module, node, base, key = found
    origin = project.goal.origin
    # A list for every place that names this machine already is meant for development, too.
    listed = [parsed for each in value if isinstance(each, str) and (parsed := parse_url(each))]
    if any(is_loopback(each.host) for each in listed):
        raise CannotChange("a list for development")
    source = project.workspace.source(module)
    project.workspace.blame(place.module.path, place.node.lineno)
    project.workspace.keep(module.path, *(f"origin {each}" for each in value if isinstance(each, str)))
    _set(project, source, node, key, f"[*{base}.{key}, {text_literal(source, origin)}]")
    now = project.reading.evaluator.value(used)
    if not isinstance(now, list) or origin not in now:
        raise CannotChange("what the app loads")


def _heir(project: Project, place: Place, *, is_local: bool) -> tuple[Module, ast.ClassDef, str, str] | None:
    """The class that inherits what is set at a place, with its base as it is written, and the key."""
    classes = _classes(project)
    held = (each for each in classes.values() if each[0].path == place.module.path)
    owner, key = next(
        (
            (node, key)
            for _, node in held
            for names, entry in _entries(node)
            for key in names
            if entry.value is place.node
        ),
        (None, ""),
    )
    if owner is None or _is_meant(owner, is_local=is_local):
        return None
    for module, node in classes.values():
        bases = _line(project, node)
        is_made_from = node is not owner and owner in bases
        has_own = any(_entry(each, key) for each in bases if each is not owner)
        if _is_meant(node, is_local=is_local) and is_made_from and not has_own:
            named = (ast.unparse(each) for each in node.bases if owner in _line_of(classes, each))
            return module, node, next(named), key
    return None


def _is_meant(node: ast.ClassDef, *, is_local: bool) -> bool:
    return any(word in node.name.lower() for word in (_DEVELOPMENT if is_local else _PRODUCTION))


def _line(project: Project, node: ast.ClassDef) -> list[ast.ClassDef]:
    """A class and those that it is made from."""
    classes = _classes(project)
    return [node, *(one for each in node.bases for one in _line_of(classes, each))]


def _line_of(
    classes: Mapping[str, tuple[Module, ast.ClassDef]], base: ast.expr, depth: int = 0
) -> list[ast.ClassDef]:
    found = classes.get(dotted_name(base).rpartition(".")[2])
    if found is None or depth > _MOST_BASES:
        return []
    return [found[1], *(one for each in found[1].bases for one in _line_of(classes, each, depth + 1))]


def _classes(project: Project) -> Mapping[str, tuple[Module, ast.ClassDef]]:
    return {
        node.name: (module, node)
        for module in project.reading.modules
        for node, _ in module.nodes
        if isinstance(node, ast.ClassDef)
    }


def _entries(node: ast.ClassDef) -> Iterator[tuple[list[str], ast.Assign | ast.AnnAssign]]:
    for each in node.body:
        if isinstance(each, ast.Assign):
            yield [dotted_name(one) for one in each.targets], each
        elif isinstance(each, ast.AnnAssign) and each.value is not None:
            yield [dotted_name(each.target)], each


def _entry(node: ast.ClassDef, key: str) -> ast.Assign | ast.AnnAssign | None:
    return next((each for names, each in _entries(node) if key in names), None)


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
