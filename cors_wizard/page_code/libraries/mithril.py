"""Mithril's own client, `m.request`."""

from __future__ import annotations

from dataclasses import replace

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Closure,
    Object,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.clients import options_and_url, with_holes
from cors_wizard.page_code.libraries.draft import Part, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.fetcher_kinds import Fetcher
from cors_wizard.page_code.libraries.fetchers import send
from cors_wizard.page_code.libraries.web import xhr_of

_MITHRIL = Fetcher(
    "mithril",
    (),
    is_body_json=True,
    has_switch=True,
    accept="application/json, text/*",
    json_type="application/json; charset=utf-8",
    initiator="xmlhttprequest",
)


def _of_mithril(invocation: Invocation) -> Value:
    """With what `config(xhr)` sets; a GET that is given a body has its type, too."""
    options, url = options_of_mithril(invocation)
    return send(_MITHRIL, Object(), invocation, options, replace(url, value=with_holes(url.value)))


def options_of_mithril(invocation: Invocation) -> tuple[Object, Part]:
    """What `m.request` was given, and the headers that its function sets besides."""
    options, url = options_and_url(invocation)
    config, data = option(options, "config").value, option(options, "data")
    if data.is_given and option(options, "method").value not in (UNDEFINED, text("GET")):
        options.properties.setdefault("body", data.value)  # its name before version 2
    added = Object(kind="headers")
    add_headers(invocation.run, added, option(options, "headers").value)
    if option(options, "body").is_given and option(options, "method").value in (UNDEFINED, text("GET")):
        added.properties.setdefault("Content-Type", text(_MITHRIL.json_type))
    if isinstance(config, Closure):
        invocation.run.apart(config, xhr_of(added), invocation.node)
    if added.properties:
        options.properties["headers"] = added
    return options, url


def mithril() -> Object:
    """What `mithril` exports, and `m` in a page."""
    made = native(lambda _: Unknown("element"), "m")
    request = native(_of_mithril, "request")
    made.properties |= {"request": request, "default": made}
    made.is_open = True
    return made
