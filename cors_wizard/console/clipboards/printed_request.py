"""The line that the script for the browser's console prints: a failed request as JSON, without values."""

from __future__ import annotations

import json
import re
from typing import get_args

from cors_wizard.console.clipboards.copied import Copied, copied, of_the_page
from cors_wizard.facts import FactValue
from cors_wizard.http_exchange import CredentialsMode, RequestMode

_LINE = re.compile(r"cors-wizard request: (\{[^\r\n]{2,8000}\})")
_MOST_NAMES = 100


def read_printed_request(text: str) -> Copied | None:
    """The facts of the first such line."""
    found = _LINE.search(text)
    if found is None:
        return None
    try:
        said = json.loads(found[1])
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    values: dict[str, FactValue | None] = {
        "url": _text(said.get("url")),
        "origin": _text(said.get("page")),
        "method": _text(said.get("method")).upper(),
        "request_headers": _names(said.get("headers")),
        "credentials": _one_of(said.get("credentials"), get_args(CredentialsMode)),
        "request_mode": _one_of(said.get("mode"), get_args(RequestMode)),
    }
    return copied("the console's request line", values.items(), lists_all_headers=True)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _one_of(value: object, known: tuple[str, ...]) -> str:
    return value if isinstance(value, str) and value in known else ""


def _names(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return of_the_page((name, "") for name in value[:_MOST_NAMES] if isinstance(name, str))
