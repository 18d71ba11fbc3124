"""The tree as a picture: what a Mermaid viewer takes, and draws."""

from __future__ import annotations

import re

from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.report.mermaid import mermaid

# https://mermaid.js.org/syntax/flowchart.html: a node with a quoted text in its shape, or an arrow with one.
_NAME = "(?:node|cause|stop)_[a-z0-9_]+"
_TEXT = '"[^"<>`]*"'
_NODE = re.compile(rf"    ({_NAME})(?:\{{{_TEXT}\}}|\[{_TEXT}\]|\(\[{_TEXT}\]\))")
_ARROW = re.compile(rf"    ({_NAME}) (?:-- {_TEXT} -->|-\. {_TEXT} \.->) ({_NAME})")

MOST_EDGES, LONGEST_TEXT = 500, 50_000
"""https://mermaid.js.org/config/schema-docs/config.html: a viewer with its defaults draws no more."""


def test_every_line_is_a_node_or_an_arrow() -> None:
    """A viewer takes it: the nodes of all arrows are there, and no text ends its quotes."""
    head, *lines = mermaid(load_knowledge()).splitlines()
    assert head == "flowchart TD"
    nodes = {found[1] for line in lines if (found := _NODE.fullmatch(line))}
    arrows = [found for line in lines if (found := _ARROW.fullmatch(line))]
    assert len(nodes) + len(arrows) == len(lines)
    assert {name for found in arrows for name in found.groups()} == nodes


def test_a_viewer_draws_it() -> None:
    """It is no larger than viewers allow."""
    text = mermaid(load_knowledge())
    assert text.count("->") <= MOST_EDGES
    assert len(text) < LONGEST_TEXT
