"""openapi-typescript-fetch: `Fetcher.for<paths>()`, whose functions call the page's `fetch`."""

from __future__ import annotations

import re
from functools import partial

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import spread
from cors_wizard.page_code.evaluation.texts import concatenate, shown
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Closure,
    Native,
    Object,
    Text,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.libraries.fetch import add_headers

_WITH_BODY = ("post", "put", "patch")
_PARAMETER = re.compile(r"\{(\w+)\}")


def typed_fetch() -> Object:
    """What `openapi-typescript-fetch` exports."""
    return Object({"Fetcher": Object({"for": native(_for, "for")}, is_open=True)}, is_open=True)


def _for(invocation: Invocation) -> Value:
    own = Object()
    made = Object(kind="fetcher", is_open=True)
    made.properties["configure"] = native(partial(_configure, own), "configure")
    made.properties["use"] = native(partial(_use, own), "use")
    made.properties["path"] = native(partial(_path, own), "path")
    return made


def _configure(own: Object, invocation: Invocation) -> Value:
    spread(invocation.run, own, invocation.argument(0))
    return UNDEFINED


def _use(own: Object, invocation: Invocation) -> Value:
    own.properties["use"] = Array(items=[*_middlewares(own), invocation.argument(0)], kind="array")
    return UNDEFINED


def _middlewares(own: Object) -> list[Value]:
    given = option(own, "use").value
    return given.items if isinstance(given, Array) else []


def _path(own: Object, invocation: Invocation) -> Value:
    """`path('/things/{id}').method('get').create()`."""
    path = invocation.argument(0)

    def method(call: Invocation) -> Value:
        name = call.argument(0)
        create = native(lambda _: _function(own, path, name), "create")
        return Object({"create": create}, is_open=True)

    return Object({"method": native(method, "method")}, is_open=True)


def _function(own: Object, path: Value, method: Value) -> Value:
    made = native(lambda call: _send(own, path, method, call), "operation")
    made.kind = "fetcher"
    return made


def _send(own: Object, path: Value, method: Value, invocation: Invocation) -> Value:
    run, node = invocation.run, invocation.node
    init = Object(place=node.place)
    spread(run, init, option(own, "init").value)
    spread(run, init, invocation.argument(1))
    headers = Object(kind="headers")
    for given in (option(own, "init").value, invocation.argument(1)):
        add_headers(run, headers, option(given, "headers").value)
    init.properties["method"] = _upper(method)
    if _has_body(path, method, invocation.argument(0)):
        headers.properties.setdefault("Content-Type", text("application/json"))
        init.properties["body"] = Object(kind="json")
    init.properties["headers"] = headers
    send: Value = run.modules.names["fetch"]
    for each in reversed(_middlewares(own)):
        if isinstance(each, Closure | Native):
            send = native(partial(_pass, each, send), "next")
    return run.call(send, (concatenate(option(own, "baseUrl").value, path), init), UNDEFINED, node)


def _has_body(path: Value, method: Value, payload: Value) -> bool:
    """All but the parameters of the path are sent; a DELETE of which nothing is left has no body."""
    name = method.constant if isinstance(method, Text) else None
    if payload == UNDEFINED or name not in (*_WITH_BODY, "delete"):
        return False
    written = shown(path) if isinstance(path, Text) else ""
    given = payload.properties.keys() if isinstance(payload, Object) else set()
    return name != "delete" or bool(given - set(_PARAMETER.findall(written)))


def _pass(middleware: Value, after: Value, invocation: Invocation) -> Value:
    arguments = (invocation.argument(0), invocation.argument(1), after)
    return invocation.run.call(middleware, arguments, UNDEFINED, invocation.node)


def _upper(method: Value) -> Value:
    return text(method.constant.upper()) if isinstance(method, Text) and method.constant else method
