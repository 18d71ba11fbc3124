"""The JSON in a text: all of it, one value on each line, or one beside other text; the rest is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from cors_wizard.console.free_lines import line_end
from cors_wizard.frozen import dataclass

_BEGINS = re.compile(r"^[^\n{\[]{0,300}(?=[{\[])", re.MULTILINE)
"""Containers and loggers write their own name before a line."""
_MOST_DOCUMENTS = 1_000
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class JsonText:
    """One JSON value, where it is in the text, and on which line it begins."""

    value: Any
    span: tuple[int, int]
    line: int = 1


def json_texts(text: str) -> Iterator[JsonText]:
    """Every object or array of a text that is the first on its line."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] in ("{", "["):
        whole = parsed(text.removeprefix("\ufeff"))
        if whole is not None:
            yield JsonText(whole, (0, len(text)))
            return
    yield from _beside_text(text)


def parsed(text: str) -> Any:
    """What a text says as JSON, or None where it isn't JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _beside_text(text: str) -> Iterator[JsonText]:
    position, line, counted, failed = 0, 1, 0, 0
    while failed < _MOST_DOCUMENTS and (found := _BEGINS.search(text, position)):
        start = found.end()
        line += text.count("\n", counted, start)
        counted = start
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            failed += 1
            # A line that is not JSON, or a document that is cut: the next may be whole.
            position = line_end(text, start)
            continue
        yield JsonText(value, (start, end), line)
        position = line_end(text, end)
