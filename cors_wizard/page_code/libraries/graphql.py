"""GraphQL clients: Apollo, urql, graphql-request. Each query is a POST with JSON to one URL."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Choice,
    Closure,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, first_given, option, place_of
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.sources.packages import is_at_least
from cors_wizard.page_code.sources.syntax import Syntax

_APOLLO_ACCEPT = "application/graphql-response+json,application/json;q=0.9"
_INTERFACES = ("createNetworkInterface", "createBatchingNetworkInterface")
_AWARE = {"name": "apollographql-client-name", "version": "apollographql-client-version"}
"""The client's own options that travel as headers."""


def apollo(version: str) -> Object:
    """What `@apollo/client` and the packages around it export; from version 4 on it names what it accepts."""
    accept = _APOLLO_ACCEPT if is_at_least(version, (4,)) else ""
    link = native(lambda call: _http_link(call, accept), "HttpLink")
    upload = native(lambda call: _http_link(call, accept, has_files=True), "UploadHttpLink")
    names = ("HttpLink", "createHttpLink", "BatchHttpLink")
    context = native(_context, "setContext")
    return Object(
        {
            **dict.fromkeys(names, link),
            **dict.fromkeys(("createUploadLink", "UploadHttpLink"), upload),
            "default": native(lambda call: _client_or_link(call, accept), "ApolloClient"),
            **dict.fromkeys(_INTERFACES, native(_network_interface, "createNetworkInterface")),
            "setContext": context,
            "SetContextLink": native(_context_link, "SetContextLink"),
            "ApolloClient": native(lambda call: _client(call, accept), "ApolloClient"),
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


def _http_link(invocation: Invocation, accept: str, *, has_files: bool = False) -> Value:
    """With files, a mutation is sent as a form; queries are not."""
    options = invocation.argument(0)
    http = Object({"#options": options, "#contexts": Array()}, is_open=True)
    contexts = _items(http, "#contexts")
    _send_apollo(invocation, options, accept, contexts)
    if has_files:
        run, node = invocation.run, invocation.node
        run.send(node, lambda: _with_files(graphql_draft(run, "apollo", options, contexts, node, accept)))
    return _link([http], [])


def _with_files(draft: Draft) -> Draft:
    return replace(by_get(draft), method=draft.method, body=Body(kind="multipart"))


def _send_apollo(invocation: Invocation, options: Value, accept: str, contexts: list[Value]) -> None:
    run, node = invocation.run, invocation.node
    run.send(node, lambda: graphql_draft(run, "apollo", options, contexts, node, accept))
    if truth(option(options, "useGETForQueries").value):
        # Mutations are sent by POST all the same.
        get = Part(text("GET"))
        run.send(
            node, lambda: replace(graphql_draft(run, "apollo", options, contexts, node, accept), method=get)
        )


def _context(invocation: Invocation) -> Value:
    """`setContext((operation, previous) => context)`."""
    return _link([], [invocation.argument(0)])


def _context_link(invocation: Invocation) -> Value:
    """`new SetContextLink((previous, operation) => context)`."""
    function = invocation.argument(0)

    def turned(call: Invocation) -> Value:
        return call.run.call(function, (call.argument(1), call.argument(0)), UNDEFINED, call.node)

    return _link([], [native(turned)])


def _middleware(invocation: Invocation) -> Value:
    """`new ApolloLink((operation, forward) => { operation.setContext(...); return forward(operation) })`."""
    return _link([], [native(lambda call: _of_operation(call, invocation.argument(0)))])


def _of_operation(call: Invocation, function: Value) -> Value:
    result = Object()

    def set_context(inner: Invocation) -> Value:
        given = inner.argument(0)
        if isinstance(given, Closure):
            given = inner.run.call(given, (call.argument(1),), UNDEFINED, inner.node)
        spread(inner.run, result, given)
        return UNDEFINED

    operation = Object(
        {"setContext": native(set_context), "getContext": native(lambda _: call.argument(1))}, is_open=True
    )
    call.run.call(function, (operation, Unknown("forward")), UNDEFINED, call.node)
    return result


def _network_interface(invocation: Invocation) -> Value:
    """Apollo Client 1: `createNetworkInterface({uri, opts})`, and its `use([{applyMiddleware}])`."""
    given = invocation.argument(0)
    opts = invocation.argument(1) if isinstance(given, Text) else option(given, "opts").value
    uri = given if isinstance(given, Text) else option(given, "uri").value
    options = Object({"uri": uri, "fetchOptions": opts}, place=place_of(given))
    contexts = Array()
    _send_apollo(invocation, options, "", contexts.items)

    def use(call: Invocation) -> Value:
        added = call.argument(0)
        for each in added.items if isinstance(added, Array) else [added]:
            contexts.items.append(native(partial(_of_network_middleware, each)))
        return call.this

    return Object({"use": native(use, "use"), "useAfter": native(lambda call: call.this)}, is_open=True)


def _of_network_middleware(middleware: Value, call: Invocation) -> Value:
    """What it makes of the request's options."""
    names = ("applyMiddleware", "applyBatchMiddleware")
    apply = first_given(*(option(middleware, name) for name in names)).value
    options = call.argument(1)
    call.run.call(apply, (Object({"options": options}, is_open=True), Unknown("next")), UNDEFINED, call.node)
    given = options.properties if isinstance(options, Object) else {}
    return Object({name: given[name] for name in ("headers", "credentials") if name in given})


def _items(value: Value, name: str) -> list[Value]:
    inner = value.properties.get(name) if isinstance(value, Object) else None
    return inner.items if isinstance(inner, Array) else []


_HARMLESS = re.compile(
    r"error|retry|ws|socket|sse|subscription|sentry|log|loading|remove|dedup|queue|batch|state|rest", re.I
)
"""Links by their names that add nothing to a request."""


def _contexts_of(link: Value) -> list[Value]:
    if isinstance(link, Unknown) and link.name and not _HARMLESS.search(link.name):
        return [link]
    return _items(link, "#contexts")


def _together(links: list[Value]) -> Object:
    """Links behind one another: what the first ones add is sent by the last one."""
    https = [each for link in links for each in _items(link, "#http")]
    contexts = [each for link in links for each in _contexts_of(link)]
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


def _client_or_link(invocation: Invocation, accept: str) -> Value:
    """What the older packages export by default: some a client, some a link."""
    of_clients = ("link", "networkInterface", "cache", "request", "clientState", "resolvers")
    is_client = any(option(invocation.argument(0), name).is_given for name in of_clients)
    return _client(invocation, accept) if is_client else _http_link(invocation, accept)


def _client(invocation: Invocation, accept: str) -> Value:
    """`new ApolloClient({uri, headers, credentials})` makes its own link where it isn't given one."""
    options = invocation.argument(0)
    aware = option(options, "clientAwareness").value
    told = {name: first_given(option(aware, key), option(options, key)) for key, name in _AWARE.items()}
    headers = Object({name: part.value for name, part in told.items() if part.is_given}, kind="headers")
    contexts: list[Value] = [native(lambda _: Object({"headers": headers}))] if headers.properties else []
    link, request = option(options, "link").value, option(options, "request").value
    if request != UNDEFINED:  # of apollo-boost
        contexts.append(native(lambda call: _of_operation(call, request)))
    network = option(options, "networkInterface")
    if option(options, "uri").is_given and link == UNDEFINED and not network.is_given:
        _send_apollo(invocation, options, accept, contexts)
    for http in _items(link, "#http"):
        _items(http, "#contexts").extend(contexts)
    return Object({"networkInterface": network.value} if network.is_given else {}, is_open=True)


def graphql_draft(
    run: Run, library: str, options: Value, contexts: list[Value], node: Syntax, accept: str
) -> Draft:
    """One POST; Apollo's `fetchOptions` and its contexts are laid over the link's own options."""
    inner = option(options, "fetchOptions").value
    if isinstance(inner, Closure):
        inner = run.apart(inner, UNDEFINED, node)
    headers = Object(kind="headers")
    for source in (options, inner):
        given = option(source, "headers")
        add_headers(run, headers, given.value, is_of_browser=True)
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
    if isinstance(made, Unknown) and isinstance(context, Unknown):
        made = Object({"headers": Unknown()}, is_open=True)  # somebody else's function
    given = option(made, "headers")
    if isinstance(given.value, Object | Choice | Unknown):
        add_headers(run, headers, given.value, is_of_browser=True)
    return made if isinstance(made, Object | Choice) else UNDEFINED


def by_get(draft: Draft) -> Draft:
    """The query in the URL: no body, and no Content-Type."""
    headers = draft.headers.copy()
    headers.properties.pop("Content-Type", None)
    return replace(draft, method=Part(text("GET")), headers=headers, body=Body(kind="none"))
