"""Clients of a backend of their own kind: Supabase, Directus, Feathers. What they send was measured."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import spread
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Constant,
    Object,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.axios_config import join_base
from cors_wizard.page_code.libraries.draft import Part, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.fetcher_kinds import Fetcher
from cors_wizard.page_code.libraries.fetchers import send
from cors_wizard.page_code.libraries.rpc import headers_of, send_by
from cors_wizard.page_code.libraries.web import find_header

_DIRECTUS = Fetcher("directus", (), is_body_json=True, always_typed=True)
_FEATHERS = Fetcher("feathers", (), is_body_json=True, accept="application/json")
Call = Callable[[Invocation], Value]


def supabase() -> Object:
    """What `@supabase/supabase-js` exports; only `functions.invoke` goes to code of one's own."""
    make = native(_supabase, "createClient")
    return Object({"createClient": make, "createBrowserClient": make}, is_open=True)


def _supabase(invocation: Invocation) -> Value:
    """`createClient(url, key, {global: {headers, fetch}})`."""
    url, shared = invocation.argument(0), option(invocation.argument(2), "global").value

    def invoke(call: Invocation) -> Value:
        given = call.argument(1)
        headers = headers_of(call.run, shared, given)
        headers.properties |= {"X-Client-Info": Unknown("version"), "apikey": Unknown("key")}
        if find_header(headers, "Authorization") is None:
            headers.properties["Authorization"] = Unknown("token")
        body = option(given, "body").value
        if isinstance(body, Object) and body.kind in ("object", "array"):
            if find_header(headers, "Content-Type") is None:
                headers.properties["Content-Type"] = text("application/json")
            body = Object(kind="json")
        method = option(given, "method").or_default(text("POST")).value
        options = Object({"method": method, "headers": headers, "body": body})
        address = join_base(url, concatenate(text("/functions/v1/"), call.argument(0)))
        return send_by(call, shared, address, options)

    functions = Object({"invoke": native(invoke, "invoke")}, is_open=True)
    return Object({"functions": functions}, kind="fetcher", is_open=True)


def directus() -> Object:
    """What `@directus/sdk` exports: `createDirectus(url).with(rest(options))`, and what `request` takes."""
    commands = {name: native(_command(*each), name) for name, each in _COMMANDS.items()}
    parts = {
        "createDirectus": native(_directus, "createDirectus"),
        "rest": native(lambda call: Object({"#rest": call.argument(0)}), "rest"),
        "authentication": native(lambda _: Object({"#authorized": Constant(True)}), "authentication"),
        "staticToken": native(lambda _: Object({"#token": Constant(True)}), "staticToken"),
    }
    return Object({**commands, **parts}, is_open=True)


_COMMANDS = {
    "readItems": ("GET", False),
    "readItem": ("GET", True),
    "createItem": ("POST", False),
    "createItems": ("POST", False),
    "updateItem": ("PATCH", True),
    "updateItems": ("PATCH", False),
    "deleteItem": ("DELETE", True),
    "deleteItems": ("DELETE", False),
}


def _command(method: str, has_key: bool) -> Call:
    def call(invocation: Invocation) -> Value:
        path = concatenate(text("/items/"), invocation.argument(0))
        if has_key:
            path = concatenate(concatenate(path, text("/")), invocation.argument(1))
        made = Object({"method": text(method), "path": path}, kind="directus-command")
        if method not in ("GET", "DELETE"):
            made.properties["body"] = Object(kind="json")
        return made

    return call


def _directus(invocation: Invocation) -> Value:
    client = Object({"#url": invocation.argument(0)}, kind="fetcher", is_open=True)

    def extend(call: Invocation) -> Value:
        given = call.argument(0)
        spread(call.run, client, given if isinstance(given, Object) else UNDEFINED)
        return client

    client.properties["with"] = native(extend, "with")
    client.properties["request"] = native(lambda call: _directus_request(client, call), "request")
    return client


def _directus_request(client: Object, invocation: Invocation) -> Value:
    command, settings = invocation.argument(0), client.properties.get("#rest", UNDEFINED)
    if not isinstance(command, Object) or command.kind != "directus-command":
        return Unknown("response")
    headers = Object()
    if "#token" in client.properties:
        headers.properties["Authorization"] = Unknown("token")
    if "#authorized" in client.properties:
        headers.is_open = True  # with a token from the login, or with a cookie
    options = Object({"method": command.properties["method"], "headers": headers})
    if "body" in command.properties:
        options.properties["body"] = command.properties["body"]
    credentials = option(settings, "credentials")
    if credentials.is_given:
        options.properties["credentials"] = credentials.value
    url = concatenate(client.properties["#url"], command.properties["path"])
    return send(_DIRECTUS, Object(), invocation, options, Part(url))


def feathers_rest() -> Object:
    """What `@feathersjs/rest-client` exports: `rest(base).fetch(fetch)`, `.axios(axios)`."""

    def rest(invocation: Invocation) -> Value:
        base = invocation.argument(0)

        def adapted(call: Invocation) -> Value:
            return Object({"#base": base, "#sends": call.argument(0)}, kind="feathers-rest")

        return Object({name: native(adapted, name) for name in ("fetch", "axios", "superagent")})

    made = native(rest, "rest")
    made.properties["default"] = made
    return made


def feathers() -> Object:
    """What `@feathersjs/feathers` and `@feathersjs/client` export."""
    made = native(_feathers, "feathers")
    made.properties |= {"default": made, "feathers": made, "rest": feathers_rest()}
    return made


def _feathers(invocation: Invocation) -> Value:
    app = Object(kind="fetcher", is_open=True)

    def configure(call: Invocation) -> Value:
        given = call.argument(0)
        if isinstance(given, Object) and given.kind == "feathers-rest":
            app.properties["#rest"] = given
        else:
            app.properties["#configured"] = Constant(True)
        return app

    def service(call: Invocation) -> Value:
        path = call.argument(0)
        return Object(
            {name: native(_of_service(app, path, *each), name) for name, each in _SERVICE.items()},
            kind="fetcher",
            is_open=True,
        )

    app.properties |= {"configure": native(configure, "configure"), "service": native(service, "service")}
    return app


_SERVICE = {
    "find": ("GET", 0, False),
    "get": ("GET", 1, False),
    "create": ("POST", 0, True),
    "update": ("PUT", 1, True),
    "patch": ("PATCH", 1, True),
    "remove": ("DELETE", 1, False),
}
"""Each method with how it is sent, how many arguments go into the path, and whether data come next."""


def _of_service(app: Object, path: Value, method: str, keys: int, has_data: bool) -> Call:
    def call(invocation: Invocation) -> Value:
        rest = app.properties.get("#rest")
        if not isinstance(rest, Object):
            return Unknown("response")
        url = concatenate(concatenate(rest.properties["#base"], text("/")), path)
        if keys:
            url = concatenate(concatenate(url, text("/")), invocation.argument(0))
        parameters = option(invocation.argument(keys + has_data), "headers")
        headers = Object()
        add_headers(invocation.run, headers, parameters.value)
        # Another plugin (authentication, as a rule) may add headers to each call.
        headers.is_open |= not parameters.is_settled or "#configured" in app.properties
        options = Object({"method": text(method), "headers": headers})
        if has_data:
            options.properties["body"] = Object()
        return send(_FEATHERS, Object(), invocation, options, Part(url))

    return call
