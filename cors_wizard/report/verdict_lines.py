"""Verdict lines of many recorded exchanges: what differs in the path alone is judged once.

A verdict depends on the origin of a URL, not on its path, unless a cookie or a redirect relative to it comes
into it; so a log of a hundred thousand requests has a few dozen verdicts. tests/report/test_verdict_lines.py
compares.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text
from cors_wizard.printable import json_text
from cors_wizard.report.verdict_json import verdict_line

if TYPE_CHECKING:
    from cors_wizard.http_exchange import Exchange
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.recordings import Recorded

_MOST_KEPT = 4_096
_ANY_PATH = "/any-path-of-cors-wizard"
_PLAIN_URL = re.compile(
    r"(?P<origin>https?://[a-z0-9.:\[\]-]{1,300})(?P<path>/[!$-;=?A-\[\]_a-z~%&]{0,4000})"
)
"""Without quotes, backslashes, user names and fragments."""
_DEPENDING = ("set-cookie", "refresh")
"""Response headers that a path can matter for."""
_ROOTED = re.compile(r"[a-z]{1,9}://|/")
"""How the target of a redirect begins that is the same from every path."""


@dataclass(frozen=True)
class VerdictLine:
    """One verdict as a line of JSON without its id, and whether a browser refuses."""

    text: str
    is_refused: bool


class VerdictLines:
    """Makes verdict lines, and keeps what it has made."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._of_shape = lru_cache(maxsize=_MOST_KEPT)(self.judged)

    @property
    def judged_anew(self) -> int:
        """How many exchanges were judged so far: the others were known but for their paths."""
        return self._of_shape.cache_info().misses

    def line(self, recorded: Recorded, id: object) -> VerdictLine | None:
        """The line of one exchange with its id; None where the recording doesn't show enough to judge it."""
        shape, path = _shape(recorded)
        found = self._of_shape(shape)
        if found is None:
            return None
        text = found.text.replace(_ANY_PATH, path) if path else found.text
        return VerdictLine(f'{{"id": {json_text(id)}, {text}', found.is_refused)

    def judged(self, recorded: Recorded) -> VerdictLine | None:
        """The line of one exchange, its id left out, made anew."""
        verdict = recorded.verdict
        if verdict is None:
            return None
        line = verdict_line(recorded.exchange, verdict, self._knowledge)
        line.pop("id")
        read_in = line["readable_in"]
        is_refused = not verdict.readable or not (isinstance(read_in, dict) and all(read_in.values()))
        return VerdictLine(json_text(line)[1:], is_refused)


def _shape(recorded: Recorded) -> tuple[Recorded, str]:
    """The exchange with a path that stands for any, and its own path; empty where it matters."""
    exchange = recorded.exchange
    url = exchange.request.url
    plain = _PLAIN_URL.fullmatch(url)
    if plain is None or _needs_its_path(exchange, plain["path"]) or not _is_shown_as_it_is(url):
        return replace(recorded, exchange=replace(exchange, id="")), ""
    request = replace(exchange.request, url=f"{plain['origin']}{_ANY_PATH}")
    return replace(recorded, exchange=replace(exchange, id="", request=request)), plain["path"]


def _is_shown_as_it_is(url: str) -> bool:
    parsed = parse_url(url)
    # What is masked of a secret depends on the text around it.
    return parsed is not None and parsed.href == url and mask_text(url) == url


def _needs_its_path(exchange: Exchange, path: str) -> bool:
    hops = exchange.redirects
    responses = [exchange.response, exchange.preflight_response, exchange.cached_response]
    responses += [each for hop in hops for each in (hop.response, hop.preflight_response)]
    targets = [hop.url for hop in hops]
    for name, value in (header for each in responses if each for header in each.headers):
        lower = name.lower()
        if lower in _DEPENDING:
            return True
        if lower == "location":
            targets.append(value)
    return any(_leads_back(target, path) for target in targets)


def _leads_back(target: str, path: str) -> bool:
    """Whether a redirect's target is relative to the path, or may be the same."""
    parsed = parse_url(target, "http://any.example/") if _ROOTED.match(target) else None
    return parsed is None or parsed.path_and_query == path
