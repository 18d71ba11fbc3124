"""Backbone: models and collections, which send by jQuery's `ajax`."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import get_member, spread
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Closure,
    Constant,
    Hole,
    Native,
    Object,
    Text,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import option

_ONE = Text(("/", Hole("id")))


def backbone() -> Object:
    """What `backbone` exports."""
    made = Object({"Model": _kind(Object(), is_model=True), "Collection": _kind(Object(), is_model=False)})
    made.is_open = True
    made.properties["default"] = made
    return made


def _kind(own: Object, *, is_model: bool) -> Native:
    """A kind of model or collection; `extend` makes one that has more of its own."""

    def extend(invocation: Invocation) -> Value:
        more = own.copy()
        spread(invocation.run, more, invocation.argument(0))
        return _kind(more, is_model=is_model)

    def new(invocation: Invocation) -> Value:
        instance = own.copy()
        instance.kind, instance.is_open = "fetcher", True
        for each in instance.properties.values():
            if isinstance(each, Closure):
                each.this = instance
        options = invocation.argument(1 if not is_model else 0)
        for name in ("url", "urlRoot"):
            if option(options, name).is_given:
                instance.properties[name] = option(options, name).value
        instance.properties |= _of_model(instance) if is_model else _of_collection(instance)
        return instance

    made = native(new, "Model" if is_model else "Collection", extend=native(extend, "extend"))
    made.properties["#own"] = own
    made.kind = "fetcher"
    return made


def _of_model(instance: Object) -> dict[str, Value]:
    def save(call: Invocation) -> Value:
        options = call.argument(1)
        if "url" in instance.properties:
            return _send(instance, call, ("POST", "PUT"), Text(), options)
        _send(instance, call, ("POST",), Text(), options)
        return _send(instance, call, ("PATCH" if _is_patch(options) else "PUT",), _ONE, options)

    def by(method: str) -> Callable[[Invocation], Value]:
        def call(each: Invocation) -> Value:
            end = Text() if "url" in instance.properties else _ONE
            return _send(instance, each, (method,), end, each.argument(0))

        return call

    return {"save": native(save), "fetch": native(by("GET")), "destroy": native(by("DELETE"))}


def _of_collection(instance: Object) -> dict[str, Value]:
    return {
        "fetch": native(lambda call: _send(instance, call, ("GET",), Text(), call.argument(0))),
        "create": native(lambda call: _send(_maker(instance), call, ("POST",), Text(), call.argument(1))),
    }


def _maker(collection: Object) -> Object:
    """Whose address a new model of a collection is sent to: its own, if it has one."""
    own = option(option(collection, "model").value, "#own").value
    has_url = isinstance(own, Object) and {"url", "urlRoot"} & own.properties.keys()
    return own if isinstance(own, Object) and has_url else collection


def _is_patch(options: Value) -> bool:
    return option(options, "patch").value == Constant(True)


def _send(instance: Object, call: Invocation, methods: tuple[str, ...], end: Text, options: Value) -> Value:
    """`Backbone.sync`: JSON for what is written, and `options` as jQuery takes them."""
    given = option(instance, "url" if "url" in instance.properties else "urlRoot").value
    if isinstance(given, Closure):
        given = call.run.call(given, (), instance, None)
    ajax = get_member(call.run, call.run.modules.package("jquery") or UNDEFINED, "ajax")
    for method in methods:
        settings = Object({"type": text(method), "url": concatenate(given, end)})
        if method in ("POST", "PUT", "PATCH"):
            settings.properties |= {"data": Object(kind="json"), "contentType": text("application/json")}
        settings.properties["dataType"] = text("json")
        if isinstance(options, Object):
            spread(call.run, settings, options)
        call.run.call(ajax, (settings,), UNDEFINED, call.node)
    return UNDEFINED
