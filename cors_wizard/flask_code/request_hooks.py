"""Hooks that run before each request and may refuse it, a preflight too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.module import Module, dotted_name

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_HOOKS = frozenset({"before_request", "before_app_request"})
_REFUSING = ("abort", "verify", "require", "check", "auth", "valid", "jwt", "token", "login")


def refusing_hooks(module: Module) -> Iterator[tuple[FunctionNode, list[tuple[str, str]]]]:
    """Each hook that may refuse a request and does not look at OPTIONS, with its owners."""
    registered = _registered(module)
    for node, _ in module.nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            on = [*_decorated(node), *registered.get(node.name, ())]
            if on and "OPTIONS" not in _lines_of(module, node) and _refuses(node):
                yield node, on


def read_hooks(modules: Sequence[Module], app_names: frozenset[str]) -> Iterator[Fact]:
    """The fact `refusing_hook`: the first that every request of the app passes."""
    for module in modules:
        for node, on in refusing_hooks(module):
            if any(verb == "before_app_request" or owner in app_names for owner, verb in on):
                yield scanned("refusing_hook", node.name, module.where(node), f"def {node.name}")
                return


def _lines_of(module: Module, node: FunctionNode) -> str:
    return "\n".join(module.file.lines[node.lineno - 1 : node.end_lineno])


def _decorated(node: FunctionNode) -> Iterator[tuple[str, str]]:
    for decorator in node.decorator_list:
        owner, _, verb = dotted_name(decorator).rpartition(".")
        if verb in _HOOKS:
            yield owner.rpartition(".")[2], verb


def _registered(module: Module) -> dict[str, list[tuple[str, str]]]:
    """`app.before_request(function)`."""
    found: dict[str, list[tuple[str, str]]] = {}
    for call, _ in module.calls():
        owner, _, verb = dotted_name(call.func).rpartition(".")
        if verb in _HOOKS and len(call.args) == 1:
            name = dotted_name(call.args[0]).rpartition(".")[2]
            found.setdefault(name, []).append((owner.rpartition(".")[2], verb))
    return found


def _refuses(node: FunctionNode) -> bool:
    """Whether a hook may end the request itself."""
    for each in ast.walk(node):
        if isinstance(each, ast.Raise):
            return True
        if isinstance(each, ast.Return) and each.value is not None and not _is_none(each.value):
            return True
        if isinstance(each, ast.Call):
            name = dotted_name(each.func).rpartition(".")[2].lower()
            if any(word in name for word in _REFUSING):
                return True
        if isinstance(each, ast.Subscript) and dotted_name(each.value).endswith(
            ("headers", "cookies", "session")
        ):
            return True
    return False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
