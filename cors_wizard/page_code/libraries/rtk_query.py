"""RTK Query: `fetchBaseQuery`, `createApi` and its endpoints."""

from __future__ import annotations

from dataclasses import replace

from cors_wizard.page_code.evaluation.invocation import Invocation, typed
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Choice,
    Closure,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.axios_config import join_base
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, first_given, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.sources.syntax import Syntax


def rtk_query() -> Object:
    """What `@reduxjs/toolkit/query` exports."""
    return Object(
        {
            "fetchBaseQuery": native(_base_query, "fetchBaseQuery"),
            "createApi": native(_create_api, "createApi"),
            "retry": native(lambda invocation: invocation.argument(0), "retry"),
        },
        is_open=True,
    )


def _base_query(invocation: Invocation) -> Value:
    settings = invocation.argument(0)
    made = native(lambda call: _query(call, settings), "baseQuery")
    made.kind = "fetcher"
    return made


def _query(invocation: Invocation, settings: Value) -> Value:
    """`baseQuery(url)` and `baseQuery({url, method, body})`; what nobody knows is an endpoint's business."""
    given = invocation.argument(0)
    if isinstance(given, Unknown):
        return Unknown()
    options: Value = given
    if isinstance(given, Text) or (isinstance(given, Choice) and not isinstance(given.yes, Object)):
        options = Object({"url": given})
        place = invocation.place(0)
        if place is not None and isinstance(options, Object):
            options.places["url"] = place
    run, node = invocation.run, invocation.node
    given_api = invocation.argument(1)
    api = given_api if isinstance(given_api, Object) else Unknown("api")
    run.send(node, lambda: _draft(run, settings, options, api, node))
    return Unknown("response")


def _draft(run: Run, settings: Value, options: Value, api: Value, node: Syntax) -> Draft:
    headers = Object(kind="headers")
    # The headers of an endpoint take the place of those that all have; `prepareHeaders` comes after either.
    given = first_given(option(options, "headers"), option(settings, "headers"))
    add_headers(run, headers, given.value)
    headers.is_open |= not given.is_settled
    prepared = option(settings, "prepareHeaders").value
    if isinstance(prepared, Closure | Unknown):
        made = run.apart(prepared, headers, node, api)
        headers = made if isinstance(made, Object) else headers
    final = headers.copy()
    final.properties.setdefault("Accept", text("application/json"))
    body = option(options, "body")

    def part(name: str) -> Part:
        return first_given(option(options, name), option(settings, name))

    url = option(options, "url")
    return Draft(
        "rtk-query",
        replace(url, value=join_base(option(settings, "baseUrl").value, url.value)),
        method=part("method").or_default(text("GET")),
        headers=final,
        credentials=part("credentials").or_default(text("same-origin")),
        mode=part("mode").or_default(text("cors")),
        body=Body(body.value, body.is_settled, is_object_json=True, is_unknown_json=True),
        options=options.place if isinstance(options, Object) else None,
        headers_place=option(options, "headers").place or option(settings, "headers").place,
    )


def _create_api(invocation: Invocation) -> Value:
    settings = invocation.argument(0)
    base_query = option(settings, "baseQuery").value
    endpoints = option(settings, "endpoints").value
    made = Object(is_open=True, kind="fetcher")
    made.properties["injectEndpoints"] = native(
        lambda call: _build(call, base_query, option(call.argument(0), "endpoints").value, made)
    )
    made.properties["enhanceEndpoints"] = native(lambda call: made)
    return _build(invocation, base_query, endpoints, made)


def _build(invocation: Invocation, base_query: Value, endpoints: Value, made: Object) -> Value:
    """Calls `endpoints(builder)`; each `builder.query({query})` is a request of its own."""
    waiting: list[tuple[Object, Invocation, Closure]] = []

    def endpoint(call: Invocation) -> Value:
        query, function = (option(call.argument(0), name).value for name in ("query", "queryFn"))
        defined = Object(is_open=True)
        if isinstance(query, Closure):
            query.is_called = True
            waiting.append((defined, call, query))
        elif isinstance(function, Closure):
            arguments = (typed(call, 1), Unknown("api"), Unknown("extra"), base_query)
            call.run.call(function, arguments, UNDEFINED, call.node)
        return defined

    builder = Object({name: native(endpoint, name) for name in ("query", "mutation", "infiniteQuery")})
    if isinstance(endpoints, Closure):
        # Each endpoint is a call of its own: the one that makes them all is none.
        named = invocation.run.call(endpoints, (builder,), UNDEFINED, None)
        for defined, call, query in waiting:
            _request(base_query, call, query, _api_of(named, defined))
    return made


def _api_of(named: Value, endpoint: Object) -> Value:
    """What `prepareHeaders` gets beside the headers: the name of the endpoint, among others."""
    table = named.properties if isinstance(named, Object) else {}
    name = next((key for key, value in table.items() if value is endpoint), "")
    return Object({"endpoint": text(name)}, is_open=True) if name else Unknown("api")


def _request(base_query: Value, call: Invocation, query: Closure, api: Value) -> None:
    arguments = call.run.call(query, (typed(call, 1),), UNDEFINED, call.node)
    if isinstance(base_query, Closure | Native):
        call.run.call(base_query, (arguments, api, Unknown("extra")), UNDEFINED, call.node)
