"""Outside text on the screen: printable whatever it was, and never read as markup."""

from __future__ import annotations

import pytest

from cors_wizard.tui.display import prose


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
