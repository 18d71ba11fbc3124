"""Evaluates calls and subscripts: variables, methods of texts, helpers, Flask's configuration."""

from __future__ import annotations

import ast

from cors_wizard.flask_code.configuration.environment_reads import (
    read_environment,
)
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.helpers import returned_by
from cors_wizard.flask_code.evaluation.known_functions import KNOWN_FUNCTIONS
from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.evaluation.values import (
    formatted,
    list_value,
    text_method,
    unknown_from,
)
from cors_wizard.flask_code.findings import Value


def read_subscript(evaluator: Evaluator, node: ast.Subscript, place: Place) -> Value | None:
    """`os.environ["X"]`, `app.config["X"]`, `TABLE["key"]`, `LIST[0]`."""
    found = read_environment(evaluator, node, place)
    if found is not None:
        return found
    key = evaluator.value(node.slice, place)
    if is_flask_config(node.value) and key.kind == "text":
        return evaluator.config(key.text)
    owner = evaluator.value(node.value, place)
    if owner.kind == "table" and key.kind == "text":
        return owner.get(key.text)
    if owner.kind == "list" and key.kind == "number" and owner.is_whole:
        index = int(key.number)
        return owner.items[index] if -len(owner.items) <= index < len(owner.items) else None
    return unknown_from(owner, key)


def is_flask_config(node: ast.expr) -> bool:
    """Whether an expression is an app's configuration."""
    return dotted_name(node).endswith(".config")


def read_call(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    """What a call returns, as far as it is known without executing it."""
    found = read_environment(evaluator, node, place)
    if found is not None:
        return found
    meaning = place.module.meaning(node.func)
    known = KNOWN_FUNCTIONS.get(meaning) or KNOWN_FUNCTIONS.get(dotted_name(node.func))
    if known is not None and not (meaning and meaning not in KNOWN_FUNCTIONS):
        return known(evaluator, node, place)
    if isinstance(node.func, ast.Attribute):
        found = _method(evaluator, node, node.func, place)
        if found is not None:
            return found
    return returned_by(evaluator, node, place)


def _method(evaluator: Evaluator, node: ast.Call, called: ast.Attribute, place: Place) -> Value | None:
    if called.attr == "get" and node.args:
        return _get(evaluator, node, called.value, place)
    owner = evaluator.value(called.value, place)
    if owner.kind == "text":
        positional = [evaluator.value(one, place) for one in node.args]
        if called.attr == "format":
            named = {one.arg or "": evaluator.value(one.value, place) for one in node.keywords}
            return formatted(owner, positional, named)
        return text_method(called.attr, owner, positional)
    if owner.kind == "table" and called.attr in ("keys", "values", "items", "copy"):
        pick = {
            "keys": [key for key, _ in owner.entries],
            "values": [one for _, one in owner.entries],
            "items": [list_value(both) for both in owner.entries],
        }
        return owner if called.attr == "copy" else list_value(pick[called.attr], owner)
    if owner.kind == "list" and called.attr in ("copy", "union"):
        more = [evaluator.value(one, place) for one in node.args]
        return list_value([item for one in (owner, *more) for item in one.items], owner, *more)
    return unknown_from(owner) if owner.kind == "unknown" and owner.variables else None


def _get(evaluator: Evaluator, node: ast.Call, owner: ast.expr, place: Place) -> Value | None:
    """`app.config.get("X", default)`, `TABLE.get("key", default)`."""
    key = evaluator.value(node.args[0], place)
    default = evaluator.value(node.args[1], place) if len(node.args) > 1 else Value("none")
    if is_flask_config(owner) and key.kind == "text":
        found = evaluator.config(key.text)
        return found if found is not None else (default if len(node.args) > 1 else None)
    table = evaluator.value(owner, place)
    if table.kind != "table" or key.kind != "text":
        return unknown_from(table, key)
    found = table.get(key.text)
    return found if found is not None or not table.is_whole else default
