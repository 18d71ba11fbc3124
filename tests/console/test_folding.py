"""Folding leaves one spelling of a message and the way back to every character that was pasted."""

# ruff: noqa: RUF001  the look-alikes are the point

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.console.folding import BREAK, fold


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        pytest.param("A  b\t\tc", "a b c", id="white-space"),
        pytest.param("a\n    b", "a b", id="wrapped"),
        pytest.param("a\n> > b", "a b", id="quoted"),
        pytest.param("a\n\nb", f"a {BREAK} b", id="blank-line"),
        pytest.param("a\r\nb", "a b", id="windows-line"),
        pytest.param("\u2018a\u2019 \u201cb\u201d «c» `d`", "'a' 'b' 'c' 'd'", id="quotes"),
        pytest.param("a\u200bb\ufeffc", "abc", id="zero-width"),
        pytest.param("&#39;a&#x27; &quot;b&quot; &amp; &lt;&nbsp;c", "'a' 'b' & < c", id="html"),
        pytest.param(r"\"a\" \\\"b\\\" \u2018c\u2019\nd", "'a' 'b' 'c' d", id="json"),
        pytest.param(
            "\u00e2\u20ac\u02dca\u00e2\u20ac\u2122 f\u00c3\u00bcr", "'a' f\u00fcr", id="utf-8-read-as-windows"
        ),
        pytest.param(
            "refus\u00e9\u00bb Fu\u00df\u201c", "refus\u00e9' fu\u00df'", id="letters-before-quotes"
        ),
        pytest.param("\x1b[31ma\x1b[0m", "a", id="colours"),
        pytest.param("（a）：b，c。", "(a):b,c.", id="full-width"),
        pytest.param("İstanbul", "istanbul", id="letter-that-grows"),
        pytest.param(r"\u0007\ud83d &#7;", "\ufffd\ufffd  ", id="nothing-to-obey-comes-out-of-an-escape"),
    ],
)
def test_folded(text: str, flat: str) -> None:
    """However it was copied, the text reads the same."""
    assert fold(text).flat == flat


def test_every_character_folds_to_as_many() -> None:
    """`clean` and `flat` stay side by side for every character there is."""
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    folded = fold(everything)
    assert len(folded.flat) == len(folded.clean)


@given(st.text(alphabet=st.sampled_from(list("ab \n\t>'\u2018\u200b\\n&#39;\x1b[m")), max_size=60))
def test_the_way_back_is_in_order_and_inside_the_text(text: str) -> None:
    """Every folded position has its place in the pasted text."""
    folded = fold(text)
    places = [folded.original(position) for position in range(len(folded.clean) + 1)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert places[-1] == len(text)


@given(st.text(max_size=80))
def test_unfolded_characters_lead_back_to_themselves(text: str) -> None:
    """What was not changed is found where it stands."""
    folded = fold(text)
    for position, character in enumerate(folded.clean):
        if character.isalnum():
            original = folded.original(position)
            begun = text[original]
            assert begun == character or begun in "&\\" or "\u00c2" <= begun <= "\u00ef"
