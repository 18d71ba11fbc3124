"""What `check` found of one request, and whether that is what was expected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from cors_wizard.diagnosis.cautions import Warned, cautions
from cors_wizard.exchange_words import sentence
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text
from cors_wizard.probe.outcome import Outcome, outcome
from cors_wizard.report.outcome_words import cookie_lines, outcome_title

if TYPE_CHECKING:
    from cors_wizard.facts import Facts
    from cors_wizard.fetch_standard import Verdict
    from cors_wizard.http_exchange import Exchange
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.probe.findings import Findings
    from cors_wizard.probe.layers import LayerDifference
    from cors_wizard.probe.result import ProbeResult
    from cors_wizard.probe.unseen import Unseen

Result = Literal["passed", "failed", "undetermined"]


@dataclass(frozen=True)
class Checked:
    """One request, what came of it, and what should have."""

    title: str
    expected: Literal["allowed", "refused"]
    exchange: Exchange
    verdict: Verdict
    outcome: Outcome
    cautions: tuple[Warned, ...]
    results: tuple[ProbeResult, ...]
    """Every request that was sent, and what came of it."""
    layers: tuple[LayerDifference, ...] = ()
    """What differs between the proxy and the server behind it, where both were asked."""
    running: str = ""
    """What runs there, where that explains it: old code, another program, nothing; plain text."""

    @property
    def result(self) -> Result:
        """Whether it is as expected."""
        if self.outcome.state in ("no-response", "not-followed", "not-seen"):
            return "undetermined"
        if self.expected == "refused":
            return "passed" if self.outcome.state == "refused" else "failed"
        if self.outcome.passes and self.outcome.is_nobody_else_seen:
            return "undetermined"
        return "passed" if self.outcome.passes and not self.outcome.holes else "failed"

    def beside(self, more: tuple[Unseen, ...]) -> Checked:
        """With what else was not seen."""
        if not more:
            return self
        state = "works-as-far-as-seen" if self.outcome.state == "works" else self.outcome.state
        return replace(self, outcome=replace(self.outcome, state=state, unseen=(*more, *self.outcome.unseen)))

    @property
    def sentence(self) -> str:
        """How it went, as plain text."""
        return mask_text(outcome_title(self.outcome, len(self.verdict.violations)).replace("`", ""))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not as expected, as plain text."""
        if self.result == "passed":
            return ()
        if self.expected == "refused" and self.outcome.passes:
            return ("This origin should be refused, and a browser lets it read the response.",)
        refused = tuple(map(sentence, self.verdict.violations))
        cookies = cookie_lines(self.outcome)
        by_server = tuple(filter(None, (self.outcome.method_refused, self.outcome.varies)))
        kinds = (
            ("redirect", "strangers", "login", "response") if self.result == "undetermined" else ("redirect",)
        )
        open_redirect = tuple(each.says for each in self.outcome.unseen if each.kind in kinds)
        holes = tuple(
            f"{each.stranger.origin} gets in {'with' if each.with_credentials else 'without'} cookies"
            f"{f' ({each.by})' if each.by else ''}."
            for each in self.outcome.holes
        )
        not_followed = () if refused else open_redirect
        running = (self.running,) if self.running else ()
        return tuple(map(mask_text, (*running, *refused, *by_server, *cookies, *holes, *not_followed)))

    @property
    def place(self) -> str:
        """The line of code that lets a stranger in, as `path:line`; empty where none is known."""
        return next((each.by for each in self.outcome.holes if each.by), "")


def checked(
    title: str,
    expected: Literal["allowed", "refused"],
    knowledge: Knowledge,
    facts: Facts,
    found: Findings,
    results: tuple[ProbeResult, ...],
) -> Checked | None:
    """What the probes found of a request; None where nothing could be sent."""
    went = outcome(found)
    if found.exchange is None or found.verdict is None or went is None:
        return None
    warned = cautions(knowledge, facts.also(found.facts))
    return Checked(title, expected, found.exchange, found.verdict, went, warned, results, found.layers)
