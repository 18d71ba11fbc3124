"""Aurelia's `HttpClient` over `fetch`."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import set_member, spread
from cors_wizard.page_code.evaluation.values import UNDEFINED, Closure, Native, Object, Value, native, text
from cors_wizard.page_code.libraries.clients import METHODS, WITH_DATA, Call, options_of, url_of
from cors_wizard.page_code.libraries.fetcher_kinds import Fetcher
from cors_wizard.page_code.libraries.fetchers import add_hooks, hook_of, send

_AURELIA = Fetcher("aurelia", ("baseUrl",))


def aurelia() -> Object:
    """What `aurelia-fetch-client` exports; an injector has one client for all."""
    made = native(lambda _: _aurelia_client(), "HttpClient")
    made.properties["injected"] = _aurelia_client()
    return Object({"HttpClient": made, "json": native(_json_blob, "json")}, is_open=True)


def _json_blob(_: Invocation) -> Value:
    return Object({"type": text("application/json")}, kind="blob")


def _aurelia_client() -> Object:
    own = Object()
    client = Object(kind="fetcher", is_open=True)

    def call(method: str) -> Call:
        def made(invocation: Invocation) -> Value:
            has_data = method in WITH_DATA
            options = options_of(invocation, invocation.argument(2 if has_data else 1))
            if method:
                options.properties["method"] = text(method)
            if has_data:
                options.properties["body"] = invocation.argument(1)
            return send(_AURELIA, own, invocation, options, url_of(invocation))

        return made

    client.properties |= {name: native(call(name), name) for name in METHODS}
    client.properties["fetch"] = native(call(""), "fetch")
    client.properties["configure"] = native(lambda each: _configure(own, each), "configure")
    return client


def _configure(own: Object, invocation: Invocation) -> Value:
    """`configure(config => config.withBaseUrl(url).withDefaults(options))`."""
    given = invocation.argument(0)
    config = Object(is_open=True)

    def chained(change: Callable[[Invocation], object]) -> Native:
        def made(call: Invocation) -> Value:
            change(call)
            return config

        return native(made)

    config.properties |= {
        "withBaseUrl": chained(lambda call: set_member(call.run, own, "baseUrl", call.argument(0))),
        "withDefaults": chained(lambda call: spread(call.run, own, call.argument(0))),
        "withInterceptor": chained(lambda call: add_hooks(own, [hook_of(call.argument(0), "request")])),
        **{name: chained(lambda _: None) for name in ("useStandardConfiguration", "rejectErrorResponses")},
    }
    if isinstance(given, Closure):
        invocation.run.call(given, (config,), UNDEFINED, invocation.node)
    elif isinstance(given, Object):
        spread(invocation.run, own, given)
    return UNDEFINED
