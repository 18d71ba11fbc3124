"""Widgets that load or save by an address in their options: tables, editors, PDF and CSV readers."""

from __future__ import annotations

from dataclasses import replace

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import (
    Array,
    Closure,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, first_given, option, place_of
from cors_wizard.page_code.libraries.fetch import header_list
from cors_wizard.page_code.page_call import BodyKind, Initiator


@dataclass(frozen=True)
class _Request:
    """What a widget sends, as far as its options do not say otherwise."""

    library: str
    method: str = "GET"
    body: BodyKind = "none"
    initiator: Initiator = "xmlhttprequest"
    own: tuple[tuple[str, str], ...] = ()
    headers: str = "headers"
    """The option with further headers."""
    credentials: tuple[str, ...] = ("withCredentials",)
    """The options that switch credentials on."""


def _send(invocation: Invocation, kind: _Request, url: Part, options: Value) -> Value:
    given = option(options, kind.headers)
    headers = header_list(invocation.run, given)
    for name, value in kind.own:
        headers.properties.setdefault(name, text(value))
    switch = first_given(*(option(options, name) for name in kind.credentials))
    mode = option(options, "credentials")
    is_mode = isinstance(mode.value, Text)
    draft = Draft(
        kind.library,
        url,
        method=option(options, "method").or_default(text(kind.method)),
        headers=headers,
        credentials=mode if is_mode else with_credentials(switch),
        body=Body(kind=kind.body),
        initiator=kind.initiator,
        normalizes=True,
        options=place_of(options),
        headers_place=given.place,
        forces_preflight=kind.body == "multipart" and kind.initiator == "xmlhttprequest",
    )
    invocation.run.send(invocation.node, lambda: draft)
    return Object(is_open=True)


_TABULATOR = _Request(
    "tabulator",
    initiator="fetch",
    own=(("Accept", "application/json"), ("X-Requested-With", "XMLHttpRequest")),
)


def _tabulator(invocation: Invocation) -> Value:
    """`new Tabulator(element, {ajaxURL, ajaxConfig})`; the latter is a method or the options of `fetch`."""
    options = invocation.argument(1)
    url, config = option(options, "ajaxURL"), option(options, "ajaxConfig")
    if not url.is_given:
        return Object(is_open=True)
    inner = Object({"method": config.value}) if isinstance(config.value, Text) else config.value
    name = option(inner, "method").value
    kind = _TABULATOR
    if isinstance(name, Text) and (name.constant or "").upper() not in ("", "GET"):
        is_json = option(options, "ajaxContentType").value == text("json")
        own = (*kind.own, ("Content-Type", "application/json")) if is_json else kind.own
        kind = replace(kind, own=own, body="json" if is_json else "multipart")
    return _send(invocation, kind, url, inner)


_EVENTS = _Request("fullcalendar", initiator="fetch")


def _calendar(invocation: Invocation) -> Value:
    """`new Calendar(element, {events: url})`, `{events: {url, method}}`, `{eventSources: [...]}`."""
    options = invocation.argument(1)
    sources = option(options, "eventSources").value
    for each in (option(options, "events").value, *(sources.items if isinstance(sources, Array) else ())):
        inner = Object({"url": each}) if isinstance(each, Text) else each
        url = option(inner, "url")
        if isinstance(inner, Object) and isinstance(url.value, Text):
            name = option(inner, "method").value
            is_post = isinstance(name, Text) and (name.constant or "").upper() == "POST"
            own = (("Content-Type", "application/x-www-form-urlencoded"),) if is_post else ()
            kind = replace(_EVENTS, own=own, body="form" if is_post else "none")
            _send(invocation, kind, url, Object({"method": name}, place=inner.place))
    return Object(is_open=True)


def fullcalendar() -> Object:
    """What `@fullcalendar/core` exports, and its bundle."""
    made = native(_calendar, "Calendar")
    return Object({"Calendar": made, "default": made}, is_open=True)


_CSV = _Request("papaparse", headers="downloadRequestHeaders")


def _parse_csv(invocation: Invocation) -> Value:
    """`Papa.parse(url, {download: true})`."""
    options = invocation.argument(1)
    if not option(options, "download").is_given:
        return Unknown("rows")
    return _send(invocation, _CSV, Part(invocation.argument(0), place=invocation.place(0)), options)


_PDF = _Request("pdf.js", initiator="fetch", headers="httpHeaders")


def _document(invocation: Invocation) -> Value:
    """`pdfjsLib.getDocument(url)`, `getDocument({url, httpHeaders, withCredentials})`."""
    first = invocation.argument(0)
    if isinstance(first, Object) and first.kind == "object":
        url = option(first, "url")
        return _send(invocation, _PDF, url, first) if url.is_given else Object(is_open=True)
    return _send(invocation, _PDF, Part(first, place=invocation.place(0)), Object())


_EDITOR = _Request("ckeditor", "POST", "multipart")


def _editor(invocation: Invocation) -> Value:
    """`ClassicEditor.create(element, {simpleUpload: {uploadUrl, headers, withCredentials}})`."""
    upload = option(invocation.argument(1), "simpleUpload").value
    url = option(upload, "uploadUrl")
    return _send(invocation, _EDITOR, url, upload) if url.is_given else Object(is_open=True)


_IMAGES = _Request("tinymce", "POST", "multipart", credentials=("images_upload_credentials",))


def _tinymce(invocation: Invocation) -> Value:
    """`tinymce.init({images_upload_url})`; a handler of the code's own replaces it."""
    options = invocation.argument(0)
    url = option(options, "images_upload_url")
    if url.is_given and not isinstance(option(options, "images_upload_handler").value, Closure):
        return _send(invocation, _IMAGES, url, options)
    return Object(is_open=True)


def tabulator() -> Object:
    """What `tabulator-tables` exports."""
    made = native(_tabulator, "Tabulator")
    made.properties |= dict.fromkeys(("default", "Tabulator", "TabulatorFull"), made)
    return made


def papaparse() -> Object:
    """What `papaparse` exports."""
    made = Object({"parse": native(_parse_csv, "parse")}, is_open=True)
    made.properties["default"] = made
    return made


def pdfjs() -> Object:
    """What `pdfjs-dist` exports."""
    made = Object({"getDocument": native(_document, "getDocument")}, is_open=True)
    made.properties["default"] = made
    return made


def ckeditor() -> Object:
    """What the builds of CKEditor 5 export."""
    made = Object({"create": native(_editor, "create")}, is_open=True)
    made.properties |= {"default": made, "ClassicEditor": made}
    return made


def tinymce() -> Object:
    """What `tinymce` exports."""
    made = Object({"init": native(_tinymce, "init")}, is_open=True)
    made.properties["default"] = made
    return made
