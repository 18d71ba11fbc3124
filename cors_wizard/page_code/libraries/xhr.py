"""XMLHttpRequest, also where a script has replaced its functions; EventSource and sendBeacon."""

from __future__ import annotations

from dataclasses import replace

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, READ, get_member, set_member
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Closure,
    Constant,
    Object,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.body import sent_body
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, option, place_of
from cors_wizard.page_code.libraries.web import set_one
from cors_wizard.page_code.sources.syntax import Syntax

_SAFELISTED = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")


def _xhr(invocation: Invocation) -> Value:
    upload = Object({"addEventListener": native(_listen, "addEventListener")}, is_open=True)
    return Object({"upload": upload}, kind="xhr", is_open=True)


def _listen(invocation: Invocation) -> Value:
    if isinstance(invocation.this, Object):
        invocation.run.write_property(invocation.this, "onprogress", invocation.argument(1))
    return UNDEFINED


def _open(invocation: Invocation) -> Value:
    this = invocation.this
    if isinstance(this, Object):
        for index, name in enumerate(("method", "url")):
            invocation.run.write_property(this, f"#{name}", invocation.argument(index))
            place = invocation.place(index)
            if place is not None:
                this.places[f"#{name}"] = place
        invocation.run.write_property(this, "#headers", Object())
    return UNDEFINED


def _set_request_header(invocation: Invocation) -> Value:
    this = invocation.this
    headers = this.properties.get("#headers") if isinstance(this, Object) else None
    return set_one(headers, invocation) if isinstance(headers, Object) else UNDEFINED


def _send(invocation: Invocation) -> Value:
    this = invocation.this
    if not isinstance(this, Object) or "#url" not in this.properties:
        return UNDEFINED
    headers = this.properties["#headers"]
    credentials = option(this, "withCredentials")
    draft = Draft(
        "xhr",
        Part(this.properties["#url"], place=this.places.get("#url")),
        method=Part(this.properties["#method"], place=this.places.get("#method")),
        headers=headers.copy() if isinstance(headers, Object) else Object(is_open=True),
        credentials=with_credentials(Part(credentials.value, place=credentials.place)),
        body=Body(invocation.argument(0)),
        initiator="xmlhttprequest",
        forces_preflight=_has_upload_listener(this),
    )
    invocation.run.send(invocation.node, lambda: draft)
    return UNDEFINED


def _has_upload_listener(xhr: Object) -> bool:
    """https://xhr.spec.whatwg.org/#the-send()-method: the upload listener flag."""
    upload = xhr.properties.get("upload")
    names = upload.properties if isinstance(upload, Object) else {}
    return any(name.startswith("on") for name in names)


METHODS["xhr"] = {"open": _open, "setRequestHeader": _set_request_header, "send": _send}


def _event_source(invocation: Invocation) -> Value:
    options = invocation.argument(1)
    draft = Draft(
        "eventsource",
        Part(invocation.argument(0), place=invocation.place(0)),
        credentials=with_credentials(option(options, "withCredentials")),
        initiator="other",
        options=place_of(options),
    )
    invocation.run.send(invocation.node, lambda: draft)
    return Object(is_open=True)


def _beacon(invocation: Invocation) -> Value:
    """Credentials are always sent; a Content-Type that needs a preflight makes it a CORS request.

    https://w3c.github.io/beacon/#sendbeacon-method
    """
    draft = Draft(
        "beacon",
        Part(invocation.argument(0), place=invocation.place(0)),
        method=Part(text("POST")),
        credentials=Part(text("include")),
        body=Body(invocation.argument(1)),
        initiator="beacon",
    )
    content_type = sent_body(draft, draft.body.value, True).content_type or ""
    needs_cors = bool(content_type) and content_type.split(";")[0].strip() not in _SAFELISTED
    draft = replace(draft, mode=Part(text("cors" if needs_cors else "no-cors")))
    invocation.run.send(invocation.node, lambda: draft)
    return Unknown()


def _of_prototype(run: Run, value: Object, name: str) -> Value | None:
    """What a script has put in the place of `XMLHttpRequest.prototype.send`."""
    own = _prototype(run).get(name)
    return own if isinstance(own, Closure) else None


def _prototype(run: Run) -> dict[str, Value]:
    prototype = option(run.modules.names["XMLHttpRequest"], "prototype").value
    return prototype.properties if isinstance(prototype, Object) else {}


def replaced_in_xhr(run: Run) -> Syntax | None:
    """The function that a script has put in the place of one of XMLHttpRequest's, if there is one."""
    own = (each for name, each in _prototype(run).items() if name in METHODS["xhr"])
    return next((each.node for each in own if isinstance(each, Closure)), None)


def send_by_xhr(invocation: Invocation) -> Value:
    """What a library does to send the request that it is given."""
    run, node = invocation.run, invocation.node
    request = option(invocation.argument(0), "request").value
    options, headers = option(request, "options").value, option(request, "headers").value
    xhr = run.construct(run.modules.names["XMLHttpRequest"], (), node)

    def do(name: str, *arguments: Value) -> None:
        run.call(get_member(run, xhr, name), arguments, xhr, node)

    do("open", option(options, "method").value, option(request, "url").value)
    credentials = option(options, "credentials").value
    if credentials != text("same-origin"):
        sends = Constant(True) if credentials == text("include") else Unknown("withCredentials")
        set_member(run, xhr, "withCredentials", sends)
    for name, value in headers.properties.items() if isinstance(headers, Object) else ():
        do("setRequestHeader", text(name), value)
    do("send")
    return UNDEFINED


READ["xhr"] = _of_prototype


def xhr_names() -> dict[str, Value]:
    """The names in a page."""
    prototype = Object({name: native(call, name) for name, call in METHODS["xhr"].items()}, is_open=True)
    return {
        "XMLHttpRequest": native(_xhr, "XMLHttpRequest", prototype=prototype),
        "EventSource": native(_event_source, "EventSource"),
        "navigator": Object({"sendBeacon": native(_beacon, "sendBeacon")}, is_open=True),
    }
