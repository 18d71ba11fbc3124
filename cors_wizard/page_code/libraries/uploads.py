"""Widgets that upload files: Dropzone, Uppy's XHRUpload, FilePond."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
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
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, option, place_of
from cors_wizard.page_code.libraries.fetch import header_list

_OF_DROPZONE = {
    "Accept": "application/json",
    "Cache-Control": "no-cache",
    "X-Requested-With": "XMLHttpRequest",
}


def _upload(invocation: Invocation, library: str, options: Value, url: Part, own: dict[str, str]) -> None:
    """A form with the file; all of them listen to its progress, so there is a preflight always."""
    headers = option(options, "headers")
    sent = header_list(invocation.run, headers)
    given = {name.lower() for name in sent.properties}
    sent.properties |= {name: text(value) for name, value in own.items() if name.lower() not in given}
    draft = Draft(
        library,
        url,
        method=option(options, "method").or_default(text("POST")),
        headers=sent,
        credentials=with_credentials(option(options, "withCredentials")),
        body=Body(kind="multipart"),
        initiator="xmlhttprequest",
        normalizes=True,
        options=place_of(options),
        headers_place=headers.place,
        forces_preflight=True,
    )
    invocation.run.send(invocation.node, lambda: draft)


def _dropzone(invocation: Invocation) -> Value:
    """`new Dropzone(element, {url, headers, withCredentials})`."""
    options = invocation.argument(1)
    url = option(options, "url")
    if url.is_given:
        default = option(options, "defaultHeaders").value
        is_bare = isinstance(default, Constant) and default.value is False
        _upload(invocation, "dropzone", options, url, {} if is_bare else _OF_DROPZONE)
    return Object(is_open=True)


def dropzone() -> Object:
    """What `dropzone` exports."""
    made = native(_dropzone, "Dropzone")
    made.properties |= {"default": made, "Dropzone": made, "options": Object(is_open=True)}
    return made


def _uppy(invocation: Invocation) -> Value:
    """`new Uppy()`; `use` gives itself back."""
    made = Object(is_open=True, kind="uppy")
    made.properties["use"] = native(lambda use: _use(made, use), "use")
    made.properties["on"] = native(lambda _: made, "on")
    return made


def _use(uppy: Object, invocation: Invocation) -> Value:
    plugin, options = invocation.argument(0), invocation.argument(1)
    if isinstance(plugin, Native) and plugin.name == "XHRUpload":
        _upload(invocation, "uppy", options, option(options, "endpoint"), {})
    return uppy


def uppy_core() -> Object:
    """What `@uppy/core` exports."""
    made = native(_uppy, "Uppy")
    made.properties |= {"default": made, "Uppy": made}
    return made


def uppy_upload() -> Object:
    """What `@uppy/xhr-upload` exports."""
    made = native(lambda _: Unknown(), "XHRUpload")
    made.properties["default"] = made
    return made


def uppy_of_the_page() -> Object:
    """What a script finds as `Uppy`."""
    return Object({"Uppy": uppy_core(), "XHRUpload": uppy_upload()}, is_open=True)


def _pond(options: Value, invocation: Invocation) -> Value:
    """`server: 'URL'`, or `server: {url, process: {url, headers, withCredentials}}`."""
    server = option(options, "server")
    if isinstance(server.value, Text):
        _upload(invocation, "filepond", Object(), server, {})
    if isinstance(server.value, Object):
        process = option(server.value, "process")
        inner = process.value if isinstance(process.value, Object) else server.value
        base, path = option(server.value, "url"), option(inner, "url")
        if isinstance(process.value, Text):
            path = process
        whole = path if inner is not server.value or process.is_given else Part(text(""))
        _upload(invocation, "filepond", inner, _joined(base, whole), {})
    return Object(is_open=True)


def _joined(base: Part, path: Part) -> Part:
    """FilePond writes the two one after the other."""
    if not base.is_given or not path.is_given:
        return base if base.is_given else path
    return Part(concatenate(base.value, path.value), base.is_settled and path.is_settled, base.place)


def filepond() -> Object:
    """What `filepond` exports."""
    return Object(
        {
            "create": native(lambda call: _pond(call.argument(1), call), "create"),
            "setOptions": native(lambda call: _pond(call.argument(0), call), "setOptions"),
        },
        is_open=True,
    )
