"""Inertia: `router.post(url, data, options)`, and a form's own `post(url, options)`."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import UNDEFINED, Object, Unknown, Value, native, text
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, option
from cors_wizard.page_code.libraries.fetch import add_headers

_OWN = {
    "Accept": text("text/html, application/xhtml+xml"),
    "X-Requested-With": text("XMLHttpRequest"),
    "X-Inertia": text("true"),
    "X-Inertia-Version": Unknown(),
}
_WITH_DATA = ("post", "put", "patch")
_METHODS = ("get", "delete", *_WITH_DATA)


def _visit(invocation: Invocation, method: Value, options: Value, data: Value) -> Value:
    headers = Object(dict(_OWN), kind="headers")
    add_headers(invocation.run, headers, option(options, "headers").value)
    is_form = truth(option(options, "forceFormData").value)
    body = Body(data, is_object_json=True, is_unknown_json=True)
    draft = Draft(
        "inertia",
        Part(invocation.argument(0), place=invocation.place(0)),
        method=Part(method),
        headers=headers,
        body=Body(kind="multipart") if is_form else body,
        initiator="xmlhttprequest",
        normalizes=True,
        options=options.place if isinstance(options, Object) else None,
    )
    invocation.run.send(invocation.node, lambda: draft)
    return UNDEFINED


def _of_router(name: str) -> Callable[[Invocation], Value]:
    has_options_second = name == "delete"

    def call(invocation: Invocation) -> Value:
        options = invocation.argument(1 if has_options_second else 2)
        data = invocation.argument(1) if name in _WITH_DATA else UNDEFINED
        return _visit(invocation, text(name), options, data)

    return call


def _of_form(name: str) -> Callable[[Invocation], Value]:
    def call(invocation: Invocation) -> Value:
        data: Value = Object() if name in _WITH_DATA else UNDEFINED
        return _visit(invocation, text(name), invocation.argument(1), data)

    return call


def _any_visit(invocation: Invocation) -> Value:
    """`router.visit(url, {method, data})`."""
    options = invocation.argument(1)
    method = option(options, "method").or_default(text("get")).value
    return _visit(invocation, method, options, option(options, "data").value)


def inertia() -> Object:
    """What the packages of Inertia export."""
    router = Object({name: native(_of_router(name), name) for name in _METHODS}, is_open=True)
    router.properties["visit"] = native(_any_visit, "visit")
    form = Object({name: native(_of_form(name), name) for name in _METHODS}, is_open=True)
    use_form = native(lambda _: form, "useForm")
    return Object({"router": router, "Inertia": router, "useForm": use_form}, is_open=True)
