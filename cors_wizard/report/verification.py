"""Before and after: the same probes answered twice, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.fetch_standard import Verdict
from cors_wizard.http_exchange import Response
from cors_wizard.probe.result import ProbeResult
from cors_wizard.report.masking import mask_text

_ABSENT = "-"
_COMPARED = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Location",
)


@dataclass(frozen=True)
class ComparedLine:
    """One thing that was answered, before the fix and after it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ComparedProbe:
    """One request that was sent before the fix and after it."""

    purpose: str
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True)
class Verification:
    """What the fix changed."""

    passed: bool
    refused_before: tuple[str, ...]
    """Every refusal before the fix, as sentences."""
    refused_after: tuple[str, ...]
    probes: tuple[ComparedProbe, ...]


def compare(before: Diagnosis, after: Diagnosis) -> Verification:
    """What a browser decides now, and what each probe answered before and answers now."""
    return Verification(
        passed=after.verdict is not None and after.verdict.readable,
        refused_before=_refusals(before.verdict),
        refused_after=_refusals(after.verdict),
        probes=tuple(_probes(before.probe_results or (), after.probe_results or ())),
    )


def _refusals(verdict: Verdict | None) -> tuple[str, ...]:
    return tuple(mask_text(violation.message) for violation in verdict.violations) if verdict else ()


def _probes(before: tuple[ProbeResult, ...], after: tuple[ProbeResult, ...]) -> Iterator[ComparedProbe]:
    earlier = {result.request.id: result for result in before}
    for result in after:
        if result.request.id in earlier:
            lines = tuple(_lines(_answers(earlier[result.request.id]), _answers(result)))
            yield ComparedProbe(mask_text(result.request.purpose), lines)


def _lines(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[ComparedLine]:
    for label in dict.fromkeys((*before, *after)):
        yield ComparedLine(label, before.get(label, _ABSENT), after.get(label, _ABSENT))


def _answers(result: ProbeResult) -> dict[str, str]:
    if result.response is None:
        return {"status": result.failure or _ABSENT}
    return {"status": str(result.response.status), **_headers(result.response)}


def _headers(response: Response) -> dict[str, str]:
    found = ((name, response.headers.get(name)) for name in _COMPARED)
    return {name: mask_text(value) for name, value in found if value is not None}
