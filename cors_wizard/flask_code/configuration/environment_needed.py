"""The environment variables without which the code fails: `os.environ["SECRET"]`, with no default."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code.configuration.environment_reads import environment_read
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.module import Module

_WITHOUT_IT = frozenset({"getenv", "get", "setdefault"})
"""These give None for a variable that isn't set."""
_CASTS = frozenset({"int", "float", "bool"})
_HINTS = ("environ", "env", "config(")
_MOST = 40


def read_needed(modules: Sequence[Module], evaluator: Evaluator) -> tuple[tuple[str, str], ...]:
    """Each name once, with what the code makes of its text: `text`, or the name of a cast."""
    found: dict[str, str] = {}
    for module in modules:
        if not module.is_test and any(each in module.file.text for each in _HINTS):
            for name, cast in _needed(module, evaluator):
                if cast != "text" or name not in found:
                    found[name] = cast
    return tuple(found.items())[:_MOST]


def _needed(module: Module, evaluator: Evaluator) -> Iterator[tuple[str, str]]:
    cast = {
        id(call.args[0]): dotted_name(call.func)
        for call, _ in module.calls()
        if len(call.args) == 1 and dotted_name(call.func) in _CASTS
    }
    for node, scope in module.nodes:
        if not isinstance(node, ast.Call | ast.Subscript) or not _fails(node):
            continue
        read = environment_read(node, module)
        if read is None or read.default is not None:
            continue
        name = evaluator.read(read.name, module, scope).text
        if name.isidentifier():
            yield name, cast.get(id(node)) or ("text" if read.cast == "str" else read.cast)


def _fails(node: ast.Call | ast.Subscript) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, ast.Load)
    owner, _, name = dotted_name(node.func).rpartition(".")
    return name != "getenv" and not (owner.rpartition(".")[2] == "environ" and name in _WITHOUT_IT)
