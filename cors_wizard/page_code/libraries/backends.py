"""Clients of a backend of their own kind: tRPC, Directus, Feathers. What they send was measured."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import READ, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Closure,
    Constant,
    Native,
    Object,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import Part, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.fetcher_kinds import Fetcher
from cors_wizard.page_code.libraries.fetchers import send

_DIRECTUS = Fetcher("directus", (), is_body_json=True, always_typed=True)
_FEATHERS = Fetcher("feathers", (), is_body_json=True, accept="application/json")
_QUERIES = frozenset({"query", "useQuery", "useSuspenseQuery", "useInfiniteQuery", "fetch", "prefetch"})
_MUTATIONS = frozenset({"mutate", "mutateAsync", "useMutation"})
Call = Callable[[Invocation], Value]


def trpc() -> Object:
    """What `@trpc/client` and `@trpc/react-query` export."""
    links = {name: native(_link, name) for name in ("httpBatchLink", "httpLink", "httpBatchStreamLink")}
    made = native(lambda call: _client(call.argument(0)), "createTRPCClient")
    names = {name: made for name in ("createTRPCClient", "createTRPCProxyClient")}
    react = native(lambda _: _react(), "createTRPCReact")
    return Object({**links, **names, "createTRPCReact": react}, is_open=True)


def _link(invocation: Invocation) -> Value:
    return Object({"#link": invocation.argument(0)}, kind="link")


def _client(options: Value) -> Object:
    return Object({"#settings": _settings(options), "#path": text("")}, kind="trpc")


def _settings(options: Value) -> Value:
    """The last link's options: it is the one that sends."""
    links = option(options, "links").value
    found = [each for each in links.items if isinstance(each, Object)] if isinstance(links, Array) else []
    ends = [each for each in found if "#link" in each.properties]
    return ends[-1].properties["#link"] if ends else Unknown("links")


def _react() -> Object:
    """`createTRPCReact()`: its client is made later, `trpc.createClient({links})`."""
    made = Object({"#settings": Unknown("links"), "#path": text("")}, kind="trpc")

    def create(invocation: Invocation) -> Value:
        made.properties["#settings"] = _settings(invocation.argument(0))
        return made

    made.properties["createClient"] = native(create, "createClient")
    return made


def _procedure(run: Run, value: Object, name: str) -> Value | None:
    """`client.user.byId.query(...)`: the names on the way are the path."""
    if name[:1] == "#":
        return None
    if name in _QUERIES | _MUTATIONS:
        return native(_trpc_call(value, is_query=name in _QUERIES), name)
    path = concatenate(value.properties["#path"], text(f".{name}" if _has_path(value) else name))
    inner = Object({"#owner": value.properties.get("#owner", value), "#path": path}, kind="trpc")
    return inner


def _has_path(value: Object) -> bool:
    return value.properties["#path"] != text("")


READ["trpc"] = _procedure


def _trpc_call(value: Object, *, is_query: bool) -> Call:
    def call(invocation: Invocation) -> Value:
        owner = value.properties.get("#owner", value)
        settings = owner.properties.get("#settings", UNDEFINED) if isinstance(owner, Object) else UNDEFINED
        run = invocation.run
        given = option(settings, "headers")
        named = given.value
        if isinstance(named, Closure):
            named = run.call(named, (Object(is_open=True),), UNDEFINED, None)
        headers = Object()
        add_headers(run, headers, named)
        headers.is_open |= not given.is_settled
        options = Object({"method": text("GET" if is_query else "POST"), "headers": headers})
        if not is_query:
            add_headers(run, headers, Object({"content-type": text("application/json")}))
            options.properties["body"] = Object(kind="json")
        url = concatenate(concatenate(option(settings, "url").value, text("/")), value.properties["#path"])
        sends = option(settings, "fetch").value
        function = sends if isinstance(sends, Closure | Native) else run.modules.names["fetch"]
        run.call(function, (url, options), UNDEFINED, invocation.node)
        return Unknown("response")

    return call


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
