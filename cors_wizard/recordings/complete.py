"""What a recording leaves open and the text around it tells: its console message, a copied request, code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast, get_args

from cors_wizard.fetch_standard import preflight_reasons, serialize_origin
from cors_wizard.fetch_standard.methods import is_token
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.http_exchange import CredentialsMode
from cors_wizard.recordings.recorded import Recorded, Unknown

if TYPE_CHECKING:
    from cors_wizard.facts import Facts


def completed(recorded: Recorded, pasted: Facts) -> Recorded:
    """The exchange with what else was pasted about its request; what a tool sent stays as it was sent."""
    if recorded.by_tool or not recorded.unknown:
        return recorded
    exchange, request = recorded.exchange, recorded.exchange.request
    found = set[Unknown]()
    url, origin = pasted.text("url"), pasted.text("origin") or pasted.text("page_url")
    if "url" in recorded.unknown and url and parse_url(url):
        request = replace(request, url=url)
        found.add("url")
    if "origin" in recorded.unknown and origin:
        exchange = replace(exchange, page_origin=serialize_origin(origin))
        found.add("origin")
    method = pasted.text("method") or pasted.text("refused_method")
    if "method" in recorded.unknown and method and is_token(method):
        request = replace(request, method=method)
        found.add("method")
    credentials = pasted.text("credentials")
    if "credentials" in recorded.unknown and credentials in get_args(CredentialsMode):
        request = replace(request, credentials=cast(CredentialsMode, credentials))
        found.add("credentials")
    exchange = replace(exchange, request=request)
    unknown = set(recorded.unknown - found)
    if "origin" in found and exchange.preflight_response is None:
        unknown |= {"preflight"} if preflight_reasons(request, exchange.page_origin) else set()
    return replace(recorded, exchange=exchange, unknown=frozenset(unknown))
