"""What people say in their own words: "works in Postman but not in my page", "the cookie never arrives".

A message with `words` is found where one sentence has a phrase of each of its groups. Which phrases these are
is knowledge; a sentence that only wishes, supposes or looks back tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.reading import MOST_OF_PROSE, ConsoleMessage, Span
from cors_wizard.facts import Fact

_LONGEST_SENTENCE = 800
_MOST = 8
_SENTENCE = re.compile(r"(?:[^.!?;\n]|[.!?;](?=[^\s\"')])|\n(?![^\S\n]*[\n*>#+\d-])){3,}")
_NOT_PROSE = re.compile(
    r"```[^`]{0,8000}(?:```|\Z)"
    r"|^[^\n]{0,400}(?:==|=>|\bdef |\bimport |[{};]\s*$|HTTP/[0-9.]{1,3}\"|^[ \t]{4,200}\S{1,400}\()"
    r"[^\n]{0,400}$"
    r"|^[<>*\t ]{0,4}(?:[A-Za-z]{1,20}-[\w-]{1,40}|Server|Host|Origin|Vary|Cookie|Date|Location|Allow)\s?: ?"
    r"[^\n]*$|\x1b\[[0-9;]{0,20}m"
    r"|https?://|(?<=[\w\]])(?::[0-9]{2,5})?/[^\s\"'`<>()]{1,2000}",
    re.MULTILINE,
)
_NOT_SEEN = re.compile(
    r"\b(?:should(?! be working| work)|would|might|suppose[ds]?|used to|previously|fixed|solved|resolved"
    r"|is there a way|for example|e\.g)\b|\bif (?!I\b|we\b)|\bwhen(?:ever)? an?y? (?:browser|server|page)\b",
    re.IGNORECASE,
)
_BEFORE = 40
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|zero|forgot to|kein\w{0,3}|nicht|ohne|pas d[e'\u2019]|aucun\w{0,2}"
    r"|sans|ning\w{2,4}|nenhum\w{0,3}|sin|sem|nessun\w{0,2}|senza)|n['\u2019]?t)\s(?:\w{1,15}\s){0,2}\Z"
)
"""Words that deny the phrase right behind them."""
_COMMA = re.compile(r"[,;:]\s|\b(?:but|while|aber|mais|pero|mas)\b")
_METHOD = re.compile(r"\b(?:POST|PUT|PATCH|DELETE)\b")
_VAGUE = "cut"
_FIRM = "companion"
_REASONS = ("verdict", "neighbour", "warning")
_AROUND = frozenset({"server_owner", "old_code", "shown_by_code"})
"""What no browser knows."""
_OF_A_FAILURE = frozenset({"reachable", "endpoint", "complaint"})
"""What says no more than that it failed."""
_ONLY_FAILED = "network-failure"
_STAR = r"[\"'`\u201c\u201e\u00ab]?(?<!\*)\*(?!\*)[\"'`\u201d\u201c\u00bb]?"
"""The sign itself, as a phrase of its own: what people quote of a header's value."""
_BETWEEN = r"[^\w.!?;]{1,3}"


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
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(_phrase, self.phrases))})(?!\w)", re.IGNORECASE)

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


class WordsFinder:
    """Finds what a text says in words."""

    def __init__(self, patterns: Iterable[MessagePattern]) -> None:
        self._told = tuple(
            _Told(each, tuple(map(_Phrases, each.words)), _Phrases(each.unless) if each.unless else None)
            for each in patterns
            if each.words
        )

    def find(self, text: str, taken: Iterable[ConsoleMessage]) -> Iterator[ConsoleMessage]:
        """What the sentences tell that no other message was read from; each thing once."""
        text, taken = text[:MOST_OF_PROSE], tuple(taken)
        everything = text.lower()
        prose = _prose(text, [span for each in taken for span in (each.span, *each.repeats)])
        lowered = prose.lower()
        possible = [each for each in self._told if _may_tell(each, lowered, everything)]
        if not possible:
            return
        sentences = [each for each in _SENTENCE.finditer(prose) if _is_told(each[0])]
        found = [(told, where) for told in possible if (where := _where(told, sentences))]
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


def _where(told: _Told, sentences: Sequence[re.Match[str]]) -> Span | None:
    """The sentence that says it, or two if the second continues the first."""
    for each in sentences:
        if _tells(told, each[0]):
            return each.span()
    if told.pattern.role != _FIRM:
        return None
    for one, other in pairwise(sentences):
        if len(one[0]) + len(other[0]) <= _LONGEST_SENTENCE and _tells(told, f"{one[0]} {other[0]}"):
            return one.start(), other.end()
    return None


def _phrase(phrase: str) -> str:
    words = (
        _STAR if word == "*" else re.escape(word).replace(r"\*", r"\w*").replace("'", "['\u2019]?")
        for word in phrase.split()
    )
    return _BETWEEN.join(words)


def _may_tell(told: _Told, prose: str, everything: str) -> bool:
    known = all(any(stem in prose for stem in group.stems) for group in told.groups)
    return known and not (told.unless and _is_said_of_it(told.unless, everything))


def _is_said_of_it(phrases: _Phrases, text: str) -> bool:
    """Whether a text has one of these and doesn't deny it: "no CORS errors at all" is none."""
    return any(
        not _DENIED.search(text, max(found.start() - _BEFORE, 0), found.start())
        for found in phrases.pattern.finditer(text)
    )


def _prose(text: str, spans: Iterable[Span]) -> str:
    """The text with blanks in place of code, addresses and what other messages were read from."""
    places = (*spans, *(found.span() for found in _NOT_PROSE.finditer(text)))
    kept: list[str] = []
    position = 0
    for start, end in sorted(places):
        kept += [text[position:start], " " * (min(end, len(text)) - max(start, position))]
        position = max(end, position)
    return "".join((*kept, text[position:]))


def _is_told(sentence: str) -> bool:
    return len(sentence) <= _LONGEST_SENTENCE and not _NOT_SEEN.search(sentence)


def _tells(told: _Told, sentence: str) -> bool:
    return all(group.are_in(sentence) for group in told.groups)


def _message(text: str, told: _Told, place: Span) -> ConsoleMessage:
    pattern, passage = told.pattern, text[slice(*place)]
    start = place[0] + len(passage) - len(passage.lstrip())
    span = start, place[0] + len(passage.rstrip())
    evidence = " ".join(passage.split())[:400]
    facts = [Fact(name, value, "pasted", evidence, span) for name, value in pattern.facts.items()]
    if method := _method(told, passage):
        where = place[0] + method.start(), place[0] + method.end()
        facts.append(Fact("method", method[0], "pasted", evidence, where))
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


def _method(told: _Told, passage: str) -> re.Match[str] | None:
    """The one method that the clause names, else the whole passage."""
    found = told.groups[0].pattern.search(passage)
    around = _clause(passage, found.start()) if found else (0, 0)
    for start, end in (around, (0, len(passage))):
        methods = {each[0]: each for each in _METHOD.finditer(passage, start, end)}
        if len(methods) == 1:
            return next(iter(methods.values()))
    return None


def _clause(passage: str, place: int) -> Span:
    start = max((each.end() for each in _COMMA.finditer(passage, 0, place)), default=0)
    stop = _COMMA.search(passage, place)
    return start, stop.start() if stop else len(passage)
