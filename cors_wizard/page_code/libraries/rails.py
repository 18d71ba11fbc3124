"""`@rails/request.js`: `post(url, {body, contentType})`, with the token of the page's own host."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import Object, Text, Value, native, text
from cors_wizard.page_code.libraries.clients import METHODS, Call, options_of, url_of
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.fetcher_kinds import Fetcher
from cors_wizard.page_code.libraries.fetchers import send

_RAILS = Fetcher("rails-request", (), is_body_json=True, token="X-CSRF-Token")
_RAILS_ACCEPT = {
    "html": "text/html, application/xhtml+xml",
    "turbo-stream": "text/vnd.turbo-stream.html, text/html, application/xhtml+xml",
    "json": "application/json, application/vnd.api+json",
    "script": "text/javascript, application/javascript",
}


def rails_request() -> Object:
    """What `@rails/request.js` exports: `post(url, {body, contentType})`."""

    def call(method: str) -> Call:
        return lambda each: _of_rails(each, text(method), 0)

    names = {name: native(call(name), name) for name in METHODS}
    request = native(lambda each: _of_rails(each, each.argument(0), 1), "FetchRequest")
    return Object(
        {**names, "destroy": native(call("delete"), "destroy"), "FetchRequest": request}, is_open=True
    )


def _of_rails(invocation: Invocation, method: Value, first: int) -> Value:
    options = options_of(invocation, invocation.argument(first + 1), method=method)
    headers = Object({"X-Requested-With": text("XMLHttpRequest")}, kind="headers")
    wanted = option(options, "responseKind")
    wanted_kind = wanted.value.constant if isinstance(wanted.value, Text) else None
    accept = _RAILS_ACCEPT.get(wanted_kind or "html", "*/*") if wanted_kind or not wanted.is_given else ""
    headers.properties["Accept"] = text(accept)
    body, kind = option(options, "body"), option(options, "contentType")
    if kind.is_given:
        headers.properties["Content-Type"] = kind.value
    elif body.is_given and not (isinstance(body.value, Object) and body.value.kind == "form-data"):
        headers.properties["Content-Type"] = text("application/json")
    add_headers(invocation.run, headers, option(options, "headers").value)
    options.properties["headers"] = headers
    send(_RAILS, Object(), invocation, options, url_of(invocation, first))
    return Object(is_open=True)
