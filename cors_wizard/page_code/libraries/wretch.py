"""wretch: a chain whose last link sends."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import READ, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Constant,
    Native,
    Object,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, option
from cors_wizard.page_code.libraries.fetch import add_headers, header_list

_MIDDLEWARES = "#middlewares"


def wretch() -> Native:
    """What the package exports."""
    made = native(_wretch, "wretch")
    made.properties["default"] = made
    return made


def _wretch(invocation: Invocation) -> Value:
    return _chain(invocation.argument(0), Object(), Object(), UNDEFINED, invocation.argument(1))


def _chain(url: Value, headers: Object, options: Object, body: Value, first: Value = UNDEFINED) -> Object:
    """One link: every function returns the next one, with what it changes."""
    if isinstance(first, Object):
        options = first

    def link(change: Callable[[Invocation], Object]) -> Native:
        return native(change)

    def with_headers(invocation: Invocation) -> Object:
        made = headers.copy()
        add_headers(invocation.run, made, invocation.argument(0))
        return _chain(url, made, options, body)

    def with_options(invocation: Invocation) -> Object:
        made = options.copy()
        spread(invocation.run, made, invocation.argument(0))
        return _chain(url, headers, made, body)

    def with_middlewares(invocation: Invocation) -> Object:
        made = options.copy()
        known = option(options, _MIDDLEWARES).value
        given = invocation.argument(0)
        items = given.items if isinstance(given, Array) else []
        made.properties[_MIDDLEWARES] = Array(
            items=[*(known.items if isinstance(known, Array) else []), *items]
        )
        return _chain(url, headers, made, body)

    def send(method: str) -> Native:
        return native(lambda invocation: _send_chain(invocation, url, headers, options, body, method))

    chain = Object(kind="wretch", is_open=True)
    chain.properties |= {
        "url": link(lambda call: _chain(concatenate(url, call.argument(0)), headers, options, body)),
        "headers": link(with_headers),
        "options": link(with_options),
        "middlewares": link(with_middlewares),
        "auth": link(
            lambda call: _chain(url, _with(headers, "Authorization", call.argument(0)), options, body)
        ),
        "content": link(
            lambda call: _chain(url, _with(headers, "Content-Type", call.argument(0)), options, body)
        ),
        "json": link(
            lambda call: _chain(
                url, _with(headers, "Content-Type", text("application/json")), options, call.argument(0)
            )
        ),
        "accept": link(lambda call: _chain(url, _with(headers, "Accept", call.argument(0)), options, body)),
        "formData": link(lambda call: _chain(url, headers, options, Object(kind="form-data"))),
        "formUrl": link(lambda call: _chain(url, headers, options, Object(kind="search-params"))),
        "defer": link(lambda call: _deferred(chain, call)),
        "body": link(lambda call: _chain(url, headers, options, call.argument(0))),
        **{name: send(name) for name in ("get", "delete", "put", "post", "patch", "head", "opts")},
    }
    return chain


def _other(run: Run, value: Object, name: str) -> Value:
    """`addon`, `errorType`, `query`, `catcher` and the like change nothing that matters here."""
    return native(lambda call: call.this, name)


READ["wretch"] = _other


def _deferred(chain: Object, invocation: Invocation) -> Object:
    """`defer(w => w.auth(token()))`: what the function makes of the chain, each time that it sends."""
    made = invocation.run.call(invocation.argument(0), (chain,), UNDEFINED, invocation.node)
    return made if isinstance(made, Object) else chain


def _through_middlewares(invocation: Invocation, url: Value, options: Object) -> Object:
    """`next => (url, options) => next(url, changed)`: what the innermost `next` is called with."""
    run, node = invocation.run, invocation.node
    known = option(options, _MIDDLEWARES).value
    for middleware in known.items if isinstance(known, Array) else ():
        passed: list[Value] = []

        def take(call: Invocation, passed: list[Value] = passed) -> Value:
            passed.append(call.argument(1))
            return Unknown("response")

        function = run.apart(middleware, native(take, "next"), node)
        run.apart(function, url, node, options)
        if passed and isinstance(passed[-1], Object):
            options = passed[-1]
    return options


def _with(headers: Object, name: str, value: Value) -> Object:
    made = headers.copy()
    made.properties[name] = value
    return made


def _send_chain(
    invocation: Invocation, url: Value, headers: Object, options: Object, body: Value, method: str
) -> Value:
    given, takes_body = invocation.argument(0), method in ("put", "post", "patch")
    has_body = takes_body and not isinstance(given, Constant)
    rest = invocation.argument(1) if takes_body else given
    tail = text("") if rest == UNDEFINED else rest
    made = headers.copy()
    add_headers(invocation.run, made, option(options, "headers").value)
    name = text("OPTIONS" if method == "opts" else method.upper())
    whole = concatenate(url, tail) if url != UNDEFINED else tail
    full = options.copy()
    full.properties |= {"headers": made, "method": name}
    full = _through_middlewares(invocation, whole, full)
    draft = Draft(
        "wretch",
        Part(whole),
        method=Part(name),
        headers=header_list(invocation.run, option(full, "headers")),
        credentials=option(full, "credentials").or_default(text("same-origin")),
        mode=option(full, "mode").or_default(text("cors")),
        body=Body(given if has_body else body, is_object_json=True, is_unknown_json=True),
        options=options.place,
    )
    invocation.run.send(invocation.node, lambda: draft)
    return Object(is_open=True)
