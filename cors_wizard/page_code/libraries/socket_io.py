"""socket.io-client."""

from __future__ import annotations

import re

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.texts import map_text, to_text
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Draft, Part, option, place_of
from cors_wizard.page_code.libraries.urls import resolve_against


def _connect(invocation: Invocation) -> Value:
    """socket.io-client: the first request is a long poll, unless only WebSockets are allowed."""
    target, options = invocation.argument(0), invocation.argument(1)
    if isinstance(target, Object) and invocation.number() == 1:
        target, options = UNDEFINED, target
    path = option(options, "path").value
    draft = Draft(
        "socketio",
        Part(_endpoint(target, path), place=invocation.place(0)),
        headers=_extra_headers(options),
        credentials=with_credentials(option(options, "withCredentials")),
        initiator="websocket" if _is_websocket_only(options) else "xmlhttprequest",
        options=place_of(options),
        headers_place=option(options, "extraHeaders").place,
    )
    invocation.run.send(invocation.node, lambda: draft)
    return Object(is_open=True)


def _endpoint(target: Value, path: Value) -> Value:
    target = target if target == UNDEFINED else map_text(target, _with_scheme)
    where = path if isinstance(path, Text) else text("/socket.io/")
    if not where.constant or not where.constant.endswith("/"):
        where = Text((*where.parts, "/"))
    return where if target == UNDEFINED else resolve_against(where, to_text(target))


def _with_scheme(target: Text) -> Value:
    """`localhost:8000` is a host."""
    first = target.parts[0] if target.parts else ""
    is_host = isinstance(first, str) and re.match(r"[\w.-]+(?:[:/]|$)(?!//)", first)
    return Text(("//", *target.parts)) if is_host else target


def _extra_headers(options: Value) -> Object:
    made = Object()
    transports = option(option(options, "transportOptions").value, "polling").value
    for given in (option(options, "extraHeaders").value, option(transports, "extraHeaders").value):
        if isinstance(given, Object):
            made.properties |= given.properties
            made.is_open |= given.is_open
        elif isinstance(given, Unknown):
            made.is_open = True
    return made


def _is_websocket_only(options: Value) -> bool:
    transports = option(options, "transports").value
    return isinstance(transports, Array) and transports.items[:1] == [text("websocket")]


def socket_io() -> Object:
    """What the package exports."""
    connect = native(_connect, "io", connect=native(_connect, "connect"))
    connect.properties |= {"default": connect, "io": connect}
    return connect
