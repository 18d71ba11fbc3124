"""react-admin: `fetchUtils.fetchJson(url, options)`, and the providers that send by a function like it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import get_member
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Closure,
    Constant,
    Hole,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.libraries.fetch import fetch_draft, header_list
from cors_wizard.page_code.libraries.web import find_header

_ALL = Text(("/", Hole("resource")))
_ONE = Text(("/", Hole("resource"), "/", Hole("id")))
_LISTED = (
    Text((*_ALL.parts, "?filter=", Hole("filter"), "&range=", Hole("range"), "&sort=", Hole("sort"))),
    Text((*_ALL.parts, "?_sort=", Hole("sort"), "&_order=", Hole("order"))),
)
"""What `ra-data-simple-rest` and `ra-data-json-server` add to the address of a list."""
_JSON = Object(kind="json")


def _fetch_json(invocation: Invocation) -> Value:
    """The options are those of `fetch`, with `user: {authenticated, token}` besides."""
    options = invocation.argument(1)
    given, body = option(options, "headers"), option(options, "body").value
    headers = header_list(invocation.run, given)
    if not given.is_given:
        headers.properties["Accept"] = text("application/json")
    is_form = isinstance(body, Object) and body.kind == "form-data"
    if body != UNDEFINED and not is_form and find_header(headers, "Content-Type") is None:
        headers.properties["Content-Type"] = text("application/json")
    token = option(option(options, "user").value, "token").value
    if truth(token) is not False:
        headers.properties["Authorization"] = token
    made = options.copy() if isinstance(options, Object) else Object()
    made.properties["headers"] = headers
    inner = Invocation(invocation.run, invocation.node, [invocation.argument(0), made])
    draft = fetch_draft(inner, "react-admin")
    invocation.run.send(invocation.node, lambda: draft)
    return Unknown("response")


def react_admin() -> Object:
    """What `react-admin` and `ra-core` export."""
    return Object({"fetchUtils": Object({"fetchJson": native(_fetch_json, "fetchJson")})}, is_open=True)


def _requests(*, is_simple: bool, has_range: bool) -> Iterator[tuple[Text, Object]]:
    """What a provider asks for: a path, and the options that go with it."""
    ranged = Object({"headers": Object({"Range": Unknown()}, kind="headers")})
    yield _LISTED[0] if is_simple else _LISTED[1], ranged if has_range else Object()
    yield _ONE, Object()
    yield _ALL, Object({"method": text("POST"), "body": _JSON})
    yield _ONE, Object({"method": text("PUT"), "body": _JSON})
    plain = Object({"headers": Object({"Content-Type": text("text/plain")}, kind="headers")})
    gone = plain if is_simple else Object()
    gone.properties["method"] = text("DELETE")
    yield _ONE, gone


def _provider(*, is_simple: bool) -> Callable[[Invocation], Value]:
    def made(invocation: Invocation) -> Value:
        client = invocation.argument(1)
        sends = client if isinstance(client, Closure | Native) else native(_fetch_json, "fetchJson")
        counted = invocation.argument(2)
        is_by_range = isinstance(counted, Constant) or counted == text("Content-Range")
        for path, options in _requests(is_simple=is_simple, has_range=is_simple and is_by_range):
            url = concatenate(invocation.argument(0), path)
            invocation.run.call(sends, (url, options), UNDEFINED, invocation.node)
        return Object(is_open=True)

    return made


def simple_rest() -> Object:
    """What `ra-data-simple-rest` exports."""
    made = native(_provider(is_simple=True), "simpleRestProvider")
    made.properties["default"] = made
    return made


def refine_rest() -> Object:
    """What `@refinedev/simple-rest` exports: it sends by axios, and changes with PATCH."""
    made = native(_refine, "dataProvider")
    made.properties["default"] = made
    return made


def _refine(invocation: Invocation) -> Value:
    run, given = invocation.run, invocation.argument(1)
    library: Value = given if given != UNDEFINED else run.modules.package("axios") or UNDEFINED
    requests = (("get", _ALL), ("get", _ONE), ("post", _ALL), ("patch", _ONE), ("delete", _ONE))
    for method, path in requests:
        url = concatenate(invocation.argument(0), path)
        arguments = (url, Object()) if method in ("post", "patch") else (url,)
        run.call(get_member(run, library, method), arguments, UNDEFINED, invocation.node)
    return Object(is_open=True)


def json_server() -> Object:
    """What `ra-data-json-server` exports."""
    made = native(_provider(is_simple=False), "jsonServerProvider")
    made.properties["default"] = made
    return made
