"""Reads how the code starts the app: on which port, and whether in debug mode."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import TextFile, scanned
from cors_wizard.flask_code.literals import environment_variables, text_of
from cors_wizard.flask_code.module import Module, dotted_name

FLASK_ENVIRONMENT_FILES = (".flaskenv", ".env")
"""The files that `flask run` reads; only their FLASK_ lines are looked at."""

_NOT_APPS = frozenset({"asyncio", "subprocess", "uvicorn", "anyio", "trio", "loop", "runner", "unittest"})
_PORTS = range(1, 65536)


def read_running(modules: Sequence[Module], app_names: frozenset[str]) -> tuple[Fact, ...]:
    """The facts `run_port` and `debug_mode`, as far as the code settles them."""
    facts: list[Fact] = []
    for module in modules:
        for call, _ in module.calls():
            facts.extend(_of_call(module, call, app_names))
        facts.extend(_set_debug(module))
    return tuple(facts)


def _of_call(module: Module, call: ast.Call, app_names: frozenset[str]) -> Iterator[Fact]:
    where, says = module.where(call), module.says(call)
    if module.meaning(call.func) == "waitress.serve":
        yield from _port(call, 8080, where, says)
        return
    owner, _, name = dotted_name(call.func).rpartition(".")
    if name != "run" or owner.rpartition(".")[2] not in app_names or owner in _NOT_APPS:
        return
    yield from _port(call, 5000, where, says)
    debug = _argument(call, "debug", 2)
    if isinstance(debug, ast.Constant) and isinstance(debug.value, (bool, int)):
        yield scanned("debug_mode", "yes" if debug.value else "no", where, says)


def _argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    """An argument by name, or by its position in `Flask.run(host, port, debug)`."""
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    if named is not None:
        return named
    return call.args[position] if len(call.args) > position else None


def _port(call: ast.Call, default: int, where: str, says: str) -> Iterator[Fact]:
    if any(keyword.arg is None for keyword in call.keywords):  # run(**settings)
        return
    given = _argument(call, "port", 1)
    variables = environment_variables(given) if given is not None else ()
    port = default if given is None else _number(given)
    if port in _PORTS:
        unless = f" (unless {', '.join(variables)} says otherwise)" if variables else ""
        yield scanned("run_port", port, where, f"{says.strip()}{unless}")


def _number(expression: ast.expr) -> int:
    """A literal number; of `int(os.environ.get("PORT", 5000))` the number that it falls back to."""
    if isinstance(expression, ast.Constant):
        value = expression.value
        return int(value) if isinstance(value, (int, str)) and str(value).isdecimal() else 0
    if isinstance(expression, ast.Call) and expression.args:
        return _number(expression.args[-1])
    if isinstance(expression, ast.BoolOp):  # os.environ.get("PORT") or 5000
        return _number(expression.values[-1])
    return 0


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
