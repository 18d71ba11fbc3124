"""Verdict lines of many recorded exchanges: what differs in the path alone is judged once.

A verdict depends on the origin of a URL, not on its path, unless a redirect or a cookie comes into it; so a
log of a hundred thousand requests has a few dozen verdicts. tests/report/test_verdict_lines.py compares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.urls import parse_url
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
_DEPENDING = ("location", "set-cookie", "refresh")
"""Response headers that a path can matter for."""


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
    exchange = replace(recorded.exchange, id="")
    url = exchange.request.url
    plain = _PLAIN_URL.fullmatch(url)
    if plain is None or _needs_its_path(exchange):
        return replace(recorded, exchange=exchange), ""
    parsed = parse_url(url)
    # What is masked of a secret depends on the text around it.
    if parsed is None or parsed.href != url or mask_text(url) != url:
        return replace(recorded, exchange=exchange), ""
    request = replace(exchange.request, url=f"{plain['origin']}{_ANY_PATH}")
    return replace(recorded, exchange=replace(exchange, request=request)), plain["path"]


def _needs_its_path(exchange: Exchange) -> bool:
    responses = (exchange.response, exchange.preflight_response, exchange.cached_response)
    names = (name.lower() for each in responses if each for name, _ in each.headers)
    return bool(exchange.redirects) or any(name in _DEPENDING for name in names)
