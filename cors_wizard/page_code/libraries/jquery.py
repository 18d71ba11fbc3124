"""jQuery: `$.ajax` and its short forms, `ajaxSetup`, `beforeSend`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cors_wizard.page_code.evaluation.builtin_objects import merge_into
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import READ, open_up, set_member, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import flat, shown, to_text
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Choice,
    Closure,
    Constant,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.document import OF_ELEMENTS, selected
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, first_given, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.jquery_widgets import AJAX, LISTENS, WIDGETS
from cors_wizard.page_code.libraries.web import xhr_of
from cors_wizard.page_code.page_call import BodyKind
from cors_wizard.page_code.sources.syntax import Syntax

_FORM = "application/x-www-form-urlencoded; charset=UTF-8"
_OWN_ORIGIN = ("X-Requested-With", text("XMLHttpRequest"))
"""What jQuery adds where it takes the URL for one of the page's own origin."""
_ACCEPT = {
    "json": "application/json, text/javascript, */*; q=0.01",
    "html": "text/html, */*; q=0.01",
    "xml": "application/xml, text/xml, */*; q=0.01",
    "text": "text/plain, */*; q=0.01",
}
_SCRIPTS = ("jsonp", "script")


@dataclass
class Settings:
    """What `ajaxSetup` and `ajaxPrefilter` set for every call."""

    defaults: Object = field(default_factory=Object)
    prefilters: list[Value] = field(default_factory=list)
    listeners: list[Value] = field(default_factory=list)
    """What `ajaxSend` calls before each request."""


def jquery() -> Native:
    """What `$` is."""
    settings = Settings()
    made = native(lambda invocation: _select(settings, invocation), "$")
    made.is_open = True
    made.properties |= {
        "ajax": native(lambda invocation: _ajax(settings, invocation), "ajax"),
        "get": native(_short(settings, "GET"), "get"),
        "post": native(_short(settings, "POST"), "post"),
        "getJSON": native(_short(settings, "GET", "json"), "getJSON"),
        "ajaxSetup": native(lambda invocation: _setup(settings, invocation), "ajaxSetup"),
        "ajaxPrefilter": native(lambda invocation: _prefilter(settings, invocation), "ajaxPrefilter"),
        "extend": native(_extend, "extend"),
        "each": native(_each, "each"),
        "param": native(lambda invocation: text("query=1"), "param"),
    }
    made.properties |= {"default": made, "$": made, "jQuery": made}
    return made


def _select(settings: Settings, invocation: Invocation) -> Value:
    """`$(selector)`: `load` sends, and widgets do; a function that is handed over is followed in its turn."""
    made = selected(invocation.constant(0) or "", "jquery")
    made.properties[AJAX] = native(lambda call: _ajax(settings, call), "ajax")
    made.properties["load"] = native(lambda call: _load(settings, call), "load")
    made.properties["ajaxSend"] = native(lambda call: _listen(settings, call), "ajaxSend")
    for name in ("on", "bind"):
        made.properties[name] = native(lambda call: _listen_if(settings, call), name)
    return made


def _load(settings: Settings, invocation: Invocation) -> Value:
    target = invocation.argument(0)
    if not isinstance(target, Text) or not target.parts:
        return invocation.this
    first = target.parts[0]
    if isinstance(first, str) and " " in first:  # what follows is a selector
        target = text(first.partition(" ")[0])
    has_data = isinstance(invocation.argument(1), Object) and not isinstance(invocation.argument(1), Closure)
    options = Object({"url": target, "type": text("POST" if has_data else "GET"), "dataType": text("html")})
    if has_data:
        options.properties["data"] = invocation.argument(1)
    _send(settings, invocation, options)
    return invocation.this


def _chain(invocation: Invocation) -> Value:
    return invocation.this


def _other(run: Run, value: Object, name: str) -> Value:
    if name in OF_ELEMENTS:
        return native(OF_ELEMENTS[name], name)
    if name in ("val", "text", "html", "serialize", "serializeArray"):
        return native(lambda invocation: Unknown(name), name)
    if name == "load":
        return native(lambda invocation: _load(Settings(), invocation), name)
    return native(WIDGETS.get(name, _chain), name)


READ["jquery"] = _other


def _each(invocation: Invocation) -> Value:
    """`$.each(object, function (name, value) { ... })`."""
    given, function = invocation.argument(0), invocation.argument(1)
    items: list[tuple[Value, Value]] = [(Unknown("key"), Unknown("value"))]
    if isinstance(given, Object) and not given.is_open and given.kind == "object":
        items = [(text(name), each) for name, each in given.properties.items()]
    for item in items if isinstance(function, Closure) else ():
        invocation.run.call(function, item, UNDEFINED, invocation.node)
    return given


def _extend(invocation: Invocation) -> Value:
    """`$.extend([deep,] target, ...)`."""
    objects = [each for each in invocation.arguments if not isinstance(each, Constant)]
    if not objects or not isinstance(objects[0], Object):
        return Unknown()
    is_deep = invocation.argument(0) == Constant(True)
    for source in objects[1:]:
        (merge_into if is_deep else spread)(invocation.run, objects[0], source)
    return objects[0]


def _setup(settings: Settings, invocation: Invocation) -> Value:
    spread(invocation.run, settings.defaults, invocation.argument(0))
    return UNDEFINED


def _prefilter(settings: Settings, invocation: Invocation) -> Value:
    function = invocation.callback()
    if function is not None:
        settings.prefilters.append(function)
    return UNDEFINED


def _listen(settings: Settings, invocation: Invocation) -> Value:
    """`$(document).ajaxSend((event, xhr, settings) => ...)`."""
    function = invocation.callback()
    if function is not None:
        settings.listeners.append(function)
    return invocation.this


def _listen_if(settings: Settings, invocation: Invocation) -> Value:
    """`$(document).on('ajaxSend', ...)`."""
    return _listen(settings, invocation) if invocation.constant(0) == "ajaxSend" else invocation.this


def _ajax(settings: Settings, invocation: Invocation) -> Value:
    """`$.ajax(settings)` and `$.ajax(url, settings)`."""
    first = invocation.argument(0)
    is_url = isinstance(first, Text) or (isinstance(first, Unknown | Choice) and invocation.number() > 1)
    options = Object()
    given = invocation.argument(1 if is_url else 0)
    spread(invocation.run, options, given)
    options.place = given.place if isinstance(given, Object) else None
    if is_url:
        set_member(invocation.run, options, "url", first, invocation.place(0))
    return _send(settings, invocation, options)


def _short(settings: Settings, method: str, data_type: str = "") -> Callable[[Invocation], Value]:
    """`$.get(url, data, success, dataType)` and the others; the data may be left out."""

    def call(invocation: Invocation) -> Value:
        options = Object()
        first = invocation.argument(0)
        if isinstance(first, Object) and first.kind == "object" and not isinstance(first, Closure):
            spread(invocation.run, options, first)
            options.place = first.place
        else:
            set_member(invocation.run, options, "url", first, invocation.place(0))
            data = invocation.argument(1)
            if not isinstance(data, Closure):
                set_member(invocation.run, options, "data", data)
        given = data_type or next(
            (each.constant for each in invocation.arguments[2:] if isinstance(each, Text) and each.constant),
            "",
        )
        set_member(invocation.run, options, "type", text(method))
        if given:
            set_member(invocation.run, options, "dataType", text(given))
        return _send(settings, invocation, options)

    return call


def _send(settings: Settings, invocation: Invocation, options: Object) -> Value:
    run, node = invocation.run, invocation.node
    kept = options.copy()
    run.send(node, lambda: _draft(run, settings, kept, node))
    return Object(kind="jquery", is_open=True)


def _draft(run: Run, settings: Settings, options: Object, node: Syntax) -> Draft | None:
    """Made at the very end: `ajaxSetup` often follows the call in the order of files."""
    full = settings.defaults.copy()
    spread(run, full, options)
    headers = Object()
    for prefilter in settings.prefilters:
        run.apart(prefilter, full, node, options, xhr_of(headers))
    data_type = flat(to_text(full.properties.get("dataType", UNDEFINED))).constant or ""
    address = to_text(full.properties.get("url", UNDEFINED))
    is_padded = isinstance(address, Text) and "=?" in shown(address)
    if data_type in _SCRIPTS or is_padded:
        return None
    accept = Unknown() if "accepts" in full.properties else text(_ACCEPT.get(data_type, "*/*"))
    headers.properties.setdefault("Accept", accept)
    for source in (settings.defaults, full):
        add_headers(run, headers, option(source, "headers").value)
    method = first_given(option(full, "method"), option(full, "type")).or_default(text("GET"))
    _before_send(run, full, headers, method, node, settings.listeners)
    content = _content(full, options, method)
    if isinstance(content[1], Text):
        headers.properties.setdefault("Content-Type", content[1])
    credentials = with_credentials(option(option(full, "xhrFields").value, "withCredentials"))
    across = full.properties.get("crossDomain")
    if across == Constant(False):
        headers.properties.setdefault(*_OWN_ORIGIN)
    return Draft(
        "jquery",
        replace(option(full, "url"), is_settled=True) if "url" in full.properties else Part(text("")),
        method=method,
        headers=headers,
        credentials=credentials,
        body=content[0],
        initiator="xmlhttprequest",
        normalizes=True,
        options=options.place,
        headers_place=options.places.get("headers"),
        forces_preflight=LISTENS in full.properties,
        own_origin_headers=() if across == Constant(True) else ((_OWN_ORIGIN[0], "XMLHttpRequest"),),
    )


def _content(full: Object, own: Object, method: Part) -> tuple[Body, Value | None]:
    """The body, and the Content-Type that jQuery sets: its own default only where something is sent."""
    data = option(full, "data")
    given = full.properties.get("contentType", UNDEFINED)
    is_told = isinstance(own.properties.get("contentType"), Text)
    name = flat(to_text(method.value)).constant
    is_bodiless = (name or "").upper() in ("GET", "HEAD")
    if given == Constant(False):
        kind: BodyKind = "multipart" if not isinstance(data.value, Text) else "text"
        return (Body(data.value, kind=kind) if data.is_given else Body(kind="none")), None
    is_sent = (data.is_given or not data.is_settled) and not is_bodiless
    if not is_sent:
        return Body(kind="none"), given if is_told else None
    content_type = given if isinstance(given, Text) else text(_FORM)
    is_json = "json" in (flat(content_type).constant or "")
    return Body(kind="json" if is_json else "form"), content_type


def _before_send(
    run: Run, full: Object, headers: Object, method: Part, node: Syntax, listeners: list[Value]
) -> None:
    """Runs `beforeSend(xhr, settings)` with the settings of this call, and then the listeners."""
    function = full.properties.get("beforeSend")
    own = [function] if isinstance(function, Closure | Unknown) else []
    if not own and not listeners:
        return
    url = flat(to_text(full.properties.get("url", UNDEFINED)))
    first = url.parts[0] if url.parts else ""
    settings = full.copy()
    settings.properties |= {"type": method.value, "method": method.value}
    if isinstance(first, str) and first:
        settings.properties["crossDomain"] = Constant("://" in first or first.startswith("//"))
    xhr = xhr_of(headers)
    for each in own:
        if isinstance(each, Closure):
            each.this = settings
        else:
            open_up(headers)
        run.apart(each, xhr, node, settings)
    for listener in listeners:
        run.apart(listener, Object(is_open=True), node, xhr, settings)
    if "withCredentials" in xhr.properties:
        fields = option(full, "xhrFields").value
        made = fields.copy() if isinstance(fields, Object) else Object()
        made.properties["withCredentials"] = xhr.properties["withCredentials"]
        full.properties["xhrFields"] = made
