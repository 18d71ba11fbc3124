"""What the fields of a failed request's error object tell, as consoles, trackers and tests print it.

AxiosError, HttpErrorResponse, DioException and an error tracker's event name the address in fields of their
own, not in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Copied, copied
from cors_wizard.console.reading import MOST_OF_PROSE
from cors_wizard.facts import FactValue

_OF_LIBRARIES = re.compile(
    r"\b(?:Axios|Fetch|Ajax|Cypress)Error\b|\bHttpErrorResponse\b|\bDio(?:Exception|Error)\b|\bClientException\b"
    r"|\bERR_(?:NETWORK|BAD_RE(?:QUEST|SPONSE))\b|\bECONNABORTED\b"
    r"|\bRequest failed with status code [1-5][0-9]{2}\b"
)
_OF_TRACKERS = re.compile(
    r"^[ \t]{0,20}(?:Breadcrumbs|url|transaction): |\bhandled[: ] ?(?:no|yes)\b", re.I | re.M
)
"""Without one of these marks a `url:` may be anything."""
_FIELD = re.compile(
    r"(?<![\w.])(?:(?:err(?:or)?\.)?config\.)?[\"']?(baseURL|url|uri|method)[\"']?"
    r"[ \t]{0,3}[:=][ \t]{0,3}[\"'`]?([^\s\"'`,;{}()]{1,2000})"
)
_METHOD = re.compile(r"get|head|post|put|patch|delete", re.IGNORECASE)
_TAG = re.compile(r"(?<!\w)method[ \t]{1,3}(GET|HEAD|POST|PUT|PATCH|DELETE)(?!\w)")
"""A tracker's tag stands without a colon."""


def read_error_object(text: str) -> Copied | None:
    """The address and the method that the object's fields name."""
    start = text[:MOST_OF_PROSE]
    if not (_OF_LIBRARIES.search(start) or _OF_TRACKERS.search(start)):
        return None
    found = copied("an error object", _facts(start))
    return found if found.facts else None


def _facts(text: str) -> Iterator[tuple[str, FactValue | None]]:
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(text):
        fields.setdefault(name, value.rstrip(".\u2026"))
    yield "url", _url(fields.get("url") or fields.get("uri", ""), fields.get("baseURL", ""))
    method, tag = fields.get("method", ""), _TAG.search(text)
    if _METHOD.fullmatch(method):
        yield "method", method.upper()
    elif tag:
        yield "method", tag[1]


def _url(url: str, base: str) -> str:
    if "://" in url:
        return url
    return f"{base.rstrip('/')}/{url.lstrip('/')}" if url and "://" in base else ""
