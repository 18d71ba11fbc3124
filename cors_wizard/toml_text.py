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
