"""The browser's own classes that requests are put together with: Headers, FormData, URL, Blob, JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cors_wizard.page_code.evaluation.builtin_objects import copied, get_pair
from cors_wizard.page_code.evaluation.conditions import choose, over
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.maps import WALKED
from cors_wizard.page_code.evaluation.members import METHODS, open_up, set_member, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import concatenate, to_text
from cors_wizard.page_code.evaluation.values import (
    DELETED,
    UNDEFINED,
    Array,
    Choice,
    Constant,
    Hole,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.urls import url_names


def merge_headers(run: Run, target: Object, source: Value, *, is_of_browser: bool = False) -> None:
    """Sets every header of `source`, of whatever form; names are compared without case."""
    if isinstance(source, Array):
        for entry in source.items:
            name, value = get_pair(entry)
            if name is not None:
                set_header(run, target, name, value)
            else:
                open_up(target)
        if source.is_open:
            open_up(target)
        return
    staged = Object()
    is_list = isinstance(source, Object) and source.kind == "headers"
    spread(run, staged, replace_kind(source) if is_list else source)
    if staged.is_open or (isinstance(source, Object) and source.is_open):
        open_up(target)
    for name, value in staged.properties.items():
        set_header(run, target, name, _as_sent(value) if is_of_browser else value, source)


def replace_kind(headers: Value) -> Value:
    """`Headers` as an object of what is in it: the browser's classes walk it, a spread finds nothing."""
    made = headers.copy() if isinstance(headers, Object) else Object()
    made.kind = "object"
    return made


def _as_sent(value: Value) -> Value:
    """The browser's own classes make a string of everything: `undefined` is a value like another."""
    if isinstance(value, Constant) and value.value is None and value is not DELETED:
        return text("undefined" if value.is_undefined else "null")
    if isinstance(value, Choice):
        return choose(value.condition, _as_sent(value.yes), _as_sent(value.no))
    return value


def set_header(run: Run, target: Object, name: str, value: Value, source: Value | None = None) -> None:
    """Sets one header, in place of one that differs only in case."""
    value = over(value, find_header(target, name))
    for known in list(target.properties):
        if known.lower() == name.lower() and known != name:
            run.write_property(target, known, DELETED)
    place = source.places.get(name) if isinstance(source, Object) else None
    set_member(run, target, name, value, place)


def set_one(headers: Object, invocation: Invocation) -> Value:
    """`setRequestHeader(name, value)`."""
    name = invocation.constant(0)
    if name is not None:
        set_header(invocation.run, headers, name, invocation.argument(1))
    else:
        open_up(headers)
    return UNDEFINED


def xhr_of(headers: Object) -> Object:
    """The XHR that a library hands to a function of the code's own, to set these headers."""
    sets = native(lambda invocation: set_one(headers, invocation), "setRequestHeader")
    return Object({"setRequestHeader": sets}, is_open=True)


def _headers(invocation: Invocation) -> Value:
    made = Object(kind="headers", place=invocation.node.place)
    given = invocation.argument(0)
    if not (isinstance(given, Constant) and given.value is None):
        merge_headers(invocation.run, made, given, is_of_browser=True)
    return made


def _set(invocation: Invocation) -> Value:
    return set_one(invocation.this, invocation) if isinstance(invocation.this, Object) else UNDEFINED


def _delete(invocation: Invocation) -> Value:
    name = invocation.constant(0)
    if isinstance(invocation.this, Object) and name is not None:
        for known in list(invocation.this.properties):
            if known.lower() == name.lower():
                set_member(invocation.run, invocation.this, known, DELETED)
    return UNDEFINED


def find_header(headers: Object, name: str) -> Value | None:
    """A header's value, its name compared without case."""
    found = [value for known, value in headers.properties.items() if known.lower() == name.lower()]
    return next((value for value in found if value is not DELETED), found[0] if found else None)


def _has(invocation: Invocation) -> Value:
    name = invocation.constant(0)
    if not isinstance(invocation.this, Object) or name is None:
        return Unknown()
    found = find_header(invocation.this, name)
    if found is not None:
        return _is_there(found)
    return Unknown() if invocation.this.is_open else Constant(False)


def _is_there(found: Value) -> Value:
    if isinstance(found, Choice):
        return choose(found.condition, _is_there(found.yes), _is_there(found.no))
    return Unknown() if isinstance(found, Unknown) else Constant(found != UNDEFINED)


def _get(invocation: Invocation) -> Value:
    name = invocation.constant(0)
    found = find_header(invocation.this, name) if isinstance(invocation.this, Object) and name else None
    return Unknown() if found is None else found


def _append(invocation: Invocation) -> Value:
    """Beside a value that is there already, a further one stands behind a comma."""
    this, name = invocation.this, invocation.constant(0)
    known = find_header(this, name) if isinstance(this, Object) and name is not None else None
    if not isinstance(this, Object) or name is None or not isinstance(known, Text | Choice | Unknown):
        return _set(invocation)
    set_header(invocation.run, this, name, _behind(known, invocation.argument(1)))
    return UNDEFINED


def _behind(known: Value, value: Value) -> Value:
    if isinstance(known, Choice):
        return choose(known.condition, _behind(known.yes, value), _behind(known.no, value))
    is_there = isinstance(known, Text | Unknown)
    return concatenate(concatenate(known, text(", ")), value) if is_there else value


METHODS["headers"] = METHODS["axios-headers"] = {
    **WALKED,
    "set": _set,
    "append": _append,
    "delete": _delete,
    "has": _has,
    "get": _get,
}


def _nothing(invocation: Invocation) -> Value:
    return UNDEFINED


_FILLED = {"append": _nothing, "set": _nothing, "delete": _nothing, "sort": _nothing}
METHODS["form-data"] = _FILLED


def _query(invocation: Invocation) -> Value:
    return Text((Hole("query"),))


METHODS["search-params"] = {**_FILLED, "toString": _query}


def _of_kind(kind: str) -> Callable[[Invocation], Value]:
    def call(invocation: Invocation) -> Value:
        return Object(kind=kind, place=invocation.node.place)

    return call


def _blob(invocation: Invocation) -> Value:
    """`new Blob(parts, {type})`, `new File(parts, name, {type})`."""
    options = next((each for each in reversed(invocation.arguments) if isinstance(each, Object)), None)
    given = options.properties.get("type") if options is not None else None
    return Object({"type": given or text("")}, kind="blob")


def _stringify(invocation: Invocation) -> Value:
    given = invocation.argument(0)
    if isinstance(given, Constant) and given.is_undefined:
        return UNDEFINED
    return Object({"#of": given}, kind="json")


def _parse(invocation: Invocation) -> Value:
    """`JSON.parse(JSON.stringify(value))`: a copy."""
    given = invocation.argument(0)
    if not isinstance(given, Object) or given.kind != "json" or "#of" not in given.properties:
        return Unknown()
    return copied(replace(invocation, arguments=(given.properties["#of"],)))


def _encode(invocation: Invocation) -> Value:
    return to_text(invocation.argument(0))


def _string(invocation: Invocation) -> Value:
    return to_text(invocation.argument(0)) if invocation.arguments else text("")


def web_names() -> dict[str, Value]:
    """The names of this file's classes and functions in a page."""
    return {
        "Headers": native(_headers, "Headers"),
        "FormData": native(_of_kind("form-data"), "FormData"),
        "URLSearchParams": native(_of_kind("search-params"), "URLSearchParams"),
        "Blob": native(_blob, "Blob"),
        "File": native(_blob, "File"),
        "ArrayBuffer": native(_of_kind("buffer"), "ArrayBuffer"),
        "Uint8Array": native(_of_kind("buffer"), "Uint8Array"),
        **url_names(),
        "JSON": Object(
            {"stringify": native(_stringify, "stringify"), "parse": native(_parse, "parse")}, is_open=True
        ),
        "String": native(_string, "String"),
        "encodeURIComponent": native(_encode, "encodeURIComponent"),
        "encodeURI": native(_encode, "encodeURI"),
    }
