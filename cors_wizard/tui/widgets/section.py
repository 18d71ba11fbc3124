"""A titled part of a page, so that the eye finds the parts while scrolling."""

from __future__ import annotations

from typing import Literal

from textual.containers import VerticalGroup
from textual.widget import Widget
from textual.widgets import Static

Tone = Literal["plain", "bad", "good", "primary"]


class Section(VerticalGroup):
    """A title and what belongs to it."""

    DEFAULT_CSS = """
    Section {
        height: auto;
        margin: 0 0 1 0;
        & > .section-title { text-style: bold; color: $text-primary; }
        &.-bad > .section-title { color: $text-error; }
        &.-good > .section-title { color: $text-success; }
    }
    """

    def __init__(self, title: str, *children: Widget, tone: Tone = "plain", id: str | None = None) -> None:
        super().__init__(
            Static(title, classes="section-title", markup=False), *children, id=id, classes=f"-{tone}"
        )
