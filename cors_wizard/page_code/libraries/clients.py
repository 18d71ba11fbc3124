"""Clients with calls of their own shape: openapi-fetch, alova, mithril and others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from cors_wizard.page_code.evaluation.conditions import choose, truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import set_member, spread
from cors_wizard.page_code.evaluation.texts import concatenate, map_text
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Choice,
    Closure,
    Constant,
    Hole,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import Part, first_given, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.fetcher_kinds import Fetcher
from cors_wizard.page_code.libraries.fetchers import add_hooks, hook_of, interceptors, send
from cors_wizard.page_code.libraries.web import set_header

_OPENAPI = Fetcher("openapi-fetch", ("baseUrl",), is_body_json=True)
_HEY_API = Fetcher("hey-api", ("baseUrl",), is_body_json=True)
_HEY_AXIOS = Fetcher("hey-api", ("baseURL",), is_body_json=True, has_switch=True, initiator="xmlhttprequest")
_ALOVA = Fetcher(
    "alova",
    ("baseURL",),
    is_body_json=True,
    has_switch=True,
    json_type="application/json; charset=UTF-8",
    always_typed=True,
)
METHODS = ("get", "head", "options", "delete", "post", "put", "patch")
WITH_DATA = ("post", "put", "patch")
_NAMED = re.compile(r"(?<=/):([A-Za-z_]\w{0,60})")

Call = Callable[[Invocation], Value]


def _own(value: Value) -> Object:
    """An instance's settings."""
    if isinstance(value, Object):
        return value.copy()
    return Object(is_open=isinstance(value, Unknown))


def options_of(invocation: Invocation, given: Value, **more: Value) -> Object:
    """A call's options, with what its shape says besides."""
    made = Object(place=given.place if isinstance(given, Object) else None)
    if not isinstance(given, Constant):
        spread(invocation.run, made, given)
    for name, value in more.items():
        set_member(invocation.run, made, name, value)
    return made


def url_of(invocation: Invocation, index: int = 0) -> Part:
    """A call's argument, as its URL."""
    return Part(invocation.argument(index), place=invocation.place(index))


def openapi_fetch() -> Object:
    """What `openapi-fetch` exports; a path is written as `/things/{id}`."""
    made = native(_openapi_client, "createClient")
    made.properties |= {"default": made, "createClient": made}
    return made


def _openapi_client(invocation: Invocation) -> Value:
    own = _own(invocation.argument(0))

    def call(method: str) -> Call:
        return lambda each: _openapi_call(own, each, text(method), 0)

    client = Object(kind="fetcher", is_open=True)
    client.properties |= {name.upper(): native(call(name.upper()), name.upper()) for name in METHODS}
    client.properties["request"] = native(
        lambda each: _openapi_call(own, each, each.argument(0), 1), "request"
    )
    client.properties["use"] = native(lambda each: _use_all(own, each), "use")
    return client


def _openapi_call(own: Object, invocation: Invocation, method: Value, first: int) -> Value:
    options = options_of(invocation, invocation.argument(first + 1), method=method)
    named = option(option(options, "params").value, "header")
    if named.is_given:
        headers = Object(kind="headers")
        for given in (option(options, "headers").value, named.value):
            add_headers(invocation.run, headers, given)
        options.properties["headers"] = headers
    return send(_OPENAPI, own, invocation, options, url_of(invocation, first))


def _use_all(own: Object, invocation: Invocation) -> Value:
    """`client.use({onRequest})`."""
    return add_hooks(own, [hook_of(each, "onRequest") for each in invocation.arguments])


def openapi_query() -> Object:
    """What `openapi-react-query` exports: `$api.useQuery('get', '/things/{id}', options)`."""
    made = native(_openapi_query, "createClient")
    made.properties["default"] = made
    return made


def _openapi_query(invocation: Invocation) -> Value:
    client = invocation.argument(0)

    def hook(name: str) -> Call:
        def made(call: Invocation) -> Value:
            sends = option(client, (call.constant(0) or "").upper()).value
            options = call.argument(2)
            if name == "useMutation":
                options = options_of(call, UNDEFINED, body=Unknown("body"))
            return call.run.call(sends, (call.argument(1), options), UNDEFINED, call.node)

        return made

    names = ("useQuery", "useSuspenseQuery", "useInfiniteQuery", "useMutation", "queryOptions")
    return Object({name: native(hook(name), name) for name in names}, kind="fetcher", is_open=True)


def hey_api(kind: Fetcher = _HEY_API) -> Object:
    """What `@hey-api/client-fetch` exports."""
    return Object(
        {
            "createClient": native(lambda call: _hey_client(kind, _own(call.argument(0))), "createClient"),
            "createConfig": native(lambda call: call.argument(0), "createConfig"),
            "client": _hey_client(kind, Object()),
        },
        is_open=True,
    )


def hey_axios() -> Object:
    """The same over axios, whose instance the client has as `client.instance`."""
    return hey_api(_HEY_AXIOS)


def _hey_client(kind: Fetcher, own: Object) -> Object:
    def call(method: str) -> Call:
        def made(invocation: Invocation) -> Value:
            options = options_of(invocation, invocation.argument(0))
            if method:
                options.properties["method"] = text(method.upper() if kind is _HEY_API else method)
            _add_security(own, invocation, options)
            return send(kind, own, invocation, options, option(options, "url"))

        return made

    def set_config(invocation: Invocation) -> Value:
        spread(invocation.run, own, invocation.argument(0))
        return own

    client = Object(kind="fetcher", is_open=True)
    client.properties |= {name: native(call(name), name) for name in METHODS}
    client.properties |= {
        "request": native(call(""), "request"),
        "setConfig": native(set_config, "setConfig"),
        "interceptors": interceptors(own),
        "instance": Object({"interceptors": interceptors(own), "defaults": own}, is_open=True),
    }
    return client


def _add_security(own: Object, invocation: Invocation, options: Object) -> None:
    """`security: [{scheme, type}]` with `auth: () => token`: a header, as far as there is a token."""
    schemes, auth = (
        option(options, "security").value,
        first_given(option(options, "auth"), option(own, "auth")),
    )
    if not isinstance(schemes, Array) or not auth.is_given:
        return
    token = invocation.run.returned(auth.value) if isinstance(auth.value, Closure) else auth.value
    headers = Object(kind="headers")
    add_headers(invocation.run, headers, option(options, "headers").value)
    headers.is_open |= not option(options, "headers").is_settled
    for scheme in schemes.items:
        place, named = (option(scheme, name).value for name in ("in", "name"))
        name = named.constant if isinstance(named, Text) else None
        if place in (UNDEFINED, text("header")):
            set_header(invocation.run, headers, name or "Authorization", _if_given(token))
    options.properties["headers"] = headers


def _if_given(token: Value) -> Value:
    """A header that is sent only where there is a token."""
    if isinstance(token, Choice):
        return choose(token.condition, _if_given(token.yes), _if_given(token.no))
    known = truth(token)
    if known is None:
        return choose("there is a token", Unknown("token"), UNDEFINED)
    return Unknown("token") if known else UNDEFINED


def alova() -> Object:
    """What `alova` exports: the capital of a method's name is the library's."""
    return Object({"createAlova": native(_create_alova, "createAlova")}, is_open=True)


def _create_alova(invocation: Invocation) -> Value:
    own = _own(invocation.argument(0))
    add_hooks(own, [option(own, "beforeRequest").value])

    def call(method: str) -> Call:
        def made(each: Invocation) -> Value:
            has_data = method in (*WITH_DATA, "delete")
            options = options_of(each, each.argument(2 if has_data else 1), method=text(method))
            if has_data:
                set_member(each.run, options, "body", each.argument(1))
            return send(_ALOVA, own, each, options, url_of(each))

        return made

    client = Object(kind="fetcher", is_open=True)
    client.properties |= {name.capitalize(): native(call(name), name) for name in METHODS}
    client.properties["Request"] = native(lambda each: _byoptions_of(_ALOVA, own, each), "Request")
    return client


def _byoptions_of(kind: Fetcher, own: Object, invocation: Invocation) -> Value:
    options, url = options_and_url(invocation)
    return send(kind, own, invocation, options, replace(url, value=with_holes(url.value)))


def options_and_url(invocation: Invocation) -> tuple[Object, Part]:
    """`request(options)`, `request(url, options)`."""
    is_url = isinstance(invocation.argument(0), Text) or invocation.number() > 1
    options = options_of(invocation, invocation.argument(1 if is_url else 0))
    return options, url_of(invocation) if is_url else option(options, "url")


def with_holes(url: Value) -> Value:
    """`/things/:id`: a parameter by its name."""

    def change(string: Text) -> Value:
        parts = (_NAMED.sub(r"{\1}", part) if isinstance(part, str) else part for part in string.parts)
        return Text(tuple(parts), string.variable)

    return map_text(url, change)


def capacitor() -> Object:
    """What `@capacitor/core` exports to send with: in a browser it's `fetch`."""

    def call(method: str) -> Call:
        def made(invocation: Invocation) -> Value:
            run, given, data = invocation.run, invocation.argument(0), option(invocation.argument(0), "data")
            named = option(given, "method").value if method == "request" else text(method.upper())
            url, params = option(given, "url").value, option(given, "params")
            if params.is_given:
                url = concatenate(url, Text(("?", Hole("params"))))
            is_form = isinstance(data.value, Object) and data.value.kind == "form-data"
            body = data.value if is_form or not isinstance(data.value, Object) else Object(kind="json")
            options = Object({"method": named, "body": body})
            options.properties["headers"] = option(given, "headers").value
            spread(run, options, option(given, "webFetchExtra").value)
            return run.call(run.modules.names["fetch"], (url, options), UNDEFINED, invocation.node)

        return made

    calls: dict[str, Value] = {name: native(call(name), name) for name in (*METHODS, "request")}
    return Object({"CapacitorHttp": Object(calls)}, is_open=True)
