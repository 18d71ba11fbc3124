"""How a test of the project gets its app: what it imports, or why it can't. Pure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.configuration.environment_used import is_as_main
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, called_name, dotted_name, names_in
from cors_wizard.flask_code.findings import FlaskApp
from cors_wizard.flask_code.module import Module, parse_module
from cors_wizard.flask_code.sources import Sources
from cors_wizard.frozen import dataclass

_CONNECTS = re.compile(
    r"(sqlite3|psycopg2?|pymysql|MySQLdb|mysql\.connector|mariadb|pyodbc|pymssql|oracledb|cx_Oracle|engine)\.connect"
)
_STARTS = ("run", "serve", "run_simple")


@dataclass(frozen=True)
class AppImport:
    """The name to import from a file, and the expression that is the app."""

    file: str = ""
    name: str = ""
    made: str = ""
    problem: str = ""
    """Why no test can import it; one sentence."""


def app_import(app: FlaskApp, files: Mapping[str, TextFile]) -> AppImport:
    """What a test imports: the app, its factory with what it needs, or what the factory made."""
    module = _parsed(files.get(app.file))
    if app.style != "factory" or not app.function:
        return _variable(module, app.file, app.variable)
    if module is None:
        return AppImport(app.file, app.function, f"{app.function}()")
    factory = next((node for node in _functions(module) if node.name == app.function), None)
    if factory is None:
        return _made_at_the_top(app, _callers(app, files)) or AppImport(
            problem=f"{app.function}() in {app.file} can't be imported: it is inside something else."
        )
    if not _returns_value(module, factory):
        return AppImport(
            problem=f"{app.function}() in {app.file} returns no app, so a test can't import it: "
            "let it return the app, and start the server elsewhere."
        )
    if started := _start(module, {app.variable, app.function}, factory):
        return AppImport(problem=started)
    needed = _needed(factory)
    made = _called(app, needed, files) if needed else AppImport(app.file, app.function, f"{app.function}()")
    place = _place(module, factory, app.variable)
    return replace(made, made=f"{made.made}{place}") if made.name == app.function else made


def _variable(module: Module | None, file: str, variable: str) -> AppImport:
    started = _start(module, {variable}) if module else ""
    return AppImport(problem=started) if started else AppImport(file, variable, "flask_app")


def _called(app: FlaskApp, needed: tuple[str, ...], files: Mapping[str, TextFile]) -> AppImport:
    """The factory as the project's own code calls it."""
    callers = _callers(app, files)
    for module in callers:
        for call, _ in module.calls():
            if _is_call_of(call, app.function) and _is_literal(call):
                arguments = [
                    module.source(each) for each in (*call.args, *(one.value for one in call.keywords))
                ]
                names = (*("" for _ in call.args), *(f"{one.arg}=" for one in call.keywords))
                given = ", ".join(f"{name}{value}" for name, value in zip(names, arguments, strict=True))
                return AppImport(app.file, app.function, f"{app.function}({given})")
    return _made_at_the_top(app, callers) or AppImport(
        problem=f"{app.function}() in {app.file} needs {', '.join(needed)}, and no line of the project shows "
        "what a test could give it."
    )


def _callers(app: FlaskApp, files: Mapping[str, TextFile]) -> list[Module]:
    """The files that call the factory, without those of tests."""
    texts = (file for path, file in files.items() if path.endswith(".py") and f"{app.function}(" in file.text)
    return [module for file in texts if (module := _parsed(file)) and not module.is_test]


def _made_at_the_top(app: FlaskApp, callers: Iterable[Module]) -> AppImport | None:
    """The variable in which a file keeps what the factory made, as soon as it is imported."""
    for module in callers:
        for assigned, value, scope in module.assignments():
            is_here = not scope.function and not scope.in_class and not is_as_main(scope)
            if is_here and assigned[:1] and isinstance(value, ast.Call) and _is_call_of(value, app.function):
                return _variable(module, module.path, assigned[0])
    return None


def _parsed(file: TextFile | None) -> Module | None:
    module = parse_module(file) if file else None
    return module if isinstance(module, Module) else None


def _functions(module: Module) -> Iterator[FunctionNode]:
    """The functions at the top of a file."""
    for node, scope in module.nodes:
        if isinstance(node, FunctionNode) and not scope.function and not scope.in_class:
            yield node


def _returns_value(module: Module, function: FunctionNode) -> bool:
    """Whether it gives something back; the views in it count for nothing."""
    own = (node for node, scope in module.nodes if scope.node is function)
    return any(isinstance(node, ast.Return) and node.value is not None for node in own)


def _place(module: Module, function: FunctionNode, app: str) -> str:
    """Which of the values that a factory returns is the app; empty where it returns the app alone."""
    for node, scope in module.nodes:
        value = node.value if scope.node is function and isinstance(node, ast.Return) else None
        pairs: Iterable[tuple[str, ast.expr]] = ()
        if isinstance(value, ast.Tuple):
            pairs = ((str(at), each) for at, each in enumerate(value.elts))
        elif isinstance(value, ast.Dict):
            pairs = (
                (module.source(key), each) for key, each in zip(value.keys, value.values, strict=True) if key
            )
        if found := next((key for key, each in pairs if dotted_name(each) == app), ""):
            return f"[{found}]"
    return ""


def _start(module: Module, names: set[str], inside: FunctionNode | None = None) -> str:
    """Which line starts the server as soon as the file is imported or the factory called; empty for none."""
    for call, scope in module.calls():
        is_reached = (not scope.function and not is_as_main(scope)) or scope.node is inside is not None
        if is_reached and _last_name(call) in _STARTS and names_in(call) & names:
            return (
                f"{module.where(call)} would start the server in a test: move it below "
                "`if __name__ == '__main__':` first."
            )
    return ""


def connects_at(app: FlaskApp, files: Mapping[str, TextFile]) -> str:
    """The line that connects to a database as soon as the app is imported; empty where none is seen."""
    sources = Sources(tuple(files.values()))
    waiting, seen = [sources.at(app.file)], set[str]()
    while waiting:
        module = waiting.pop(0)
        if module is None or module.path in seen:
            continue
        seen.add(module.path)
        if line := _connects(module, app.function if module.path == app.file else ""):
            return line
        found = (sources.find(each, module) for each in (*module.names.values(), *module.stars))
        waiting += [each[0] for each in found if each]
    return ""


def _connects(module: Module, factory: str | None) -> str:
    for call, scope in module.calls():
        is_reached = not scope.function or scope.function == factory
        in_memory = any(isinstance(each, ast.Constant) and each.value == ":memory:" for each in call.args)
        if is_reached and not is_as_main(scope) and _CONNECTS.fullmatch(dotted_name(call.func)):
            return "" if in_memory else module.where(call)
    return ""


def _last_name(call: ast.Call) -> str:
    """`run` of `create_app().run()`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else called_name(call)


def _is_call_of(call: ast.Call, function: str) -> bool:
    return _last_name(call) == function


def _is_literal(call: ast.Call) -> bool:
    """Whether every argument means the same anywhere."""
    values = (*call.args, *(each.value for each in call.keywords))
    return all(isinstance(each, ast.Constant) for each in values) and all(each.arg for each in call.keywords)


def _needed(function: FunctionNode) -> tuple[str, ...]:
    """The parameters without a default."""
    given = function.args
    plain = (*given.posonlyargs, *given.args)
    required = plain[: len(plain) - len(given.defaults)]
    named = (one for one, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value is None)
    return tuple(each.arg for each in (*required, *named))
