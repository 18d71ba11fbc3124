"""Angular's HttpHeaders: they never change, each function returns others."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS
from cors_wizard.page_code.evaluation.values import Constant, Object, Unknown, Value
from cors_wizard.page_code.libraries.web import merge_headers, set_header


def http_headers(invocation: Invocation) -> Value:
    """`new HttpHeaders({name: value})`."""
    made = Object(kind="http-headers", place=invocation.node.place)
    given = invocation.argument(0)
    if not isinstance(given, Constant):
        merge_headers(invocation.run, made, given)
    return made


def _with(invocation: Invocation) -> Value:
    """HttpHeaders never change: `set` and `append` return others."""
    this, name = invocation.this, invocation.constant(0)
    if not isinstance(this, Object):
        return Unknown()
    made = this.copy()
    if name is None:
        made.is_open = True
    else:
        set_header(invocation.run, made, name, invocation.argument(1))
    return made


def _without(invocation: Invocation) -> Value:
    this, name = invocation.this, invocation.constant(0)
    if not isinstance(this, Object):
        return Unknown()
    made = this.copy()
    if name is not None:
        made.properties = {each: v for each, v in made.properties.items() if each.lower() != name.lower()}
    return made


METHODS["http-headers"] = {
    "set": _with,
    "append": _with,
    "delete": _without,
    "has": lambda invocation: METHODS["headers"]["has"](invocation),
    "get": lambda invocation: METHODS["headers"]["get"](invocation),
}
