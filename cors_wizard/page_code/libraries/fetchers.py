"""Libraries over `fetch` that take an object with options: ky, ofetch (`$fetch`), redaxios."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import set_member, spread
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
from cors_wizard.page_code.libraries.axios_config import join_base
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, first_given, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.sources.syntax import Syntax

_METHODS = ("get", "post", "put", "patch", "head", "delete")


@dataclass(frozen=True)
class Fetcher:
    """How a library reads its options."""

    name: str
    bases: tuple[str, ...]
    """Options that the URL is put behind."""
    json_option: str = ""
    """An option that holds an object to send."""
    is_body_json: bool = False
    """Whether an object given as `body` becomes JSON."""
    accept: str = ""
    has_switch: bool = False
    """Whether it knows `withCredentials`."""


KY = Fetcher("ky", ("prefixUrl", "prefix", "baseUrl"), json_option="json")
OFETCH = Fetcher("ofetch", ("baseURL",), is_body_json=True, accept="application/json")
REDAXIOS = Fetcher("redaxios", ("baseURL",), is_body_json=True, has_switch=True)


def fetcher(kind: Fetcher, defaults: Object | None = None) -> Native:
    """An instance with its methods; `create` and `extend` make others."""
    own = defaults if defaults is not None else Object()
    made = native(lambda invocation: _send(kind, own, invocation, ""), kind.name)
    made.kind = "fetcher"
    made.is_open = True
    for name in _METHODS:
        made.properties[name] = native(_method(kind, own, name), name)
    for name in ("create", "extend"):
        made.properties[name] = native(lambda invocation: _create(kind, own, invocation), name)
    made.properties |= {"default": made, kind.name: made, "$fetch": made, "raw": made}
    return made


def _method(kind: Fetcher, own: Object, name: str) -> Callable[[Invocation], Value]:
    return lambda invocation: _send(kind, own, invocation, name)


def _create(kind: Fetcher, own: Object, invocation: Invocation) -> Value:
    given = invocation.argument(0)
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
    items = before.items if isinstance(before, Array) else []
    return [*items, *([on_request] if isinstance(on_request, Closure) else [])]


def _send(kind: Fetcher, own: Object, invocation: Invocation, method: str) -> Value:
    run, node = invocation.run, invocation.node
    options = Object()
    given = invocation.argument(1)
    if kind.has_switch and method in ("post", "put", "patch"):
        set_member(run, options, "body", given)
        given = invocation.argument(2)
    spread(run, options, given)
    options.place = given.place if isinstance(given, Object) else own.place
    if method:
        set_member(run, options, "method", text(method))
    url = Part(invocation.argument(0), place=invocation.place(0))
    kept = options.copy()
    run.send(node, lambda: _draft(run, kind, own, kept, url, node))
    return Unknown("response")


def _draft(run: Run, kind: Fetcher, own: Object, options: Object, url: Part, node: Syntax) -> Draft:
    def part(name: str) -> Part:
        return first_given(option(options, name), option(own, name))

    headers = _headers(run, own, options)
    if kind.accept:
        headers.properties.setdefault("Accept", text(kind.accept))
    credentials = part("credentials").or_default(text("same-origin"))
    if kind.has_switch and part("withCredentials").is_given:
        credentials = with_credentials(part("withCredentials"))
    credentials = _after_hooks(run, own, options, headers, credentials, node)
    return Draft(
        kind.name,
        replace(url, value=_joined(kind, part, url.value)),
        method=part("method").or_default(text("GET")),
        headers=headers,
        credentials=credentials,
        mode=part("mode").or_default(text("cors")),
        body=_body(kind, part),
        normalizes=True,
        options=options.place,
        headers_place=option(options, "headers").place or option(own, "headers").place,
    )


def _joined(kind: Fetcher, part: Callable[[str], Part], url: Value) -> Value:
    bases = [base for name in kind.bases if (base := part(name).value) != UNDEFINED]
    return join_base(bases[0], url) if bases else url


def _body(kind: Fetcher, part: Callable[[str], Part]) -> Body:
    json = part(kind.json_option) if kind.json_option else Part()
    if json.is_given:
        return Body(json.value, kind="json")
    body = part("body")
    return Body(
        body.value, body.is_settled, is_object_json=kind.is_body_json, is_unknown_json=kind.is_body_json
    )


def _after_hooks(
    run: Run, own: Object, options: Object, headers: Object, credentials: Part, node: Syntax
) -> Part:
    """A hook gets the request (ky) or a context that holds its options (ofetch), and changes it."""
    inner = Object({"headers": headers, "credentials": credentials.value}, is_open=True)
    headers.kind = "headers"
    for hook in (*_hooks(own), *_hooks(options)):
        argument = Object({**inner.properties, "options": inner, "request": inner}, is_open=True)
        run.apart(hook, argument, node, inner)
        changed = inner.properties["headers"]
        if changed is not headers:
            add_headers(run, headers, changed)
    value = inner.properties["credentials"]
    return credentials if value is credentials.value else Part(value)
