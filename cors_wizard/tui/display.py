"""Outside text made fit for the screen.

Textual's `Content` drops some control characters, but a text area passes all of them on to the terminal, so
whatever comes from the clipboard, a file, the network or a knowledge file goes through `printable` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content

from cors_wizard.printable import one_line, visible
from cors_wizard.report.code_spans import spans

__all__ = ["one_line", "printable", "prose"]

printable = visible
"""The text with its lines and tabs, and nothing in it that a terminal would obey."""

_LINE_WITHIN_PARAGRAPH = re.compile(r"(?<!\n)\n(?!\n|[-*] |[0-9]{1,2}\. )")
_EMPHASIS = re.compile(r"\*\*([^*\n]{1,200})\*\*|\*([^*\s](?:[^*\n]{0,200}[^*\s])?)\*")


def prose(text: str) -> Content:
    """Prose of a knowledge file: code spans in their own style, **bold** and *italic*, the rest as it is."""
    joined = _LINE_WITHIN_PARAGRAPH.sub(" ", printable(text).strip())
    parts: list[Content] = []
    for piece, is_code in spans(joined):
        parts += [Content.styled(piece, "$text-accent")] if is_code else _with_emphasis(piece)
    return Content("").join(parts)


def _with_emphasis(text: str) -> Iterator[Content]:
    at = 0
    for found in _EMPHASIS.finditer(text):
        yield Content(text[at : found.start()])
        yield Content.styled(found[1] or found[2], "bold" if found[1] else "italic")
        at = found.end()
    yield Content(text[at:])
