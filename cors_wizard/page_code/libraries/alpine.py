"""Alpine AJAX: `$ajax(url, {method, body, headers})`, with headers of its own."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import Object, Unknown, Value, native, text
from cors_wizard.page_code.libraries.clients import options_of, url_of
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.fetcher_kinds import Fetcher
from cors_wizard.page_code.libraries.fetchers import send

_ALPINE = Fetcher(
    "alpine-ajax", (), is_body_form=True, text_type="application/x-www-form-urlencoded;charset=UTF-8"
)


def alpine_names() -> dict[str, Value]:
    """The name in a page's attributes, and in components as `this.$ajax`."""
    made = native(_ajax, "$ajax")
    return {"$ajax": made, "this.$ajax": made}


def _ajax(invocation: Invocation) -> Value:
    options = options_of(invocation, invocation.argument(1))
    headers = Object({"X-Alpine-Request": text("true"), "X-Alpine-Target": Unknown("target")}, kind="headers")
    given = option(options, "headers")
    add_headers(invocation.run, headers, given.value)
    headers.is_open |= not given.is_settled
    options.properties["headers"] = headers
    # It hands no credentials mode on.
    options.properties.pop("credentials", None)
    send(_ALPINE, Object(), invocation, options, url_of(invocation))
    return Unknown("response")
