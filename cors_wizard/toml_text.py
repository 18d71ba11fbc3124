"""TOML of anybody's making: what `tomllib` would need the memory of the whole machine for is refused."""

from __future__ import annotations

import re
from typing import Any

_MOST_PARTS = 100
_PART = r"(?:[\w\-]++|\"[^\"\n]{0,1000}+\"|'[^'\n]{0,1000}+')[ \t]{0,99}+\.[ \t]{0,99}+"
_DEEP_KEY = re.compile(rf"(?<![\w\-])(?:{_PART}){{{_MOST_PARTS}}}")


def parse_toml(text: str) -> dict[str, Any]:
    """The table of a TOML text; raises tomllib.TOMLDecodeError, a ValueError, and RecursionError.

    `tomllib` keeps every beginning of a dotted key: 40 KB of `a.a.a` take 1.6 GB.
    """
    import tomllib  # Many runs read no such file.

    if text.count(".") >= _MOST_PARTS and _DEEP_KEY.search(text):
        raise tomllib.TOMLDecodeError(f"a key has more than {_MOST_PARTS} parts")
    return tomllib.loads(text)


def line_at_fault(text: str, error: ValueError) -> int:
    """The line that `parse_toml` found wrong, counted from 1; 0 where none is known."""
    found = re.search(r"line ([0-9]{1,9})", str(error))
    if found:
        return int(found[1])
    return len(text.splitlines()) if "end of document" in str(error) else 0
