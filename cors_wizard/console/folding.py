"""Pasted text folded so that one spelling of a message is left, with a way back to every original offset.

Quotes of all kinds become `'`, letters lower case, white space one blank, a line's break and quote marks one
blank too; zero-width characters and colors vanish; HTML and JSON escapes become what they stand for. A blank
line stays as a mark that no message reaches across.
"""

# ruff: noqa: RUF001  the look-alikes are the point

from __future__ import annotations

import html
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from cors_wizard.frozen import dataclass

BREAK = "\x1e"
"""Stands, between two blanks, where the text has a blank line."""

Cut = tuple[int, int, str]
"""Start and end of a stretch of a text, and what it is read as."""

_INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_WHITE = r"\s\x1c-\x1f\u2800"
_WHITE_IN_ASCII = r" \n\t\r\x0b\x0c\x1c-\x1f"
_WINDOWS = bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_CONTINUES = f"\u0080-\u00bf{_WINDOWS}"
"""What the later bytes of a character become where UTF-8 is read as Windows-1252."""
_WINDOWS_BEGINS = "\u00c2-\u00ef"
_READ_AS_WINDOWS = rf"(?<=[\u00c2-\u00df])[{_CONTINUES}]|(?<=[\u00e0-\u00ef])[{_CONTINUES}]{{2}}|"


def _special(white: str, begins: str = "", more: str = "") -> re.Pattern[str]:
    """What is folded: the one class of all that it begins with is looked for many times faster than a choice.

    Args:
        white: what counts as white space or has no width.
        begins: what else it may begin with.
        more: what then follows.
    """
    return re.compile(
        rf"[{white}{begins}\x1b\[&\\](?:"
        rf"(?<=[ \n])[{white}>]+"
        rf"|(?<![ \n])(?:(?<=[{white}])[{white}>]*|{more}"
        r"(?<=\x1b)\[[0-9;]{0,20}[A-Za-z]?"
        r"|(?<=\[)[0-9;]{1,12}m"  # what is left of a color where the escape character was not copied
        r"|(?<=&)(?:quot|apos|amp|lt|gt|nbsp|laquo|raquo|[lr][sd]quo|#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5});"
        r"|(?<=\\)\\{0,3}(?:[\"'/nrt]|u[0-9a-fA-F]{4})))"
    )


_SPECIAL_IN_ASCII = _special(_WHITE_IN_ASCII)
_SPECIAL = _special(f"{_WHITE}{_INVISIBLE}", _WINDOWS_BEGINS, _READ_AS_WINDOWS)
_SAME = {
    "'": '"`´‘’‚‛“”„‟′″‹›«»＇＂',
    "(": "（【",
    ")": "）】",
    ":": "：",
    ",": "，、",
    ".": "。．",
    "-": "‐‑‒–—−",
    "е": "ё",  # Russian Firefox writes both
    "i": "İ",  # the only letter whose lower case is longer than itself
}
_DIGITS = str.maketrans("123456789", "0" * 9)
_SAME_IN_ASCII = {same: variants for same in _SAME if (variants := "".join(filter(str.isascii, _SAME[same])))}


@dataclass(frozen=True)
class Folded:
    """A text in folded form. `clean` and `flat` have the same length."""

    clean: str
    """White space and escapes folded; letters, quotes, single line breaks as they were."""
    _folded_at: array[int]
    _original_at: array[int]

    @cached_property
    def lines(self) -> str:
        """`clean` with quotes and case folded too."""
        lines = self.clean
        for same, variants in (_SAME_IN_ASCII if lines.isascii() else _SAME).items():
            for variant in variants:
                lines = lines.replace(variant, same)
        return lines.lower()

    @cached_property
    def flat(self) -> str:
        """The same with line breaks folded, too. Literals are looked for here."""
        return self.lines.replace("\n", " ")

    @cached_property
    def shape(self) -> str:
        """`flat` with all digits alike: most messages of a log differ in numbers alone."""
        return self.flat.translate(_DIGITS)

    def original(self, position: int) -> int:
        """The offset in the original text of a position in the folded one."""
        index = bisect_right(self._folded_at, position) - 1
        return min(
            self._original_at[index] + position - self._folded_at[index],
            self._original_at[index + 1] if index + 1 < len(self._original_at) else self._original_at[-1],
        )

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original characters that a folded stretch was made from."""
        first = bisect_left(self._folded_at, end)
        # Of what vanished right behind the stretch nothing belongs to it.
        ends_here = end > start and first < len(self._folded_at) and self._folded_at[first] == end
        return self.original(start), self._original_at[first] if ends_here else self.original(end)


def fold(text: str, cuts: Iterable[Cut] = ()) -> Folded:
    """The folded form of a text, in time linear in its length.

    Args:
        text: what was pasted.
        cuts: stretches, in order, that are read as something else.
    """
    pieces: list[str] = []
    folded_at, original_at = array("q", [0]), array("q", [0])
    done = length = 0
    for start, end, replacement in _replacements(text, cuts):
        width = len(replacement)
        pieces.append(text[done:start])
        pieces.append(replacement)
        length += start - done + width
        if width != end - start:
            if not width:
                # What ends here ends before the stretch, what begins here begins behind it.
                folded_at.append(length)
                original_at.append(start)
            # What stands before the end of the stretch is still as far from the last place as it was.
            folded_at.append(length)
            original_at.append(end)
        done = end
    pieces.append(text[done:])
    folded_at.append(length + len(text) - done)
    original_at.append(len(text))
    return Folded("".join(pieces), folded_at, original_at)


def _replacements(text: str, cuts: Iterable[Cut]) -> Iterator[Cut]:
    known: dict[str, str] = {}
    # Long logs are ASCII, and nothing that was taken for Windows-1252 is in them.
    pattern = _SPECIAL_IN_ASCII if text.isascii() else _SPECIAL
    begin = 0
    for cut in (*cuts, (len(text), len(text), "")):
        for special in pattern.finditer(text, begin, cut[0]):
            found = special[0]
            replacement = known.get(found)
            if replacement is None:
                replacement = known[found] = _replacement(found)
            yield *special.span(), replacement
        begin = cut[1]
        if begin > cut[0]:
            yield cut


@cache
def fold_literal(text: str) -> str:
    """A template's literal text in folded form; templates have many in common."""
    return fold(text).flat


def _replacement(special: str) -> str:
    first = special[0]
    if first == "&":
        return _one_character(html.unescape(special))
    if first == "\x1b":
        return ""
    if "\u00c2" <= first <= "\u00ef":
        return _read_as_windows(special)
    if first == "\\":
        return _unescape(special.lstrip("\\"))
    if not any(character.isspace() or character == "\u2800" for character in special):
        return ""
    breaks = special.count("\n") or special.count("\r")
    return f" {BREAK} " if breaks > 1 else "\n" if breaks else " "


def _read_as_windows(special: str) -> str:
    """The character that was taken apart; the text itself where none was."""
    raw = b"".join(
        character.encode("latin-1") if character <= "\u00ff" else character.encode("cp1252")
        for character in special
    )
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError:
        return special
    # Letters of Africa and Asia that a German or French word and its quotes happen to spell are none.
    return special if "\u0530" <= whole < "\u1e00" else _one_character(whole)


def _unescape(escape: str) -> str:
    if escape[0] == "u" and len(escape) == 5:
        return _one_character(chr(int(escape[1:], 16)))
    return {"n": "\n", "r": "\n", "t": " "}.get(escape, escape)


def _one_character(text: str) -> str:
    if not text or text.isspace():
        return " "
    # An escape must not smuggle in what a terminal would obey, or half of a surrogate pair.
    return text if text.isprintable() else "\ufffd"
