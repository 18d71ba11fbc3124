"""Stores that functions are kept in: Zustand and Pinia. Their state may be anything later on."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Closure,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
)
from cors_wizard.page_code.libraries.draft import option


def _kept(name: str, value: Value) -> Value:
    """A value of the state: an address stays what it is, a token or a switch does not; Pinia unwraps refs."""
    if isinstance(value, Text) and truth(value) and "/" in "".join(map(str, value.parts)):
        return value
    if isinstance(value, Object) and value.kind == "ref":
        return _kept(name, value.properties["value"])
    if isinstance(value, Closure | Native) or (isinstance(value, Object) and value.kind != "object"):
        return value
    if type(value) is Object and value.properties:
        return Object({key: _kept(key, each) for key, each in value.properties.items()}, is_open=True)
    return Unknown(name)


def _take(state: Object, given: Value) -> None:
    if isinstance(given, Object):
        state.properties |= {name: _kept(name, each) for name, each in given.properties.items()}


def zustand() -> Object:
    """What `zustand` exports: `create((set, get) => state)` and `create()(...)`."""
    create = native(_create, "create")
    return Object(
        {"create": create, "createStore": create, "default": create, "useStore": native(_use)}, is_open=True
    )


def _create(invocation: Invocation) -> Value:
    function = invocation.argument(0)
    if not isinstance(function, Closure | Native):
        return native(_create, "create")
    state = Object(kind="instance", is_open=True)
    get = native(lambda _: state, "get")
    api = Object({"getState": get}, is_open=True)
    _take(state, invocation.run.call(function, (Unknown("set"), get, api), UNDEFINED, None))
    store = native(lambda call: _select(state, call.argument(0), call), "useStore")
    store.properties |= {"getState": get, "#state": state}
    store.is_open, store.kind = True, "fetcher"
    return store


def _select(state: Value, selector: Value, invocation: Invocation) -> Value:
    if isinstance(selector, Closure):
        return invocation.run.call(selector, (state,), UNDEFINED, invocation.node)
    return state


def _use(invocation: Invocation) -> Value:
    """`useStore(store, selector)`."""
    state = option(invocation.argument(0), "#state")
    return _select(state.value, invocation.argument(1), invocation) if state.is_given else Unknown("state")


def pinia() -> Object:
    """What `pinia` exports: `defineStore(id, options)` and `defineStore(id, () => { ... })`."""
    same = native(lambda call: call.argument(0), "storeToRefs")
    return Object({"defineStore": native(_define, "defineStore"), "storeToRefs": same}, is_open=True)


def _define(invocation: Invocation) -> Value:
    options = invocation.argument(1 if invocation.number() > 1 else 0)
    this = Object(kind="instance", is_open=True)
    run = invocation.run
    if isinstance(options, Closure):
        _take(this, run.call(options, (), UNDEFINED, None))
        return _hook(this)
    state = option(options, "state").value
    _take(this, run.call(state, (), UNDEFINED, None) if isinstance(state, Closure) else state)
    getters, actions = option(options, "getters").value, option(options, "actions").value
    for name, each in getters.properties.items() if isinstance(getters, Object) else ():
        if isinstance(each, Closure):
            each.this = this
            this.properties[name] = run.call(each, (this,), this, None)
    for name, each in actions.properties.items() if isinstance(actions, Object) else ():
        if isinstance(each, Closure):
            each.this = this
        this.properties[name] = each
    return _hook(this)


def _hook(this: Object) -> Native:
    made = native(lambda _: this, "useStore")
    made.kind = "fetcher"
    return made


def middleware() -> Object:
    """What `zustand/middleware` exports: `persist(function, options)` keeps the function."""
    names = ("persist", "devtools", "immer", "subscribeWithSelector", "combine", "redux")
    return Object({name: native(lambda call: call.argument(0), name) for name in names}, is_open=True)
