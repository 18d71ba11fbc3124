"""What a browser printed of each drawn exchange, and what we say that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from cors_wizard.fetch_standard import Engine, Verdict, judge, judge_in
from cors_wizard.http_exchange import Exchange
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.report.browser_texts import browser_texts

_KNOWLEDGE = load_knowledge()
_CASE = re.compile(r"/case-([0-9]+)-")
_OF_PAGES = re.compile(
    r"Uncaught|Unhandled Promise Rejection|(Attempt|Refused) to set "
    r"|\S+ http\S+ (net::ERR_ABORTED )?[0-9]{3} "
)
"""Lines about the page's own code, about a status that is an error and can be read, about a header that is
ignored: none is about a refusal."""
_SUMMARY = re.compile(
    r"(Fetch API|XMLHttpRequest) cannot load \S+ due to access control checks\.|\S+ \S+ net::ERR_"
    r"|Redirecting to data: "
)
"""What is printed after the reason, and of every refusal."""


def said_of_each(console: Iterable[str], engine: Engine) -> dict[str, str]:
    """The first line about each case, by the case's id.

    WebKit's reason names no URL; the line after it does.
    """
    said: dict[str, str] = {}
    nameless = ""
    for line in (line for line in console if not _OF_PAGES.match(line)):
        case = _CASE.search(line)
        if case is None:
            nameless = nameless or line if engine == "webkit" else ""
            continue
        earlier = said.get(case.group(1), "")
        if not earlier or (_SUMMARY.match(earlier) and not _SUMMARY.match(line)):
            said[case.group(1)] = (nameless or line).rstrip()
        nameless = ""
    return said


def possible_texts(exchange: Exchange, engine: Engine) -> set[str]:
    """What the engine may print first; "" stands for nothing.

    It is one text, but for Chromium's choice among several refused headers, which is that of a hash table.
    """
    verdict = judge(exchange)
    violations = judge_in(exchange, engine).violations
    first = violations[0] if violations else None
    if first is None or engine != "chromium" or first.symptom != "header-disallowed":
        return {_text(exchange, engine, verdict)}
    alike = [one for one in violations if (one.symptom, one.url) == (first.symptom, first.url)]
    return {_text(exchange, engine, replace(verdict, violations=(one,))) for one in alike}


def _text(exchange: Exchange, engine: Engine, verdict: Verdict) -> str:
    return (browser_texts(verdict, exchange, _KNOWLEDGE)[engine] or "").rstrip()
