"""One fact from one probe, with what was sent and received as its evidence in words."""

from __future__ import annotations

from cors_wizard.facts import Fact, FactValue
from cors_wizard.masking import masked_url
from cors_wizard.probe.origins import ALLOW_ORIGIN, Sighting
from cors_wizard.probe.result import ProbeResult
from cors_wizard.probe.shown import clean, header_line


def probed_fact(name: str, value: FactValue, result: ProbeResult, header: str = "") -> Fact:
    """A fact that one probe shows; the header, where one is named, is quoted in its evidence."""
    return Fact(name, value, "probed", evidence_of(result, header))


def evidence_of(result: ProbeResult, header: str = "") -> str:
    """What was sent and received, as "the request itself: GET http://api.example/ got a response 200"."""
    asked = (
        f"{result.request.purpose}: {result.request.method} {clean(masked_url(result.request.url))}".rstrip(
            ": "
        )
    )
    if result.response is None:
        return f"{asked} failed: {result.detail}"
    value = result.response.headers.get(header) if header else None
    line = f", {header_line(header, value)}" if value is not None else f", without {header}" if header else ""
    return f"{asked} got status {result.response.status}{line}"


def sighted_fact(name: str, value: FactValue, sighting: Sighting | None, otherwise: str) -> Fact:
    """A fact about Access-Control-Allow-Origin; `otherwise` is its evidence where no response had one."""
    evidence = evidence_of(sighting.result, ALLOW_ORIGIN) if sighting else otherwise
    return Fact(name, value, "probed", evidence)
