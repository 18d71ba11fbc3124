"""Which environment variables the code reads, and whether it loads `.env` itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cors_wizard.flask_code.environment_reads import environment_read
from cors_wizard.flask_code.evaluate import Evaluator
from cors_wizard.flask_code.findings import Environment, SettingsFile, Variable
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.scopes import Scope, dotted_name

_HINTS = ("environ", "getenv", "env", "config(")
_MOST_READS = 500
_SECRET = ("SECRET", "KEY", "TOKEN", "PASSW", "CREDENTIAL", "DSN", "DATABASE")
"""Words in the names of variables whose values are not handed on."""
_LOADING = frozenset({"load_dotenv", "dotenv_values", "read_env", "read_envfile"})
_LOADING_MODULES = ("decouple",)
"""Packages that read `.env` themselves."""


def read_environment_use(
    modules: Sequence[Module], evaluator: Evaluator, settings: Sequence[SettingsFile]
) -> Environment:
    """What the code takes from its environment."""
    reads = [variable for module in modules for variable in _reads(module, evaluator)]
    names = {one.name for one in reads}
    # Every other value is none of our business, and may be a secret.
    wanted = tuple(
        replace(one, value="") if any(word in one.name.upper() for word in _SECRET) else one
        for one in settings
        if one.name in names or "CORS" in one.name or "ORIGIN" in one.name
    )
    loads = [each for module in modules for each in _loads(module)]
    loads.sort(key=lambda each: each[1])
    where, only_as_main = next(iter(loads), ("", False))
    return Environment(tuple(dict.fromkeys(reads))[:_MOST_READS], wanted, where, only_as_main)


def _reads(module: Module, evaluator: Evaluator) -> Iterator[Variable]:
    if not any(hint in module.file.text for hint in _HINTS):
        return
    for node, scope in module.nodes:
        if isinstance(node, (ast.Call, ast.Subscript)) and environment_read(node, module) is not None:
            value = evaluator.read(node, module, scope)
            yield from (one for one in value.variables if one.line == node.lineno and one.path == module.path)


def _loads(module: Module) -> Iterator[tuple[str, bool]]:
    """Where `.env` is loaded (`load_dotenv()`, `env.read_env()`, decouple), and whether only as a program."""
    for call, scope in module.calls():
        if dotted_name(call.func).rpartition(".")[2] in _LOADING:
            yield module.where(call), _is_as_main(scope)
    for meaning in module.names.values():
        if meaning.partition(".")[0] in _LOADING_MODULES:
            yield module.path, False


def _is_as_main(scope: Scope) -> bool:
    """Whether code runs only where its file is the program: `if __name__ == "__main__":`."""
    condition = scope.condition
    while condition is not None:
        test = condition.test
        if condition.branch and isinstance(test, ast.Compare) and dotted_name(test.left) == "__name__":
            return True
        condition = condition.outer
    return False
