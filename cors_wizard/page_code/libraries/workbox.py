"""Workbox in a service worker: routes, and what their strategies make of a request."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.completion import NORMAL, Completion
from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import get_member
from cors_wizard.page_code.evaluation.texts import to_text
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
from cors_wizard.page_code.libraries.draft import option

_STRATEGIES = ("NetworkFirst", "NetworkOnly", "StaleWhileRevalidate", "CacheFirst", "Strategy")
_STRATEGY = "workbox-strategy"


def _strategy(invocation: Invocation) -> Value:
    """`new NetworkFirst({fetchOptions, plugins})`."""
    return Object({"options": invocation.argument(0)}, kind=_STRATEGY)


def _route(invocation: Invocation) -> Value:
    """`new Route(match, handler, method)`."""
    names = ("match", "handler", "method")
    return Object({name: invocation.argument(index) for index, name in enumerate(names)})


class _Routes:
    """The routes of a worker, in the order in which they are asked, and what answers all else."""

    def __init__(self) -> None:
        self.routes: list[Value] = []
        self.default: list[Value] = []

    def register(self, invocation: Invocation) -> Value:
        """`registerRoute(match, handler, method)`, `registerRoute(route)`: a GET, if it names no method."""
        first = invocation.argument(0)
        is_route = isinstance(first, Object) and "handler" in first.properties
        return self.add(first if is_route else _route(invocation), invocation)

    def by_default(self, invocation: Invocation) -> Value:
        """`setDefaultHandler(handler)`."""
        route = Object({"match": Constant(True), "handler": invocation.argument(0)})
        return self.add(route, invocation, self.default)

    def add(self, route: Value, invocation: Invocation, routes: list[Value] | None = None) -> Value:
        if not self.routes and not self.default:
            invocation.run.workers.append((native(self._respond), invocation.node))
        (self.routes if routes is None else routes).append(route)
        return route

    def _respond(self, invocation: Invocation) -> Value:
        _ask([*self.routes, *self.default], invocation)
        return UNDEFINED


def _ask(routes: list[Value], invocation: Invocation) -> Completion:
    """The first route that matches answers; behind one of which nobody knows, any other may."""
    if not routes:
        return NORMAL
    route, others = routes[0], routes[1:]
    run, event = invocation.run, invocation.argument(0)
    request = option(event, "request").value
    wanted = option(route, "method").or_default(text("GET")).value
    method = option(option(request, "options").value, "method").value
    url = run.construct(run.modules.names["URL"], (option(request, "url").value,), invocation.node)
    given = Object({"url": url, "request": request, "event": event, "sameOrigin": Unknown("sameOrigin")})
    is_meant = _matches(invocation, option(route, "match").value, given) if wanted == method else False

    def answer() -> Completion:
        _answer(invocation, option(route, "handler").value, given)
        return NORMAL

    if is_meant is None:
        condition = (f"route {len(others)} matches", False)
        return run.branch(condition, answer, lambda: _ask(others, invocation))
    return answer() if is_meant else _ask(others, invocation)


def _matches(invocation: Invocation, match: Value, given: Object) -> bool | None:
    """A function, a pattern, or a string, which is compared with the whole URL."""
    run, node = invocation.run, invocation.node
    href = option(option(given, "url").value, "href").value
    if isinstance(match, Closure | Native):
        return truth(run.call(match, (given,), UNDEFINED, node))
    if isinstance(match, Object) and match.kind == "regex":
        pattern = _from_the_start(match) if _is_absolute(href) else match
        return truth(run.call(get_member(run, match, "test"), (href,), pattern, node))
    if isinstance(match, Text) and match.constant is not None and isinstance(href, Text):
        return None if href.constant is None else href.constant == match.constant
    return truth(match) if isinstance(match, Constant) else None


def _is_absolute(href: Value) -> bool:
    first = href.parts[0] if isinstance(href, Text) and href.parts else ""
    return isinstance(first, str) and first.startswith(("http://", "https://"))


def _from_the_start(pattern: Object) -> Object:
    """Of another origin's URL, a pattern has to match the beginning.

    https://developer.chrome.com/docs/workbox/modules/workbox-routing
    """
    source = to_text(pattern.properties["source"])
    written = source.constant if isinstance(source, Text) else None
    if written is None or written.startswith("/^"):
        return pattern
    return Object({"source": text(f"/^{written[1:]}")}, kind="regex")


def _answer(invocation: Invocation, handler: Value, given: Object) -> None:
    run, node = invocation.run, invocation.node
    run.call(option(given.properties["event"], "respondWith").value, (), UNDEFINED, node)
    if isinstance(handler, Closure | Native):
        run.call(handler, (given,), UNDEFINED, node)
    if not isinstance(handler, Object) or handler.kind != _STRATEGY:
        return
    options = option(handler, "options").value
    request = given.properties["request"]
    plugins = option(options, "plugins").value
    for plugin in plugins.items if isinstance(plugins, Array) else ():
        change = get_member(run, plugin, "requestWillFetch") if isinstance(plugin, Object) else UNDEFINED
        if isinstance(change, Closure | Native):
            inner = Object({"request": request, "event": given.properties["event"]}, is_open=True)
            made = run.call(change, (inner,), plugin, node)
            request = made if isinstance(made, Object) and made.kind == "request" else request
    run.call(run.modules.names["fetch"], (request, option(options, "fetchOptions").value), UNDEFINED, node)


def workbox() -> Object:
    """What the parts of Workbox export."""
    routes = _Routes()
    return Object(
        {
            "registerRoute": native(routes.register, "registerRoute"),
            "setDefaultHandler": native(routes.by_default, "setDefaultHandler"),
            "Route": native(_route, "Route"),
            **{name: native(_strategy, name) for name in _STRATEGIES},
        },
        is_open=True,
    )


def workbox_of_the_page() -> Object:
    """What `importScripts` of `workbox-sw.js` gives a worker."""
    made = workbox()
    return Object({"routing": made, "strategies": made}, is_open=True)


def workbox_of_settings() -> Object:
    """What a build's plugin exports: `VitePWA({workbox: {runtimeCaching: [...]}})`; next-pwa likewise."""
    routes = _Routes()

    def plug(invocation: Invocation) -> Value:
        options = invocation.argument(0)
        parts = (options, *(option(options, name).value for name in ("workbox", "workboxOptions")))
        for given in (option(each, "runtimeCaching").value for each in parts):
            for each in given.items if isinstance(given, Array) else ():
                routes.add(_of_settings(each), invocation)
        return Unknown("plugin")

    made = native(plug, "VitePWA")
    made.properties |= {"VitePWA": made, "default": made}
    return made


def _of_settings(given: Value) -> Object:
    """`{urlPattern, handler: 'NetworkFirst', method, options}` as a route."""
    handler = option(given, "handler").value
    if isinstance(handler, Text):
        handler = Object({"options": option(given, "options").value}, kind=_STRATEGY)
    route = Object({"match": option(given, "urlPattern").value, "handler": handler})
    method = option(given, "method")
    if method.is_given:
        route.properties["method"] = method.value
    return route
