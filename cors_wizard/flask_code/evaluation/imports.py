"""What the names of a module stand for, and where flask-cors is imported from the wrong module."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.frozen import dataclass

_CORS_MODULE = "flask_cors"
_SPELLINGS = frozenset({"flask_cors", "flaskcors", "flask_ext_cors"})
_CATCHING = frozenset({"ImportError", "ModuleNotFoundError", "Exception"})
_KINDS = {
    "flask.app.Flask": "flask.Flask",
    "apiflask.APIFlask": "flask.Flask",
    "flask_openapi3.OpenAPI": "flask.Flask",
    "flask_api.FlaskAPI": "flask.Flask",
    "flask.blueprints.Blueprint": "flask.Blueprint",
    "flask_smorest.Blueprint": "flask.Blueprint",
    "apiflask.APIBlueprint": "flask.Blueprint",
}
"""Classes made from Flask's own, and what they are."""


@dataclass(frozen=True)
class CorsImport:
    """One import statement that means flask-cors."""

    line: int
    says: str
    is_wrong: bool
    """Whether no flask-cors can be imported like this."""
    is_guarded: bool
    """Whether it is in a `try` that expects it to fail."""


def canonical(dotted: str) -> str:
    """The public name of what a dotted name means: `flask_cors.CORS` also for `flask.ext.cors.CORS`."""
    if not _means_cors(dotted):
        return _KINDS.get(dotted, dotted)
    first, _, rest = dotted.partition(".")
    last = rest.rpartition(".")[2]
    if last in ("cors", "Cors"):
        last = "" if first == "flask" else "CORS"
    return f"{_CORS_MODULE}.{last}".rstrip(".")


def _means_cors(dotted: str) -> bool:
    first, *rest = dotted.split(".")
    if first == "flask":
        return "cors" in rest[:2] or rest[:1] in (["CORS"], ["cross_origin"])
    return first == _CORS_MODULE or _is_wrong_module(first)


def _is_wrong_module(module: str) -> bool:
    """Whether a module's name means flask-cors and is none: `flaskcors`, `Flask_CORS`."""
    return module != _CORS_MODULE and module.lower() in _SPELLINGS


def names_of_imports(nodes: Iterator[ast.AST]) -> dict[str, str]:
    """What each imported name stands for, as a dotted name."""
    names: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                known = alias.name if alias.asname else alias.name.partition(".")[0]
                names[alias.asname or known] = known
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                names.update(_from_module(module, alias))
    return names


def _from_module(module: str, alias: ast.alias) -> dict[str, str]:
    if alias.name != "*":
        dot = "" if module.endswith(".") else "."  # `from . import bp` is `.bp`
        return {alias.asname or alias.name: f"{module}{dot}{alias.name}"}
    if module == "flask":
        return {name: f"flask.{name}" for name in ("Flask", "Blueprint")}
    if canonical(module) == _CORS_MODULE:
        return {name: f"{_CORS_MODULE}.{name}" for name in ("CORS", "cross_origin")}
    return {}


def cors_imports(nodes: Sequence[ast.AST]) -> tuple[CorsImport, ...]:
    """Every import statement that means flask-cors, right or wrong, in the order of lines."""
    guarded = _guarded(nodes)
    found = [
        CorsImport(node.lineno, ast.unparse(node), wrong, id(node) in guarded)
        for node in nodes
        if isinstance(node, (ast.Import, ast.ImportFrom)) and (wrong := _is_wrong(node)) is not None
    ]
    return tuple(sorted(found, key=lambda one: one.line))


def _is_wrong(node: ast.Import | ast.ImportFrom) -> bool | None:
    """Whether an import of flask-cors is a wrong one; None where it does not mean flask-cors."""
    if isinstance(node, ast.Import):
        modules = [alias.name for alias in node.names]
    elif node.level:
        return None
    else:
        modules = _imported_modules(node)
    ours = [module for module in modules if _means_cors(module)]
    if not ours:
        return None
    return any(module.partition(".")[0] != _CORS_MODULE for module in ours) or _has_wrong_name(node)


def _imported_modules(node: ast.ImportFrom) -> list[str]:
    module = node.module or ""
    if module in ("flask", "flask.ext"):
        return [f"{module}.{alias.name}" for alias in node.names]
    return [module]


def _has_wrong_name(node: ast.Import | ast.ImportFrom) -> bool:
    """`from flask_cors import cors`: the class is written in capitals."""
    return isinstance(node, ast.ImportFrom) and any(alias.name in ("cors", "Cors") for alias in node.names)


def _guarded(nodes: Sequence[ast.AST]) -> set[int]:
    return {
        id(inner)
        for node in nodes
        if isinstance(node, ast.Try) and any(_catches_import_error(handler) for handler in node.handlers)
        for inner in ast.walk(node)
    }


def _catches_import_error(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(name, ast.Name) and name.id in _CATCHING for name in names)
