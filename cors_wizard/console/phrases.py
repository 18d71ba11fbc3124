"""Finds the phrases of a lexicon in a text by their first words, in one pass.

A phrase is words with any punctuation between them; `works*` takes any ending. In capitals it is
found in capitals alone: `GET` is a method, and "I get an error" has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import chain

from cors_wizard.frozen import dataclass

_WORD = re.compile(r"[\w*]+")
_FIRST = re.compile(r"\w+")
_STAR = r"[\"'`\u201c\u201e\u00ab]?(?<!\*)\*(?!\*)[\"'`\u201d\u201c\u00bb]?"
"""The sign itself, as a phrase of its own: what people quote of a header's value."""
_BETWEEN = r"[^\w.!?;]{1,3}"


def phrase_pattern(phrase: str) -> str:
    """A phrase as a regular expression, without its ends."""
    words = (
        _STAR if word == "*" else re.escape(word).replace(r"\*", r"\w*").replace("'", "['\u2019]?")
        for word in phrase.split()
    )
    return _BETWEEN.join(words)


@dataclass(frozen=True)
class Hit:
    """A phrase of a text."""

    name: str
    """What the phrase stands for."""
    start: int
    end: int


@dataclass(frozen=True)
class _Phrase:
    name: str
    text: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        flags = re.NOFLAG if self.text.isupper() else re.IGNORECASE
        return re.compile(rf"{phrase_pattern(self.text)}(?!\w)", flags)


class Lexicon:
    """Phrases by what they stand for."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._by_word: dict[str, list[_Phrase]] = {}
        self._by_stem: dict[str, list[_Phrase]] = {}
        for name, texts in phrases.items():
            for text in texts:
                self._add(_Phrase(name, text))
        self._lengths = sorted({len(stem) for stem in self._by_stem})

    def _add(self, phrase: _Phrase) -> None:
        found = _WORD.search(phrase.text.lower())
        first = found[0] if found else phrase.text
        if first.endswith("*"):
            self._by_stem.setdefault(first.rstrip("*"), []).append(phrase)
        else:
            self._by_word.setdefault(first, []).append(phrase)

    def find(self, text: str) -> Iterator[Hit]:
        """Every phrase of the text, also where one is in another."""
        starting = cache(self._starting_with)
        for word in _FIRST.finditer(text):
            for phrase in starting(word[0].lower()):
                if found := phrase.pattern.match(text, word.start()):
                    yield Hit(phrase.name, *found.span())

    def _starting_with(self, word: str) -> tuple[_Phrase, ...]:
        stems = (self._by_stem.get(word[:length], ()) for length in self._lengths if length <= len(word))
        return (*self._by_word.get(word, ()), *chain.from_iterable(stems))
