"""A page for a terminal or a log file: wrapped lines, no escape sequence but for bold headings if wanted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from cors_wizard.frozen import dataclass
from cors_wizard.report.document import (
    Block,
    Bullets,
    CodeBlock,
    Document,
    Heading,
    NumberedStep,
    Paragraph,
    Reference,
)
from cors_wizard.report.escaping import lines_of, safe_url, terminal_prose

WIDTH = 100
"""Columns of prose at most; code is never wrapped."""

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def render_text(document: Document, *, bold: bool = False, width: int = WIDTH) -> str:
    """A page as text; its prose takes `width` columns."""
    page = _Page(bold, width)
    return "\n\n".join("\n".join(page.block(block)) for block in document) + "\n"


@dataclass(frozen=True)
class _Page:
    bold: bool
    width: int

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level, text):
                yield from self._heading(level, " ".join(terminal_prose(text).split()))
            case Paragraph(text):
                yield from self._prose(text)
            case Bullets(items):
                for item in items:
                    yield self._wrapped(terminal_prose(item), "- ", "  ")
            case CodeBlock():
                yield from self._code(block, "    ")
            case NumberedStep(number, text, code):
                yield self._wrapped(terminal_prose(text), f"{number}. ", "   ")
                if code:
                    yield ""
                    yield from self._code(code, "       ")
            case Reference(title, url):
                yield f"- {' '.join(terminal_prose(title).split())}: {safe_url(url)}"

    def _heading(self, level: int, text: str) -> Iterator[str]:
        yield f"{_BOLD}{text}{_PLAIN}" if self.bold else text
        if level < 3 and not self.bold:
            yield ("=" if level == 1 else "-") * min(len(text), self.width)

    def _prose(self, text: str) -> Iterator[str]:
        paragraphs = [part for part in terminal_prose(text.strip()).split("\n\n") if part.strip()]
        for number, paragraph in enumerate(paragraphs):
            if number:
                yield ""
            for item in _items(paragraph):
                yield self._wrapped(item, "", "  " if item.startswith(("- ", "* ")) else "")

    def _wrapped(self, text: str, lead: str, indent: str) -> str:
        # Long words are URLs and code: broken, they could no longer be copied.
        return textwrap.fill(
            " ".join(text.split()),
            self.width,
            initial_indent=lead,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _code(self, block: CodeBlock, indent: str) -> Iterator[str]:
        if block.filename:
            yield f"{indent[:-2]}{' '.join(lines_of(block.filename))}:"
        for line in lines_of(block.text):
            yield f"{indent}{line}".rstrip()
        if block.note:
            yield self._wrapped(terminal_prose(block.note), indent[:-2], indent[:-2])


def _items(paragraph: str) -> Iterator[str]:
    """The paragraph, or the items of a list in it."""
    lines: list[str] = []
    for line in paragraph.split("\n"):
        if line.startswith(("- ", "* ")) and lines:
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    yield "\n".join(lines)
