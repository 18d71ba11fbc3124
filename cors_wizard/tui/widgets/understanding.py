"""What was understood of the pasted text, in words."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from cors_wizard.console.reading import ConsoleMessage, Reading
from cors_wizard.facts import ENGINE_WORDS, Facts
from cors_wizard.tui.display import one_line, prose
from cors_wizard.tui.widgets.rows import Row, RowsVisual
from cors_wizard.tui.words import is_familiar, label_of, shown_value

_LEADING_FACTS = ("url", "origin", "method", "request_headers", "credentials")
_HIDDEN_FACTS = frozenset({"symptom", "engine", "browser"})
"""The message itself says these."""
_LONGEST_LABEL = 16
_MOST_OTHERS, _MOST_UNREAD = 5, 3
_NOTHING = Content("")
_GAP = Row(_NOTHING, _NOTHING)
_DOT = Content.styled("·", "$foreground-muted")
_TICK = Content.styled("✓", "bold $text-success")


class Understanding(Static):
    """The recognized messages with what they mean, the facts in them, and what was not understood."""

    DEFAULT_CSS = """
    Understanding { height: auto; padding: 0 1; }
    """

    def show(self, reading: Reading, failed: int = 1) -> None:
        """Say what was understood, and of how many failing requests."""
        self.update(RowsVisual(_rows(reading, failed)))

    def warn(self, reading: Reading) -> None:
        """Say that nothing was recognized, and that the user may go on all the same."""
        what = reading.looks_like or "Nothing is pasted yet."
        self.update(
            Content.assemble(
                ("! ", "bold $text-warning"),
                prose(what),
                "\n\n",
                ("Your text is kept. ", ""),
                ("Press Diagnose again to answer questions instead.", "bold"),
            )
        )


def _rows(reading: Reading, failed: int) -> Iterator[Row]:
    if not reading.messages and not len(reading.facts):
        yield Row(_NOTHING, prose(reading.looks_like), 0)
        return
    if failed > 1:
        yield Row(
            _TICK, Content.styled(f"{failed} failing requests; Diagnose lists them. The first:", "bold")
        )
    if reading.leading:
        yield _message(reading.leading)
    elif reading.looks_like:
        yield Row(_NOTHING, prose(reading.looks_like), 0)
    yield _GAP
    yield from _facts(reading.facts)
    for found in reading.also_found:
        yield Row(_TICK, Content(one_line(found)))
    yield from _others(reading)
    if reading.limit:
        yield Row(_DOT, prose(reading.limit))
    yield from _unread(reading)


def _message(message: ConsoleMessage) -> Row:
    says = prose(message.says or message.text)
    often = f" ({message.times} times)" if message.times > 1 else ""
    sure = f" (probable match, {message.certainty:.0%})" if message.certainty < 1 else ""
    beside = (f"{often}{sure}", "$foreground-muted")
    return Row(_TICK, Content.assemble((f"{_who_says(message)}: ", "bold"), says, beside))


def _facts(facts: Facts) -> Iterator[Row]:
    leading = [fact for name in _LEADING_FACTS if (fact := facts.get(name))]
    told = [*leading, *(fact for fact in facts if fact.name not in _LEADING_FACTS)]
    shown = [fact for fact in told if fact.name not in _HIDDEN_FACTS and is_familiar(fact)]
    width = max((size for fact in shown if (size := len(label_of(fact.name))) <= _LONGEST_LABEL), default=0)
    for fact in shown:
        label = Content.styled(label_of(fact.name), "$foreground-muted")
        value = Content(one_line(shown_value(fact), 140) or "(empty)")
        if len(label) <= _LONGEST_LABEL:
            yield Row(label, value, width + 2)
        else:
            # A long name keeps its letters: a header that is cut could be any of several.
            yield Row(_NOTHING, Content.assemble(label, "  ", value), 0)


def _others(reading: Reading) -> Iterator[Row]:
    others = [message for message in reading.messages if message is not reading.leading]
    if others:
        yield _GAP
        yield Row(_NOTHING, Content.styled(f"Also recognized: {len(others)}", "$foreground-muted"), 0)
    for message in others[:_MOST_OTHERS]:
        where = (f"line {message.line}: ", "$foreground-muted")
        yield Row(_TICK, Content.assemble(where, one_line(message.says or message.text, 240)))


def _unread(reading: Reading) -> Iterator[Row]:
    if reading.unread:
        yield _GAP
        yield Row(_NOTHING, Content.styled("Not understood, and kept:", "$foreground-muted"), 0)
    for line in reading.unread[:_MOST_UNREAD]:
        yield Row(
            Content.styled("·", "$foreground-muted"), Content.styled(one_line(line, 100), "$foreground-muted")
        )


def _who_says(message: ConsoleMessage) -> str:
    """Whose message it is: a browser's, a log's, or a sentence of the user's own."""
    is_prose = message.told and message.engine == "server"
    return "In your words" if is_prose else ENGINE_WORDS[message.engine]
