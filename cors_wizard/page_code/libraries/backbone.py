"""Backbone: models and collections, which send by jQuery's `ajax`."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import get_member, spread
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Choice,
    Closure,
    Constant,
    Hole,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import option

_ONE = Text(("/", Hole("id")))


def backbone(jquery: Object) -> Object:
    """What `backbone` exports; all is sent by its `sync`, and that by its `ajax`."""
    made = Object({"$": jquery}, is_open=True)
    made.properties |= {
        "Model": _kind(made, Object(), is_model=True),
        "Collection": _kind(made, Object(), is_model=False),
        "sync": native(lambda call: _sync(made, call), "sync"),
        "ajax": native(lambda call: _of_jquery(made, call), "ajax"),
        "default": made,
    }
    return made


def _kind(library: Object, own: Object, *, is_model: bool) -> Native:
    """A kind of model or collection; `extend` makes one that has more of its own."""

    def extend(invocation: Invocation) -> Value:
        more = own.copy()
        spread(invocation.run, more, invocation.argument(0))
        return _kind(library, more, is_model=is_model)

    def new(invocation: Invocation) -> Value:
        instance = own.copy()
        instance.properties["#library"] = library
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
        of = _meant(instance, call)
        if _has(call, of, "url"):
            return _send(of, call, ("create", "update"), Text(), options)
        _send(of, call, ("create",), Text(), options)
        return _send(of, call, ("patch" if _is_patch(options) else "update",), _ONE, options)

    def by(name: str) -> Callable[[Invocation], Value]:
        def call(each: Invocation) -> Value:
            of = _meant(instance, each)
            end = Text() if _has(each, of, "url") else _ONE
            return _send(of, each, (name,), end, each.argument(0))

        return call

    return {"save": native(save), "fetch": native(by("read")), "destroy": native(by("delete"))}


def _of_collection(instance: Object) -> dict[str, Value]:
    def fetch(call: Invocation) -> Value:
        return _send(_meant(instance, call), call, ("read",), Text(), call.argument(0))

    def create(call: Invocation) -> Value:
        return _send(_maker(_meant(instance, call)), call, ("create",), Text(), call.argument(1))

    return {"fetch": native(fetch), "create": native(create)}


def _meant(instance: Object, call: Invocation) -> Object:
    """The instance of a class that extends the library's, or that which `extend` has made."""
    this = call.this
    return this if isinstance(this, Object) and "#library" in this.properties else instance


def _has(call: Invocation, instance: Object, name: str) -> bool:
    found = get_member(call.run, instance, name)
    return isinstance(found, Text | Closure | Choice)


def _maker(collection: Object) -> Object:
    """Whose address a new model of a collection is sent to: its own, if it has one."""
    own = option(option(collection, "model").value, "#own").value
    if not isinstance(own, Object) or not {"url", "urlRoot"} & own.properties.keys():
        return collection
    made = own.copy()
    made.properties["#library"] = collection.properties["#library"]
    return made


def _is_patch(options: Value) -> bool:
    return option(options, "patch").value == Constant(True)


_METHODS = {"create": "POST", "update": "PUT", "patch": "PATCH", "read": "GET", "delete": "DELETE"}


def _send(instance: Object, call: Invocation, names: tuple[str, ...], end: Text, options: Value) -> Value:
    """By the model's own `sync`, or the library's."""
    run, sync = call.run, option(instance, "sync")
    if not sync.is_given:
        sync = option(instance.properties["#library"], "sync")
    given = get_member(run, instance, "url" if _has(call, instance, "url") else "urlRoot")
    if isinstance(given, Closure):
        given = run.call(given, (), instance, None)
    if given == UNDEFINED:
        return UNDEFINED  # its collection has the address
    for name in names:
        settings = Object({"#url": concatenate(given, end)})
        if isinstance(options, Object):
            spread(run, settings, options)
        run.call(sync.value, (text(name), instance, settings), instance, call.node)
    return UNDEFINED


def _sync(library: Object, call: Invocation) -> Value:
    """`Backbone.sync(method, model, options)`: JSON for what is written, and jQuery's own options."""
    options, method = call.argument(2), _METHODS.get(call.constant(0) or "")
    settings = Object({"type": text(method) if method else Unknown("method"), "dataType": text("json")})
    settings.properties["url"] = option(options, "#url").value
    if method in ("POST", "PUT", "PATCH"):
        settings.properties |= {"data": Object(kind="json"), "contentType": text("application/json")}
    spread(call.run, settings, options)
    return call.run.call(option(library, "ajax").value, (settings,), library, call.node)


def _of_jquery(library: Object, call: Invocation) -> Value:
    ajax = get_member(call.run, option(library, "$").value, "ajax")
    return call.run.call(ajax, call.arguments, UNDEFINED, call.node)
