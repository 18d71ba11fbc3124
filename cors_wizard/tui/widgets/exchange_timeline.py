"""The timeline of an exchange on the screen: the entries are the report's, their look is made here."""

from __future__ import annotations

from textual.containers import VerticalGroup
from textual.content import Content

from cors_wizard.exchange_words import EXPECTED
from cors_wizard.fetch_standard import Verdict
from cors_wizard.http_exchange import Exchange
from cors_wizard.report.timeline import Entry, EntryKind, timeline
from cors_wizard.tui.display import one_line
from cors_wizard.tui.widgets.rows import Row, Rows

_LONGEST = 400
"""Characters of one line; longer ones are cut with a mark."""


class ExchangeTimeline(VerticalGroup):
    """Request and response of the preflight, then of the request itself, as a browser sees them."""

    DEFAULT_CSS = """
    ExchangeTimeline {
        height: auto;
        & > Rows { padding: 0 1; border-left: outer $foreground 25%; }
        & > .-refused { background: $error 14%; border-left: outer $error; padding: 0 1 0 1; }
        & > .-also-refused { background: $warning 8%; border-left: outer $warning; }
        & > .-passed { background: $success 14%; border-left: outer $success; }
    }
    """

    def __init__(self, exchange: Exchange, verdict: Verdict, *, id: str | None = None) -> None:
        self.entries = timeline(exchange, verdict)
        """What is shown, from top to bottom."""
        super().__init__(*(Rows(rows(entry), classes=f"-{entry.kind}") for entry in self.entries), id=id)


_MARKS: dict[EntryKind, tuple[str, str]] = {
    "asked": ("→", "bold $text-primary"),
    "answered": ("←", "bold $text-primary"),
    "refused": ("✗", "bold $text-error"),
    "also-refused": ("✗", "$text-warning"),
    "passed": ("✓", "bold $text-success"),
    "unseen": ("?", "bold $text-warning"),
    "never-sent": ("→", "$foreground-disabled"),
}
_TITLES: dict[EntryKind, str] = {
    "asked": "bold",
    "answered": "bold",
    "refused": "bold $text-error",
    "also-refused": "",
    "passed": "bold $text-success",
    "unseen": "bold $text-warning",
    "never-sent": "$foreground-disabled",
}
_NOTHING = Content("")


def rows(entry: Entry) -> list[Row]:
    """One entry as rows: its title, the headers below it, expected beside actual."""
    mark, style = _MARKS[entry.kind]
    note = Content.styled(f"  {one_line(entry.note)}" if entry.note else "", "$foreground-muted italic")
    title = Content.styled(one_line(entry.text, _LONGEST), _TITLES[entry.kind]) + note
    drawn = [Row(Content.styled(mark, style), title)]
    drawn.extend(Row(_NOTHING, Content.styled(_line(line), "$foreground-muted"), 4) for line in entry.lines)
    for label, value in entry.pairs:
        color = "$text-success" if label == EXPECTED else "$text-error"
        shown = Content.styled(f"  {label}", "$foreground-muted")
        drawn.append(Row(shown, Content.styled(_line(value), color), 12))
    return drawn


def _line(text: str) -> str:
    return one_line(text, _LONGEST)
