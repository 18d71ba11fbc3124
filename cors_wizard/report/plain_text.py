"""A page for a terminal or a log file: wrapped lines, no escape sequence but for bold headings if wanted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

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
"""Columns of prose; code is never wrapped."""

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def render_text(document: Document, *, bold: bool = False) -> str:
    """A page as text."""
    return "\n\n".join("\n".join(_block(block, bold)) for block in document) + "\n"


def _block(block: Block, bold: bool) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield from _heading(level, " ".join(terminal_prose(text).split()), bold)
        case Paragraph(text):
            yield from _prose(text)
        case Bullets(items):
            for item in items:
                yield _wrapped(terminal_prose(item), "- ", "  ")
        case CodeBlock():
            yield from _code(block, "    ")
        case NumberedStep(number, text, code):
            yield _wrapped(terminal_prose(text), f"{number}. ", "   ")
            if code:
                yield ""
                yield from _code(code, "       ")
        case Reference(title, url):
            yield f"- {' '.join(terminal_prose(title).split())}: {safe_url(url)}"


def _heading(level: int, text: str, bold: bool) -> Iterator[str]:
    yield f"{_BOLD}{text}{_PLAIN}" if bold else text
    if level < 3 and not bold:
        yield ("=" if level == 1 else "-") * min(len(text), WIDTH)


def _prose(text: str) -> Iterator[str]:
    paragraphs = [part for part in terminal_prose(text.strip()).split("\n\n") if part.strip()]
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        for item in _items(paragraph):
            yield _wrapped(item, "", "  " if item.startswith(("- ", "* ")) else "")


def _items(paragraph: str) -> Iterator[str]:
    """The paragraph, or the items of a list in it."""
    lines: list[str] = []
    for line in paragraph.split("\n"):
        if line.startswith(("- ", "* ")) and lines:
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    yield "\n".join(lines)


def _wrapped(text: str, lead: str, indent: str) -> str:
    # Long words are URLs and code: broken, they could no longer be copied.
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=lead,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _code(block: CodeBlock, indent: str) -> Iterator[str]:
    if block.filename:
        yield f"{indent[:-2]}{' '.join(lines_of(block.filename))}:"
    for line in lines_of(block.text):
        yield f"{indent}{line}".rstrip()
    if block.note:
        yield _wrapped(terminal_prose(block.note), indent[:-2], indent[:-2])
