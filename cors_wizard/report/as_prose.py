"""Sentences with values from outside as Markdown: what could be markup is code, all else a sentence."""

from __future__ import annotations

import re

from cors_wizard.fixes.quoting import code_span
from cors_wizard.report.code_spans import spans

_WORD = re.compile(r"\S+")
_MARKUP = re.compile(r"[*_\[\]<>&#|~\\!$@{}`]|://|www\.")
_LIST_SIGN = re.compile(r"\s*(?:[-+]|\d+[.)])(?=\s)")
_BEFORE, _AFTER = "(\"'", ")\"',.;:"


def as_prose(text: str) -> str:
    """The sentence, with each word that Markdown could take for markup as code; its own code spans stay."""
    listed = _LIST_SIGN.match(text)
    made = code_span(listed[0]) if listed else ""
    for one, is_code in spans(text[listed.end() if listed else 0 :]):
        piece = code_span(one) if is_code else _WORD.sub(_word, one)
        # Two runs of back-ticks side by side would be one.
        made += f" {piece}" if made.endswith("`") and piece.startswith("`") else piece
    return made


def _word(found: re.Match[str]) -> str:
    word = found[0].lstrip(_BEFORE)
    core = word.rstrip(_AFTER)
    if not _MARKUP.search(core):
        return found[0]
    return f"{found[0].removesuffix(word)}{code_span(core)}{word.removeprefix(core)}"
