"""Rows whose text wraps under itself, beside a label of fixed width; all rows are painted by one widget.

A widget for each label and each text would do the same, and cost a result screen a few hundred widgets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

from cors_wizard.frozen import dataclass

_NOTHING = Content("")


@dataclass(frozen=True)
class Row:
    """A label and the text beside it."""

    label: Content
    text: Content
    width: int = 2
    """Of the label, in cells."""
    more: Content = _NOTHING
    """Stands in the label's place before the lines that the text wraps to."""


class RowsVisual(Visual):
    """Paints rows; the part of Textual's `Visual` that a widget asks for."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = tuple(rows)

    def __str__(self) -> str:
        """The rows as plain text, unwrapped."""
        return "\n".join(f"{row.label.plain} {row.text.plain}" for row in self._rows)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The rows as lines of the given width."""
        # A selection is counted in the lines of one text, which these are not.
        options = replace(options, selection=None)
        strips = [line for row in self._rows for line in _lines(row, width, style, options)]
        return strips if height is None else strips[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width at which nothing wraps."""
        return max((row.width + row.text.get_optimal_width(rules, 0) for row in self._rows), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The number of lines at this width."""
        return sum(
            max(
                row.label.get_height(rules, max(1, row.width)),
                row.text.get_height(rules, max(1, width - row.width)),
            )
            for row in self._rows
        )


def _lines(row: Row, width: int, style: Style, options: RenderOptions) -> Iterator[Strip]:
    labels = row.label.render_strips(row.width, None, style, options)
    texts = row.text.render_strips(max(1, width - row.width), None, style, options)
    (blank,) = row.more.render_strips(max(1, row.width), 1, style, options)
    for label, text in zip_longest(labels, texts, fillvalue=None):
        yield Strip.join([(label or blank).adjust_cell_length(row.width, style.rich_style), text])


class Rows(Static):
    """A widget that is nothing but rows."""

    def __init__(self, rows: Iterable[Row], *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(RowsVisual(rows), id=id, classes=classes)


def bullets(items: Sequence[Content], *, mark: str = "·", style: str = "$foreground-muted") -> Rows:
    """A list of short texts, each with a mark before it."""
    return Rows(Row(Content.styled(mark, style), item) for item in items)
