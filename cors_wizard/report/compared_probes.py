"""The same probes twice, line by line: what each got before the fix, and what it gets now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text
from cors_wizard.probe.repeats import is_repeat

if TYPE_CHECKING:
    from cors_wizard.http_exchange import Response
    from cors_wizard.probe.result import ProbeResult

_ABSENT = "-"
_COMPARED = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Location",
)
_IF_CHANGED = ("Access-Control-Expose-Headers", "Access-Control-Max-Age", "Vary", "Server")
"""What else shows that a change has arrived, or that another program responds; the proxy's included."""


@dataclass(frozen=True)
class ComparedLine:
    """One thing that got a response, before the fix and after it."""

    label: str
    before: str
    after: str

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return self.before == self.after


@dataclass(frozen=True)
class ComparedProbe:
    """One request that was sent before the fix and after it."""

    purpose: str
    lines: tuple[ComparedLine, ...]


def compared_probes(
    before: tuple[ProbeResult, ...], after: tuple[ProbeResult, ...]
) -> Iterator[ComparedProbe]:
    """Each request that was sent both times, repeats left out."""
    earlier = {result.request.id: result for result in before}
    for result in after:
        if result.request.id in earlier and not is_repeat(result.request.id):
            lines = tuple(_lines(_answers(earlier[result.request.id]), _answers(result)))
            yield ComparedProbe(mask_text(result.request.purpose), lines)


def _lines(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[ComparedLine]:
    for label in dict.fromkeys((*before, *after)):
        line = ComparedLine(label, before.get(label, _ABSENT), after.get(label, _ABSENT))
        if label not in _IF_CHANGED or not line.is_same:
            yield line


def _answers(result: ProbeResult) -> dict[str, str]:
    if result.response is None:
        return {"status": result.failure or _ABSENT}
    return {"status": str(result.response.status), **_headers(result.response)}


def _headers(response: Response) -> dict[str, str]:
    found = ((name, response.headers.get(name)) for name in (*_COMPARED, *_IF_CHANGED))
    return {name: mask_text(value) for name, value in found if value is not None}
