"""Through the proxy and past it: what each header says at either, and which layer changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cors_wizard.facts import Facts
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.masking import mask_text
from cors_wizard.probe.result import ProbeResult
from cors_wizard.report.document import Block, CodeBlock, Heading, Paragraph

_COMPARED = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Vary",
    "Location",
)
_ABSENT = "-"


@dataclass(frozen=True)
class LayerDifference:
    """One thing that differs; plain text, masked."""

    purpose: str
    header: str
    through: str
    direct: str

    @property
    def says(self) -> str:
        """Which layer is guilty of it, in one sentence."""
        if self.header == "status":
            return f"The proxy responds {self.through}; the server behind it {self.direct}."
        if self.through == _ABSENT:
            return f"The proxy removes {self.header}."
        if self.direct == _ABSENT:
            return f"The proxy adds {self.header}."
        return f"The proxy changes {self.header}."


def layer_differences(
    through: Iterable[ProbeResult], direct: Iterable[ProbeResult]
) -> tuple[LayerDifference, ...]:
    """What differs between the responses to the page's own request at both places."""
    beyond = {result.request.id: result for result in direct}
    found: list[LayerDifference] = []
    for result in through:
        other = beyond.get(result.request.id)
        if result.request.id in ("preflight", "request") and other:
            found.extend(_differences(result, other))
    return tuple(found)


def _differences(through: ProbeResult, direct: ProbeResult) -> Iterator[LayerDifference]:
    purpose = mask_text(through.request.purpose)
    for name, here, there in zip(("status", *_COMPARED), _values(through), _values(direct), strict=True):
        if here != there:
            yield LayerDifference(purpose, name, here, there)


def _values(result: ProbeResult) -> tuple[str, ...]:
    if result.response is None:
        return (result.failure or _ABSENT, *(_ABSENT for _ in _COMPARED))
    headers = result.response.headers
    combined = (" | ".join(headers.all(name)) or _ABSENT for name in _COMPARED)
    return (str(result.response.status), *map(mask_text, combined))


def layer_blocks(differences: tuple[LayerDifference, ...], facts: Facts) -> Iterator[Block]:
    """The table, and who is guilty; nothing where both are alike."""
    if not differences:
        return
    yield Heading(2, "Through the proxy, and directly")
    width = max(len(each.header) for each in differences)
    wide = min(40, max(len(each.through) for each in differences))
    lines = [f"{'':<{width}}  {'through the proxy':<{wide}}  direct"]
    lines += [f"{each.header:<{width}}  {each.through:<{wide}}  {each.direct}" for each in differences]
    yield CodeBlock("\n".join(lines))
    yield Paragraph(" ".join(dict.fromkeys(each.says for each in differences)))
    yield from _guilty_line(facts, differences)


def _guilty_line(facts: Facts, differences: tuple[LayerDifference, ...]) -> Iterator[Block]:
    """The lines of the proxy's settings that write what differs, else the one that hands requests on."""
    names = tuple(each.header.lower() for each in differences)
    lines = [line for line in facts.items("proxy_sets") if any(name in line.lower() for name in names)]
    if not lines:
        known = (facts.get(name) for name in ("proxy_drops", "proxy"))
        lines = [each.evidence for each in known if each and each.source == "scanned" and each.evidence][:1]
    if lines:
        yield Paragraph("The proxy's configuration:")
        yield CodeBlock("\n".join(map(mask_text, lines)))


def direct_from_settings(url: str, facts: Facts) -> str:
    """The same URL at the server behind the proxy, where the project's settings name it; empty elsewhere.

    Only of an address of this machine: that of another may be handed on to somewhere else.
    """
    asked = parse_url(url)
    if asked is None or not is_loopback(asked.host):
        return ""
    entries = (line.partition(": ")[2].partition(" -> ") for line in facts.items("proxied_to"))
    fitting = [(prefix, target) for prefix, _, target in entries if asked.path.startswith(prefix)]
    for prefix, target in sorted(fitting, key=lambda each: -len(each[0]))[:1]:
        behind = parse_url(target)
        if behind is not None and behind.origin != asked.origin:
            # With a path of its own the address takes the place of the location's prefix.
            has_path = target != behind.origin
            return target + asked.rest[len(prefix) :] if has_path else behind.origin + asked.rest
    return ""
