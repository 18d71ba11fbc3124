"""Functions that a framework runs on its server, wherever they are: Qwik City, TanStack Start, Astro."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import Closure, Object, Unknown, Value, native
from cors_wizard.page_code.libraries.draft import option


def _kept_away(given: Value) -> None:
    """No code of the page follows it."""
    if isinstance(given, Closure):
        given.is_inline = True


def _on_server(invocation: Invocation) -> Value:
    for each in invocation.arguments:
        _kept_away(each)
        _kept_away(option(each, "handler").value)
    return Unknown("loaded")


def qwik_city() -> Object:
    """What `@builder.io/qwik-city` exports: `routeLoader$(function)`."""
    names = ("routeLoader$", "routeAction$", "globalAction$", "server$", "validator$")
    return Object({name: native(_on_server, name) for name in names}, is_open=True)


def astro_actions() -> Object:
    """What `astro:actions` exports: `defineAction({handler})`."""
    return Object({"defineAction": native(_on_server, "defineAction")}, is_open=True)


def tanstack_start() -> Object:
    """What `@tanstack/react-start` exports: `createServerFn(options).validator(...).handler(function)`."""
    made = Object(is_open=True)
    for name in ("handler", "validator", "inputValidator", "middleware", "server"):
        made.properties[name] = native(lambda call: _chained(made, call), name)
    names = ("createServerFn", "createMiddleware", "createServerOnlyFn", "createServerFileRoute")
    return Object({name: native(lambda call: _chained(made, call), name) for name in names}, is_open=True)


def _chained(made: Object, invocation: Invocation) -> Value:
    _on_server(invocation)
    return made
