"""`fetch` and `Request`."""

from __future__ import annotations

from dataclasses import replace

from cors_wizard.page_code.evaluation.conditions import choose
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, open_up
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Choice,
    Constant,
    Object,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, first_given, option, place_of
from cors_wizard.page_code.libraries.web import merge_headers

_PASSED_ON = ("request", "req")
"""A service worker's `fetch(event.request)` sends what the page has asked for, and nothing of its own."""


def fetch(invocation: Invocation) -> Value:
    """`fetch(input, options)`."""
    target = invocation.argument(0)
    if isinstance(target, Unknown) and target.name in _PASSED_ON and invocation.number() < 2:
        return Unknown("response")
    draft = fetch_draft(invocation)
    invocation.run.send(invocation.node, lambda: draft)
    return Unknown("response")


def fetch_draft(invocation: Invocation, library: str = "fetch") -> Draft:
    """The request that the arguments of `fetch` describe."""
    target, options = invocation.argument(0), invocation.argument(1)
    request = target if isinstance(target, Object) and target.kind == "request" else None
    inner = request.properties["options"] if request is not None else UNDEFINED
    url = Part(target, place=invocation.place(0))
    if request is not None:
        url = Part(request.properties["url"], place=request.places.get("url"))

    def part(name: str) -> Part:
        return first_given(option(options, name), option(inner, name))

    headers = option(options, "headers")
    if request is not None:
        headers = first_given(headers, replace(option(inner, "headers"), value=request.properties["headers"]))
    body = part("body")
    return Draft(
        library,
        url,
        method=part("method").or_default(text("GET")),
        headers=header_list(invocation.run, headers),
        credentials=part("credentials").or_default(text("same-origin")),
        mode=part("mode").or_default(text("cors")),
        body=Body(body.value, body.is_settled),
        options=place_of(options) or place_of(inner),
        headers_place=headers.place,
    )


def header_list(run: Run, given: Part) -> Object:
    """The header list that an option `headers` makes."""
    made = Object()
    add_headers(run, made, given.value, is_of_browser=True)
    if not given.is_settled:
        open_up(made)
    return made


def add_headers(run: Run, made: Object, value: Value, *, is_of_browser: bool = False) -> None:
    """Adds the headers of one value; those of a choice depend on its condition."""
    if isinstance(value, Choice):
        yes, no = made.copy(), made.copy()
        add_headers(run, yes, value.yes, is_of_browser=is_of_browser)
        add_headers(run, no, value.no, is_of_browser=is_of_browser)
        for name in dict.fromkeys((*yes.properties, *no.properties)):
            first = yes.properties.get(name, UNDEFINED)
            made.properties[name] = choose(value.condition, first, no.properties.get(name, UNDEFINED))
        made.is_open |= yes.is_open or no.is_open
    elif not (isinstance(value, Constant) and not value.value):
        merge_headers(run, made, value, is_of_browser=is_of_browser)


def _request(invocation: Invocation) -> Value:
    target, options = invocation.argument(0), invocation.argument(1)
    made = Object({"url": target, "options": options}, kind="request", is_open=True)
    place = invocation.place(0)
    if place is not None:
        made.places["url"] = place
    if isinstance(target, Object) and target.kind == "request":
        made.properties["url"] = target.properties["url"]
        made.properties["options"] = _merged(target.properties["options"], options)
    headers = header_list(invocation.run, option(made.properties["options"], "headers"))
    headers.kind = "headers"
    made.properties["headers"] = headers
    return made


def _merged(first: Value, second: Value) -> Value:
    if not isinstance(first, Object) or not isinstance(second, Object):
        return second if second != UNDEFINED else first
    made = first.copy()
    made.properties |= second.properties
    made.places |= second.places
    made.is_open |= second.is_open
    return made


def _clone(invocation: Invocation) -> Value:
    return invocation.this.copy() if isinstance(invocation.this, Object) else Unknown()


METHODS["request"] = {"clone": _clone}


def fetch_intercept() -> Object:
    """What `fetch-intercept` exports: from `register` on, every `fetch` passes the function."""
    made = Object({"register": native(_register, "register")}, is_open=True)
    made.properties["default"] = made
    return made


def _register(invocation: Invocation) -> Value:
    function, names = option(invocation.argument(0), "request").value, invocation.run.modules.names
    before = names["fetch"]

    def call(each: Invocation) -> Value:
        arguments: list[Value] = list(each.arguments)
        made = each.run.call(function, arguments, UNDEFINED, None)
        if isinstance(made, Array) and not made.is_open:
            arguments = made.items
        elif function != UNDEFINED:
            arguments = [each.argument(0), Unknown("config")]
        return each.run.call(before, arguments, UNDEFINED, each.node)

    if not isinstance(function, Constant):
        names["fetch"] = native(call, "fetch")
    return UNDEFINED


def fetch_names() -> dict[str, Value]:
    """The names in a page."""
    return {"fetch": native(fetch, "fetch"), "Request": native(_request, "Request")}
