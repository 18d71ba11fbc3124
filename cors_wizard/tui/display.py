"""Outside text made fit for the screen: escape sequences dropped, every other control character made visible.

Textual's `Content` drops some control characters, but a text area passes all of them on to the terminal, so
whatever comes from the clipboard, a file, the network or a knowledge file goes through here first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*+[ -/]*+[@-~]"  # CSI: colours, cursor movement
    r"|\x1b[\]PX^_][^\x07\x1b]*+(?:\x07|\x1b\\)"  # OSC and the other string sequences, with their terminator
    r"|\x9b[0-?]*+[ -/]*+[@-~]"  # CSI as one C1 character
)
"""Possessive throughout and never past the next ESC, so the time is linear in the text."""

_NEW_LINES = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")

_REVERSING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""The characters that reverse the reading direction."""

_CONTROL_PICTURES: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: "\u2421",
    **{code: f"<{code:02X}>" for code in range(0x80, 0xA0)},
    **{code: f"<U+{code:04X}>" for code in _REVERSING},
    **{code: "\ufffd" for code in range(0xD800, 0xE000)},
}
"""What is shown for control characters, those that reverse the reading direction, and lone surrogates."""


_LINE_WITHIN_PARAGRAPH = re.compile(r"(?<!\n)\n(?!\n|[-*] |[0-9]{1,2}\. )")
_EMPHASIS = re.compile(r"\*\*([^*\n]{1,200})\*\*|\*([^*\s](?:[^*\n]{0,200}[^*\s])?)\*")


def printable(text: str) -> str:
    """The text with its lines and tabs, and nothing in it that a terminal would obey."""
    text = _ESCAPE_SEQUENCE.sub("", text)
    return _NEW_LINES.sub("\n", text).translate(_CONTROL_PICTURES)


def one_line(text: str, limit: int = 200) -> str:
    """The text as one printable line of at most `limit` characters; what is cut is marked."""
    line = " ".join(printable(text[: limit * 4]).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def prose(text: str) -> Content:
    """Prose of a knowledge file: code spans in their own style, **bold** and *italic*, the rest as it is."""
    joined = _LINE_WITHIN_PARAGRAPH.sub(" ", printable(text).strip())
    parts: list[Content] = []
    at = 0
    for start, end, code in _code_spans(joined):
        parts.extend(_with_emphasis(joined[at:start]))
        parts.append(Content.styled(code, "$text-accent"))
        at = end
    return Content("").join([*parts, *_with_emphasis(joined[at:])])


def _code_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and content of each code span (CommonMark 0.31, section 6.1), in one pass."""
    waiting: list[re.Match[str]] = list(re.finditer("`+", text))
    last_of_length = {len(run[0]): run.start() for run in waiting}
    opening: re.Match[str] | None = None
    for run in waiting:
        if opening is None:
            opening = run if last_of_length[len(run[0])] > run.start() else None
        elif len(run[0]) == len(opening[0]):
            code = text[opening.end() : run.start()]
            padded = code.startswith(" ") and code.endswith(" ") and code.strip()
            yield opening.start(), run.end(), code[1:-1] if padded else code
            opening = None


def _with_emphasis(text: str) -> Iterator[Content]:
    at = 0
    for found in _EMPHASIS.finditer(text):
        yield Content(text[at : found.start()])
        yield Content.styled(found[1] or found[2], "bold" if found[1] else "italic")
        at = found.end()
    yield Content(text[at:])
