"""The only way to make text from outside harmless: what a terminal or a reader would obey is written out.

Control characters (C0, DEL, C1), those that reverse the reading direction, those without a width and lone
surrogates become escapes like `\\x1b` and `\\u202e`, the same on screens, in reports, diffs and comments; in
JSON they become its own `\\u001b`. Nothing is dropped: what is hidden could be the point.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that Python calls printable, and of which nobody sees anything."""
_UNSEEN_MARKS = range(0xE0100, 0xE01F0)
DEEPEST = 200
"""Levels of lists and objects in what is written as JSON; what is deeper came from outside, and is null."""
_NEW_LINE = re.compile(r"\r\n?")
_IN_JSON = re.compile(
    "[\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
)


def visible(text: str) -> str:
    """The text with its lines and tabs, every harmful character as an escape."""
    lines = _NEW_LINE.sub("\n", text).split("\n")
    return "\n".join(line if _is_harmless(line) else "".join(map(_of_a_line, line)) for line in lines)


def visible_line(text: str) -> str:
    """The text as one line: line breaks and tabs are escapes too."""
    return (
        text if _is_harmless(text) else "".join(char if _is_harmless(char) else escape(char) for char in text)
    )


def one_line(text: str, limit: int = 200) -> str:
    """The text as one line of at most `limit` characters: white space becomes blanks, a cut is marked."""
    line = visible_line(" ".join(text[: limit * 4 + 400].split()))
    return line if len(line) <= limit else f"{line[: max(limit - 1, 0)]}…"


def json_text(data: object) -> str:
    """Data as JSON in which every harmful character is an escape, and a number that JSON lacks is null."""
    text = json.dumps(_without_odd_numbers(data), ensure_ascii=False)
    return _IN_JSON.sub(_json_escape, text)


def encode_error(error: UnicodeError) -> tuple[str, int]:
    """An error handler for streams: our signs as ASCII ones, all else as escapes that JSON reads, too."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_ascii(char) for char in lacking), error.end


def _ascii(char: str) -> str:
    sign = char.translate(_SIGNS)
    return sign if sign.isascii() else json.dumps(char)[1:-1]


def _is_harmless(text: str) -> bool:
    return text.isprintable() and (text.isascii() or not any(map(_is_unseen, text)))


def _is_unseen(char: str) -> bool:
    return char in _UNSEEN or ord(char) in _UNSEEN_MARKS


def _of_a_line(char: str) -> str:
    is_kept = char == "\t" or _is_harmless(char) or unicodedata.category(char) == "Zs"
    return char if is_kept else escape(char)


def escape(char: str) -> str:
    """A character as Python writes it out."""
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_PLAIN = frozenset({str, int, bool})


def _json_escape(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def _without_odd_numbers(data: object, depth: int = 0) -> object:
    if data is None or type(data) in _PLAIN:
        return data
    if isinstance(data, float) and data - data != 0:  # NaN and the infinities
        return None
    if isinstance(data, (dict, list, tuple)) and depth > DEEPEST:
        return None
    if isinstance(data, dict):
        return {key: _without_odd_numbers(value, depth + 1) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_without_odd_numbers(value, depth + 1) for value in data]
    return data


_SIGNS = str.maketrans(
    {
        **dict.fromkeys(
            "\u2500\u2501\u2550\u2504\u2508\u254c\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"
        ),
        **dict.fromkeys("\u2502\u2503\u2551\u2506\u250a", "|"),
        **dict.fromkeys(map(chr, (*range(0x250C, 0x254C), *range(0x2552, 0x2571))), "+"),
        **dict.fromkeys("\u25cf\u2022\u25e6\u25aa\u25a0\u2219", "*"),
        **dict.fromkeys("\u25cb\u25cc\u25a1", "o"),
        **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u25b8\u25b6\u25ba\u276f\u00bb\u203a", ">"),
        **dict.fromkeys("\u25c2\u25c0\u25c4\u276e\u00ab\u2039", "<"),
        **dict.fromkeys(map(chr, range(0x2580, 0x2594)), "#"),
        **dict.fromkeys("\u25be\u25bc\u2193", "v"),
        **dict.fromkeys("\u25b4\u25b2\u2191", "^"),
        **dict.fromkeys("\u2713\u2714", "+"),
        **dict.fromkeys("\u2717\u2718\u00d7", "x"),
        "\u2192": "->",
        "\u2190": "<-",
        "\u21d2": "=>",
        "\u2026": "...",
        "\u00b7": ".",
        "\u00a0": " ",
        "\u26a0": "!",
        "\u2265": ">=",
        "\u2264": "<=",
        "\u2260": "!=",
        "\ufe0f": "",
    }
)


def in_words(parts: Sequence[str]) -> str:
    """`a, b and c`; empty where there is nothing."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
