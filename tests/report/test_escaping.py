"""Nothing from outside can leave its place in Markdown or do something to a terminal."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cors_wizard.fixes.quoting import code_span
from cors_wizard.report.document import Bullets, CodeBlock, Heading, NumberedStep, Paragraph, Reference
from cors_wizard.report.escaping import lines_of, markdown_prose, terminal_prose
from cors_wizard.report.markdown import render_markdown
from cors_wizard.report.plain_text import render_text

HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="html"),
    pytest.param("</code></pre><img src=x onerror=alert(1)>", id="html-that-closes"),
    pytest.param("[click](javascript:alert(1))", id="link"),
    pytest.param("![x](https://tracker.example/p.png)", id="image"),
    pytest.param("```\n# Owned\n```", id="fence"),
    pytest.param("~~~\n<b>", id="tilde-fence"),
    pytest.param("`````````", id="many-backticks"),
    pytest.param("# Owned\n\n- item\n\n> quote", id="blocks"),
    pytest.param("one\n===\ntwo\n---", id="underlined-headings"),
    pytest.param("a | b\n--|--\nc | d", id="table"),
    pytest.param("\x1b[2J\x1b]0;owned\x07", id="escape-sequences"),
    pytest.param("\u202eevil\u2066", id="reversed-reading-direction"),
    pytest.param("a\x00b\rc\u2028d", id="controls"),
    pytest.param("[x]: https://evil.example\n\n[x]", id="link-definition"),
    pytest.param("<https://evil.example>", id="autolink"),
    pytest.param("\ud800", id="lone-surrogate"),
]

UNSAFE_TOKENS = {"html_block", "html_inline", "link_open", "image"}


def tokens_of(markdown: str) -> list[Token]:
    """Every token of a Markdown text, those inside paragraphs too."""
    blocks = MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def headings_of(markdown: str) -> list[str]:
    """The text of every heading."""
    tokens = tokens_of(markdown)
    return [after.content for before, after in pairwise(tokens) if before.type == "heading_open"]


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_makes_neither_html_nor_links(text: str) -> None:
    """Inline text of a stranger's knowledge file."""
    found = {token.type for token in tokens_of(markdown_prose(text))}
    assert not found & (UNSAFE_TOKENS | {"heading_open", "fence", "table_open", "blockquote_open"})


@pytest.mark.parametrize("text", HOSTILE)
def test_code_span_keeps_outside_text(text: str) -> None:
    """A value in a sentence is one code span, and the sentence goes on behind it."""
    markdown = render_markdown((Bullets((f"before {code_span(text)} after",)),))
    tokens = [
        token for token in tokens_of(markdown) if token.type in ("code_inline", "text") and token.content
    ]
    assert [token.type for token in tokens] == ["text", "code_inline", "text"]


@pytest.mark.parametrize("text", HOSTILE)
def test_fence_keeps_outside_text(text: str) -> None:
    """A pasted message stays in its block, also inside a numbered step."""
    block = CodeBlock(text, "python`\n# x")
    markdown = render_markdown((block, NumberedStep(1, "Do this.", block), Paragraph("The end.")))
    fences = [token for token in tokens_of(markdown) if token.type == "fence"]
    assert [token.content.rstrip("\n").split("\n") for token in fences] == [lines_of(text)] * 2
    assert {token.info for token in fences} == {"pythonx"}


@pytest.mark.parametrize("text", HOSTILE)
def test_reference_leads_nowhere_else(text: str) -> None:
    """A link of a stranger's knowledge file cannot break out of its place."""
    reference = Reference(text, f"https://good.example/{text})<>")
    links = [token for token in tokens_of(render_markdown((reference,))) if token.type == "link_open"]
    assert len(links) == 1
    assert str(links[0].attrs["href"]).startswith("https://good.example/")


@pytest.mark.parametrize("text", HOSTILE)
def test_terminal_gets_no_control_characters(text: str) -> None:
    """Neither prose nor code carries anything that a terminal obeys."""
    page = (Heading(1, text), Paragraph(text), CodeBlock(text, filename=text), Bullets((text,)))
    assert all(char.isprintable() or char == "\n" for char in render_text(page))


@given(st.text(max_size=200))
def test_any_text_stays_in_its_fence(text: str) -> None:
    """Whatever is pasted, the block ends where it should."""
    markdown = render_markdown((CodeBlock(text), Paragraph("The end.")))
    tokens = [token for token in tokens_of(markdown) if token.type in ("fence", "inline")]
    assert [token.type for token in tokens] == ["fence", "inline"]


@example("a\n-")
@example("- # a")
@example("1. > a")
@example("- - ~~~")
@given(st.text(alphabet="`<[]()!#ab1. \n*\\~-=>|&", max_size=80))
def test_any_prose_is_harmless(text: str) -> None:
    """Whatever a knowledge file says, it makes no HTML, no links, no headings, no fences."""
    found = {token.type for token in tokens_of(markdown_prose(text))}
    assert not found & (UNSAFE_TOKENS | {"heading_open", "fence", "table_open"})


@pytest.mark.parametrize(
    ("prose", "shown"),
    [
        pytest.param("Choose **Network**, reload", "Choose Network, reload", id="strong"),
        pytest.param("`a **b** c`", "`a **b** c`", id="code-keeps-asterisks"),
        pytest.param("``a`b`` and *", "``a`b`` and *", id="backtick-in-code"),
    ],
)
def test_terminal_prose(prose: str, shown: str) -> None:
    """Emphasis is for Markdown; code is code everywhere."""
    assert terminal_prose(prose) == shown


def test_emphasis_code_and_lists_survive() -> None:
    """What knowledge files use is Markdown still."""
    markdown = markdown_prose("**Bold** and `code`:\n\n- one\n- two")
    found = {token.type for token in tokens_of(markdown)}
    assert {"strong_open", "code_inline", "bullet_list_open"} <= found
