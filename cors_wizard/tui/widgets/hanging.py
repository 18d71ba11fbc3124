"""Rows whose text wraps under itself, beside a fixed label: what plain wrapped text cannot do."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static


class HangingRow(HorizontalGroup):
    """A label of fixed width and a text that wraps beside it."""

    DEFAULT_CSS = """
    HangingRow {
        & > .hanging-label { height: auto; }
        & > .hanging-text { width: 1fr; height: auto; }
    }
    """

    def __init__(self, label: Content, text: Content, *, width: int = 2) -> None:
        first = Static(label, classes="hanging-label")
        first.styles.width = width
        super().__init__(first, Static(text, classes="hanging-text"))


class Bullets(VerticalGroup):
    """A list of short texts, each with a mark before it."""

    def __init__(
        self,
        items: Sequence[Content],
        *,
        mark: str = "·",
        style: str = "$foreground-muted",
        id: str | None = None,
    ) -> None:
        rows = (HangingRow(Content.styled(mark, style), item) for item in items)
        super().__init__(*rows, id=id)
