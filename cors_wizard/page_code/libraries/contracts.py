"""Clients whose calls are described in a table: Zodios, ts-rest, nanostores' query."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import get_member, set_member, spread
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Closure,
    Constant,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.clients import METHODS, options_of, with_holes
from cors_wizard.page_code.libraries.draft import Part, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.fetcher_kinds import Fetcher
from cors_wizard.page_code.libraries.fetchers import send

_TS_REST = Fetcher("ts-rest", ("baseUrl",), is_body_json=True, text_type="application/json")
_SENDING = ("query", "mutation", "mutate", "useQuery", "useMutation", "useSuspenseQuery", "fetchQuery")


def zodios() -> Object:
    """What `@zodios/core` exports: a client over axios with a function for each alias."""
    same = native(lambda call: call.argument(0), "makeApi")
    made = native(_zodios, "Zodios")
    return Object({"Zodios": made, "default": made, "makeApi": same, "makeEndpoint": same}, is_open=True)


def _zodios(invocation: Invocation) -> Value:
    """`new Zodios(url, api, {axiosInstance, axiosConfig})`; the URL may be left out."""
    has_url = not isinstance(invocation.argument(0), Array)
    table, options = invocation.argument(int(has_url)), invocation.argument(int(has_url) + 1)
    config = options_of(invocation, option(options, "axiosConfig").value)
    if has_url:
        set_member(invocation.run, config, "baseURL", invocation.argument(0), invocation.place(0))
    given_instance = option(options, "axiosInstance")
    library = given_instance.value
    if not given_instance.is_given:
        create = get_member(invocation.run, invocation.run.modules.package("axios") or UNDEFINED, "create")
        library = invocation.run.call(create, (config,), UNDEFINED, invocation.node)

    def send_by(method: Value, path: Value, call: Invocation, data: Value, given: Value) -> Value:
        full = Object({"baseURL": config.properties.get("baseURL", UNDEFINED)})
        if not isinstance(given, Constant):
            spread(call.run, full, given)
        full.properties |= {"method": method, "url": with_holes(path)}
        if data != UNDEFINED:
            full.properties["data"] = data
        return call.run.call(get_member(call.run, library, "request"), (full,), UNDEFINED, call.node)

    def by_method(name: str) -> Native:
        has_data = name in ("post", "put", "patch", "delete")
        return native(
            lambda call: send_by(
                text(name),
                call.argument(0),
                call,
                call.argument(1) if has_data else UNDEFINED,
                call.argument(2 if has_data else 1),
            ),
            name,
        )

    def by_alias(entry: Value) -> Native:
        method, path = option(entry, "method").value, option(entry, "path").value
        name = method.constant if isinstance(method, Text) else None
        has_data = name in ("post", "put", "patch", "delete")
        return native(
            lambda call: send_by(
                method,
                path,
                call,
                call.argument(0) if has_data else UNDEFINED,
                call.argument(1 if has_data else 0),
            )
        )

    client = Object({name: by_method(name) for name in METHODS}, kind="fetcher", is_open=True)
    for entry in table.items if isinstance(table, Array) else ():
        alias = option(entry, "alias").value
        if isinstance(alias, Text) and alias.constant:
            client.properties[alias.constant] = by_alias(entry)
    client.properties["axios"] = library
    return client


def ts_rest() -> Object:
    """What `@ts-rest/core` and `@ts-rest/react-query` export."""
    client = native(lambda call: _ts_client(call.argument(0), call.argument(1), UNDEFINED), "initClient")
    names = ("initClient", "initQueryClient", "initTsrReactQuery")
    return Object(
        {"initContract": native(_contract, "initContract"), **dict.fromkeys(names, client)}, is_open=True
    )


def _contract(_: Invocation) -> Value:
    router = native(_router, "router")
    same = native(lambda call: call.argument(0), "query")
    return Object({"router": router, "query": same, "mutation": same}, is_open=True)


def _router(invocation: Invocation) -> Value:
    """`c.router(routes, {pathPrefix, baseHeaders})`."""
    routes, prefix = invocation.argument(0), option(invocation.argument(1), "pathPrefix")
    if not isinstance(routes, Object) or not prefix.is_given:
        return routes
    made = routes.copy()
    for name, route in routes.properties.items():
        if isinstance(route, Object) and "path" in route.properties:
            one = made.properties[name] = route.copy()
            assert isinstance(one, Object)
            one.properties["path"] = concatenate(prefix.value, route.properties["path"])
    return made


def _ts_client(contract: Value, settings: Value, _: Value) -> Object:
    client = Object(kind="fetcher", is_open=True)
    for name, route in contract.properties.items() if isinstance(contract, Object) else ():
        if isinstance(route, Object) and {"method", "path"} <= route.properties.keys():
            client.properties[name] = _route(route, settings)
        elif type(route) is Object:
            client.properties[name] = _ts_client(route, settings, UNDEFINED)
    return client


def _route(route: Object, settings: Value) -> Native:
    def call(invocation: Invocation, given: Value) -> Value:
        headers = Object(kind="headers")
        sources = [option(settings, "baseHeaders")]
        sources += [option(route, "headers")] if isinstance(given, Unknown) else []
        sources += [option(given, "headers"), option(given, "extraHeaders")]
        for source in sources:
            add_headers(invocation.run, headers, source.value)
            headers.is_open |= not source.is_settled
        body = option(given, "body")
        sent = options_of(invocation, option(given, "fetchOptions").value, headers=headers)
        sent.properties["method"] = option(route, "method").value
        if body.is_given or not body.is_settled:
            sent.properties["body"] = body.value if body.is_given else Unknown("body")
        own = settings.copy() if isinstance(settings, Object) else Object(is_open=True)
        url = Part(with_holes(option(route, "path").value))
        return send(_TS_REST, own, invocation, sent, url)

    def by_hook(invocation: Invocation) -> Value:
        given = next((each for each in invocation.arguments if type(each) is Object), Unknown("args"))
        return call(invocation, given)

    hooks = {name: native(by_hook, name) for name in _SENDING}
    return native(lambda each: call(each, each.argument(0)), "route", **hooks)


def nanoquery() -> Object:
    """What `@nanostores/query` exports: `nanoquery({fetcher})` gives back what makes stores."""
    return Object({"nanoquery": native(_nanoquery, "nanoquery")}, is_open=True)


def _nanoquery(invocation: Invocation) -> Value:
    usual = option(invocation.argument(0), "fetcher").value

    def fetcher_store(call: Invocation) -> Value:
        keys, own = call.argument(0), option(call.argument(1), "fetcher")
        function = own.value if own.is_given else usual
        arguments = keys.items if isinstance(keys, Array) else [keys]
        if isinstance(function, Closure | Native):
            call.run.call(function, arguments, UNDEFINED, call.node)
        return Unknown("store")

    def mutator_store(call: Invocation) -> Value:
        argument = Object({"data": Unknown("data")}, is_open=True)
        call.run.call(call.argument(0), (argument,), UNDEFINED, call.node)
        return Unknown("store")

    stores = [native(fetcher_store, "createFetcherStore"), native(mutator_store, "createMutatorStore")]
    for each in stores:
        each.kind = "fetcher"
    return Array(items=[*stores, Unknown("utilities")], kind="array")
