"""Text from outside: harmless whatever it was, in one way everywhere."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.printable import encode_error, json_text, one_line, visible, visible_line
from cors_wizard.probe.shown import clean
from cors_wizard.tui.display import printable

HOSTILE = st.text(st.characters(codec=None) | st.sampled_from("\x1b\x9b\x07[];m\\\u202e\u200b\udfff"))
CODE_POINTS = (
    *(0x00, 0x1F, 0x20, 0x7E, 0x7F, 0x9F, 0xFF, 0x100, 0xD800, 0xDFFF, 0xFFFF, 0x10000),
    *(0x1B, 0x9B, 0x202E, 0x200B, 0x2066, 0xFEFF, 0xAD, 0x2028, 0xE0041, 0xE0100, 0x3164),
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m", id="colours"),
        pytest.param("\x1b]0;title\x07x", "\\x1b]0;title\\x07x", id="title"),
        pytest.param("a\x00\x07\x7f", "a\\x00\\x07\\x7f", id="controls"),
        pytest.param("a\x9b31mb", "a\\x9b31mb", id="c1"),
        pytest.param("a\u202eb", "a\\u202eb", id="direction"),
        pytest.param("a\u200bb\ufeff", "a\\u200bb\\ufeff", id="no-width"),
        pytest.param("a\U000e0041b\u3164", "a\\U000e0041b\\u3164", id="nothing-to-see"),
        pytest.param("a\r\nb\rc\u2028d", "a\nb\nc\\u2028d", id="new-lines"),
        pytest.param("a\tb\u00a0c", "a\tb\u00a0c", id="white-space-kept"),
        pytest.param("a\ud800b", "a\\ud800b", id="surrogate"),
        pytest.param("\u00e9 \u6771 \U0001f642", "\u00e9 \u6771 \U0001f642", id="letters-kept"),
    ],
)
def test_visible(text: str, wanted: str) -> None:
    """What a terminal obeys is written out, letters stay; the screen uses the same."""
    assert visible(text) == wanted
    assert printable(text) == wanted


@given(HOSTILE)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    """Whatever the text, no control, direction or surrogate character comes out."""
    harmful = ("Cc", "Cs", "Cf", "Zl", "Zp")
    for char in visible(text):
        assert char in "\n\t" or unicodedata.category(char) not in harmful
    for shown in (visible_line(text), one_line(text, 100_000), clean(text)):
        assert not [char for char in shown if unicodedata.category(char) in harmful]
    shown = json_text({"text": text})
    assert not [char for char in shown if unicodedata.category(char) in harmful]


@given(HOSTILE)
def test_json_gives_the_text_back(text: str) -> None:
    """Escapes of JSON are read as what they were."""
    assert json.loads(json_text([text])) == json.loads(json.dumps([text]))


@pytest.mark.parametrize("code", CODE_POINTS, ids=hex)
def test_boundaries(code: int) -> None:
    """At the ends of each range, a character is either itself or its one escape, in every form alike."""
    char = chr(code)
    assert visible_line(char) in (char, escape_of(code))
    assert visible(char) == visible_line(char)
    if visible_line(char) == char:
        assert json_text(char) == json.dumps(char, ensure_ascii=False)


def escape_of(code: int) -> str:
    """The one way of writing it out."""
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def test_numbers_that_json_lacks() -> None:
    """NaN and the infinities become null, since nothing else can read them."""
    data = {"id": float("nan"), "more": [float("inf"), -float("inf"), 1.5]}
    assert json.loads(json_text(data)) == {"id": None, "more": [None, None, 1.5]}


def test_one_line_is_one_short_line() -> None:
    """White space is folded, and what is cut is marked."""
    assert one_line("a\n  b\tc") == "a b c"
    assert one_line("x" * 500, 10) == "xxxxxxxxx\u2026"


def test_signs_for_ascii() -> None:
    """A terminal without our signs gets others, no escapes."""
    signs = "\u25cf\u2192\u2026\u2500\u2502\u250c\u2718"
    error = UnicodeEncodeError("ascii", signs, 0, len(signs), "")
    assert encode_error(error) == ("*->...-|+x", len(signs))


def test_no_sign_without_a_shape_is_left_in_json() -> None:
    """Of all code points: what Python's `visible` writes out, JSON writes as its own escape."""
    odd = "".join(map(chr, range(0x20, 0x110000)))
    left = {char for char in json_text(odd) if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert left == set()
