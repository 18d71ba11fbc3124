"""A page as a list of blocks: what a report or a cause says, before it is Markdown or terminal text.

Inline text is Markdown of the kind that knowledge files hold; whatever came from outside is in code spans
(`fixes.quoting.code_span`), so there is one rule of escaping and every renderer keeps it.
"""

from __future__ import annotations

from cors_wizard.frozen import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the page's title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One or more paragraphs of inline text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class CodeBlock:
    """Text to be shown letter by letter."""

    text: str
    language: str = "text"
    filename: str = ""
    note: str = ""
    """Inline text below the block."""


@dataclass(frozen=True)
class NumberedStep:
    """One step of a numbered list, with the code that belongs to it."""

    number: int
    text: str
    code: CodeBlock | None = None


@dataclass(frozen=True)
class Reference:
    """A link to read on."""

    title: str
    url: str


Block = Heading | Paragraph | Bullets | CodeBlock | NumberedStep | Reference
Document = tuple[Block, ...]
