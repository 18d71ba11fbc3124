"""Reads which origins Flask-SocketIO is told to accept, where they are written literally."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.literals import read_literal
from cors_wizard.flask_code.module import Module, dotted_name

_OPTION = "cors_allowed_origins"


def read_socketio(modules: Sequence[Module]) -> tuple[Fact, ...]:
    """The facts `socketio_origins` and `socketio_variable`, of `SocketIO(...)` and of its `init_app(...)`."""
    return (*list(_origins(modules))[:1], *list(_variables(modules))[:1])


def _origins(modules: Sequence[Module]) -> Iterator[Fact]:
    for module in modules:
        for call, _ in module.calls():
            is_ours = module.makes(call, "flask_socketio.SocketIO")
            if not is_ours and not dotted_name(call.func).endswith(".init_app"):
                continue
            given = next((each.value for each in call.keywords if each.arg == _OPTION), None)
            texts = read_literal(given, module.constants).texts if given else ()
            if given and texts:
                yield scanned("socketio_origins", texts, module.where(given), module.says(given))


def _variables(modules: Sequence[Module]) -> Iterator[Fact]:
    for module in modules:
        for names, value, _ in module.assignments():
            if module.makes(value, "flask_socketio.SocketIO") and isinstance(value, ast.Call) and names[0]:
                name = names[0].rpartition(".")[2]
                yield scanned("socketio_variable", name, module.where(value), module.says(value))
