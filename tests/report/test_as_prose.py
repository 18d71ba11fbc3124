"""Sentences with values from outside, as Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.report.as_prose import as_prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No cookie was sent.", "No cookie was sent."),
        ("Your page's method (GET), header x-a: assumed.", "Your page's method (GET), header x-a: assumed."),
        ("The origin (http://a.test:3) is assumed.", "The origin (`http://a.test:3`) is assumed."),
        ("OPTIONS says `Allow: GET`.", "OPTIONS says `Allow: GET`."),
        ("It sends <b>x</b> and *y*.", "It sends `<b>x</b>` and `*y*`."),
        ("[a](http://b) and a_b_c", "`[a](http://b` ) and `a_b_c`".replace("` )", "`)")),
        ("a ` b", "a `` ` `` b"),
        ("1. one", "`1.` one"),
        ("14 origins were tried", "14 origins were tried"),
        ("- one", "`-` one"),
    ],
)
def test_words_that_could_be_markup_are_code(text: str, expected: str) -> None:
    """All else stays a sentence."""
    assert as_prose(text) == expected


@given(st.text(alphabet="ab `*_<>[]()!:/.\\", max_size=40))
def test_no_markup_is_left_outside_code(text: str) -> None:
    """Whatever a value holds, only code spans hold what Markdown reads."""
    from cors_wizard.report.code_spans import spans

    outside = "".join(piece for piece, is_code in spans(as_prose(text)) if not is_code)
    assert not set("*_<>[]!\\") & set(outside)
