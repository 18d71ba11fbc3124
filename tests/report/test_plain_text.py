"""Pages for a terminal."""

from __future__ import annotations

import pytest

from cors_wizard.report.document import (
    Block,
    Bullets,
    CodeBlock,
    Heading,
    NumberedStep,
    Paragraph,
    Reference,
)
from cors_wizard.report.plain_text import WIDTH, render_text

BLOCKS = [
    pytest.param(Heading(1, "Title"), "Title\n=====\n", id="title"),
    pytest.param(Heading(2, "Part"), "Part\n----\n", id="heading"),
    pytest.param(Heading(3, "Detail"), "Detail\n", id="small-heading"),
    pytest.param(Paragraph("One\nline.\n\nTwo."), "One line.\n\nTwo.\n", id="paragraphs"),
    pytest.param(Paragraph("Items:\n- one\n- two"), "Items:\n- one\n- two\n", id="list-in-prose"),
    pytest.param(Bullets(("a", "b")), "- a\n- b\n", id="bullets"),
    pytest.param(CodeBlock("x = 1\n", filename="app.py"), "  app.py:\n    x = 1\n", id="code"),
    pytest.param(CodeBlock("x", note="A note."), "    x\n  A note.\n", id="note"),
    pytest.param(NumberedStep(2, "Do.", CodeBlock("x")), "2. Do.\n\n       x\n", id="step"),
    pytest.param(Reference("Docs", "https://a.example/b"), "- Docs: https://a.example/b\n", id="reference"),
]


@pytest.mark.parametrize(("block", "text"), BLOCKS)
def test_each_block(block: Block, text: str) -> None:
    """How each kind of block is set."""
    assert render_text((block,)) == text


def test_long_prose_is_wrapped_and_code_is_not() -> None:
    """A URL that is longer than the line stays whole, so that it can be copied."""
    url = f"`http://localhost:5000/{'a' * 200}`"
    lines = render_text((Paragraph(f"{'word ' * 60}{url}"), CodeBlock("y" * 300))).split("\n")
    assert max(len(line) for line in lines if line.startswith("word")) <= WIDTH
    assert url in lines
    assert f"    {'y' * 300}" in lines


def test_bold_headings_on_a_terminal() -> None:
    """With bold there are no underlines."""
    assert render_text((Heading(1, "Title"),), bold=True) == "\x1b[1mTitle\x1b[0m\n"
