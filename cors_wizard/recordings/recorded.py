"""What a recording holds: exchanges, each with what it doesn't show, and a browser's verdict on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from cors_wizard.facts.symptoms import is_preflight_symptom
from cors_wizard.fetch_standard import Stage, Verdict, Violation, judge
from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    from cors_wizard.facts import FactValue, Symptom
    from cors_wizard.http_exchange import Exchange, Headers

Unknown = Literal[
    "url", "origin", "method", "credentials", "headers", "preflight", "response", "response-headers", "status"
]
"""What a recording can leave open."""

_WITHOUT_ORIGIN: frozenset[Symptom] = frozenset(
    {
        *("multiple-allow-origin", "invalid-allow-origin"),
        *(
            "preflight-multiple-allow-origin",
            "preflight-invalid-allow-origin",
            "preflight-disallowed-redirect",
        ),
    }
)
"""What no page could get past, whatever its origin."""
_BEFORE_ANYTHING: frozenset[Symptom] = frozenset(
    {"blocked-by-client", "csp", "mixed-content", "disabled-scheme", "disallowed-by-mode"}
)


@dataclass(frozen=True)
class Recorded:
    """One exchange that somebody else observed."""

    exchange: Exchange
    unknown: frozenset[Unknown] = frozenset()
    said: Symptom | None = None
    """What the browser itself named as the reason."""
    was_refused: bool = False
    """Whether the recorder noted that the page never got the response."""
    was_read: bool = False
    """Whether the recorder would have noted a refusal, and noted none."""
    by_tool: bool = False
    page_headers: Headers | None = None
    """The headers that the page's code set, values empty where unknown; None: those of the request."""
    extra: tuple[tuple[str, FactValue], ...] = ()
    """Facts that only this kind of recording tells."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing that decides is missing."""
        return not self.unknown - {"headers", "method"} or self.was_read

    @cached_property
    def verdict(self) -> Verdict | None:
        """What a browser decides; None where the recording can't show it."""
        if "response-headers" in self.unknown:
            return None
        verdict = judge(self.exchange)
        if "origin" in self.unknown and self.said is None:
            kept = tuple(each for each in verdict.violations if each.symptom in _WITHOUT_ORIGIN)
            return replace(verdict, violations=kept) if kept else None
        violations = tuple(self._as_the_browser_said(verdict.violations))
        return replace(verdict, readable=not violations, violations=violations)

    def _as_the_browser_said(self, violations: tuple[Violation, ...]) -> Iterator[Violation]:
        """The violations, what the browser itself named first; nothing is a reason beside it."""
        said = self.said
        if said is None and self.was_refused and not violations:
            url = self.exchange.request.url
            yield Violation("network-failure", "response", "browser-reports-failure", url)
        if said is None or (violations and violations[0].symptom == said):
            yield from violations
            return
        same = [each for each in violations if each.symptom == said]
        yield same[0] if same else self._reported(said)
        yield from (each for each in violations if each.symptom not in (said, "network-failure"))

    def _reported(self, said: Symptom) -> Violation:
        of_preflight = is_preflight_symptom(said)
        late: Stage = "preflight" if of_preflight else "response"
        stage: Stage = "request" if said in _BEFORE_ANYTHING else late
        response = self.exchange.preflight_response if of_preflight else self.exchange.response
        status = response.status if response else None
        url = self.exchange.request.url
        return Violation(said, stage, "browser-reports-symptom", url, status=status, about=said)


@dataclass(frozen=True)
class Recording:
    """Everything that was recognized as recorded in one text."""

    what: str
    """What it is, in words: "a HAR"."""
    exchanges: tuple[Recorded, ...]
    spans: tuple[tuple[int, int], ...] = ()
    """The stretches of the text that hold it."""

    @property
    def in_words(self) -> str:
        """What it is and how much it holds."""
        count = len(self.exchanges)
        return self.what if count < 2 else f"{self.what} with {count} requests"
