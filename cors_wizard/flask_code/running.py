"""Reads how the code starts the app: on which port, and whether in debug mode."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import TextFile, scanned
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name, keyword_value
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.module import Module

FLASK_ENVIRONMENT_FILES = (".flaskenv", ".env")
"""The files that `flask run` reads; only their FLASK_ lines are looked at."""

_NOT_APPS = frozenset({"asyncio", "subprocess", "uvicorn", "anyio", "trio", "loop", "runner", "unittest"})
_PORTS = range(1, 65536)


def read_running(
    modules: Sequence[Module], app_names: frozenset[str], evaluator: Evaluator
) -> tuple[Fact, ...]:
    """The facts `run_port` and `debug_mode`, as far as the code settles them."""
    facts: list[Fact] = []
    for module in modules:
        for call, scope in module.calls():
            facts.extend(_of_call(module, call, scope, app_names, evaluator))
        facts.extend(_set_debug(module))
    return tuple(facts)


def _of_call(
    module: Module, call: ast.Call, scope: Scope, app_names: frozenset[str], evaluator: Evaluator
) -> Iterator[Fact]:
    where, says = module.where(call), module.says(call)
    if module.meaning(call.func) == "waitress.serve":
        yield from _port(call, 8080, module, scope, evaluator)
        return
    owner, _, name = dotted_name(call.func).rpartition(".")
    if name != "run" or owner.rpartition(".")[2] not in app_names or owner in _NOT_APPS:
        return
    yield from _port(call, 5000, module, scope, evaluator)
    debug = _argument(call, "debug", 2)
    value = evaluator.read(debug, module, scope) if debug is not None else None
    if value is not None and value.kind in ("switch", "number"):
        yield scanned("debug_mode", "yes" if value.number else "no", where, says)


def _argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    """An argument by name, or by its position in `Flask.run(host, port, debug)`."""
    named = keyword_value(call, name)
    if named is not None:
        return named
    return call.args[position] if len(call.args) > position else None


def _port(call: ast.Call, default: int, module: Module, scope: Scope, evaluator: Evaluator) -> Iterator[Fact]:
    if any(keyword.arg is None for keyword in call.keywords):  # run(**settings)
        return
    given = _argument(call, "port", 1)
    value = evaluator.read(given, module, scope) if given is not None else None
    port = default if value is None else _number(value)
    if port in _PORTS:
        variables = [one.name for one in value.variables] if value is not None else []
        unless = f" (unless {', '.join(variables)} says otherwise)" if variables else ""
        yield scanned("run_port", port, module.where(call), f"{module.says(call).strip()}{unless}")


def _number(value: Value) -> int:
    if value.kind == "number":
        return int(value.number)
    text = value.text if value.kind == "text" else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _set_debug(module: Module) -> Iterator[Fact]:
    """`app.debug = True` and `app.config["DEBUG"] = True`."""
    for node, _ in module.nodes:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        if isinstance(node.value.value, bool) and any(_is_debug(target) for target in node.targets):
            value = "yes" if node.value.value else "no"
            yield scanned("debug_mode", value, module.where(node), module.says(node))


def _is_debug(target: ast.expr) -> bool:
    if isinstance(target, ast.Subscript):
        return text_of(target.slice) == "DEBUG" and dotted_name(target.value).endswith("config")
    return isinstance(target, ast.Attribute) and target.attr == "debug"


def read_flask_environment(file: TextFile) -> tuple[str, tuple[Fact, ...]]:
    """FLASK_APP and the facts that FLASK_RUN_PORT and FLASK_DEBUG settle; no other line is kept."""
    flask_app, facts = "", []
    for number, line in enumerate(file.lines, start=1):
        key, _, value = line.strip().removeprefix("export ").partition("=")
        key, value = key.strip(), value.strip().strip("\"'")
        where = f"{file.path}:{number}"
        if key == "FLASK_APP":
            flask_app = value
        elif key == "FLASK_RUN_PORT" and value.isdecimal() and len(value) < 6 and int(value) in _PORTS:
            facts.append(scanned("run_port", int(value), where, f"{key}={value}"))
        elif key == "FLASK_DEBUG":
            on = value.lower() not in ("0", "false", "no", "")
            facts.append(scanned("debug_mode", "yes" if on else "no", where, f"{key}={value}"))
    return flask_app, tuple(facts)
