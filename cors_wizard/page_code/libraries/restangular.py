"""Restangular of AngularJS: `Restangular.all('books').getList()`, `Restangular.one('books', 1).put()`."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import spread
from cors_wizard.page_code.evaluation.texts import concatenate, to_text
from cors_wizard.page_code.evaluation.values import UNDEFINED, Hole, Object, Text, Value, native, text

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_SENDERS = {
    "getList": "GET",
    "get": "GET",
    "head": "HEAD",
    "put": "PUT",
    "save": "PUT",
    "patch": "PATCH",
    "post": "POST",
    "remove": "DELETE",
    "delete": "DELETE",
    "options": "OPTIONS",
    "customGET": "GET",
    "customGETLIST": "GET",
    "customPUT": "PUT",
    "customPATCH": "PATCH",
    "customPOST": "POST",
    "customDELETE": "DELETE",
}
"""What sends, with its method."""


def restangular(http: Object) -> tuple[Object, Object]:
    """`Restangular` and `RestangularProvider`, which share their settings; all is sent by `$http`."""
    settings = Object({"base": text(""), "headers": Object(), "fields": Object()})

    def set_base(call: Invocation) -> Value:
        settings.properties["base"] = call.argument(0)
        return UNDEFINED

    def adding(name: str) -> Callable[[Invocation], Value]:
        def add(call: Invocation) -> Value:
            kept = settings.properties[name]
            if isinstance(kept, Object):
                spread(call.run, kept, call.argument(0))
            return UNDEFINED

        return add

    setters: dict[str, Value] = {
        "setBaseUrl": native(set_base, "setBaseUrl"),
        "setDefaultHeaders": native(adding("headers"), "setDefaultHeaders"),
        "setDefaultHttpFields": native(adding("fields"), "setDefaultHttpFields"),
    }
    service = _element(http, settings, None, is_list=False)
    service.properties |= setters
    service.properties |= {
        name: native(lambda call: _configured(service, call), name) for name in ("withConfig", "copy")
    }
    return service, Object(setters, is_open=True)


def _configured(service: Object, call: Invocation) -> Value:
    """A service of its own; its settings are taken for everyone's, since nothing else is known of them."""
    call.run.call(call.argument(0), (service,), UNDEFINED, call.node)
    return service


def _element(http: Object, settings: Object, path: Value | None, *, is_list: bool) -> Object:
    """One resource or a list of them at a path below the base; the service itself has none."""

    def below(call: Invocation) -> Value:
        """`one('accounts', 1)`, `one('accounts')`."""
        made = _joined(path, call.argument(0))
        return made if call.argument(1) == UNDEFINED else _joined(made, call.argument(1))

    def all_below(call: Invocation) -> Value:
        return _element(http, settings, _joined(path, call.argument(0)), is_list=True)

    def one_below(call: Invocation) -> Value:
        return _element(http, settings, below(call), is_list=False)

    made = Object(is_open=True)
    made.properties |= {
        **{name: native(all_below, name) for name in ("all", "several", "service")},
        **{name: native(one_below, name) for name in ("one", "allUrl", "oneUrl")},
    }
    if path is not None:
        for name, method in _SENDERS.items():
            made.properties[name] = native(_sender(http, settings, path, name, method, is_list), name)
    return made


def _sender(
    http: Object, settings: Object, path: Value, name: str, method: str, is_list: bool
) -> Callable[[Invocation], Value]:
    def send(call: Invocation) -> Value:
        run = call.run
        config, headers = Object(), Object()
        spread(run, config, settings.properties["fields"])
        spread(run, headers, settings.properties["headers"])
        spread(run, headers, _headers(call, name, is_list))
        url = concatenate(_without_slash(settings.properties["base"]), _joined(None, _address(call)))
        config.properties |= {"method": text(method), "url": url, "headers": headers}
        if method in _WITH_BODY:
            config.properties["data"] = Object(kind="json")
        elif method == "DELETE":
            config.properties["data"] = text("")
        run.call(http, (config,), UNDEFINED, call.node)
        # What is received can be sent in its turn: `account.put()`.
        is_one = method != "GET" or not is_list or name == "get"
        received = path if is_one and not is_list else _joined(path, Text((Hole("id"),)))
        return _element(http, settings, received, is_list=False)

    def _address(call: Invocation) -> Value:
        """What a call names itself: `list.get(1)`, `one.getList('orders')`, `customGET('summary')`."""
        at = 1 if name in ("customPUT", "customPATCH", "customPOST") else 0
        names = name.startswith("custom") or (name == "get" if is_list else name in ("getList", "post"))
        given = call.argument(at) if names else UNDEFINED
        return path if given == UNDEFINED else _joined(path, given)

    return send


def _headers(call: Invocation, name: str, is_list: bool) -> Value:
    """The last argument that may hold headers: the second behind the body and the query."""
    places = {"get": 2 if is_list else 1, "post": 2 if is_list else 3, "getList": 1 if is_list else 2}
    usual = 3 if name.startswith("custom") and name[6:] in ("POST", "PUT", "PATCH") else 1
    return call.argument(places.get(name, 2 if name.startswith("customG") else usual))


def _joined(path: Value | None, part: Value) -> Value:
    """A path with one more part."""
    piece = to_text(part)
    begun = path if path is not None else text("")
    first = piece.parts[0] if isinstance(piece, Text) and piece.parts else ""
    has_slash = isinstance(first, str) and first.startswith("/")
    is_whole = isinstance(first, str) and "://" in first
    return concatenate(begun if has_slash or is_whole else concatenate(begun, text("/")), piece)


def _without_slash(base: Value) -> Value:
    if isinstance(base, Text) and base.parts and isinstance(base.parts[-1], str):
        return Text((*base.parts[:-1], base.parts[-1].rstrip("/")), base.variable)
    return base
