"""A HAR file, whole or one entry of it: the request that failed, its preflight, and what came back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cors_wizard.console.clipboards.copied import Copied, copied, request_facts
from cors_wizard.console.clipboards.headers import response_facts
from cors_wizard.facts import FactValue

_MOST = 64_000_000


def read_har(text: str) -> Copied | None:
    """The facts of the entry that failed, or else of the first that is cross-origin."""
    text = text.removeprefix("\ufeff")
    if len(text) > _MOST or not text.lstrip().startswith(("{", "[")) or '"request"' not in text:
        return None
    try:
        entries = _entries(json.loads(text))
    except (ValueError, RecursionError):
        return None
    entry = min(entries, key=_how_ordinary, default=None)
    return copied("a HAR", _facts(entry, entries)) if entry else None


def _entries(content: object) -> list[dict[str, Any]]:
    log = content.get("log", content) if isinstance(content, dict) else content
    found = log.get("entries", [log]) if isinstance(log, dict) else log
    entries = found if isinstance(found, list) else []
    return [each for each in entries if isinstance(each, dict) and _url(each).startswith(("http:", "https:"))]


def _how_ordinary(entry: dict[str, Any]) -> tuple[bool, bool, bool]:
    failed = _status(entry) == 0 or bool(_part(entry, "response").get("_error"))
    return (
        _method(entry) == "OPTIONS",
        not failed,
        "origin" not in dict(_headers(entry, "request", lower=True)),
    )


def _facts(entry: dict[str, Any], entries: list[dict[str, Any]]) -> Iterator[tuple[str, FactValue | None]]:
    yield from request_facts(_url(entry), _method(entry), _headers(entry, "request"))
    is_preflight = _method(entry) == "OPTIONS"
    yield from response_facts(_status(entry), _headers(entry, "response"), preflight=is_preflight)
    for other in entries:
        if other is not entry and _method(other) == "OPTIONS" and _url(other) == _url(entry):
            yield from response_facts(_status(other), _headers(other, "response"), preflight=True)
            return


def _part(entry: dict[str, Any], name: str) -> dict[str, Any]:
    part = entry.get(name)
    return part if isinstance(part, dict) else {}


def _url(entry: dict[str, Any]) -> str:
    return str(_part(entry, "request").get("url", ""))


def _method(entry: dict[str, Any]) -> str:
    return str(_part(entry, "request").get("method", "GET"))


def _status(entry: dict[str, Any]) -> int:
    status = _part(entry, "response").get("status")
    return status if isinstance(status, int) else 0


def _headers(entry: dict[str, Any], part: str, *, lower: bool = False) -> list[tuple[str, str]]:
    listed = _part(entry, part).get("headers")
    pairs = [
        (str(header.get("name", "")), str(header.get("value", "")))
        for header in (listed if isinstance(listed, list) else [])
        if isinstance(header, dict)
    ]
    return [(name.lower(), value) for name, value in pairs] if lower else pairs
