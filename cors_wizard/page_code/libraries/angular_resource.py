"""ngResource of AngularJS: `$resource('/api/books/:id', {id: '@id'}, {update: {method: 'PUT'}})`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import spread
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import UNDEFINED, Hole, Native, Object, Text, Value, native, text
from cors_wizard.page_code.libraries.draft import option

_ACTIONS = {"get": "GET", "save": "POST", "query": "GET", "remove": "DELETE", "delete": "DELETE"}
_WITH_BODY = ("POST", "PUT", "PATCH")
_PARAMETER = re.compile(r"/?:([A-Za-z]\w{0,60})")
_FACTORY = re.compile(rb"\.(?:factory|service)\(\s*['\"]([\w$.-]{1,80})['\"]")
_MOST_ACTIONS = 30


def resource(http: Object) -> Native:
    """`$resource`: each action that the code calls sends by `$http`, at the line of the resource."""

    def made(invocation: Invocation) -> Value:
        run, given = invocation.run, invocation.argument(2)
        used = _used(invocation)
        own = given.properties if isinstance(given, Object) else {}
        changes = any(_method(each) in ("PUT", "PATCH") for each in own.values())
        for name in tuple({**_ACTIONS, **own})[:_MOST_ACTIONS]:
            action = own.get(name, UNDEFINED)
            method = _method(action) or _ACTIONS.get(name, "GET")
            address = option(action, "url").value
            shown = invocation.argument(0) if address == UNDEFINED else address
            for url in _urls(shown, name, method, changes=changes) if name in used else ():
                config = Object()
                spread(run, config, action)
                config.properties |= {"method": text(method), "url": url}
                if method in _WITH_BODY:
                    config.properties["data"] = Object(kind="json")
                run.call(http, (config,), UNDEFINED, invocation.node)
        return Object(is_open=True)

    return native(made, "$resource")


def _method(action: Value) -> str:
    method = option(action, "method").value
    return (method.constant or "").upper() if isinstance(method, Text) else ""


def _used(invocation: Invocation) -> frozenset[str]:
    """The actions that the code calls of this resource, or of an instance of any: `book.$save()`."""
    codes = tuple(invocation.run.modules.code.values())
    called = b"[$]"
    if name := _name(invocation):
        called = rb"\b" + re.escape(name) + rb"\.|[$]"
    pattern = re.compile(rb"(?:" + called + rb")(\w{1,60})\s*\(")
    return frozenset(found.decode() for code in codes for found in pattern.findall(code))


def _name(invocation: Invocation) -> bytes:
    """What the resource is injected by: the nearest factory above it."""
    code = invocation.run.modules.code.get(invocation.node.file, b"")
    above = _FACTORY.findall(code[: invocation.node.node.start_byte])
    return above[-1] if above else b""


def _urls(given: Value, action: str, method: str, *, changes: bool) -> Iterator[Value]:
    """The addresses that an action may have: a parameter without a value goes, with the slash before it.

    A list has none, a new record neither; what may be either is both. The query is filled as each call says.
    """
    if not isinstance(given, Text):
        yield given
        return
    shown = Text(tuple(part.partition("?")[0] if isinstance(part, str) else part for part in given.parts))
    filled, bare = _filled(shown, is_bare=False), _filled(shown, is_bare=True)
    is_of_list = action == "query" or (method == "POST" and (changes or action != "save"))
    if not is_of_list or filled == bare:
        yield filled
    if filled != bare and (is_of_list or method in ("GET", "POST")):
        yield bare


def _filled(url: Text, *, is_bare: bool) -> Value:
    made: Value = Text()
    for part in url.parts:
        pieces = _PARAMETER.split(part) if isinstance(part, str) else [part]
        for index, piece in enumerate(pieces):
            if isinstance(piece, Hole):
                made = concatenate(made, Text((piece,)))
            elif index % 2 == 0:
                made = concatenate(made, text(piece))
            elif not is_bare or index + 2 < len(pieces):
                made = concatenate(made, Text(("/", Hole(piece))))
    return made
