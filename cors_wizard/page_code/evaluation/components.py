"""Components that are written as options: what their functions have as `this`."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.page_code.evaluation.members import GETTER
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.state import of_component
from cors_wizard.page_code.evaluation.values import Array, Closure, Object, Text, Value

COMPONENT = frozenset(["methods", "data", "computed"])
"""What options have that make a component."""
_FUNCTIONS = {"methods": "", "computed": GETTER}
"""The options with its functions, and what makes a getter of one."""


def become_component(run: Run, options: Object) -> None:
    """Vue's options: `this` has what `data` returns, beside the methods."""
    this = Object(kind="instance", is_open=True)
    mixins = options.properties.get("mixins")
    for each in (*(mixins.items if isinstance(mixins, Array) else ()), options):
        if isinstance(each, Object):
            _add_members(run, this, each)
    for part in (*_FUNCTIONS, ""):
        inner = options.properties.get(part) if part else options
        if isinstance(inner, Object):
            _belong_to(this, inner)
    this.properties |= dict(_injected(run, options.properties.get("inject")))


def _add_members(run: Run, this: Object, options: Object) -> None:
    """What the component's options, or those of a mixin, give to `this`."""
    for part, prefix in _FUNCTIONS.items():
        inner = options.properties.get(part)
        if isinstance(inner, Object):
            this.properties |= {prefix + name: _read(each) for name, each in inner.properties.items()}
    data = options.properties.get("data")
    given = run.returned(data) if isinstance(data, Closure) else data
    if isinstance(given, Object):
        this.properties |= {name: of_component(run, name, each) for name, each in given.properties.items()}


def _read(function: Value) -> Value:
    """`headers: { get() { ... }, set(value) { ... } }`: what is read."""
    return function.properties.get("get", function) if isinstance(function, Object) else function


def _belong_to(this: Object, functions: Object) -> None:
    for function in functions.properties.values():
        if isinstance(function, Closure):
            function.this = this


def _injected(run: Run, given: Value | None) -> Iterator[tuple[str, Value]]:
    """`inject: ['api']`, `inject: { api: 'api' }`, `inject: { http: { from: HTTP } }`."""
    if isinstance(given, Array):
        named = {item.constant: item.constant for item in given.items if isinstance(item, Text)}
    elif isinstance(given, Object):
        named = {name: _key(run, given, name) for name in given.properties}
    else:
        named = {}
    for name, key in named.items():
        value = run.modules.names.get(f"provided {key}")
        if name and value is not None:
            yield name, value


def _key(run: Run, given: Object, name: str) -> str | None:
    """What it was provided under: a string, or the name of a symbol as it is written."""
    value = given.properties[name]
    if isinstance(value, Text):
        return value.constant
    if isinstance(value, Object):
        return _key(run, value, "from") if "from" in value.properties else name
    place = given.places.get(name)
    if place is None:
        return None
    return run.modules.at(place.file).code[place.start : place.end].decode("utf-8", errors="replace")
