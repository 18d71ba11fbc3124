"""superagent: a chain that is sent when it is awaited, with everything that was set until then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS
from cors_wizard.page_code.evaluation.values import (
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
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part
from cors_wizard.page_code.libraries.web import find_header, merge_headers, set_header

_NAMES = ("get", "post", "put", "patch", "head", "delete", "del", "options")
_TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "form-data": "application/x-www-form-urlencoded",
    "html": "text/html",
    "text": "text/plain",
    "xml": "text/xml",
}


def superagent() -> Native:
    """What the package exports."""
    made = native(lambda invocation: _start(invocation, "", None), "superagent")
    made.is_open = True
    for name in _NAMES:
        made.properties[name] = native(_method(name, None), name)
    made.properties["agent"] = native(agent, "agent")
    made.properties["default"] = made
    return made


def agent(invocation: Invocation) -> Value:
    """An agent: what is set on it holds for each of its requests."""
    made = _request(UNDEFINED, None)
    made.kind = "superagent-agent"
    for name in _NAMES:
        made.properties[name] = native(_method(name, made), name)
    return made


def _method(name: str, agent: Object | None) -> Callable[[Invocation], Value]:
    return lambda invocation: _start(invocation, "DELETE" if name == "del" else name.upper(), agent)


def _request(url: Value, agent: Object | None) -> Object:
    headers = agent.properties["#headers"] if agent is not None else Object()
    return Object(
        {
            "url": url,
            "#headers": headers.copy() if isinstance(headers, Object) else Object(),
            "#credentials": agent.properties["#credentials"] if agent is not None else UNDEFINED,
            "#body": UNDEFINED,
            "#plugins": Array(kind="array"),
        },
        kind="superagent",
        is_open=True,
    )


def _start(invocation: Invocation, method: str, agent: Object | None) -> Value:
    """`request.get(url)`, and `request('GET', url)`."""
    is_named = not method and invocation.number() > 1
    index = 1 if is_named else 0
    url = Part(invocation.argument(index), place=invocation.place(index))
    chosen: Value = invocation.argument(0) if is_named else text(method or "GET")
    made = _request(url.value, agent)
    _plug_in(invocation, made, agent)
    given = invocation.argument(index + 1)
    if not isinstance(given, Closure | Native):
        made.properties["#body"] = given
    invocation.run.send(invocation.node, lambda: _draft(made, url, Part(chosen)))
    return made


def _plug_in(invocation: Invocation, made: Object, agent: Object | None) -> None:
    """An agent's plugins get each of its requests."""
    plugins = agent.properties["#plugins"] if agent is not None else UNDEFINED
    for plugin in plugins.items if isinstance(plugins, Array) else ():
        with invocation.run.aside():
            invocation.run.call(plugin, (made,), UNDEFINED, invocation.node)


def _draft(request: Object, url: Part, method: Part) -> Draft:
    """Made at the very end, when the chain is complete."""
    given, body = request.properties["#headers"], request.properties["#body"]
    headers = given.copy() if isinstance(given, Object) else Object(is_open=True)
    if isinstance(body, Object) and body.kind == "object" and find_header(headers, "Content-Type") is None:
        # With a GET, too: what is sent becomes no query.
        headers.properties["Content-Type"] = text("application/json")
    return Draft(
        "superagent",
        replace(url, value=request.properties["url"]),
        method=method,
        headers=headers,
        credentials=with_credentials(Part(request.properties["#credentials"])),
        body=Body(
            request.properties["#body"],
            is_object_json=True,
            is_unknown_json=True,
            text_type="application/x-www-form-urlencoded",
        ),
        initiator="xmlhttprequest",
        normalizes=True,
    )


def _set(invocation: Invocation) -> Value:
    """`set(name, value)` and `set({name: value})`."""
    headers = _headers_of(invocation)
    name = invocation.constant(0)
    # The chain goes on behind a branch, too: what is set in one stays.
    with invocation.run.aside():
        if headers is not None and name is not None:
            set_header(invocation.run, headers, name, invocation.argument(1))
        elif headers is not None:
            merge_headers(invocation.run, headers, invocation.argument(0))
    return invocation.this


def _headers_of(invocation: Invocation) -> Object | None:
    this = invocation.this
    headers = this.properties.get("#headers") if isinstance(this, Object) else None
    return headers if isinstance(headers, Object) else None


def _header(name: str) -> Callable[[Invocation], Value]:
    def call(invocation: Invocation) -> Value:
        headers = _headers_of(invocation)
        if headers is not None:
            given = invocation.constant(0)
            value = text(_TYPES.get(given, given)) if given is not None else Unknown()
            with invocation.run.aside():
                set_header(invocation.run, headers, name, value)
        return invocation.this

    return call


def _auth(invocation: Invocation) -> Value:
    headers = _headers_of(invocation)
    if headers is not None:
        headers.properties.setdefault("Authorization", Unknown())
    return invocation.this


def _with_credentials(invocation: Invocation) -> Value:
    if isinstance(invocation.this, Object):
        given = invocation.argument(0) if invocation.arguments else Constant(True)
        invocation.this.properties["#credentials"] = given
    return invocation.this


def _body(invocation: Invocation) -> Value:
    if isinstance(invocation.this, Object):
        invocation.this.properties["#body"] = invocation.argument(0)
    return invocation.this


def _form(invocation: Invocation) -> Value:
    if isinstance(invocation.this, Object):
        invocation.this.properties["#body"] = Object(kind="form-data")
    return invocation.this


def _on(invocation: Invocation) -> Value:
    """`on('request', change)`: called with the request before it is sent, as a plugin is."""
    return _use(invocation, 1) if invocation.constant(0) == "request" else invocation.this


def _use(invocation: Invocation, index: int = 0) -> Value:
    """A plugin is a function that gets the request; an agent keeps it for its own."""
    plugins = invocation.this.properties.get("#plugins") if isinstance(invocation.this, Object) else None
    if isinstance(plugins, Array) and _is_agent(invocation.this):
        plugins.items.append(invocation.argument(index))
        return invocation.this
    with invocation.run.aside():
        invocation.run.call(invocation.argument(index), (invocation.this,), UNDEFINED, invocation.node)
    return invocation.this


def _is_agent(value: Value) -> bool:
    return isinstance(value, Object) and value.kind == "superagent-agent"


def _same(invocation: Invocation) -> Value:
    return invocation.this


METHODS["superagent"] = {
    "set": _set,
    "type": _header("Content-Type"),
    "accept": _header("Accept"),
    "auth": _auth,
    "withCredentials": _with_credentials,
    "send": _body,
    "field": _form,
    "attach": _form,
    "use": _use,
    "on": _on,
    **dict.fromkeys(("query", "timeout", "retry", "ok", "responseType", "redirects", "sortQuery"), _same),
}
METHODS["superagent-agent"] = METHODS["superagent"]
