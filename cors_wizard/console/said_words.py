"""What people say in their own words: "works in Postman but not in my page", "the cookie never arrives".

A message with `words` is found where one sentence has a phrase of each of its groups. Which phrases these are
is knowledge; a sentence that only wishes, supposes or looks back tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.phrases import Lexicon, phrase_pattern
from cors_wizard.console.prose import LONGEST_SENTENCE, SENTENCE, is_asked, prose_of
from cors_wizard.console.reading import MOST_OF_PROSE, ConsoleMessage, Span
from cors_wizard.console.said_claims import Claims
from cors_wizard.facts import Fact
from cors_wizard.frozen import dataclass

_MOST = 8
_NOT_SEEN = re.compile(
    r"\b(?:should(?! be working| work)|would|might|suppose[ds]?|used to|previously|fixed|solved|resolved"
    r"|is there a way|for example|e\.g|in the docs|docs? (?:say|state)\w*|documentation"
    r"|I(?:'ve)? read)\b|\bif (?!I\b|we\b|(?:the |my )?(?:method|verb|request) is\b)"
    r"|\bwhen(?:ever)? an?y? (?:browser|server|page)\b",
    re.IGNORECASE,
)
_BEFORE = 40
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|zero|forgot to|kein\w{0,3}|nicht|ohne|pas d[e'\u2019]|aucun\w{0,2}"
    r"|sans|ning\w{2,4}|nenhum\w{0,3}|sin|sem|nessun\w{0,2}|senza)|n['\u2019]?t)\s(?:\w{1,15}\s){0,2}\Z"
)
"""Words that deny the phrase right behind them."""
_LONG_BLANK = re.compile(r" {5,}")
"""Blanks in place of an address: its length says nothing, since no phrase reaches over it."""
_COMMA = re.compile(r"[,;:]\s|\b(?:but|while|aber|mais|pero|mas)\b")
_METHOD = re.compile(r"\b(?:POST|PUT|PATCH|DELETE)\b")
_READS = re.compile(r"\bGET\b")
"""Beside another method it may be the one that fails."""
_LETTER = r"[^\W\u2e80-\u9fff\uac00-\ud7af]"
"""Of a script that parts its words: Chinese and Japanese have no blanks around "django"."""
_VAGUE = "cut"
_FIRM = "companion"
_REASONS = ("verdict", "neighbor", "warning")
_AROUND = frozenset(
    {
        "server_owner",
        "old_code",
        "shown_by_code",
        "works_without",
        "fails_for",
        "answered_by",
        "null_origin",
        "framework",
        "platform_answer",
    }
)
"""What no browser knows."""
_OF_A_FAILURE = frozenset({"reachable", "endpoint", "complaint"})
"""What says no more than that it failed."""
_ONLY_FAILED = "network-failure"


@dataclass(frozen=True)
class _Phrases:
    """Phrases of which a text needs one."""

    phrases: tuple[str, ...]

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The first letters of each, by which a text without them is passed over quickly."""
        return tuple(re.split(r"[\s'*]", phrase.lower())[0] or phrase for phrase in self.phrases)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Made when a text has the stems: most texts tell one thing, if any."""
        phrases = "|".join(map(phrase_pattern, self.phrases))
        return re.compile(rf"(?<!{_LETTER})(?:{phrases})(?!{_LETTER})", re.IGNORECASE)

    def are_in(self, sentence: str) -> bool:
        """Whether one of them is said."""
        lowered = sentence.lower()
        return any(stem in lowered for stem in self.stems) and bool(self.pattern.search(sentence))


@dataclass(frozen=True)
class _Told:
    """A message and what people say instead of it."""

    pattern: MessagePattern
    groups: tuple[_Phrases, ...]
    unless: _Phrases | None


@dataclass(frozen=True)
class _Place:
    """Where a text tells it, and the part of it that says what fails."""

    span: Span
    failing: Span


class WordsFinder:
    """Finds what a text says in words."""

    def __init__(self, patterns: Iterable[MessagePattern], lexicon: Lexicon) -> None:
        self._told = tuple(
            _Told(each, tuple(map(_Phrases, each.words)), _Phrases(each.unless) if each.unless else None)
            for each in patterns
            if each.words or each.claims
        )
        self._lexicon = lexicon

    def find(self, text: str, taken: Iterable[ConsoleMessage]) -> Iterator[ConsoleMessage]:
        """What the sentences tell that no other message was read from; each thing once."""
        text, taken = text[:MOST_OF_PROSE], tuple(taken)
        everything = text.lower()
        prose = prose_of(text, [span for each in taken for span in (each.span, *each.repeats)])
        if not prose.strip():
            return
        lowered = prose.lower()
        possible = [each for each in self._told if _may_tell(each, lowered, everything)]
        if not possible:
            return
        sentences = _Sentences.of(prose)
        claims = Claims(prose, self._lexicon, [each.text for each in taken[:_MOST]])
        found = [(told, where) for told in possible if (where := _where(told, prose, sentences, claims))]
        if taken:
            is_explained = any(each.role in _REASONS for each in taken)
            found = [each for each in found if _adds_to_others(each[0].pattern, is_explained)]
        # That it fails says nothing beside how it fails.
        telling = [each for each in found if _is_telling(each[0].pattern)]
        yield from (_message(text, told, where) for told, where in (telling or found)[:_MOST])


def _is_telling(pattern: MessagePattern) -> bool:
    return pattern.role != _VAGUE or not _OF_A_FAILURE.issuperset(pattern.facts)


def _adds_to_others(pattern: MessagePattern, is_explained: bool) -> bool:
    """Whether it says more than the messages next to it: why it failed, or at least how."""
    if is_explained:
        return not _AROUND.isdisjoint(pattern.facts)
    return pattern.symptom != _ONLY_FAILED or bool({*pattern.facts} - _OF_A_FAILURE)


def _where(told: _Told, prose: str, sentences: _Sentences, claims: Claims) -> _Place | None:
    """The sentence that says it, or two if the second continues the first, or the clauses that claim it."""
    if told.groups and (where := _sentence(told, sentences)):
        return _Place(where, _around(told, prose, where))
    claimed = next((found for each in told.pattern.claims if (found := claims.where(each))), None)
    return _Place(*claimed) if claimed else None


@dataclass(frozen=True)
class _Sentences:
    """The sentences of a text, and each two that follow each other; of what a log repeats, the first."""

    single: tuple[re.Match[str], ...]
    pairs: tuple[tuple[re.Match[str], re.Match[str]], ...]

    @classmethod
    def of(cls, prose: str) -> _Sentences:
        """Those of a prose; what is asked or wished tells nothing."""
        told = [each for each in SENTENCE.finditer(prose) if _is_told(prose, each)]
        said = [_LONG_BLANK.sub("    ", each[0]) for each in told]
        single: dict[str, re.Match[str]] = {}
        for words, one in zip(said, told, strict=True):
            single.setdefault(words, one)
        pairs: dict[tuple[str, str], tuple[re.Match[str], re.Match[str]]] = {}
        for both, two in zip(pairwise(said), pairwise(told), strict=True):
            pairs.setdefault(both, two)
        return cls(tuple(single.values()), tuple(pairs.values()))


def _sentence(told: _Told, sentences: _Sentences) -> Span | None:
    for each in sentences.single:
        if _tells(told, each[0]):
            return each.span()
    if told.pattern.role != _FIRM:
        return None
    for one, other in sentences.pairs:
        if len(one[0]) + len(other[0]) <= LONGEST_SENTENCE and _tells(told, f"{one[0]} {other[0]}"):
            return one.start(), other.end()
    return None


def _may_tell(told: _Told, prose: str, everything: str) -> bool:
    known = all(any(stem in prose for stem in group.stems) for group in told.groups)
    return bool(known or told.pattern.claims) and not (
        told.unless and _is_said_of_it(told.unless, everything)
    )


def _is_said_of_it(phrases: _Phrases, text: str) -> bool:
    """Whether a text has one of these and doesn't deny it: "no CORS errors at all" is none."""
    lowered = text.lower()
    return any(stem in lowered for stem in phrases.stems) and any(
        not _DENIED.search(text, max(found.start() - _BEFORE, 0), found.start())
        for found in phrases.pattern.finditer(text)
    )


def _is_told(prose: str, sentence: re.Match[str]) -> bool:
    is_short = len(sentence[0]) <= LONGEST_SENTENCE
    return is_short and not _NOT_SEEN.search(sentence[0]) and not is_asked(prose, sentence.span())


def _tells(told: _Told, sentence: str) -> bool:
    if len(told.groups) == 1 and not _is_said_of_it(told.groups[0], sentence):
        return False  # "I don't get a CORS error"
    return all(group.are_in(sentence) for group in told.groups)


def _message(text: str, told: _Told, place: _Place) -> ConsoleMessage:
    pattern, passage = told.pattern, text[slice(*place.span)]
    start = place.span[0] + len(passage) - len(passage.lstrip())
    span = start, place.span[0] + len(passage.rstrip())
    evidence = " ".join(passage.split())[:400]
    facts = [Fact(name, value, "pasted", evidence, span) for name, value in pattern.facts.items()]
    if method := _method(text, place):
        facts.append(Fact("method", method[0], "pasted", evidence, method.span()))
    return ConsoleMessage(
        pattern_id=pattern.id,
        engine=pattern.engine,
        symptom=pattern.symptom,
        role=pattern.role,
        text=text[slice(*span)],
        line=text.count("\n", 0, start) + 1,
        span=span,
        facts=tuple(facts),
        causes=pattern.causes,
        says=pattern.says,
        told=True,
    )


def _method(text: str, place: _Place) -> re.Match[str] | None:
    """The one method that the clause which fails names, else the whole passage."""
    for where in (place.failing, place.span):
        methods = {each[0]: each for each in _METHOD.finditer(text, *where)}
        if len(methods) == 1 and not _READS.search(text, *where):
            return next(iter(methods.values()))
    return None


def _around(told: _Told, prose: str, span: Span) -> Span:
    """The clause of a sentence that has a phrase of the first group."""
    found = told.groups[0].pattern.search(prose, *span)
    if not found:
        return span
    start = max((each.end() for each in _COMMA.finditer(prose, span[0], found.start())), default=span[0])
    stop = _COMMA.search(prose, found.start(), span[1])
    return start, stop.start() if stop else span[1]
