"""Libraries that take a URL and an object with options: ky, ofetch (`$fetch`), redaxios, xior and others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import set_member, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import map_text, shown
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Choice,
    Closure,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.axios_config import join_base
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, first_given, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.fetcher_kinds import UP, Fetcher
from cors_wizard.page_code.libraries.hooks import plain
from cors_wizard.page_code.libraries.web import find_header
from cors_wizard.page_code.sources.syntax import Syntax

_METHODS = ("get", "post", "put", "patch", "head", "delete")


def fetcher(kind: Fetcher, defaults: Object | None = None) -> Native:
    """An instance with its methods; `create` and `extend` make others."""
    own = defaults if defaults is not None else Object()
    made = native(lambda invocation: _send(kind, own, invocation, ""), kind.name)
    made.kind = "fetcher"
    made.is_open = True
    for name in _METHODS:
        made.properties[name] = native(_method(kind, own, name), name)
    for name in ("create", "extend", "createFetch"):
        made.properties[name] = native(lambda invocation: _create(kind, own, invocation), name)
    names = ("default", kind.name, "$fetch", "raw", "request", "betterFetch", "Xior")
    made.properties |= {**dict.fromkeys(names, made), "interceptors": interceptors(own)}
    return made


def interceptors(own: Object) -> Object:
    """`interceptors.request.use(function)`."""
    use = native(lambda invocation: add_hooks(own, [invocation.argument(0)]), "use")
    return Object({"request": Object({"use": use}, is_open=True)}, is_open=True)


def add_hooks(own: Object, hooks: list[Value]) -> Value:
    """Takes down what every request of an instance passes."""
    own.properties["#hooks"] = Array(items=[*_hooks(own), *hooks], kind="array")
    return UNDEFINED


def hook_of(plugin: Value, name: str) -> Value:
    """The function of a plugin that gets each request; one that is somebody else's may change it."""
    return plugin if isinstance(plugin, Unknown) else option(plugin, name).value


def gaxios(kind: Fetcher) -> Object:
    """What `gaxios` exports: `new Gaxios(defaults)`, `request(options)`."""
    made = fetcher(kind)
    create = native(lambda invocation: _create(kind, Object(), invocation), "Gaxios")
    return Object({"Gaxios": create, "instance": made, "request": made.properties["request"]}, is_open=True)


def up_fetch(invocation: Invocation) -> Value:
    """`up(fetch, () => options)`."""
    given = invocation.argument(1)
    own = invocation.run.returned(given) if isinstance(given, Closure) else given
    return fetcher(UP, own.copy() if isinstance(own, Object) else Object(is_open=True))


def _method(kind: Fetcher, own: Object, name: str) -> Callable[[Invocation], Value]:
    return lambda invocation: _send(kind, own, invocation, name)


def _create(kind: Fetcher, own: Object, invocation: Invocation) -> Value:
    given = invocation.argument(0)
    if isinstance(given, Closure):  # `ky.extend((options) => ({ ... }))`
        given = invocation.run.call(given, (own,), UNDEFINED, invocation.node)
    made = own.copy()
    spread(invocation.run, made, given)
    made.properties["headers"] = _headers(invocation.run, own, given)
    made.place = given.place if isinstance(given, Object) else own.place
    hooks = [*_hooks(own), *_hooks(given)]
    made.properties["#hooks"] = Array(items=hooks, kind="array")
    return fetcher(kind, made)


def _headers(run: Run, *sources: Value) -> Object:
    made = Object(kind="headers")
    for source in sources:
        given = option(source, "headers")
        add_headers(run, made, given.value)
        made.is_open |= not given.is_settled
    return made


def _hooks(options: Value) -> list[Value]:
    """ky's `hooks.beforeRequest`, ofetch's `onRequest`."""
    known = option(options, "#hooks").value
    if isinstance(known, Array):
        return known.items
    before = option(option(options, "hooks").value, "beforeRequest").value
    on_request = option(options, "onRequest").value
    items = before.items if isinstance(before, Array) else [before] if isinstance(before, Unknown) else []
    return [*items, *([on_request] if isinstance(on_request, Closure | Native | Unknown) else [])]


def _send(kind: Fetcher, own: Object, invocation: Invocation, method: str) -> Value:
    run = invocation.run
    options = Object()
    first, given = plain(run, invocation.argument(0)), _with_plain(run, invocation.argument(1))
    url = Part(first, place=invocation.place(0))
    if isinstance(first, Object) and first.kind == "object" and not method:
        given, url = first, option(first, "url")
    own_fetch = option(given, "$fetch").value
    if isinstance(own_fetch, Native):
        # Nuxt: `useFetch(url, { $fetch: useNuxtApp().$api })`.
        rest = given.copy() if isinstance(given, Object) else Object()
        rest.properties.pop("$fetch", None)
        return run.call(own_fetch, (first, rest), UNDEFINED, invocation.node)
    if kind.has_marked_paths and isinstance(first, Text) and (marked := _MARKED.match(shown(first))):
        method = marked[1]
        url = replace(url, value=map_text(first, lambda each: _without(each, len(marked[0]))))
    if kind.takes_data and method in ("post", "put", "patch"):
        set_member(run, options, kind.body, given)
        given = invocation.argument(2)
    spread(run, options, given)
    options.place = given.place if isinstance(given, Object) else own.place
    if method:
        set_member(run, options, "method", text(method.upper() if kind.initiator == "fetch" else method))
    return send(kind, own, invocation, options, url)


def _with_plain(run: Run, given: Value) -> Value:
    """Options, each of which may be a reference: Nuxt's `useFetch(url, { headers: computed(...) })`."""
    if not isinstance(given, Object) or not any(_is_reference(each) for each in given.properties.values()):
        return given
    made = given.copy()
    made.properties = {
        name: plain(run, each) if _is_reference(each) else each for name, each in given.properties.items()
    }
    return made


def _is_reference(value: Value) -> bool:
    return isinstance(value, Object) and value.kind == "ref"


_MARKED = re.compile(r"@(get|post|put|patch|delete)(?=/)")


def _without(url: Text, number: int) -> Value:
    """A text without its first characters."""
    first = url.parts[0]
    return Text((first[number:], *url.parts[1:]) if isinstance(first, str) else url.parts)


def send(kind: Fetcher, own: Object, invocation: Invocation, options: Object, url: Part) -> Value:
    """Records a request of an instance with these options."""
    run, node, kept = invocation.run, invocation.node, options.copy()
    run.send(node, lambda: _draft(run, kind, own, kept, url, node))
    return Unknown("response")


def _draft(run: Run, kind: Fetcher, own: Object, options: Object, url: Part, node: Syntax) -> Draft:
    def part(name: str) -> Part:
        return first_given(option(options, name), option(own, name))

    headers = _headers(run, own, options)
    body = _body(kind, part)
    if kind.accept and _is_accepting(kind, body):
        headers.properties.setdefault("Accept", text(kind.accept))
    if kind.has_auth and part("auth").is_given:
        headers.properties.setdefault("Authorization", Unknown())
    if kind.token and find_header(headers, kind.token) is None:
        headers.properties[kind.token] = Unknown()
        cookie_headers: tuple[str, ...] = (kind.token,)
    else:
        cookie_headers = ()
    credentials = part("credentials").or_default(text("same-origin"))
    if kind.has_switch and part("withCredentials").is_given:
        credentials = with_credentials(part("withCredentials"))
    method, whole = part("method"), _joined(kind, part, url.value)
    given = {"credentials": credentials.value, "method": method.value, "url": whole}
    inner = _after_hooks(run, kind, own, options, node, headers=headers, **given)
    if inner["credentials"] is not credentials.value:
        credentials = Part(inner["credentials"])
    if inner["method"] is not method.value:
        method = Part(inner["method"])
    if kind.always_typed and not (isinstance(body.value, Object) and body.value.kind == "form-data"):
        headers.properties.setdefault("Content-Type", text(kind.json_type))
    return Draft(
        kind.name,
        replace(url, value=inner["url"]),
        method=method.or_default(text("GET")),
        headers=headers,
        credentials=credentials,
        mode=part("mode").or_default(text("cors")),
        body=body,
        initiator=kind.initiator,
        normalizes=True,
        options=options.place,
        headers_place=option(options, "headers").place or option(own, "headers").place,
        cookie_headers=cookie_headers,
    )


def _is_accepting(kind: Fetcher, body: Body) -> bool:
    is_form = isinstance(body.value, Object) and body.value.kind in ("form-data", "search-params")
    is_sent = body.value != UNDEFINED and not (is_form and kind.accepts_with == "json")
    return kind.accepts_with == "always" or is_sent


def _joined(kind: Fetcher, part: Callable[[str], Part], url: Value) -> Value:
    bases = [base for name in kind.bases if (base := part(name).value) != UNDEFINED]
    return join_base(bases[0], url) if bases else url


def _body(kind: Fetcher, part: Callable[[str], Part]) -> Body:
    json = part(kind.json_option) if kind.json_option else Part()
    if json.is_given:
        return Body(json.value, kind="json")
    body = part(kind.body)
    is_form = kind.is_body_form or part("requestType").value == text("form")
    return Body(
        body.value,
        body.is_settled,
        is_object_json=kind.is_body_json,
        is_unknown_json=kind.is_body_json,
        json_type=kind.json_type,
        form_type=kind.text_type if kind.is_body_form else "application/x-www-form-urlencoded;charset=UTF-8",
        text_type=kind.text_type,
        is_object_form=is_form,
    )


def _inside(inner: Object) -> dict[str, Value]:
    return dict.fromkeys(("options", "request", "config"), inner)


def _after_hooks(
    run: Run, kind: Fetcher, own: Object, options: Object, node: Syntax, *, headers: Object, **given: Value
) -> dict[str, Value]:
    """A hook gets the request (ky) or what holds its options (ofetch, alova), and changes or replaces it."""
    url = given.pop("url")
    inner = Object({"headers": headers, **given}, is_open=True)
    headers.kind = "headers"
    for hook in (*_hooks(own), *_hooks(options)):
        request = Object({**inner.properties, **_inside(inner)}, is_open=True)
        argument = url if kind.hooks_take_url else request
        made = run.apart(hook, argument, node, inner)
        returned = option(option(made, "options").value, "headers")
        for changed in (inner.properties["headers"], option(made, "headers").value, returned.value):
            if changed is not headers and isinstance(changed, Object | Choice):
                add_headers(run, headers, changed)
        inner.properties["headers"] = headers
        if kind.hooks_take_url and option(made, "url").is_given:
            url = option(made, "url").value
    return {**inner.properties, "url": url}
