"""Angular's HttpClient and its interceptors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, set_member, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    NULL,
    UNDEFINED,
    Array,
    Closure,
    Constant,
    Native,
    Object,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.angular_context import context_names, context_of
from cors_wizard.page_code.libraries.angular_headers import http_headers
from cors_wizard.page_code.libraries.angular_interceptors import intercepted
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.sources.syntax import Place, Syntax

_FORM = "application/x-www-form-urlencoded;charset=UTF-8"
_OF_ANGULAR = "#angular"
_WITHOUT_BODY = ("get", "delete", "head", "options")
_WITH_BODY = ("post", "put", "patch")


@dataclass
class Client:
    """The one HttpClient of the page."""

    interceptors: list[Value] = field(default_factory=list)


@dataclass(frozen=True)
class _Sent:
    """A request before the interceptors have seen it."""

    url: Part
    method: Part
    options: Value
    body: Part
    place: Place | None = None


def angular() -> Object:
    """What `@angular/common/http` exports."""
    client = Client()
    made = Object(kind="instance", is_open=True)
    for name in _WITHOUT_BODY:
        made.properties[name] = native(_method(client, name, has_body=False), name)
    for name in _WITH_BODY:
        made.properties[name] = native(_method(client, name, has_body=True), name)
    made.properties["request"] = native(lambda invocation: _request(client, invocation), "request")
    return Object(
        {
            "HttpClient": native(lambda _: made, "HttpClient", injected=made),
            "HttpHeaders": native(http_headers, "HttpHeaders"),
            "HttpParams": native(lambda _: _http_params(), "HttpParams"),
            **context_names(),
            "HttpRequest": native(_new_request, "HttpRequest"),
            "httpResource": _resource(client),
            "withInterceptors": native(lambda invocation: _use(client, invocation), "withInterceptors"),
        },
        is_open=True,
    )


def _is_of_angular(body: Value) -> bool:
    """Whether a form is Angular's own: the browser's URLSearchParams gets the type of an object."""
    return isinstance(body, Object) and _OF_ANGULAR in body.properties


def _http_params() -> Object:
    """`new HttpParams().set(name, value)`: they never change, each function returns others."""
    made = Object({_OF_ANGULAR: NULL}, kind="search-params")
    made.properties |= {
        name: native(lambda _: made, name) for name in ("set", "append", "appendAll", "delete")
    }
    return made


def core() -> Object:
    """What `@angular/core` exports, as far as it matters: `inject`."""
    return Object({"inject": native(_inject, "inject")}, is_open=True)


def _inject(invocation: Invocation) -> Value:
    return invocation.run.injected(invocation.argument(0)) or Unknown()


def _use(client: Client, invocation: Invocation) -> Value:
    functions = invocation.argument(0)
    client.interceptors += functions.items if isinstance(functions, Array) else []
    return Unknown()


def _method(client: Client, name: str, *, has_body: bool) -> Callable[[Invocation], Value]:
    def call(invocation: Invocation) -> Value:
        options = invocation.argument(2 if has_body else 1)
        body = Part(invocation.argument(1)) if has_body else option(options, "body")
        sent = _Sent(
            Part(invocation.argument(0), place=invocation.place(0)),
            Part(text(name.upper())),
            options,
            body,
            options.place if isinstance(options, Object) else None,
        )
        return _send(client, invocation, sent)

    return call


def _new_request(invocation: Invocation) -> Value:
    """`new HttpRequest(method, url, body, options)`; without a body the options come third."""
    third = invocation.argument(2)
    body, options = (third, invocation.argument(3)) if invocation.number() > 3 else (UNDEFINED, third)
    made = Object({"#body": body, "#options": options}, kind="http-request", is_open=True)
    set_member(invocation.run, made, "method", invocation.argument(0), invocation.place(0))
    set_member(invocation.run, made, "url", invocation.argument(1), invocation.place(1))
    return made


def _request(client: Client, invocation: Invocation) -> Value:
    """`request(method, url, options)` and `request(new HttpRequest(...))`."""
    first = invocation.argument(0)
    if isinstance(first, Object) and first.kind == "http-request":
        sent = _Sent(
            option(first, "url"),
            option(first, "method"),
            first.properties["#options"],
            Part(first.properties["#body"]),
        )
        return _send(client, invocation, sent)
    options = invocation.argument(2)
    sent = _Sent(
        Part(invocation.argument(1), place=invocation.place(1)),
        Part(first, place=invocation.place(0)),
        options,
        option(options, "body"),
        options.place if isinstance(options, Object) else None,
    )
    return _send(client, invocation, sent)


def _resource(client: Client) -> Native:
    """`httpResource(() => url)`, `httpResource(() => ({url, method, ...}))`, and what reads text or bytes."""

    def call(invocation: Invocation) -> Value:
        function = invocation.argument(0)
        made = invocation.run.returned(function) if isinstance(function, Closure) else function
        is_object = isinstance(made, Object)
        sent = _Sent(
            option(made, "url") if is_object else Part(made),
            option(made, "method").or_default(text("GET")),
            made if is_object else UNDEFINED,
            option(made, "body"),
            made.place if isinstance(made, Object) else None,
        )
        return _send(client, invocation, sent)

    kinds = ("text", "blob", "arrayBuffer")
    return native(call, "httpResource", **{name: native(call, name) for name in kinds})


def _send(client: Client, invocation: Invocation, sent: _Sent) -> Value:
    run, node = invocation.run, invocation.node
    run.send(node, lambda: _draft(run, client, sent, node))
    return Unknown("response")


def _draft(run: Run, client: Client, sent: _Sent, node: Syntax) -> Draft:
    """Made at the very end: interceptors are provided where the page starts."""
    given = option(sent.options, "headers")
    headers = Object(kind="http-headers")
    add_headers(run, headers, given.value)
    headers.is_open |= not given.is_settled
    credentials = option(sent.options, "withCredentials")
    request = Object(
        {
            "url": sent.url.value,
            "method": sent.method.value,
            "headers": headers,
            "withCredentials": credentials.value,
            "body": sent.body.value,
            "context": context_of(option(sent.options, "context")),
        },
        kind="angular-request",
    )
    provided = run.modules.angular_interceptors
    written = [each for each in run.classes if "intercept" in each.methods]
    classes = [each for each in written if provided.has(each.name)]
    names = provided.names - {each.name for each in written}
    for interceptor in (*client.interceptors, *classes, *map(Unknown, sorted(names))):
        request = intercepted(run, interceptor, request, node)
    made = request.properties["headers"]
    final = made.copy() if isinstance(made, Object) else Object(is_open=True)
    final.properties.setdefault("Accept", text("application/json, text/plain, */*"))
    switch = replace(credentials, value=request.properties["withCredentials"])
    return Draft(
        "angular",
        replace(sent.url, value=request.properties["url"]),
        method=sent.method,
        headers=final,
        credentials=with_credentials(switch),
        body=Body(
            request.properties["body"],
            sent.body.is_settled,
            is_object_json=True,
            is_unknown_json=True,
            text_type="text/plain",
            form_type=_FORM if _is_of_angular(request.properties["body"]) else "application/json",
        ),
        initiator="xmlhttprequest",
        normalizes=True,
        options=sent.place,
        headers_place=given.place,
        # https://angular.dev/api/common/http/HttpRequest: progress of an upload needs a listener.
        forces_preflight=option(sent.options, "reportProgress").value == Constant(True)
        and sent.body.is_given,
    )


def _clone(invocation: Invocation) -> Value:
    """`req.clone({setHeaders, headers, withCredentials, url})`."""
    this, change = invocation.this, invocation.argument(0)
    if not isinstance(this, Object):
        return Unknown()
    made = this.copy()
    headers = made.properties["headers"]
    fresh = headers.copy() if isinstance(headers, Object) else Object(kind="http-headers")
    if isinstance(change, Object):
        for name in ("url", "method", "body", "withCredentials", "context"):
            if name in change.properties:
                made.properties[name] = change.properties[name]
        given = change.properties.get("headers")
        if isinstance(given, Object):
            fresh = given.copy()
        add_headers(invocation.run, fresh, option(change, "setHeaders").value)
    elif not isinstance(change, Constant):
        spread(invocation.run, made, change)
    made.properties["headers"] = fresh
    return made


METHODS["angular-request"] = {"clone": _clone}
