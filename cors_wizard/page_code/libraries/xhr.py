"""XMLHttpRequest, EventSource and sendBeacon."""

from __future__ import annotations

from dataclasses import replace

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, READ
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import UNDEFINED, Closure, Object, Unknown, Value, native, text
from cors_wizard.page_code.libraries.body import sent_body
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, option, place_of
from cors_wizard.page_code.libraries.web import set_header

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
    this, name = invocation.this, invocation.constant(0)
    headers = this.properties.get("#headers") if isinstance(this, Object) else None
    if isinstance(headers, Object):
        if name is None:
            headers.is_open = True
        else:
            set_header(invocation.run, headers, name, invocation.argument(1))
    return UNDEFINED


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
    known = run.modules.names.get("XMLHttpRequest")
    prototype = known.properties.get("prototype") if isinstance(known, Object) else None
    own = prototype.properties.get(name) if isinstance(prototype, Object) else None
    return own if isinstance(own, Closure) else None


READ["xhr"] = _of_prototype


def xhr_names() -> dict[str, Value]:
    """The names in a page."""
    prototype = Object({name: native(call, name) for name, call in METHODS["xhr"].items()}, is_open=True)
    return {
        "XMLHttpRequest": native(_xhr, "XMLHttpRequest", prototype=prototype),
        "EventSource": native(_event_source, "EventSource"),
        "navigator": Object({"sendBeacon": native(_beacon, "sendBeacon")}, is_open=True),
    }
