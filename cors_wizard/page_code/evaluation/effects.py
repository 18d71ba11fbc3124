"""Calls of functions whose code isn't there: what they may have changed is unknown from then on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cors_wizard.page_code.evaluation.members import open_up
from cors_wizard.page_code.evaluation.values import UNDEFINED, Closure, Object, Unknown, Value, text
from cors_wizard.page_code.sources.syntax import Syntax

_LISTS = frozenset({"headers", "axios-headers", "http-headers"})
_DEFAULT = text("same-origin")
_SENT = frozenset({"headers", "credentials", "method", "withCredentials", "body", "mode"})
_HARMLESS = re.compile(
    r"log|debug|info|warn|error|trace|table|group|assert|track\w*|capture\w*|report\w*|dispatch|commit|\$?emit"
    r"|alert|set[A-Z_]\w*|mutate\w*|push|replace|navigate|update\w*|save\w*|on[A-Z]\w*|show\w*|render\w*"
    r"|resolve|reject|register|expect|postMessage|send|observe\w*|next|toast\w*|notify\w*|validate\w*"
)
"""Functions by their names that take down what they are given, and leave it as it is."""
_OF_INSTANCES = re.compile(
    r"retry|auth-?refresh|rate-?limit|cache|concurrency|mock|logg(?:er|ing)|wrapper|toast|error|progress|loading"
    r"|cookiejar|case-?converter|^(?:use|configure|makeUseAxios|applyConverters|provide)$",
    re.IGNORECASE,
)
"""What people hand an instance to that adds no header to its requests: retries, caches, mocks."""


def of_somebody(callee: Unknown, arguments: Sequence[Value], call: Syntax) -> Value:
    """What such a call yields; an instance that was wrapped still is one."""
    instances = [each for each in arguments if isinstance(each, Object) and each.kind == "axios"]
    if instances and not _OF_INSTANCES.search(callee.name):
        _open_instance(instances[0])
    if callee.name and not _HARMLESS.fullmatch(callee.name) and _is_for_its_effect(call):
        for each in arguments:
            _open_options(each)
    return instances[0] if len(instances) == 1 else Unknown(callee.name)


def _is_for_its_effect(call: Syntax) -> bool:
    """Whether nobody takes what a call yields: `sign(options);`."""
    around = call.node.parent
    if around is not None and around.type == "await_expression":
        around = around.parent
    return around is not None and around.type == "expression_statement"


def _open_options(given: Value) -> None:
    """What says how to send a request."""
    if not isinstance(given, Object):
        return
    headers = given.properties.get("headers")
    if given.kind in _LISTS or (given.kind == "object" and _SENT & given.properties.keys()):
        open_up(given)
        if isinstance(headers, Object):
            open_up(headers)


_ITERATES = frozenset({"forEach", "each", "map", "flatMap", "reduce", "forIn", "forOwn", "then", "callback"})
_FILLS = re.compile(
    r"\.(?:append|set|setRequestHeader|header)\(|\]\s*=(?![=>])|\bheaders?\.[\w$]+\s*=(?![=>])"
)


def fills(callee: Unknown, given: Value) -> bool:
    """Whether a list that nobody knows hands its items to a function that fills headers with them."""
    node = given.node if isinstance(given, Closure) else None
    return node is not None and callee.name in _ITERATES and _FILLS.search(node.text) is not None


def may_change_request(function: Unknown, objects: Sequence[Value]) -> None:
    """A hook that is somebody else's: it may add headers, and cookies."""
    for each in objects if not _OF_INSTANCES.search(function.name) else ():
        if not isinstance(each, Object):
            continue
        if each.kind in _LISTS:
            open_up(each)
        headers = each.properties.get("headers")
        if isinstance(headers, Object):
            open_up(headers)
        if each.kind not in _LISTS:
            for name in ("credentials", "withCredentials"):
                if each.properties.get(name, UNDEFINED) in (UNDEFINED, _DEFAULT):
                    each.properties[name] = Unknown(name)


def _open_instance(instance: Object) -> None:
    """Its interceptors may add any header, and cookies."""
    defaults = instance.properties.get("defaults")
    if isinstance(defaults, Object):
        headers = defaults.properties.setdefault("headers", Object())
        if isinstance(headers, Object):
            open_up(headers)
        defaults.properties.setdefault("withCredentials", Unknown("withCredentials"))


def is_called_where_written(function: Syntax) -> bool:
    """`(function () { ... })()` and `(() => { ... }).call(this)`: it runs once, where it is written."""
    inner, around = function.node, function.node.parent
    while around is not None and around.type in ("parenthesized_expression", "member_expression"):
        inner, around = around, around.parent
    is_called = around is not None and around.type == "call_expression" and inner != function.node
    return is_called and around is not None and around.child_by_field_name("function") == inner
