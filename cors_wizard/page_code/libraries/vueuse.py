"""VueUse: `useFetch(url).post(data).json()`, and functions like it made by `createFetch`."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import to_text
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Choice,
    Closure,
    Native,
    Object,
    Text,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.axios_config import join_base
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, first_given, option, place_of
from cors_wizard.page_code.libraries.fetch import add_headers, header_list
from cors_wizard.page_code.libraries.hooks import plain, react
from cors_wizard.page_code.sources.syntax import Syntax

_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_READING = ("json", "text", "blob", "arrayBuffer", "formData")
_HOOK = ("beforeFetch", "refetch", "immediate", "timeout", "afterFetch", "onFetchError", "initialData")
"""Any of these, and an object has the options of the function, not those of `fetch`."""


def vueuse() -> Object:
    """What `@vueuse/core` exports, as far as it sends or passes functions on."""
    return Object(
        {
            **react().properties,
            "useFetch": native(_using(UNDEFINED), "useFetch"),
            "createFetch": native(_create, "createFetch"),
        },
        is_open=True,
    )


def use_axios(axios: Value) -> Object:
    """What `@vueuse/integrations` exports: `useAxios(url, config, instance)`."""

    def use(invocation: Invocation) -> Value:
        given = invocation.arguments[1:]
        instance = next((each for each in given if isinstance(each, Native) and each.kind == "axios"), axios)
        configs = (each for each in given if isinstance(each, Object) and each.kind == "object")
        request = next(configs, Object()).copy()
        if not isinstance(invocation.argument(0), Object):
            request.properties["url"] = invocation.argument(0)
        invocation.run.call(instance, (request,), UNDEFINED, invocation.node)
        return Object(is_open=True)

    return Object({"useAxios": native(use, "useAxios")}, is_open=True)


def _create(invocation: Invocation) -> Value:
    """`createFetch({baseUrl, options, fetchOptions})`."""
    made = native(_using(invocation.argument(0)), "useFetch")
    made.kind = "fetcher"
    return made


def _using(config: Value) -> Callable[[Invocation], Value]:
    def use(invocation: Invocation) -> Value:
        given = invocation.arguments[1:]
        own = next((each for each in given if not _is_for_the_function(each)), UNDEFINED)
        hooks = [option(each, "beforeFetch").value for each in (option(config, "options").value, *given)]
        request = Object({"#method": UNDEFINED, "#body": UNDEFINED}, kind="vueuse", is_open=True)
        _add_chain(request)
        path = plain(invocation.run, invocation.argument(0))
        url = Part(join_base(option(config, "baseUrl").value, path), place=invocation.place(0))
        options = (own, option(config, "fetchOptions").value)
        run, node = invocation.run, invocation.node
        run.send(node, lambda: _draft(run, node, url, request, options, hooks))
        return request

    return use


def _is_for_the_function(value: Value) -> bool:
    return isinstance(value, Object) and any(name in value.properties for name in _HOOK)


def _add_chain(request: Object) -> None:
    def method(name: str) -> Callable[[Invocation], Value]:
        def call(invocation: Invocation) -> Value:
            request.properties["#method"] = text(name.upper())
            request.properties["#body"] = invocation.argument(0)
            return request

        return call

    request.properties |= {name: native(method(name), name) for name in _METHODS}
    request.properties |= {name: native(lambda _: request, name) for name in _READING}


def _draft(
    run: Run, node: Syntax, url: Part, request: Object, options: tuple[Value, ...], hooks: list[Value]
) -> Draft:
    """Made at the very end, when the chain is complete."""

    def part(name: str) -> Part:
        return first_given(*(option(each, name) for each in options))

    headers = header_list(run, part("headers"))
    for each in reversed(options):
        inherited = header_list(run, option(each, "headers"))
        headers.properties = {**inherited.properties, **headers.properties}
    full = Object({"headers": headers}, is_open=True)
    for hook in hooks:
        if isinstance(hook, Closure):
            run.apart(hook, Object({"options": full, "url": url.value}, is_open=True), node)
    changed = full.properties.get("headers")
    if isinstance(changed, Choice):
        made = Object(kind="headers")
        add_headers(run, made, changed)
        changed = made
    chosen, body = request.properties["#method"], request.properties["#body"]
    method = Part(chosen) if chosen != UNDEFINED else part("method").or_default(text("GET"))
    name = to_text(method.value)
    is_plain = isinstance(name, Text) and name.constant in ("GET", "HEAD")
    return Draft(
        "vueuse",
        url,
        method=method,
        headers=changed if isinstance(changed, Object) else headers,
        credentials=part("credentials").or_default(text("same-origin")),
        mode=part("mode").or_default(text("cors")),
        body=Body(kind="none") if is_plain else _body(body, part("body")),
        options=place_of(options[0]),
    )


def _body(payload: Value, own: Part) -> Body:
    """What the chain was given, an object as JSON; otherwise the option of `fetch`."""
    if payload != UNDEFINED:
        return Body(payload, is_object_json=True, is_unknown_json=True)
    return Body(own.value, own.is_settled)
