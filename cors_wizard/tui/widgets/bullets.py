"""Bulleted text whose further lines stand under the first."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static


class Bullets(VerticalGroup):
    """A list of short texts, each with a mark before it."""

    DEFAULT_CSS = """
    Bullets {
        .bullet-mark { width: 2; }
        .bullet-text { width: 1fr; }
    }
    """

    def __init__(
        self, items: Sequence[Content], *, mark: str = "·", style: str = "$text-muted", id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._items = tuple(items)
        self._mark = Content.styled(mark, style)

    def compose(self) -> ComposeResult:
        """One row per text."""
        for item in self._items:
            yield HorizontalGroup(
                Static(self._mark, classes="bullet-mark"), Static(item, classes="bullet-text")
            )
