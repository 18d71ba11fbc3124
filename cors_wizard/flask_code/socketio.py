"""Reads which origins Flask-SocketIO and Starlette accept, and what Talisman is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name
from cors_wizard.flask_code.findings import CorsSetup, Option, SetupKind
from cors_wizard.flask_code.module import Module

_OPTION = "cors_allowed_origins"
_KINDS: Mapping[str, tuple[SetupKind, str]] = {
    "flask_socketio.SocketIO": ("socketio", "SocketIO"),
    "socketio.Server": ("socketio", "Server"),
    "flask_talisman.Talisman": ("talisman", "Talisman"),
    "flask_talisman.talisman.Talisman": ("talisman", "Talisman"),
}


def read_socketio(modules: Sequence[Module], setups: Sequence[CorsSetup]) -> tuple[Fact, ...]:
    """The facts `socketio_origins` and `socketio_variable`, of `SocketIO(...)` and of its `init_app(...)`."""
    return (*list(_origins(setups))[:1], *list(_variables(modules))[:1])


def find_others(modules: Sequence[Module], evaluator: Evaluator) -> Iterator[CorsSetup]:
    """Every `SocketIO(...)` and `Talisman(...)`, and the `init_app` that names allowed origins."""
    for module in modules:
        for call, scope in module.calls():
            known = _KINDS.get(module.meaning(call.func))
            is_late = dotted_name(call.func).endswith(".init_app")
            if known is not None:
                yield _setup(module, call, scope, evaluator, *known)
            elif is_late and any(each.arg == _OPTION for each in call.keywords):
                yield _setup(module, call, scope, evaluator, "socketio", "init_app")


_STARLETTE = ("fastapi.middleware.cors.CORSMiddleware", "starlette.middleware.cors.CORSMiddleware")


def find_beside(modules: Sequence[Module], evaluator: Evaluator) -> Iterator[CorsSetup]:
    """Every `CORSMiddleware`, called or given to `add_middleware(...)`, and every `set_cookie(...)`."""
    for module in modules:
        if module.is_test or not any(each in module.file.text for each in ("CORSMiddleware", "set_cookie")):
            continue
        for call, scope in module.calls():
            if dotted_name(call.func).endswith(".set_cookie") and all(each.arg for each in call.keywords):
                yield _setup(module, call, scope, evaluator, "set-cookie", "set_cookie")
            elif any(module.meaning(each) in _STARLETTE for each in (call.func, *call.args[:1])):
                yield _setup(module, call, scope, evaluator, "starlette", "CORSMiddleware")


def _setup(
    module: Module, call: ast.Call, scope: Scope, evaluator: Evaluator, kind: SetupKind, callee: str
) -> CorsSetup:
    options = tuple(
        Option(
            each.arg,
            evaluator.read(each.value, module, scope),
            module.source(each.value),
            module.span(each.value),
            module.span(each),
        )
        for each in call.keywords
        if each.arg
    )
    unresolved = tuple(one for option in options for one in option.value.unresolved)
    target = dotted_name(call.args[0]) if call.args else ""
    span, says = module.span(call), module.says(call)
    return CorsSetup(
        kind, callee, target, span, says, options, unresolved, scope.is_conditional, scope.function
    )


def _origins(setups: Sequence[CorsSetup]) -> Iterator[Fact]:
    for setup in setups:
        option = setup.option(_OPTION) if setup.kind == "socketio" else None
        if option is not None and option.value.texts:
            says = f"{setup.callee}({_OPTION}={option.expression})"
            yield scanned("socketio_origins", option.value.texts, option.span.where, says)


def _variables(modules: Sequence[Module]) -> Iterator[Fact]:
    for module in modules:
        for names, value, _ in module.assignments():
            if module.makes(value, "flask_socketio.SocketIO") and isinstance(value, ast.Call) and names[0]:
                name = names[0].rpartition(".")[2]
                yield scanned("socketio_variable", name, module.where(value), module.says(value))
