"""Hooks after the request that take every response, or every request, to have JSON in it.

A preflight has none, neither have error pages and files: there such a hook raises, and the response is a 500.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.flask_code.evaluation.scopes import dotted_name, keyword_value
from cors_wizard.flask_code.request_hooks.hooks import Hook
from cors_wizard.frozen import dataclass

_BODIES = ("data", "get_data")
_LOADS = ("json.loads", "loads", "orjson.loads")


@dataclass(frozen=True)
class JsonRead:
    """Where a hook reads JSON that may not be there."""

    of: str
    """What has no JSON then: the hook's response, or `request`."""
    node: ast.stmt


def unguarded_json(hook: Hook) -> JsonRead | None:
    """The first statement of a hook that fails without JSON; None where a condition may have come before."""
    response = next((each.arg for each in hook.node.args.args if each.arg != "self"), "")
    read: dict[str, str] = {}
    for each in hook.node.body:
        if not isinstance(each, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)):
            # What it depends on, or whether something leaves the hook there, isn't followed.
            return None
        for of in _fails_without(each, response, read):
            return JsonRead(of, each)
        if isinstance(each, ast.Assign) and (of := _json_of(each.value, response)):
            read.update(dict.fromkeys(map(dotted_name, each.targets), of))
    return None


def _fails_without(statement: ast.stmt, response: str, read: dict[str, str]) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, (ast.Subscript, ast.Attribute)):
            # None has no items and no methods.
            of = read.get(dotted_name(node.value)) or _json_of(node.value, response)
            if of:
                yield of
        elif isinstance(node, ast.Call):
            if dotted_name(node.func) in _LOADS and node.args and _is_body(node.args[0], response):
                yield response
            elif _json_of(node, response) == "request" and not _is_silent(node):
                yield "request"


def _json_of(node: ast.expr, response: str) -> str:
    """Whose JSON an expression is: `response.get_json()`, `request.json`."""
    asked = node.func if isinstance(node, ast.Call) else node
    owner, _, name = dotted_name(asked).rpartition(".")
    is_read = name == "get_json" if isinstance(node, ast.Call) else name == "json"
    return owner if is_read and owner in (response, "request") else ""


def _is_silent(call: ast.Call) -> bool:
    return keyword_value(call, "silent") is not None or keyword_value(call, "force") is not None


def _is_body(node: ast.expr, response: str) -> bool:
    asked = node.func if isinstance(node, ast.Call) else node
    owner, _, name = dotted_name(asked).rpartition(".")
    return owner == response and name in _BODIES
