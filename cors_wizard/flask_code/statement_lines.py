"""The lines of one Python statement in a text that may hold anything: where it ends, what its body lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_STATEMENT = 200
_SIGN = r"\"{3}|'{3}|[\"'#()\[\]{}]"
_MOST_BLANK = 20


def dedented(lines: list[str]) -> list[str]:
    """The lines without the indentation that all of them have."""
    filled = [line for line in lines if line.strip()]
    least = min((len(line) - len(line.lstrip(" \t")) for line in filled), default=0)
    return [line[least:] for line in lines]


def indent_of(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip(" \t"))


def length_of(lines: list[str], start: int) -> int:
    """How many lines the statement has that begins here; 0 where its brackets are never closed."""
    if not lines[start].strip():
        return 0
    depth, quote = 0, ""
    for count, line in enumerate(lines[start : start + LONGEST_STATEMENT], start=1):
        depth, quote = _balance(line[:2000], depth, quote)
        if depth <= 0 and len(quote) != 3:
            return count if depth == 0 else 0
    return 0


def _balance(line: str, depth: int, quote: str) -> tuple[int, str]:
    """The depth of brackets behind a line, and the quote mark of a text that goes on."""
    quote = quote if len(quote) == 3 else ""
    index = 0
    while found := re.compile(quote or _SIGN).search(line, index):
        sign, index = found[0], found.end()
        if quote:
            is_escaped = line[: found.start()].endswith("\\")
            index -= is_escaped * (len(quote) - 1)
            quote = quote if is_escaped else ""
        elif sign == "#":
            break
        elif sign[0] in "\"'":
            quote = sign
        else:
            depth += (sign in "([{") - (sign in ")]}")
    return depth, quote


def with_bodies(kept: list[str]) -> Iterator[str]:
    """Functions and classes with an empty body, also for decorators that have lost theirs."""
    is_waiting = False
    following = (*kept, "x = 0")
    for number, line in enumerate(following):
        is_title = line.startswith(("def ", "async def ", "class "))
        if is_waiting and line.strip() and not is_title and not line.startswith("@"):
            yield "def _(): pass"
        if line.strip():
            is_waiting = line.startswith("@")
        is_bare = is_title and line.rstrip().endswith(":") and not _has_body(following[number + 1 :])
        yield f"{line.rstrip()} pass" if is_bare else line


def _has_body(behind: tuple[str, ...]) -> bool:
    """Whether the next line with text is inside of what was begun."""
    return next((line for line in behind[:_MOST_BLANK] if line.strip()), "").startswith((" ", "\t"))
