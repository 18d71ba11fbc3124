"""GraphQL clients: Apollo, urql, graphql-request. Each query is a POST with JSON to one URL."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Closure,
    Constant,
    Object,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, first_given, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.sources.syntax import Syntax

_APOLLO_ACCEPT = "application/graphql-response+json,application/json;q=0.9"
_URQL_ACCEPT = (
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream,"
    " multipart/mixed"
)


def apollo() -> Object:
    """What `@apollo/client` and the packages around it export."""
    link = native(_http_link, "HttpLink")
    names = ("HttpLink", "createHttpLink", "BatchHttpLink", "createUploadLink", "UploadHttpLink")
    context = native(_context, "setContext")
    return Object(
        {
            **dict.fromkeys(names, link),
            "default": link,
            "setContext": context,
            "SetContextLink": context,
            "ApolloClient": native(_client, "ApolloClient"),
            "from": native(_from, "from"),
            "concat": native(lambda call: _together(list(call.arguments)), "concat"),
            "split": native(lambda call: _together(list(call.arguments[1:])), "split"),
            "ApolloLink": native(
                _middleware,
                "ApolloLink",
                **{
                    "from": native(_from, "from"),
                    "split": native(lambda call: _together(list(call.arguments[1:]))),
                },
            ),
        },
        is_open=True,
    )


def _link(links: list[Value], contexts: list[Value]) -> Object:
    return Object(
        {"#http": Array(items=links), "#contexts": Array(items=contexts)}, kind="apollo-link", is_open=True
    )


def _http_link(invocation: Invocation) -> Value:
    options = invocation.argument(0)
    http = Object({"#options": options, "#contexts": Array()}, is_open=True)
    run, node = invocation.run, invocation.node
    run.send(node, lambda: _draft(run, "apollo", options, _items(http, "#contexts"), node, _APOLLO_ACCEPT))
    return _link([http], [])


def _context(invocation: Invocation) -> Value:
    return _link([], [invocation.argument(0)])


def _middleware(invocation: Invocation) -> Value:
    """`new ApolloLink((operation, forward) => { operation.setContext(...); return forward(operation) })`."""
    return _link([], [native(lambda call: _of_operation(call, invocation.argument(0)))])


def _of_operation(call: Invocation, function: Value) -> Value:
    result = Object()

    def set_context(inner: Invocation) -> Value:
        given = inner.argument(0)
        if isinstance(given, Closure):
            given = inner.run.call(given, (call.argument(1),), UNDEFINED, inner.node)
        if isinstance(given, Object):
            result.properties |= given.properties
        return UNDEFINED

    operation = Object(
        {"setContext": native(set_context), "getContext": native(lambda _: call.argument(1))}, is_open=True
    )
    call.run.call(function, (operation, Unknown("forward")), UNDEFINED, call.node)
    return result


def _items(value: Value, name: str) -> list[Value]:
    inner = value.properties.get(name) if isinstance(value, Object) else None
    return inner.items if isinstance(inner, Array) else []


def _together(links: list[Value]) -> Object:
    """Links behind one another: what the first ones add is sent by the last one."""
    https = [each for link in links for each in _items(link, "#http")]
    contexts = [each for link in links for each in _items(link, "#contexts")]
    for http in https:
        _items(http, "#contexts").extend(contexts)
    return _link(https, [] if https else contexts)


def _from(invocation: Invocation) -> Value:
    links = invocation.argument(0)
    return _together(links.items if isinstance(links, Array) else [])


METHODS["apollo-link"] = {
    "concat": lambda invocation: _together([invocation.this, *invocation.arguments]),
    "setOnError": lambda invocation: invocation.this,
}


def _client(invocation: Invocation) -> Value:
    """`new ApolloClient({uri, headers, credentials})` makes its own link where it isn't given one."""
    options = invocation.argument(0)
    if option(options, "uri").is_given and not option(options, "link").is_given:
        run, node = invocation.run, invocation.node
        run.send(node, lambda: _draft(run, "apollo", options, [], node, _APOLLO_ACCEPT))
    return Object(is_open=True)


def _draft(run: Run, library: str, options: Value, contexts: list[Value], node: Syntax, accept: str) -> Draft:
    """One POST; Apollo's `fetchOptions` and its contexts are laid over the link's own options."""
    inner = option(options, "fetchOptions").value
    if isinstance(inner, Closure):
        inner = run.apart(inner, UNDEFINED, node)
    headers = Object(kind="headers")
    for source in (options, inner):
        given = option(source, "headers")
        add_headers(run, headers, given.value)
        headers.is_open |= not given.is_settled
    credentials = [option(inner, "credentials"), option(options, "credentials")]
    for context in contexts:
        made = _made_by(run, context, headers, node)
        credentials.insert(0, option(made, "credentials"))
    final = headers.copy()
    final.properties.setdefault("Content-Type", text("application/json"))
    if accept:
        final.properties.setdefault("Accept", text(accept))
    url = first_given(option(options, "uri"), option(options, "url"))
    return Draft(
        library,
        url if url.is_given else Part(text("/graphql")),
        method=Part(text("POST")),
        headers=final,
        credentials=first_given(*credentials).or_default(text("same-origin")),
        mode=first_given(option(inner, "mode"), option(options, "mode")).or_default(text("cors")),
        body=Body(kind="json"),
        options=options.place if isinstance(options, Object) else None,
        headers_place=option(options, "headers").place,
    )


def _made_by(run: Run, context: Value, headers: Object, node: Syntax) -> Value:
    """Runs a context's function with the headers until then; it gives back those that are sent."""
    before = Object({"headers": headers.copy()}, is_open=True)
    made = run.apart(context, Unknown("operation"), node, before)
    given = option(made, "headers")
    if isinstance(given.value, Object):
        add_headers(run, headers, given.value)
    return made if isinstance(made, Object) else UNDEFINED


def urql() -> Object:
    """What `urql` and `@urql/core` export."""
    client = native(_urql, "Client")
    return Object({"createClient": client, "Client": client}, is_open=True)


def _urql(invocation: Invocation) -> Value:
    options = invocation.argument(0)
    if not option(options, "url").is_given:
        return Object(is_open=True)
    run, node = invocation.run, invocation.node
    run.send(node, lambda: _draft(run, "urql", options, [], node, _URQL_ACCEPT))
    return Object(is_open=True)


def graphql_request() -> Object:
    """What `graphql-request` exports."""
    return Object(
        {
            "GraphQLClient": native(_graphql_client, "GraphQLClient"),
            "request": native(_graphql_call, "request"),
        },
        is_open=True,
    )


def _graphql_client(invocation: Invocation) -> Value:
    given, url = invocation.argument(1), invocation.argument(0)
    options = given.copy() if isinstance(given, Object) else Object(is_open=isinstance(given, Unknown))
    options.properties["url"] = url
    options.place = given.place if isinstance(given, Object) else None
    _send(invocation, options)
    return Object(is_open=True)


def _graphql_call(invocation: Invocation) -> Value:
    """`request(url, document, variables, headers)` and `request({url, document, ...})`."""
    first = invocation.argument(0)
    options = first.copy() if isinstance(first, Object) else Object({"url": first})
    headers = option(first, "requestHeaders").value if isinstance(first, Object) else invocation.argument(3)
    if not isinstance(headers, Constant):
        options.properties["headers"] = headers
    _send(invocation, options)
    return Unknown("response")


def _send(invocation: Invocation, options: Object) -> None:
    run, node = invocation.run, invocation.node
    headers = option(options, "headers").value
    if isinstance(headers, Closure):
        options.properties["headers"] = run.returned(headers)
    accept = "application/graphql-response+json, application/json"
    run.send(node, lambda: _draft(run, "graphql-request", options, [], node, accept))
