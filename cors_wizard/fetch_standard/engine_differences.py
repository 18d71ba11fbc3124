"""Where an engine differs from the standard or from the others: data, each with its evidence.

`judge` speaks for the standard in Chromium's order; these tables turn its verdict into an engine's.
Evidence is the `scenario` of rows in `tests/fetch_standard/data/browser_exchanges.jsonl`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from cors_wizard.facts import Symptom
from cors_wizard.fetch_standard.verdict import CautionId, Verdict, Violation

Engine = Literal["chromium", "firefox", "webkit"]


@dataclass(frozen=True)
class Refusal:
    """An engine refuses what the standard lets pass; `caution` is the verdict's warning of it."""

    caution: CautionId
    engine: Engine
    symptom: Symptom
    evidence: str


@dataclass(frozen=True)
class Order:
    """The order in which an engine looks at a preflight response; what is not named comes last."""

    engine: Engine
    first: tuple[Symptom, ...]
    headers_sorted: bool
    """Whether refused headers are met by name instead of in the page's order."""
    evidence: tuple[str, ...]


REFUSALS = (
    Refusal("mixed-content-localhost", "webkit", "mixed-content", "mixed-content-localhost"),
    Refusal("unspecified-address", "firefox", "network-failure", "zero-port"),
    Refusal("unspecified-address", "webkit", "network-failure", "zero-port"),
)
"""Every refusal beyond the standard."""

_ORIGIN: tuple[Symptom, ...] = (
    "preflight-missing-allow-origin",
    "preflight-multiple-allow-origin",
    "preflight-invalid-allow-origin",
    "preflight-allow-origin-mismatch",
    "preflight-wildcard-origin-not-allowed",
    "preflight-invalid-allow-credentials",
)
_STATUS: tuple[Symptom, ...] = ("preflight-disallowed-redirect", "preflight-invalid-status")

ORDERS = (
    Order("chromium", ("preflight-disallowed-redirect", *_ORIGIN), False, ("preflight-redirect-301",)),
    Order("firefox", _ORIGIN, True, ("preflight-redirect-301", "baggage-sentry-trace")),
    Order("webkit", _STATUS, False, ("preflight-404", "preflight-500", "preflight-redirect-301")),
)
"""The order of each engine."""


def is_readable_in(verdict: Verdict, engine: Engine) -> bool:
    """Whether this engine lets the page read the response."""
    refused = {refusal.caution for refusal in REFUSALS if refusal.engine == engine}
    return verdict.readable and not any(caution.id in refused for caution in verdict.warnings)


def violations_in(verdict: Verdict, engine: Engine) -> tuple[Violation, ...]:
    """The verdict's violations in the order in which this engine would stop at them."""
    order = next(order for order in ORDERS if order.engine == engine)
    ordered: list[Violation] = []
    for (stage, _), group in groupby(verdict.violations, key=lambda found: (found.stage, found.url)):
        found = list(group)
        ordered += sorted(found, key=lambda one: _rank(order, one)) if stage == "preflight" else found
    return tuple(ordered)


def _rank(order: Order, violation: Violation) -> tuple[int, str]:
    place = order.first.index(violation.symptom) if violation.symptom in order.first else len(order.first)
    # A header's name is compared only with other refused headers: all else has no name to compare.
    return place, (violation.wanted or "") if order.headers_sorted and _is_header(violation) else ""


def _is_header(violation: Violation) -> bool:
    return violation.symptom == "header-disallowed"
