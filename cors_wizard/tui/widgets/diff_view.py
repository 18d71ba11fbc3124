"""The change to one file: numbered lines, nothing cut; what goes is red, what comes is green."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from textual.containers import VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cors_wizard.changes import Change
from cors_wizard.report.diff_lines import DiffLine, LineKind, densest, diff_lines, without_new_layout
from cors_wizard.tui.display import one_line, printable
from cors_wizard.tui.widgets.folded import Folded
from cors_wizard.tui.widgets.rows import Row, Rows

MOST_LINES = 8
"""Lines of a diff that are open from the start: what follows them still fits the first screen."""
_COLUMNS = 74
"""Cells of a row at 80 columns, beyond which it wraps."""

_MARKS: dict[LineKind, tuple[str, str]] = {
    "kept": (" ", "$foreground-muted"),
    "removed": ("-", "$text-error"),
    "added": ("+", "$text-success"),
    "gap": ("⋮", "$foreground-disabled"),
}


class Rule(Static):
    """A line across the page with a name in it."""

    def __init__(self, name: str) -> None:
        super().__init__(classes="rule", markup=False)
        self._called = one_line(name, 100)

    def render(self) -> Content:
        """The name, and the line up to the right edge."""
        faint = "$foreground-disabled"
        rest = "─" * max(2, self.size.width - len(self._called) - 4)
        return Content.assemble(("─ ", faint), (self._called, "bold $text-primary"), (f" {rest}", faint))


class DiffView(VerticalGroup):
    """The file's name, then the lines that change; what a long change has more opens in place."""

    DEFAULT_CSS = """
    DiffView {
        height: auto;
        & > Rows, Contents > Rows { background: $panel; padding: 0 1; }
        & Contents { padding: 0; }
    }
    """

    def __init__(self, change: Change, most: int = MOST_LINES) -> None:
        self.change = change
        """What is shown."""
        lines: Sequence[DiffLine] = diff_lines(change)
        digits = max((len(str(line.number)) for line in lines), default=1)
        rows = [_row(line, digits) for line in lines]
        shown, folded = _count_that_fits(rows, most), list[Widget]()
        if shown < len(rows):
            dense = densest(lines)
            new = without_new_layout(dense)
            whole = rows
            rows = [_row(line, digits) for line in new]
            shown = _count_that_fits(rows, most)
            if len(new) < len(dense):
                folded = [Folded(f"… all {_counted(lines)}", Rows(whole), classes="more-lines")]
            elif rows[shown:]:
                more = _counted(new[shown:], "more ")
                folded = [Folded(f"… {more}", Rows(rows[shown:]), classes="more-lines")]
        super().__init__(Rule(_title(change)), Rows(rows[:shown]), *folded)


def _count_that_fits(rows: Sequence[Row], most: int) -> int:
    """How many of the rows fit; all of them where a fold would save nothing."""
    painted = [1 + (len(row.text.plain) + row.width) // _COLUMNS for row in rows]
    if sum(painted) <= most + 1:
        return len(rows)
    fitting = sum(1 for total in accumulate(painted) if total <= most)
    return max(1, fitting)


def _counted(lines: Sequence[DiffLine], more: str = "") -> str:
    changed = [mark for line in lines for mark in _MARKS[line.kind][0] if mark in "+-"]
    counts = ", ".join(f"{changed.count(mark)} {mark}" for mark in "-+" if mark in changed)
    return f"{len(lines)} {more}line{'s' if len(lines) != 1 else ''}" + (f" ({counts})" if counts else "")


def _title(change: Change) -> str:
    new = " (new file)" if change.kind == "create" else ""
    return f"{printable(change.path)}{new}"


def _row(line: DiffLine, digits: int) -> Row:
    mark, style = _MARKS[line.kind]
    number = str(line.number) if line.number else ""
    label = Content.styled(f"{number:>{digits}} {mark} ", style)
    # A tab would take as many cells as the terminal likes, and the wrapped line would not line up.
    text = printable(line.text.expandtabs(4)) or " "
    return Row(label, Content.styled(text, style if line.kind != "kept" else "$foreground-muted"), digits + 3)
