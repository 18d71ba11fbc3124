"""Through the proxy and past it, as a table, and which layer changes what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.masking import mask_text
from cors_wizard.probe.origins import ALLOW_ORIGIN
from cors_wizard.report.document import Block, CodeBlock, Heading, Paragraph

if TYPE_CHECKING:
    from cors_wizard.facts import Facts
    from cors_wizard.probe.layers import LayerDifference

LAYERS_TITLE = "Through the proxy, and directly"


def layer_blocks(differences: tuple[LayerDifference, ...], facts: Facts) -> Iterator[Block]:
    """The table, and who is guilty; nothing where both are alike."""
    if not differences:
        return
    yield Heading(2, LAYERS_TITLE)
    yield CodeBlock("\n".join(layer_table(differences)))
    yield Paragraph(layer_sentences(differences))
    if lines := guilty_lines(facts, differences):
        yield Paragraph("The proxy's configuration:")
        yield CodeBlock("\n".join(lines))


def layer_table(differences: tuple[LayerDifference, ...]) -> Iterator[str]:
    """A line for each header that differs, below its titles; plain text."""
    width = max(len(each.header) for each in differences)
    wide = min(40, max(len("through the proxy"), *(len(each.through) for each in differences)))
    yield f"{'':<{width}}  {'through the proxy':<{wide}}  direct"
    # What preflight and request have in common is one line.
    yield from dict.fromkeys(
        f"{each.header:<{width}}  {each.through:<{wide}}  {each.direct}" for each in differences
    )


def layer_sentences(differences: tuple[LayerDifference, ...]) -> str:
    """Which layer is guilty of what, each thing once."""
    return " ".join(dict.fromkeys(each.says for each in differences))


def guilty_lines(facts: Facts, differences: tuple[LayerDifference, ...]) -> tuple[str, ...]:
    """The lines of the proxy's settings that write what differs, else those that end or forward requests."""
    names = tuple(each.header.lower() for each in differences)
    lines = [line for line in facts.items("proxy_sets") if any(name in line.lower() for name in names)]
    if lines and ALLOW_ORIGIN in [each.header for each in differences]:
        # Which line decides whose origin is sent, before the one that sends it.
        lines = [*filter(None, map(_deciding, facts.items("proxy_origin_checks"))), *lines]
    if not lines:
        answers = ("proxy_answers_options",) if any(each.is_of_preflight for each in differences) else ()
        known = (facts.get(name) for name in (*answers, "proxy_drops", "proxy_caches", "proxy"))
        lines = [each.evidence for each in known if each and each.source == "scanned" and each.evidence][:1]
    return tuple(map(mask_text, lines))


def _deciding(check: str) -> str:
    """`nginx.conf:4: search '...'` in words; empty for a line that any origin passes."""
    place, _, rule = check.partition(": ")
    # What is sent back as it came, is in the line that sends it: there is nothing to check.
    kind, _, value = rule.partition(" ")
    return "" if kind == "any" else f"{place}: checks the Origin, {value}"


def layer_lines(facts: Facts, differences: tuple[LayerDifference, ...]) -> tuple[str, ...]:
    """All of it in lines: what each layer does, with the line of its settings, and the table; plain text."""
    return (layer_sentences(differences), *guilty_lines(facts, differences), *layer_table(differences))
