"""What is said clause by clause: who succeeds and who fails ("In Postman it's fine. The page gets nothing").

A clause has an outcome and names what it is about; "GET works and POST doesn't" is two of them. A question, a
wish and what was true once claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from cors_wizard.console.phrases import Hit, Lexicon
from cors_wizard.console.prose import LONGEST_SENTENCE, SENTENCE, is_asked
from cors_wizard.console.reading import Span
from cors_wizard.frozen import dataclass

WORKS, FAILS = "works", "fails"
_OTHER = {WORKS: FAILS, FAILS: WORKS}
_NEAR = 4
"""So many sentences apart two claims may stand and still be about the same thing."""
_DENIED = re.compile(
    r"(?:\b(?:no(?!\s(?:postman|insomnia|navegador|chrome|firefox|safari|curl|front|frontend|servidor"
    r"|celular|meu)\b)|not|never|zero|cannot|dont|doesnt|isnt|cant|wont|unable to|no longer|neither|nor"
    r"|stopp?\w*|kein\w{0,3}|nicht|nie"
    r"|ne|pas d[e'\u2019]|aucun\w{0,2}|jamais|ning\w{2,4}|nunca|nenhum\w{0,3}|n\u00e3o|non"
    r"|nessun\w{0,2}|niet|geen)"
    r"|n['\u2019]t)\s(?:\w{1,15}\s){0,2}\Z"
    r"|\b(?:without|ohne|sans|sin|sem|senza|zonder)\s(?:(?:any|an?|the)\s)?\Z",
    re.IGNORECASE,
)
_DENIED_BEHIND = re.compile(r"\s(?:\w{1,15}\s){0,2}(?:nicht|niet|pas|nahi|nahin)\b", re.IGNORECASE)
"""German, Dutch and French deny what they have said."""
_NEGATIVE = frozenset({"nada", "rien", "niente", "nothing", "nichts"})
"""What Spanish, French and others add to a denial instead of turning it around: "no recibe nada"."""
_BEFORE = 48
_NO = (
    r"(?:no|not|nope|nicht|nein|pas|non|n\u00e3o|niet|neither|never(?: do| does)?)\b|n['\u2019]t\b"
    r"|\b(?:dont|doesnt|isnt"
    r"|cannot|wont)\b"
)
_LEFT_OUT = re.compile(
    rf"\W*\b(?:not|nicht|pas|n\u00e3o|no|non|niet) (?:in|on|from|for|with|when|after|if|via|im|auf|mit"
    rf"|vom|\u00fcber|dans|en|sur"
    rf"|avec|depuis|na|em|com|desde|con|nel|dal)\b"
    rf"|[^\n]{{0,200}}(?:\b{_NO})(?: (?:at all|any ?more|either|though|yet|mehr|plus|m\u00e1s|mais))?\W*\Z",
    re.IGNORECASE,
)
"""A clause that only denies what the one before it said: `POST doesn't`, `not in the browser`."""
_BREAK = re.compile(
    r",\s+|:\s+|\s[\u2013\u2014-]{1,2}\s|\(|\)"
    r"|\b(?:but|yet|while|whereas|however|although|though|except|only not|aber|mais|pero|sino|mas|ma|maar)\b"
    r"|(?=\b(?:not (?:in|on|from|for|with|when|after|if|via)|nicht (?:im|in|auf|mit|vom|\u00fcber)"
    r"|pas (?:dans|en|sur|avec|depuis)"
    r"|n\u00e3o (?:no|na|em|com)|no (?:en|desde|con|en el)|non (?:nel|in|dal|con))\b)"
    r"|(?=\b(?:without|with|after|since|before|once|until|till|bis|as soon as|the moment|whenever|when"
    r"|if|yet|then)\s)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()\n]{1,40}\)")
_AND = re.compile(r"\s(?:and|und|et|y|e|en)\s", re.IGNORECASE)
_OPENS = re.compile(
    r"\W*(?:(?:and|but|so|und|et|y|e)\s)?(?:until|till|when|whenever|once|as soon as|the moment|if"
    r"|since|after|before|with|without|in|on|from|for|via|using"
    r"|over|wenn|sobald|seit|nach|mit|ohne|im|auf|quand|d\u00e8s que|apr\u00e8s|avec|sans|dans|en|sur"
    r"|cuando|si|con|sin|desde"
    r"|quando|com|sem|no|na|em|se|nel)\b",
    re.IGNORECASE,
)
"""A clause that says when or where, and leaves to its neighbor what happens."""
_TURNS = re.compile(
    r"\W*(?:until|till|since|once|before|as soon as|the moment|bis|seit|sobald)\b", re.IGNORECASE
)
"""What begins something else, as in "fine until I deployed"."""
_NOT_CLAIMED = re.compile(
    r"\b(?:should|would|might|may|must|ought|will|suppose[ds]?|expect\w*|hop(?:e|ing)|wish\w*|wonder\w*"
    r"|in theory"
    r"|used to|previously|last (?:week|month|year)|fixed|solved|resolved|for example|e\.g|what if"
    r"|so that|in order to|tell me"
    r"|i read|docs? say|it says that)\b|\bif i (?:had|were)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that says one thing."""

    start: int
    end: int
    sentence: int
    names: frozenset[str]
    outcome: str = ""
    counts: bool = True
    """Whether somebody saw it."""


@dataclass(frozen=True)
class _Claim:
    """What one clause has to say: phrases' names, of alternatives one; `!name` must not be in it."""

    needed: tuple[frozenset[str], ...]
    barred: frozenset[str]

    def is_made_by(self, clause: Clause) -> bool:
        """Whether the clause says it."""
        said = clause.names | {clause.outcome}
        return clause.counts and self.barred.isdisjoint(said) and all(said & each for each in self.needed)


@cache
def _claim(text: str) -> _Claim:
    words = text.split()
    needed = tuple(frozenset(word.split("|")) for word in words if not word.startswith("!"))
    return _Claim(needed, frozenset(word[1:] for word in words if word.startswith("!")))


class Claims:
    """What the sentences of a prose claim."""

    def __init__(self, prose: str, lexicon: Lexicon, beside: Iterable[str] = ()) -> None:
        hits = sorted(lexicon.find(prose), key=lambda hit: (hit.start, -hit.end))
        # What a browser's own line names is in the text as well, an address above all.
        self._names = {hit.name for hit in (*hits, *(each for text in beside for each in lexicon.find(text)))}
        self._by_name: dict[str, list[Clause]] = {}
        for clause in _clauses(prose, hits):
            for name in (*clause.names, clause.outcome) if clause.counts else ():
                self._by_name.setdefault(name, []).append(clause)
        self._made: dict[str, list[Clause]] = {}

    def where(self, claims: Sequence[str]) -> tuple[Span, Span] | None:
        """Where all of these are claimed, each by a clause of its own, near each other; and which fails."""
        around = {claim[1:] for claim in claims if claim.startswith("~")}
        if not all(self._names & {*each.split("|")} for each in around):
            return None
        found = list[list[Clause]]()
        for claim in claims:
            if not claim.startswith("~"):
                found.append(self._making(claim))
                if not found[-1]:
                    return None
        for chosen in _ways(found):
            numbers = [clause.sentence for clause in chosen]
            if max(numbers) - min(numbers) <= _NEAR:
                failing = next((each for each in chosen if each.outcome == FAILS), chosen[-1])
                start, end = min(each.start for each in chosen), max(each.end for each in chosen)
                return (start, end), (failing.start, failing.end)
        return None

    def _making(self, text: str) -> list[Clause]:
        """The clauses that make a claim, looked for among those that name its rarest part."""
        if text not in self._made:
            claim = _claim(text)
            parts = [
                [each for name in names for each in self._by_name.get(name, ())] for names in claim.needed
            ]
            rarest: list[Clause] = min(parts, key=len)
            made = [clause for clause in rarest if claim.is_made_by(clause)]
            self._made[text] = sorted(made, key=lambda clause: clause.start)
        return self._made[text]


def _ways(found: Sequence[Sequence[Clause]]) -> Iterator[tuple[Clause, ...]]:
    """For each clause that makes the first claim those that make the others near it, none of them twice."""
    by_sentence: list[dict[int, list[Clause]]] = []
    for clauses in found[1:]:
        by_sentence.append({})
        for each in clauses:
            by_sentence[-1].setdefault(each.sentence, []).append(each)
    for first in found[0] if found else ():
        chosen = [first]
        for others in by_sentence:
            near = (each for place in _around(first.sentence) for each in others.get(place, ()))
            if (best := next((each for each in near if each not in chosen), None)) is None:
                break
            chosen.append(best)
        else:
            yield tuple(chosen)


def _around(sentence: int) -> Iterator[int]:
    """The numbers of the sentences near one, the nearest first."""
    yield sentence
    for far in range(1, _NEAR + 1):
        yield from (sentence - far, sentence + far)


def _clauses(prose: str, hits: Sequence[Hit]) -> Iterator[Clause]:
    place = 0
    before = ""
    for number, sentence in enumerate(SENTENCE.finditer(prose)):
        start, end = sentence.span()
        while place < len(hits) and hits[place].start < start:
            place += 1
        first = place
        while place < len(hits) and hits[place].start < end:
            place += 1
        if end - start > LONGEST_SENTENCE or place == first:
            continue
        pieces = _pieces(prose, (start, end), hits[first:place], number)
        told = not is_asked(prose, (start, end))
        for each in _joined(prose, _with_outcomes(prose, pieces, before)):
            before = each.outcome or before
            yield replace(each, counts=each.counts and told)


def _pieces(prose: str, sentence: Span, hits: Sequence[Hit], number: int) -> list[Clause]:
    """The clauses of a sentence, each with what it names."""
    start, end = sentence
    cuts = {found.end() if found[0] else found.start() for found in _BREAK.finditer(prose, start, end)}
    cuts |= {found.end() for found in _AND.finditer(prose, start, end)}
    asides = tuple(_asides(prose, sentence, hits))
    whole = (*((hit.start, hit.end - 1) for hit in hits), *asides)
    inside = {cut for cut in cuts if not any(first < cut <= last for first, last in whole)}
    places = sorted({start, end, *inside})
    return [_clause(prose, span, hits, number) for span in pairwise(places)]


def _asides(prose: str, sentence: Span, hits: Sequence[Hit]) -> Iterator[Span]:
    """What is in brackets and says no outcome: "large files (300 MB) fail" is one clause."""
    for found in _ASIDE.finditer(prose, *sentence):
        if not any(hit.name in _OTHER and found.start() < hit.start < found.end() for hit in hits):
            yield found.start(), found.end()


def _clause(prose: str, span: Span, hits: Sequence[Hit], number: int) -> Clause:
    mine = [hit for hit in hits if span[0] <= hit.start < span[1]]
    outcomes = [_outcome(prose, hit, span[0]) for hit in _longest(mine, _OTHER)]
    names = {hit.name for hit in mine if hit.name not in _OTHER}
    outcome = FAILS if FAILS in outcomes else outcomes[0] if outcomes else ""
    counts = not _NOT_CLAIMED.search(prose, *span)
    return Clause(*span, number, frozenset(names), outcome, counts)


def _longest(hits: Sequence[Hit], names: dict[str, str]) -> Iterator[Hit]:
    """Of phrases of these names that overlap the first and longest."""
    end = -1
    for hit in hits:
        if hit.name in names and hit.start >= end:
            end = hit.end
            yield hit


def _outcome(prose: str, hit: Hit, start: int) -> str:
    if prose[hit.start : hit.end].lower() in _NEGATIVE:
        return hit.name
    is_denied = _DENIED.search(prose, max(hit.start - _BEFORE, start), hit.start) or _DENIED_BEHIND.match(
        prose, hit.end
    )
    return _OTHER[hit.name] if is_denied else hit.name


def _with_outcomes(prose: str, pieces: Sequence[Clause], before: str) -> Iterator[Clause]:
    """The clauses with what they leave out: in "GET works, POST doesn't" the second says the contrary."""
    for each in pieces:
        if not each.outcome and before and each.names and _LEFT_OUT.match(prose[each.start : each.end]):
            each = replace(each, outcome=_OTHER[before])
        before = each.outcome or before
        yield each


def _joined(prose: str, pieces: Iterator[Clause]) -> Iterator[Clause]:
    """The clauses with those that say no outcome joined to the one that they belong to."""
    waiting: Clause | None = None
    last: Clause | None = None
    for each in pieces:
        belongs_behind = _OPENS.match(prose, each.start, each.end) and not _is_glued(prose, each)
        if not each.outcome and last and not belongs_behind:
            last = _together(last, each)
            continue
        if not each.outcome:
            waiting = _together(waiting, each) if waiting else each
            continue
        if last:
            yield last
        last = _together(waiting, each) if waiting else each
        waiting = None
    if last and waiting:
        yield _together(last, waiting)
    else:
        yield from (each for each in (last, waiting) if each)


def _is_glued(prose: str, clause: Clause) -> bool:
    """Whether it goes on without a pause: "it works fine with Postman, ..."."""
    before = prose[max(clause.start - _BEFORE, 0) : clause.start].rstrip()
    return bool(before) and before[-1] not in ",;:()" and not _TURNS.match(prose, clause.start)


def _together(one: Clause, other: Clause) -> Clause:
    return replace(
        other,
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        names=one.names | other.names,
        outcome=other.outcome or one.outcome,
        counts=one.counts and other.counts,
    )
