"""Angular's HttpContext: what a call tells its interceptors, `new HttpContext().set(SKIP_AUTH, true)`."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, open_up
from cors_wizard.page_code.evaluation.values import (
    DELETED,
    UNDEFINED,
    Constant,
    Object,
    Unknown,
    Value,
    native,
)
from cors_wizard.page_code.libraries.draft import Part

_TOKEN, _CONTEXT = "http-context-token", "http-context"
_DEFAULT = "#default"


def context_names() -> dict[str, Value]:
    """What `@angular/common/http` exports of it."""
    return {
        "HttpContext": native(lambda _: Object(kind=_CONTEXT), "HttpContext"),
        "HttpContextToken": native(_token, "HttpContextToken"),
    }


def context_of(given: Part) -> Object:
    """The context that the interceptors of a request see; without one, every token has its default."""
    value = given.value
    if isinstance(value, Object) and value.kind == _CONTEXT and given.is_settled:
        return value.copy()
    is_without = given.is_settled and isinstance(value, Constant)
    return Object(kind=_CONTEXT, is_open=not is_without)


def _token(invocation: Invocation) -> Value:
    """`new HttpContextToken(() => value)`: what it is where no call says anything else."""
    return Object({_DEFAULT: invocation.argument(0)}, kind=_TOKEN)


def _key(token: Value) -> str:
    return f"#{token.birth}" if isinstance(token, Object) and token.kind == _TOKEN else ""


def _set(invocation: Invocation) -> Value:
    this, key = invocation.this, _key(invocation.argument(0))
    if isinstance(this, Object) and key:
        invocation.run.write_property(this, key, invocation.argument(1))
        this.settled.add(key)
    elif isinstance(this, Object):
        open_up(this)
    return this


def _get(invocation: Invocation) -> Value:
    this, token = invocation.this, invocation.argument(0)
    key = _key(token)
    if not isinstance(this, Object) or not isinstance(token, Object) or not key:
        return Unknown()
    found = this.properties.get(key, DELETED)
    if not this.is_settled(key):
        return Unknown()
    if found is not DELETED:
        return found
    return invocation.run.call(token.properties[_DEFAULT], (), UNDEFINED, invocation.node)


def _delete(invocation: Invocation) -> Value:
    this, key = invocation.this, _key(invocation.argument(0))
    if isinstance(this, Object) and key:
        invocation.run.write_property(this, key, DELETED)
    return this


def _has(invocation: Invocation) -> Value:
    this, key = invocation.this, _key(invocation.argument(0))
    if not isinstance(this, Object) or not key or not this.is_settled(key):
        return Unknown()
    return Constant(this.properties.get(key, DELETED) is not DELETED)


METHODS[_CONTEXT] = {"set": _set, "get": _get, "delete": _delete, "has": _has}
