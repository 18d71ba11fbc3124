"""Clients whose calls are paths of names: tRPC's `client.user.byId.query()`, Hono's `client.users.$get()`."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import READ, open_up, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import concatenate, map_text
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
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
from cors_wizard.page_code.libraries.clients import with_holes
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.web import set_header

_QUERIES = frozenset({"query", "useQuery", "useSuspenseQuery", "useInfiniteQuery", "fetch", "prefetch"})
_MUTATIONS = frozenset({"mutate", "mutateAsync", "useMutation"})
_NO_CALLS = frozenset({"$url", "$path", "$ws"})
Call = Callable[[Invocation], Value]


def headers_of(run: Run, *sources: Value, name: str = "headers") -> Object:
    """The headers that options name, the last ones first; each may be a function that returns them."""
    made = Object(kind="headers")
    for source in sources:
        given = option(source, name)
        value = given.value
        if isinstance(value, Closure):
            value = run.call(value, (Object(is_open=True),), UNDEFINED, None)
        add_headers(run, made, value)
        made.is_open |= not given.is_settled
    return made


def send_by(call: Invocation, settings: Value, url: Value, options: Object) -> Value:
    """Sends by the settings' own `fetch`, if there is one."""
    given = option(settings, "fetch").value
    function = given if isinstance(given, Closure | Native) else call.run.modules.names["fetch"]
    call.run.call(function, (url, options), UNDEFINED, call.node)
    return Unknown("response")


def _path_client(kind: str, settings: Value, base: Value = UNDEFINED) -> Object:
    return Object({"#settings": settings, "#base": base, "#path": text("")}, kind=kind)


def _reader(
    separator: str, called: Callable[[Object, str], Call | None]
) -> Callable[[Run, Object, str], Value | None]:
    """The names on the way are the path, and one of them calls."""

    def read(run: Run, value: Object, name: str) -> Value | None:
        if name[:1] == "#":
            return None
        call = called(value, name)
        if call is not None:
            return native(call, name)
        before = value.properties["#path"]
        path = concatenate(before, text((separator if before != text("") else "/") + name))
        owner = value.properties.get("#owner", value)
        return Object({"#owner": owner, "#path": path}, kind=value.kind)

    return read


def _owned(value: Object, name: str) -> Value:
    return option(value.properties.get("#owner", value), name).value


def trpc() -> Object:
    """What `@trpc/client` and `@trpc/react-query` export."""
    links = {name: native(_link, name) for name in ("httpBatchLink", "httpLink", "httpBatchStreamLink")}
    made = native(lambda call: _path_client("trpc", _settings(call.argument(0))), "createTRPCClient")
    names = {name: made for name in ("createTRPCClient", "createTRPCProxyClient")}
    react = native(lambda _: _react(), "createTRPCReact")
    return Object({**links, **names, "createTRPCReact": react}, is_open=True)


def _link(invocation: Invocation) -> Value:
    return Object({"#link": invocation.argument(0)}, kind="link")


def _settings(options: Value) -> Value:
    """The last link's options: it is the one that sends."""
    links = option(options, "links").value
    found = [each for each in links.items if isinstance(each, Object)] if isinstance(links, Array) else []
    ends = [each for each in found if "#link" in each.properties]
    return ends[-1].properties["#link"] if ends else Unknown("links")


def _react() -> Object:
    """`createTRPCReact()`: its client is made later, `trpc.createClient({links})`."""
    made = _path_client("trpc", Unknown("links"))

    def create(invocation: Invocation) -> Value:
        made.properties["#settings"] = _settings(invocation.argument(0))
        return made

    made.properties["createClient"] = native(create, "createClient")
    return made


def _trpc_call(value: Object, name: str) -> Call | None:
    if name not in _QUERIES | _MUTATIONS:
        return None

    def call(invocation: Invocation) -> Value:
        settings = _owned(value, "#settings")
        headers = headers_of(invocation.run, settings)
        options = Object({"method": text("GET" if name in _QUERIES else "POST"), "headers": headers})
        if name in _MUTATIONS:
            set_header(invocation.run, headers, "content-type", text("application/json"))
            options.properties["body"] = Object(kind="json")
        url = join_base(option(settings, "url").value, value.properties["#path"])
        return send_by(invocation, settings, url, options)

    return call


READ["trpc"] = _reader(".", _trpc_call)


def hono() -> Object:
    """What `hono/client` exports: `hc(base, {headers, init, fetch})`."""
    make = native(lambda call: _path_client("hono", call.argument(1), call.argument(0)), "hc")
    return Object({"hc": make}, is_open=True)


def _hono_call(value: Object, name: str) -> Call | None:
    """`client.posts[':id'].$put({param, query, header, json, form}, options)`."""
    if name[:1] != "$":
        return None
    method = name[1:].upper()

    def call(invocation: Invocation) -> Value:
        run, settings = invocation.run, _owned(value, "#settings")
        given, own = invocation.argument(0), invocation.argument(1)
        joined = join_base(_owned(value, "#base"), value.properties["#path"])
        url = with_holes(map_text(joined, _without_index))
        if name in _NO_CALLS:
            return url
        headers = headers_of(run, given, name="header")
        add_headers(run, headers, headers_of(run, settings, own))
        options = Object({"method": text(method), "headers": headers})
        json, form = option(given, "json"), option(given, "form")
        if json.is_given:
            set_header(run, headers, "Content-Type", text("application/json"))
        if method not in ("GET", "HEAD"):
            body = Object(kind="json") if json.is_given else Object(kind="form-data")
            options.properties["body"] = body if json.is_given or form.is_given else UNDEFINED
            if not json.is_settled:
                open_up(headers)
                options.properties["body"] = Unknown("body")
        for part in (option(settings, "init"), option(own, "init")):
            if part.is_given:
                spread(run, options, part.value)
            elif not part.is_settled:
                open_up(options)
        sends = own if option(own, "fetch").is_given else settings
        return send_by(invocation, sends, url, options)

    return call


def _without_index(url: Text) -> Value:
    """`client.posts.index.$get()` is what is at `/posts`."""
    last = url.parts[-1] if url.parts else ""
    if not isinstance(last, str):
        return url
    return Text((*url.parts[:-1], last.removesuffix("/index")), url.variable)


READ["hono"] = _reader("/", _hono_call)
