"""Outside text on the screen: printable whatever it was, and never read as markup."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.tui.display import one_line, printable, prose


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("\x1b[31mred\x1b[0m", "red", id="colours-dropped"),
        pytest.param("\x1b]0;title\x07x", "x", id="title-dropped"),
        pytest.param("\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\", "link", id="link-dropped"),
        pytest.param("a\x1bz", "a␛z", id="lone-escape-shown"),
        pytest.param("a\x00\x07\x7f", "a␀␇␡", id="controls-shown"),
        pytest.param("a\x9b31mb", "ab", id="c1-sequence-dropped"),
        pytest.param("a\x90b", "a<90>b", id="c1-shown"),
        pytest.param("a\u202eb", "a<U+202E>b", id="direction-shown"),
        pytest.param("a\r\nb\rc\u2028d", "a\nb\nc\nd", id="new-lines"),
        pytest.param("a\tb", "a\tb", id="tab-kept"),
        pytest.param("a\ud800b", "a\ufffdb", id="surrogate-replaced"),
        pytest.param("é 東 🙂", "é 東 🙂", id="letters-kept"),
    ],
)
def test_printable(text: str, wanted: str) -> None:
    """Escape sequences go, other control characters become visible, letters stay."""
    assert printable(text) == wanted


@given(st.text(st.characters(codec=None) | st.sampled_from("\x1b\x9b\x07[];m\\")))
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    """Whatever the text, no control character but tab and line feed comes out."""
    for char in printable(text):
        assert char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")


def test_one_line_is_one_short_line() -> None:
    """White space is folded, and what is cut is marked."""
    assert one_line("a\n  b\tc") == "a b c"
    assert one_line("x" * 500, 10) == "xxxxxxxxx…"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("one\ntwo\n\nthree", "one two\n\nthree", id="paragraphs"),
        pytest.param("- a\n- b", "- a\n- b", id="list"),
        pytest.param("use `CORS(app)` now", "use CORS(app) now", id="code"),
        pytest.param("``a`b``", "a`b", id="code-with-backtick"),
        pytest.param("a ` b", "a ` b", id="lone-backtick"),
        pytest.param("**Network** and *Errors*", "Network and Errors", id="emphasis"),
        pytest.param("allow * and * again", "allow * and * again", id="wildcards-are-no-emphasis"),
        pytest.param("[red]x[/red] [/]", "[red]x[/red] [/]", id="markup-is-text"),
    ],
)
def test_prose(text: str, wanted: str) -> None:
    """The little Markdown of knowledge files, as plain text."""
    assert prose(text).plain == wanted


def test_code_in_prose_has_a_style_of_its_own() -> None:
    """Code stands out."""
    assert [(span.start, span.end) for span in prose("use `CORS` now").spans] == [(4, 8)]
