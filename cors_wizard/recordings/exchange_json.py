"""Recorded exchanges from JSON (README, "JSON"); every wrong part is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, cast, get_args

from cors_wizard.errors import InputError
from cors_wizard.http_exchange import (
    AddressSpace,
    CredentialsMode,
    Exchange,
    Headers,
    Hop,
    InitiatorType,
    NetworkFailure,
    Permission,
    RedirectMode,
    Request,
    RequestMode,
    Response,
)

_KEYS = {field.name for field in fields(Exchange)} - {"stand_in"}
_REQUEST_KEYS = {field.name for field in fields(Request)}
_HOP_KEYS = {field.name for field in fields(Hop)}

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|(data|blob|about):")

_HINT = "The README shows what an exchange looks like."


def exchange_from(raw: object) -> Exchange:
    """The exchange that an object of JSON describes; raises InputError."""
    record = _object(raw, "The line")
    request = _object(record.get("request"), "request")
    hops = record.get("redirects") or []
    if not isinstance(hops, list):
        raise InputError("redirects isn't a list.", hint=_HINT)
    return Exchange(
        page_origin=_page_origin(record),
        request=Request(
            url=_text(request, "url"),
            method=_text(request, "method", "GET"),
            headers=headers_from(request.get("headers")),
            credentials=cast(
                CredentialsMode, _choice(request, "credentials", CredentialsMode, "same-origin")
            ),
            mode=cast(RequestMode, _choice(request, "mode", RequestMode, "cors")),
            redirect=cast(RedirectMode, _choice(request, "redirect", RedirectMode, "follow")),
            use_cors_preflight=_flag(request, "use_cors_preflight"),
            initiator_type=cast(InitiatorType, _choice(request, "initiator_type", InitiatorType, "fetch")),
            target_address_space=_address_space(request, "target_address_space"),
        ),
        preflight_response=response_from(record.get("preflight_response")),
        response=response_from(record.get("response")),
        redirects=tuple(map(_hop, hops)),
        page_url=_text(record, "page_url") if record.get("page_url") else "",
        failure=cast(NetworkFailure, _choice(record, "failure", NetworkFailure, "")) or None,
        page_address_space=_address_space(record, "page_address_space"),
        server_address_space=_address_space(record, "server_address_space"),
        local_network_permission=cast(
            Permission, _choice(record, "local_network_permission", Permission, "unknown")
        ),
        cached_response=response_from(record.get("cached_response")),
    )


def unknown_keys(record: Mapping[str, Any]) -> Iterator[str]:
    """The keys of an exchange that say nothing here: misspelled ones, as a rule."""
    yield from sorted(record.keys() - _KEYS)
    yield from sorted(f"request.{name}" for name in record["request"].keys() - _REQUEST_KEYS)
    hops = record.get("redirects") or []
    yield from sorted({f"redirects.{name}" for hop in hops for name in hop.keys() - _HOP_KEYS})


def _page_origin(record: Mapping[str, Any]) -> str:
    text = _text(record, "page_origin")
    if text == "null" or _SCHEME.match(text):
        return text
    raise InputError("page_origin has no scheme.", hint="Give it as http://localhost:3000, or null.")


def _flag(record: Mapping[str, Any], name: str) -> bool:
    value = record.get(name, False)
    if not isinstance(value, bool):
        raise InputError(f"{name} is neither true nor false.", hint=_HINT)
    return value


def _address_space(record: Mapping[str, Any], name: str) -> AddressSpace | None:
    return cast(AddressSpace, _choice(record, name, AddressSpace, "")) or None


def response_from(raw: object) -> Response | None:
    """A response, or None; raises InputError."""
    if raw is None:
        return None
    record = _object(raw, "A response")
    status = record.get("status")
    if not isinstance(status, int) or isinstance(status, bool) or not 100 <= status <= 999:
        raise InputError("A response's status isn't a number from 100 to 999.", hint=_HINT)
    return Response(status, headers_from(record.get("headers")))


def headers_from(raw: object) -> Headers:
    """A header list from pairs or an object; raises InputError."""
    if raw is None:
        return Headers()
    pairs = list(raw.items()) if isinstance(raw, dict) else raw
    if not isinstance(pairs, list) or not all(map(_is_pair, pairs)):
        raise InputError("headers isn't a list of pairs of name and value.", hint=_HINT)
    return Headers.of((name, value) for name, value in pairs)


def _is_pair(pair: object) -> bool:
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        return False
    return isinstance(pair[0], str) and isinstance(pair[1], str)


def _hop(raw: object) -> Hop:
    record = _object(raw, "A redirect")
    return Hop(
        _text(record, "url"),
        response_from(record.get("response")),
        response_from(record.get("preflight_response")),
    )


def _object(raw: object, what: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise InputError(f"{what} isn't a JSON object.", hint=_HINT)
    return raw


def _text(record: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = record.get(name, default)
    if not isinstance(value, str) or not value:
        raise InputError(f"{name} is missing or isn't a string.", hint=_HINT)
    return value


def _choice(record: Mapping[str, Any], name: str, kind: Any, default: str) -> str:
    value = record.get(name)
    if not value:
        return default
    if value not in get_args(kind):
        raise InputError(f"{name} is none of {', '.join(get_args(kind))}.", hint=_HINT)
    return str(value)
