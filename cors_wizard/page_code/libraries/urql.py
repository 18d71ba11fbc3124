"""urql: a client with exchanges, of which some change what is sent."""

from __future__ import annotations

import re

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Choice,
    Closure,
    Object,
    Unknown,
    Value,
    native,
)
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.graphql import by_get, graphql_draft
from cors_wizard.page_code.sources.packages import is_at_least

_ACCEPT = (
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream,"
    " multipart/mixed"
)
_HARMLESS = re.compile(
    r"cache|fetch|ssr|debug|dedup|error|devtools|retry|subscription|policy|offline|refocus|throw|populate",
    re.IGNORECASE,
)
"""Exchanges by their names that add nothing to a request."""
_CHANGES = re.compile(r"fetchOptions|makeOperation|headers|credentials")


def urql(version: str) -> Object:
    """What `urql` and `@urql/core` export; from version 6 on a query is a GET where nothing else is said."""
    client = native(lambda call: _client(call, is_new=is_at_least(version, (6,))), "Client")
    return Object(
        {
            "createClient": client,
            "Client": client,
            "makeOperation": native(_make_operation, "makeOperation"),
            "mapExchange": native(_map_exchange, "mapExchange"),
        },
        is_open=True,
    )


def auth_exchange() -> Object:
    """What `@urql/exchange-auth` exports."""
    return Object({"authExchange": native(_auth_exchange, "authExchange")}, is_open=True)


def _client(invocation: Invocation, *, is_new: bool) -> Value:
    options = invocation.argument(0)
    if not option(options, "url").is_given:
        return Object(is_open=True)
    run, node = invocation.run, invocation.node
    exchanges = option(options, "exchanges").value
    contexts = [
        context
        for each in (exchanges.items if isinstance(exchanges, Array) else ())
        for context in _contexts_of(each)
    ]
    run.send(node, lambda: graphql_draft(run, "urql", options, contexts, node, _ACCEPT))
    preferred = option(options, "preferGetMethod")
    if truth(preferred.value) if preferred.is_given else is_new:
        run.send(node, lambda: by_get(graphql_draft(run, "urql", options, contexts, node, _ACCEPT)))
    return Object(is_open=True)


def _contexts_of(exchange: Value) -> list[Value]:
    """What an exchange adds to a request: functions from what is sent so far to what is sent then."""
    if isinstance(exchange, Object) and "#context" in exchange.properties:
        return [exchange.properties["#context"]]
    if isinstance(exchange, Closure):
        written = exchange.node.text if exchange.node is not None else ""
        return [Unknown("exchange")] if _CHANGES.search(written) else []
    is_harmless = isinstance(exchange, Object) or (
        isinstance(exchange, Unknown) and (not exchange.name or _HARMLESS.search(exchange.name) is not None)
    )
    return [] if is_harmless else [Unknown("exchange")]


def _auth_exchange(invocation: Invocation) -> Value:
    """`authExchange(async (utils) => ({ addAuthToOperation(operation) { ... } }))`."""
    utils = Object({"appendHeaders": native(_append_headers, "appendHeaders")}, is_open=True)
    made = invocation.run.call(invocation.argument(0), (utils,), UNDEFINED, invocation.node)
    if not isinstance(invocation.argument(0), Closure):
        made = invocation.argument(0)  # before version 2: `authExchange({ addAuthToOperation })`
    return _exchange(option(made, "addAuthToOperation").value)


def _map_exchange(invocation: Invocation) -> Value:
    """`mapExchange({ onOperation(operation) { ... } })`."""
    function = option(invocation.argument(0), "onOperation").value
    return _exchange(function) if function != UNDEFINED else Object(is_open=True)


def _exchange(function: Value) -> Value:
    return Object({"#context": native(lambda call: _of_operation(call, function))})


def _of_operation(call: Invocation, function: Value) -> Value:
    """Runs a function that changes operations: what its operation is sent with is a context's answer."""
    headers = option(call.argument(1), "headers").value
    options = Object({"headers": headers.copy() if isinstance(headers, Object) else UNDEFINED})
    operation = Object({"context": Object({"fetchOptions": options}, is_open=True)}, is_open=True)
    given = {"operation": operation, "authState": Unknown("authState")}
    old = Object({**operation.properties, **given}, is_open=True)
    made = call.run.call(function, (old,), UNDEFINED, call.node)
    if isinstance(made, Unknown):
        return Object({"headers": Unknown()}, is_open=True)
    return option(option(made, "context").value, "fetchOptions").value


def _append_headers(invocation: Invocation) -> Value:
    """`utils.appendHeaders(operation, headers)`."""
    operation = invocation.argument(0)
    options = option(option(operation, "context").value, "fetchOptions").value
    made = options.copy() if isinstance(options, Object) else Object(is_open=True)
    headers = Object(kind="headers")
    for given in (option(options, "headers").value, invocation.argument(1)):
        if isinstance(given, Object | Choice | Unknown):
            add_headers(invocation.run, headers, given)
    made.properties["headers"] = headers
    return Object({"context": Object({"fetchOptions": made}, is_open=True)}, is_open=True)


def _make_operation(invocation: Invocation) -> Value:
    """`makeOperation(kind, operation, context)`."""
    return Object({"context": invocation.argument(2)}, is_open=True)
