"""Angular's HttpContext: what a call tells the interceptors about itself, under tokens with defaults."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, open_up
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Closure,
    Constant,
    Object,
    Unknown,
    Value,
    native,
)


def context_names() -> dict[str, Value]:
    """What `@angular/common/http` exports of it."""
    return {
        "HttpContext": native(lambda _: Object(kind="http-context"), "HttpContext"),
        "HttpContextToken": native(_token, "HttpContextToken"),
    }


def _token(invocation: Invocation) -> Value:
    """`new HttpContextToken(() => false)`."""
    return Object({"#default": invocation.argument(0)}, kind="http-context-token")


def context_of(given: Value, is_settled: bool) -> Object:
    """The context of a request, empty where the call gives none."""
    if isinstance(given, Object) and given.kind == "http-context":
        return given
    is_none = isinstance(given, Constant) and given.value is None
    return Object(kind="http-context", is_open=not (is_none and is_settled))


def _set(invocation: Invocation) -> Value:
    token = invocation.argument(0)
    if isinstance(invocation.this, Object):
        if isinstance(token, Object):
            invocation.run.write_property(invocation.this, f"#{token.birth}", invocation.argument(1))
        else:
            open_up(invocation.this)
    return invocation.this


def _get(invocation: Invocation) -> Value:
    token, this = invocation.argument(0), invocation.this
    if not isinstance(token, Object) or not isinstance(this, Object) or this.is_open:
        return Unknown()
    known = this.properties.get(f"#{token.birth}")
    if known is not None:
        return known
    default = token.properties.get("#default", UNDEFINED)
    return invocation.run.returned(default) if isinstance(default, Closure) else Unknown()


METHODS["http-context"] = {"set": _set, "get": _get}
