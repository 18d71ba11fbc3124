"""`new Proxy(target, {get, apply})`: a client of names that nobody has written down."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import READ
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Closure,
    Native,
    Object,
    Unknown,
    Value,
    native,
    text,
)


def _proxy(invocation: Invocation) -> Value:
    target, handler = invocation.argument(0), invocation.argument(1)
    if not isinstance(handler, Object):
        return Unknown()
    apply = handler.properties.get("apply")

    def call(later: Invocation) -> Value:
        if not isinstance(apply, Closure):
            return later.run.call(target, later.arguments, later.this, later.node)
        given = Array(items=list(later.arguments), kind="array")
        return later.run.call(apply, (target, later.this, given), handler, later.node)

    made = native(call)
    made.kind = "proxy"
    made.properties["#target"], made.properties["#handler"] = target, handler
    return made


def _read(run: Run, value: Object, name: str) -> Value | None:
    handler = value.properties["#handler"]
    get = handler.properties.get("get") if isinstance(handler, Object) else None
    if not isinstance(get, Closure | Native):
        return None
    return run.call(get, (value.properties["#target"], text(name), value), UNDEFINED, None)


READ["proxy"] = _read


def proxy_names() -> dict[str, Value]:
    """The name in a page."""
    return {"Proxy": native(_proxy, "Proxy")}
