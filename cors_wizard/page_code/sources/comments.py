"""Takes comments out of JavaScript, so that what is switched off is not read as switched on."""

from __future__ import annotations

import re

# Each alternative begins with another character and none can match in two ways, so this is linear.
_SCRIPT = re.compile(
    r"""
      (?P<comment> // [^\n]*+ | /\* (?: [^*] | \* (?!/) )*+ (?: \*/ )? )
    | " (?: [^"\\\n] | \\. )*+ "?
    | ' (?: [^'\\\n] | \\. )*+ '?
    | ` (?: [^`\\] | \\. )*+ `?
    | [^/"'`]++
    | /
    """,
    re.VERBOSE | re.DOTALL,
)


def without_comments(text: str) -> str:
    """JavaScript with its lines, but without comments; strings stay whole, so `http://` starts none."""
    return "".join(
        "\n" * match.group().count("\n") if match["comment"] else match.group()
        for match in _SCRIPT.finditer(text)
    )
