"""Takes comments out of settings, so that what is switched off is not read as switched on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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


def hash_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines without `# ...`, for nginx, Apache, Caddy and YAML."""
    for number, line in enumerate(lines, start=1):
        before, mark, _ = line.partition("#")
        # A `#` within a word, as in a URL's fragment, starts no comment.
        starts_comment = mark and (not before or before[-1].isspace())
        yield number, (before if starts_comment else line).strip()


def script_lines(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines of JavaScript without comments; strings stay whole, so `http://` starts none."""
    kept = "".join(
        "\n" * match.group().count("\n") if match["comment"] else match.group()
        for match in _SCRIPT.finditer(text)
    )
    return ((number, line.strip()) for number, line in enumerate(kept.split("\n"), start=1))
