"""Widgets that upload files: Dropzone, Uppy, FilePond, tus, antd's Upload."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import WRITTEN
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    NULL,
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
from cors_wizard.page_code.libraries.axios_config import join_base
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, option, place_of
from cors_wizard.page_code.libraries.fetch import header_list
from cors_wizard.page_code.sources.document_values import ACTION
from cors_wizard.page_code.sources.syntax import Place

_OF_DROPZONE = {
    "Accept": "application/json",
    "Cache-Control": "no-cache",
    "X-Requested-With": "XMLHttpRequest",
}


def _upload(invocation: Invocation, library: str, options: Value, url: Part, own: dict[str, str]) -> None:
    draft = _upload_draft(invocation.run, library, options, url, own)
    invocation.run.send(invocation.node, lambda: draft)


def _upload_draft(run: Run, library: str, options: Value, url: Part, own: dict[str, str]) -> Draft:
    """A form with the file, or the file alone; all listen to its progress, so there is a preflight always."""
    headers = option(options, "headers")
    if isinstance(headers.value, Closure):
        headers = replace(headers, value=run.returned(headers.value))
    sent = header_list(run, headers)
    given = {name.lower() for name in sent.properties}
    for name in [name for name in sent.properties if option(headers.value, name).value == NULL]:
        del sent.properties[name]  # `{'X-Requested-With': null}` takes out what the widget sends
    sent.properties |= {name: text(value) for name, value in own.items() if name.lower() not in given}
    is_bare = option(options, "formData").value == Constant(False) or truth(
        option(options, "binaryBody").value
    )
    return Draft(
        library,
        url,
        method=option(options, "method").or_default(text("POST")),
        headers=sent,
        credentials=with_credentials(option(options, "withCredentials")),
        body=Body(Unknown("file", type="File")) if is_bare else Body(kind="multipart"),
        initiator="xmlhttprequest",
        normalizes=True,
        options=place_of(options),
        headers_place=headers.place,
        forces_preflight=True,
    )


def _dropzone(invocation: Invocation) -> Value:
    """`new Dropzone(element, {url, headers, withCredentials})`."""
    options = invocation.argument(1)
    url = option(options, "url")
    if url.is_given:
        default = option(options, "defaultHeaders").value
        is_bare = isinstance(default, Constant) and default.value is False
        _upload(invocation, "dropzone", options, url, {} if is_bare else _OF_DROPZONE)
    return Object(is_open=True)


def _of_options(run: Run, target: Object, name: str, value: Value, place: Place | None) -> None:
    """`Dropzone.options.myForm = {...}`: the form's own `action` is its URL where none is given."""
    if place is not None and isinstance(value, Object):
        url = option(value, "url")
        url = url if url.is_given else Part(Text((Hole(ACTION),)))
        draft = _upload_draft(run, "dropzone", value, url, _OF_DROPZONE)
        run.send_at(place, lambda: draft)


WRITTEN["dropzone-options"] = _of_options


def dropzone() -> Object:
    """What `dropzone` exports."""
    made = native(_dropzone, "Dropzone")
    options = Object(is_open=True, kind="dropzone-options")
    made.properties |= {"default": made, "Dropzone": made, "options": options}
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
    if isinstance(plugin, Native) and plugin.name == "Tus":
        _resumable(invocation, options, has_metadata=True)
    return uppy


_WITH_COOKIES = re.compile(r"\bwithCredentials\s*=\s*true\b")


def _resumable(invocation: Invocation, options: Value, *, has_metadata: bool) -> None:
    """https://tus.io/protocols/resumable-upload: a POST creates the upload, PATCH sends the file."""
    endpoint, given = option(options, "endpoint"), option(options, "headers")
    before = option(options, "onBeforeRequest").value
    credentials = with_credentials(option(options, "withCredentials"))
    if isinstance(before, Closure) and before.node and _WITH_COOKIES.search(before.node.text):
        credentials = Part(text("include"))
    metadata = ("Upload-Metadata",) if has_metadata else ()
    there = replace(endpoint, value=join_base(endpoint.value, text("{upload}")))
    for method, url, names in (
        ("POST", endpoint, ("Upload-Length", *metadata)),
        ("PATCH", there, ("Upload-Offset", "Content-Type")),
    ):
        headers = header_list(invocation.run, given)
        headers.properties["Tus-Resumable"] = text("1.0.0")
        headers.properties |= dict.fromkeys(names, text(""))
        if method == "PATCH":
            headers.properties["Content-Type"] = text("application/offset+octet-stream")
        draft = Draft(
            "tus",
            url,
            method=Part(text(method)),
            headers=headers,
            credentials=credentials,
            body=Body(kind="binary" if method == "PATCH" else "none"),
            initiator="xmlhttprequest",
            options=place_of(options),
            headers_place=given.place,
            forces_preflight=True,
        )
        invocation.run.send(invocation.node, partial(_itself, draft))


def _itself(draft: Draft) -> Draft:
    return draft


def _tus_upload(invocation: Invocation) -> Value:
    """`new tus.Upload(file, {endpoint, headers, metadata})`."""
    options = invocation.argument(1)
    _resumable(invocation, options, has_metadata=option(options, "metadata").is_given)
    return Object(is_open=True)


def tus() -> Object:
    """What `tus-js-client` exports."""
    return Object({"Upload": native(_tus_upload, "Upload")}, is_open=True)


def uppy_tus() -> Object:
    """What `@uppy/tus` exports."""
    made = native(lambda _: Unknown(), "Tus")
    made.properties["default"] = made
    return made


def _antd_upload(invocation: Invocation) -> Value:
    """`<Upload action="..." headers={...} withCredentials>`: not with `customRequest`."""
    options = invocation.argument(0)
    action = option(options, "action")
    if action.is_given and not option(options, "customRequest").is_given:
        _upload(invocation, "antd", options, action, {"X-Requested-With": "XMLHttpRequest"})
    return Unknown("element")


def antd() -> Object:
    """What `antd` exports, as far as it sends."""
    made = native(_antd_upload, "Upload")
    made.kind = "component"
    made.properties["Dragger"] = made
    return Object({"Upload": made, "default": made}, is_open=True)


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
    return Object({"Uppy": uppy_core(), "XHRUpload": uppy_upload(), "Tus": uppy_tus()}, is_open=True)


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


def react_filepond() -> Object:
    """What `react-filepond` exports: `<FilePond server="..." />`."""
    made = native(lambda call: _pond(call.argument(0), call), "FilePond")
    made.kind = "component"
    return Object({"FilePond": made}, is_open=True)
