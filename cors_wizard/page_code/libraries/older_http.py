"""`$http` of AngularJS and of vue-resource: what their settings and interceptors add to every request."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Closure,
    Object,
    Text,
    Unknown,
    Value,
    native,
)
from cors_wizard.page_code.libraries.draft import option


def http_provider(http: Object, factories: dict[str, Value]) -> Object:
    """`$httpProvider`: `defaults`, and `interceptors.push(factory)`, by its function or its name."""

    def push(invocation: Invocation) -> Value:
        for given in invocation.arguments:
            run, node = invocation.run, invocation.node
            use = http.properties["#interceptors"]
            function = _function_of(given)
            if function is not None:
                made = option(run.returned(function), "request").value
            else:
                made = native(_of_name(given, factories), "request")
            run.call(use, (made,), UNDEFINED, node)
        return UNDEFINED

    interceptors = Object({"push": native(push, "push")}, is_open=True)
    return Object({"defaults": http.properties["defaults"], "interceptors": interceptors}, is_open=True)


def _of_name(given: Value, factories: dict[str, Value]) -> Callable[[Invocation], Value]:
    """An interceptor that is known by its name: looked up when a request is made, since it may follow."""

    def request(invocation: Invocation) -> Value:
        name = given.constant if isinstance(given, Text) else None
        function = _function_of(factories.get(name or "", UNDEFINED))
        config = invocation.argument(0)
        if function is not None:
            own = option(invocation.run.returned(function), "request").value
            made = invocation.run.call(own, (config,), UNDEFINED, invocation.node)
            return made if isinstance(made, Object) else config
        headers = option(config, "headers").value
        if isinstance(headers, Object):
            headers.is_open = True
        return config

    return request


def _function_of(given: Value) -> Closure | None:
    """A function, also behind the names of what it is given: `['$q', function ($q) {...}]`."""
    last = given.items[-1] if isinstance(given, Array) and given.items else given
    return last if isinstance(last, Closure) else None


def angularjs(factories: dict[str, Value]) -> Object:
    """`angular.module(name).factory(name, function)`; all else of a module gives it back."""
    module = Object(is_open=True)

    def keep(invocation: Invocation) -> Value:
        if name := invocation.constant(0):
            factories[name] = invocation.argument(1)
        return module

    names = (
        "controller",
        "directive",
        "component",
        "run",
        "config",
        "value",
        "constant",
        "filter",
        "provider",
    )
    module.properties |= {name: native(lambda _: module, name) for name in names}
    module.properties |= {name: native(keep, name) for name in ("factory", "service")}
    return Object({"module": native(lambda _: module, "module")}, is_open=True)


def vue_http(http: Object) -> Object:
    """`Vue.http`: `headers.common`, `options`, `interceptors.push((request, next) => ...)`."""

    def push(invocation: Invocation) -> Value:
        function = invocation.argument(0)

        def request(call: Invocation) -> Value:
            config = call.argument(0)
            call.run.call(function, (config, Unknown("next")), UNDEFINED, call.node)
            return config

        invocation.run.call(http.properties["#interceptors"], (native(request),), UNDEFINED, invocation.node)
        return UNDEFINED

    defaults = http.properties["defaults"]
    return Object(
        {
            "headers": option(defaults, "headers").value,
            "options": defaults,
            "interceptors": Object({"push": native(push, "push")}, is_open=True),
        },
        is_open=True,
    )
