"""A pasted text with both readers: what a console printed, and what somebody recorded. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from cors_wizard.console.clipboards.copied_fetch import COPIED_AS_FETCH
from cors_wizard.console.looks_like import looks_like
from cors_wizard.console.prose import filled
from cors_wizard.console.reading import MOST_OF_PROSE, Reading
from cors_wizard.diagnosis.pasted_calls import facts_of_pasted
from cors_wizard.diagnosis.pasted_schemes import facts_of_schemes
from cors_wizard.diagnosis.pasted_settings import facts_of_settings_lines
from cors_wizard.diagnosis.pasted_variables import facts_of_containers, facts_of_variables
from cors_wizard.fetch_standard import is_same_origin, serialize_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.snippet import bare_text
from cors_wizard.frozen import dataclass
from cors_wizard.page_code.snippet import read_snippet
from cors_wizard.recordings.blocks import MOST_OF_BLOCKS
from cors_wizard.recordings.complete import completed
from cors_wizard.recordings.read import read_header_blocks, read_json_recording

if TYPE_CHECKING:
    from cors_wizard.console.reading import RequestGroup
    from cors_wizard.diagnosis.problems import Problem
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.recordings import Recorded, Recording

_LONGEST_LINE = 1_000
_COMMENT = re.compile(r"(?:^|\s)(?://|#|<!--)\s(.*)")
_WORD = re.compile(r"(?<![\w./\"'`-])[A-Za-z]{2,}(?=[\s,.;:!?)]|$)")
_WORDS_OF_PROSE = 5
_COMMAND = re.compile(r"\s*(?:[$>%#]\s|(?:curl|wget|http|https|irm|iwr)\b)")
_QUOTED_ADDRESS = re.compile(r"[\"'`]https?://[^\s\"'`]{1,500}[\"'`]")
_PAGE_CODE = "a request in the page's code"
_SETTINGS = "a proxy's settings"


@dataclass(frozen=True)
class Paste:
    """What was understood of a text."""

    reading: Reading
    """Its messages, and the facts of the leading request from wherever they were read."""
    recorded: tuple[Recorded, ...] = ()
    """The exchanges that the text holds; the one that the diagnosis is about leads."""

    @property
    def leading(self) -> Recorded | None:
        """The exchange that the diagnosis is about."""
        return self.recorded[0] if self.recorded else None

    @cached_property
    def separated(self) -> tuple[tuple[Problem, ...], int]:
        """Its failing requests where there are several, and how many more were left out."""
        from cors_wizard.diagnosis.problems import separated

        return separated(self)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Its failing requests where there are several, the one that says most first."""
        return self.separated[0]

    def prose(self, text: str) -> tuple[str, ...]:
        """The lines beside its messages, in code its comments alone.

        None of a recording: its addresses have their own places.
        """
        if self.recorded:
            return ()
        lines = without(text[:MOST_OF_PROSE], _places(self.reading)).split("\n")
        if self.reading.also_found:
            lines = [each for line in lines for each in _beside_code(line[:_LONGEST_LINE])]
        return tuple(line for line in lines if line.strip())


def _beside_code(line: str) -> Iterator[str]:
    """What a line says beside its code: its comment, or its words without the addresses in quotes."""
    comment = _COMMENT.search(line)
    if comment:
        yield comment[1]
    elif len(_WORD.findall(line)) >= _WORDS_OF_PROSE and not _COMMAND.match(line):
        yield _QUOTED_ADDRESS.sub(" ", line)


def read_paste(knowledge: Knowledge, text: str) -> Paste:
    """Everything that is understood of a text."""
    if not text.strip():
        # What reads messages is made when there is something to read: the window is ready without it.
        return Paste(Reading(looks_like=looks_like(text, ())))
    recording = read_json_recording(text)
    if recording:
        return _paste(knowledge.reader.read(without(text, recording.spans)), recording)
    reading = _with_variables(_with_settings(_with_page_code(knowledge.reader.read(text), text), text), text)
    reading = _with_schemes(reading, text)
    # A sentence that was broken over lines may look like headers, and headers never like a sentence.
    start = text[:MOST_OF_BLOCKS]
    blocks = read_header_blocks(without(start, _places(reading)))
    if blocks is None:
        return Paste(reading)
    lines = {text[start:end].strip() for start, end in blocks.spans}
    unread = tuple(line for line in reading.unread if line not in lines)
    return _paste(replace(reading, unread=unread), blocks)


def _with_page_code(reading: Reading, text: str) -> Reading:
    """With what the page's own code in it says of the request; a copied request has told it all."""
    if COPIED_AS_FETCH in reading.also_found:
        return reading
    code = without(text[:MOST_OF_PROSE], _places(reading))
    calls = read_snippet(bare_text(code))
    facts = facts_of_pasted(calls, reading.facts)
    if not facts:
        return reading
    found = (*reading.also_found, _PAGE_CODE)
    says = "" if reading.messages else looks_like(text, found)
    return replace(reading, facts=reading.facts.also(facts), also_found=found, looks_like=says)


def _with_settings(reading: Reading, text: str) -> Reading:
    """With what a proxy's settings in it say."""
    facts = facts_of_settings_lines(without(text[:MOST_OF_PROSE], _places(reading)))
    if not facts:
        return reading
    found = (*reading.also_found, _SETTINGS)
    says = "" if reading.messages else looks_like(text, found)
    return replace(reading, facts=reading.facts.also(facts), also_found=found, looks_like=says)


def _with_variables(reading: Reading, text: str) -> Reading:
    """With how the app is started, where variables or a Compose file tell it."""
    beside = without(text[:MOST_OF_PROSE], _places(reading))
    variables = tuple(facts_of_variables(beside, reading.facts))
    return replace(reading, facts=reading.facts.replacing(*variables).also(facts_of_containers(beside)))


def _with_schemes(reading: Reading, text: str) -> Reading:
    """With where the address of an insecure request comes from."""
    beside = without(text[:MOST_OF_PROSE], _places(reading))
    return replace(reading, facts=reading.facts.also(facts_of_schemes(beside, reading.facts)))


def _places(reading: Reading) -> Iterable[tuple[int, int]]:
    """Where its messages are; what somebody tells in words of their own takes no place."""
    printed = (each for each in reading.messages if not each.told)
    spans = (span for message in printed for span in (message.span, *message.repeats))
    return (span for span in spans if span[1] <= MOST_OF_BLOCKS)


def _paste(reading: Reading, recording: Recording) -> Paste:
    told = (completed(each, reading.facts) for each in recording.exchanges)
    exchanges = tuple(in_order(told, reading.requests))
    found = (recording.in_words, *reading.also_found)
    if not exchanges or _is_about_another(exchanges[0], reading):
        says = "" if reading.messages else _nothing_in(recording)
        return Paste(replace(reading, also_found=found, looks_like=says))
    from cors_wizard.recordings.observed import (
        facts_for_another,
        facts_of_the_preflight,
        is_of_the_preflight,
        recorded_findings,
    )

    if _is_for_another(exchanges[0], reading):
        facts = reading.facts.also(facts_for_another(exchanges[0]))
        return Paste(replace(reading, facts=facts, also_found=found))
    if reading.facts.text("symptom") == "missing-allow-origin" and is_of_the_preflight(exchanges[0]):
        facts = reading.facts.also(facts_of_the_preflight(exchanges[0]))
        return Paste(replace(reading, facts=facts, also_found=found))
    facts = reading.facts.also(recorded_findings(exchanges[0], reading.facts).facts)
    says = f"This is {recording.in_words}. It is judged as a browser would judge it."
    says = "" if reading.messages else says
    return Paste(replace(reading, facts=facts, also_found=found, looks_like=says), exchanges)


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with blanks at these places, so that what is read elsewhere keeps its place."""
    return filled(text, spans, " ", keep_lines=True)


def in_order(exchanges: Iterable[Recorded], requests: tuple[RequestGroup, ...]) -> list[Recorded]:
    """The exchanges: those that a message of the same paste is about lead, then those that failed."""
    urls = [group.url for group in requests if group.url]
    return sorted(exchanges, key=lambda each: (_named(each, urls), _weight(each)))


def _named(recorded: Recorded, urls: list[str]) -> int:
    url = recorded.exchange.request.url
    return next((place for place, each in enumerate(urls) if _same(each, url)), len(urls))


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    here, there = parse_url(one), parse_url(other)
    return here is not None and there is not None and here.href == there.href


def _weight(recorded: Recorded) -> int:
    verdict, exchange = recorded.verdict, recorded.exchange
    if verdict is None:
        return 4
    if verdict.readable:
        return 5 if is_same_origin(exchange.page_origin, exchange.request.url) else 3
    # What CORS refuses is what people paste a recording for; trackers that are blocked stand beside it.
    return {"blocked-by-client": 2, "network-failure": 1}.get(verdict.violations[0].symptom, 0)


def _is_about_another(recorded: Recorded, reading: Reading) -> bool:
    """Whether the messages are about a request that isn't in the recording."""
    urls = [group.url for group in reading.requests if group.url]
    return bool(urls) and "url" not in recorded.unknown and _named(recorded, urls) == len(urls)


def _is_for_another(recorded: Recorded, reading: Reading) -> bool:
    """Whether it was recorded with another page's origin than a browser's message names."""
    said = next((fact for each in reading.messages if (fact := each.fact("origin"))), None)
    if said is None or "origin" in recorded.unknown:
        return False
    response = recorded.exchange.response
    is_for_all = response is not None and response.headers.get("Access-Control-Allow-Origin") == "*"
    return not is_for_all and serialize_origin(said.shown) != recorded.exchange.page_origin


def _nothing_in(recording: Recording) -> str:
    if recording.exchanges:
        return f"This is {recording.in_words}."
    return f"This is {recording.in_words} without a cross-origin request. Record while the page fails."
