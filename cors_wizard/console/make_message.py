"""A match turned into a console message: its facts, each with the exact characters that it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cors_wizard.console.find_messages import Found
from cors_wizard.console.folding import Folded
from cors_wizard.console.reading import ConsoleMessage
from cors_wizard.console.user_agent import engine_of_agent, is_another_program
from cors_wizard.facts import DECLARED, Fact, FactValue
from cors_wizard.facts.spoken_urls import completed_url

_PATH = "_path"
"""It has no fact's name, but tells which request an access log's line belongs to."""
_AGENT = "_agent"
"""The User-Agent in an access log: it tells the engine, or that no browser asked."""
_PREFLIGHT = "OPTIONS"
_STATUSES = ("status", "preflight_status")
_LEAST_STATUS = 100
_QUOTES = "'\"`\u2018\u2019\u201c\u201d"
_HOST_AND_PORT = re.compile(
    r"(?:https?://)?(?:\[[0-9a-f:.]{2,45}\]|[0-9a-f]{0,4}::[0-9a-f]{0,4}|[a-z0-9._-]{1,253}):[0-9]{1,5}"
)
_ERROR_PAGE = ("network-failure", "companion")
"""What a browser says of a connection, also in its own page, where it names host and port alone."""
_OF_A_RESPONSE = ("status", "reachable")


def make_messages(text: str, folded: Folded, found: Iterable[Found]) -> Iterator[ConsoleMessage]:
    """The messages at these places of a text."""
    line, counted = 1, 0
    for each in found:
        start, end = folded.span(each.match.start, each.match.end)
        line += text.count("\n", counted, start)
        counted = start
        yield _make_message(text, folded, each, line, (start, end))


def _make_message(
    text: str, folded: Folded, found: Found, line: int, span: tuple[int, int]
) -> ConsoleMessage:
    pattern = found.pattern
    evidence = " ".join(text[span[0] : span[1]].split())
    stated = tuple(
        Fact(name, value, "pasted", evidence, span) for name, value in sorted(pattern.facts.items())
    )
    read = (*_read_facts(folded, found, evidence), *_from_agent(folded, found, evidence), *stated)
    # A script reads 0 where no response came: the text around it is the same as for one that did.
    unread = pattern.symptom == "not-cors" and any(fact.name == "status" and fact.value == 0 for fact in read)
    return ConsoleMessage(
        pattern_id=pattern.id,
        engine=pattern.engine,
        symptom="network-failure" if unread else pattern.symptom,
        role=pattern.role,
        text=text[span[0] : span[1]],
        line=line,
        span=span,
        facts=tuple(fact for fact in read if not (unread and fact.name in _OF_A_RESPONSE)),
        causes=() if unread else pattern.causes,
        says="" if unread else pattern.says,
        path=next(
            (folded.clean[start:end] for name, start, end in found.match.captures if name == _PATH), ""
        ),
        repeats=tuple(folded.span(start, end) for start, end in found.repeats),
    )


def _read_facts(folded: Folded, found: Found, evidence: str) -> Iterator[Fact]:
    seen: set[str] = set()
    captures = found.match.captures
    of_preflight = any(name == "method" and folded.clean[a:z] == _PREFLIGHT for name, a, z in captures)
    for name, start, end in captures:
        name = "preflight_status" if of_preflight and name == "status" else name
        value = _value(name, folded.clean[start:end])
        if name == "url" and (found.pattern.symptom, found.pattern.role) == _ERROR_PAGE:
            value = completed_url(str(value)) or value
        if name.startswith("_") or value is None or name in seen:
            continue
        seen.add(name)
        yield Fact(name, value, "pasted", evidence, folded.span(start, end))


def _from_agent(folded: Folded, found: Found, evidence: str) -> Iterator[Fact]:
    for name, start, end in found.match.captures:
        agent = folded.clean[start:end]
        span = folded.span(start, end)
        if name == _AGENT and (engine := engine_of_agent(agent)):
            yield Fact("engine", engine, "pasted", evidence, span)
        if name == _AGENT and is_another_program(agent):
            yield Fact("tested_with", "another-program", "pasted", evidence, span)


def _value(name: str, text: str) -> FactValue | None:
    """The captured text as the fact's value; None where there is nothing to know."""
    text = "".join(character if character.isprintable() else " " for character in text.replace("\n", " "))
    spec = DECLARED.get(name)
    if spec is not None and spec.kind == "number":
        number = int(text) if text.isdecimal() and text.isascii() else None
        # The badge of the next line is no status.
        return None if number and number < _LEAST_STATUS and name in _STATUSES else number
    if name == "method" and text == _PREFLIGHT:
        # The browser's own preflight; the method of the page's request is another.
        return None
    if name == "refused_address":
        address = _HOST_AND_PORT.match(text.lower())
        return address[0] if address else None
    if name in ("url", "redirect_url", "page_url", "origin"):
        # Old Firefox texts put quotes around the URL only in some messages.
        text = _without_markup(text.strip(_QUOTES))
        return text if text.strip("-") else None
    return text


def _without_markup(text: str) -> str:
    """An address bare that Slack (`<address|label>`), Markdown (`[label](address)`), Jira (`[label|address]`)
    or Teams (`label<address>`) made a link of."""
    if text.startswith("<") and "://" in text:
        return text.strip("<>").partition("|")[0]
    label, bar, address = text.strip("[]").partition("|")
    if bar and text.startswith("[") and text.endswith("]") and "://" in label:
        return address
    label, opening, address = text.removesuffix(">").partition("<")
    if opening and text.endswith(">") and label == address:
        return label
    label, bracket, address = text.partition("](")
    return address.rstrip(")") if bracket and label.startswith("[") else text
