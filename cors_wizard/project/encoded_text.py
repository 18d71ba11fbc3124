"""The bytes of one file as text: UTF-8, Windows' UTF-16, or what a Python file's coding line names."""

from __future__ import annotations

import codecs
import re
import tokenize

from cors_wizard.facts.found import TextFile

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CHARACTER_SET = re.compile(r"iso8859-\d+|cp\d+|koi8-[a-z]|mac-[a-z]+|gb\w+|big5\w*|shift_jis\w*|euc_\w+")


def text_of(content: bytes, shown: str) -> TextFile | None:
    """The file, read as its encoding says; None where it isn't text."""
    if content.startswith(_UTF16_MARKS):  # `pip freeze > requirements.txt` in PowerShell
        return TextFile(shown, _with_newlines(content.decode("utf-16", errors="replace")), is_exact=False)
    if b"\0" in content:
        return None
    raw = content.decode("utf-8", errors="replace")
    text = _with_newlines(raw.removeprefix("\ufeff"))
    is_exact = "\ufffd" not in raw or raw.encode() == content
    if not is_exact and shown.endswith(".py") and (named := _named_encoding(content)):
        raw, is_exact = content.decode(named), True
        text = _with_newlines(raw)
        return TextFile(shown, text, None if raw == text else raw, is_exact, named)
    return TextFile(shown, text, None if raw == text else raw, is_exact)


def _named_encoding(content: bytes) -> str:
    """The encoding that a Python file's coding line names, where it gives the bytes back; else empty."""
    try:
        named = tokenize.detect_encoding(iter(content.splitlines(keepends=True)).__next__)[0]
        usual = codecs.lookup(named).name
        # Codecs that are no character sets (`idna`, `unicode_escape`) can be slow, or write other bytes.
        is_usual = _CHARACTER_SET.fullmatch(usual) is not None
        return usual if is_usual and content.decode(usual).encode(usual) == content else ""
    except (SyntaxError, LookupError, UnicodeError):
        return ""


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
