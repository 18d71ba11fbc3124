"""graphql-request: one client or one function, each query a POST."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import open_up, set_member, spread
from cors_wizard.page_code.evaluation.values import (
    Closure,
    Constant,
    Object,
    Text,
    Unknown,
    Value,
    native,
)
from cors_wizard.page_code.libraries.draft import Draft, option
from cors_wizard.page_code.libraries.graphql import by_get, graphql_draft
from cors_wizard.page_code.sources.packages import is_before

_REQUEST_ACCEPT = "application/graphql-response+json, application/json"


def graphql_request(version: str) -> Object:
    """What `graphql-request` exports; from version 7 on it names what it accepts."""
    accept = "" if is_before(version, (7,)) else _REQUEST_ACCEPT
    return Object(
        {
            "GraphQLClient": native(lambda call: _graphql_client(call, accept), "GraphQLClient"),
            "request": native(lambda call: _graphql_call(call, accept), "request"),
        },
        is_open=True,
    )


def _graphql_client(invocation: Invocation, accept: str) -> Value:
    """`setHeader` and `setHeaders` change what the client sends from then on."""
    given, url = invocation.argument(1), invocation.argument(0)
    options = given.copy() if isinstance(given, Object) else Object(is_open=isinstance(given, Unknown))
    options.properties["url"] = url
    options.place = given.place if isinstance(given, Object) else None
    added = Object(kind="headers")

    def set_one(call: Invocation) -> Value:
        name = call.constant(0)
        set_member(call.run, added, name, call.argument(1)) if name else open_up(added)
        return call.this

    def set_all(call: Invocation) -> Value:
        spread(call.run, added, call.argument(0))
        return call.this

    _send(invocation, options, accept, added)
    client = Object(is_open=True)
    client.properties |= {
        "setHeader": native(set_one, "setHeader"),
        "setHeaders": native(set_all, "setHeaders"),
    }
    return client


def _graphql_call(invocation: Invocation, accept: str) -> Value:
    """`request(url, document, variables, headers)` and `request({url, document, ...})`."""
    first = invocation.argument(0)
    options = first.copy() if isinstance(first, Object) else Object({"url": first})
    headers = option(first, "requestHeaders").value if isinstance(first, Object) else invocation.argument(3)
    if not isinstance(headers, Constant):
        options.properties["headers"] = headers
    _send(invocation, options, accept, Object())
    return Unknown("response")


def _send(invocation: Invocation, options: Object, accept: str, added: Object) -> None:
    """Made at the very end: the client's headers are often set by a function of the code's own."""
    run, node = invocation.run, invocation.node
    headers = option(options, "headers").value
    if isinstance(headers, Closure):
        options.properties["headers"] = run.returned(headers)
    contexts: list[Value] = [native(lambda _: Object({"headers": added}))]

    def draft() -> Draft:
        made = graphql_draft(run, "graphql-request", options, contexts, node, accept)
        method = option(options, "method")
        is_get = isinstance(method.value, Text) and (method.value.constant or "").upper() == "GET"
        return by_get(made) if is_get else made

    run.send(node, draft)
