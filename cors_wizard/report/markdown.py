"""A page as Markdown (CommonMark): nothing from outside can leave its code span or fence."""

from __future__ import annotations

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
from cors_wizard.report.escaping import fence_for, info_string, lines_of, markdown_prose, safe_url


def render_markdown(document: Document) -> str:
    """A page as Markdown."""
    return "\n\n".join("\n".join(_block(block)) for block in document) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"{'#' * level} {_one_line(text)}"
        case Paragraph(text):
            yield markdown_prose(text.strip())
        case Bullets(items):
            yield from (f"- {_one_line(item)}" for item in items)
        case CodeBlock():
            yield from _code(block)
        case NumberedStep(number, text, code):
            yield from _step(number, text, code)
        case Reference(title, url):
            yield f"- [{_one_line(title)}](<{safe_url(url)}>)"


def _one_line(text: str) -> str:
    return markdown_prose(" ".join(text.split()))


def _code(block: CodeBlock) -> Iterator[str]:
    lines = lines_of(block.text)
    fence = fence_for(lines)
    if block.filename:
        yield f"{_file_span(block.filename)}\n"
    yield f"{fence}{info_string(block.language)}"
    yield from lines
    yield fence
    if block.note:
        yield f"\n{markdown_prose(block.note.strip())}"


def _file_span(name: str) -> str:
    return markdown_prose(f"`{name.replace('`', '')}`")


def _step(number: int, text: str, code: CodeBlock | None) -> Iterator[str]:
    lead = f"{number}. "
    yield _indented(markdown_prose(text.strip()), lead)
    if code:
        yield ""
        yield _indented("\n".join(_code(code)), " " * len(lead))


def _indented(text: str, lead: str) -> str:
    """The text with `lead` before its first line and as many blanks before the others."""
    blank = " " * len(lead)
    lines = [f"{blank}{line}".rstrip() for line in text.split("\n")]
    return "\n".join([f"{lead}{lines[0].strip()}" if lead.strip() else lines[0], *lines[1:]])
