"""What was understood of the pasted text, in words."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from cors_wizard.console import ConsoleMessage, Reading
from cors_wizard.facts import Facts
from cors_wizard.tui.display import one_line, prose
from cors_wizard.tui.words import ENGINES, label_of, shown_value

_LEADING_FACTS = ("url", "origin", "method", "request_headers", "credentials")
_HIDDEN_FACTS = frozenset({"symptom", "engine", "browser"})


class Understanding(Static):
    """The recognised messages with what they mean, the facts in them, and what was not understood."""

    DEFAULT_CSS = """
    Understanding { height: auto; padding: 0 1; }
    """

    def wait(self) -> None:
        """Say that the text is being read."""
        self.update(Content.styled("Reading …", "$foreground-muted italic"))

    def show(self, reading: Reading) -> None:
        """Say what was understood."""
        self.update(Content("\n").join(list(_lines(reading))))

    def warn(self, reading: Reading) -> None:
        """Say that nothing was recognised, and that the user may go on all the same."""
        what = reading.looks_like or "Nothing is pasted yet."
        self.update(
            Content.assemble(
                ("! ", "bold $text-warning"),
                prose(what),
                "\n\n",
                ("Your text is kept. ", ""),
                ("Press Diagnose once more to be asked instead.", "bold"),
            )
        )


def _lines(reading: Reading) -> Iterator[Content]:
    if not reading.messages and not len(reading.facts):
        yield prose(reading.looks_like)
        return
    if reading.leading:
        yield from _message(reading.leading)
    elif reading.looks_like:
        yield prose(reading.looks_like)
    yield from _facts(reading.facts)
    for found in reading.also_found:
        yield Content.assemble(("✓ ", "$text-success"), one_line(found))
    others = [message for message in reading.messages if message is not reading.leading]
    if others:
        yield Content.styled(f"\nAlso recognised: {len(others)}", "$foreground-muted")
        for message in others[:5]:
            yield Content.assemble(
                ("✓ ", "$text-success"),
                (f"line {message.line}: ", "$foreground-muted"),
                one_line(message.says or message.text, 120),
            )
    if reading.unread:
        yield Content.styled("\nNot understood, and kept:", "$foreground-muted")
        for line in reading.unread[:3]:
            yield Content.styled(f"· {one_line(line, 100)}", "$foreground-muted")


def _message(message: ConsoleMessage) -> Iterator[Content]:
    yield Content.assemble(
        ("✓ ", "bold $text-success"),
        (f"{ENGINES[message.engine]}: ", "bold"),
        prose(message.says or message.text),
    )


def _facts(facts: Facts) -> Iterator[Content]:
    names = [name for name in _LEADING_FACTS if name in facts]
    names += [fact.name for fact in facts if fact.name not in {*_LEADING_FACTS, *_HIDDEN_FACTS}]
    for name in names:
        fact = facts.get(name)
        if fact:
            yield Content.assemble(
                (f"  {label_of(name)}  ", "$foreground-muted"), one_line(shown_value(fact), 140)
            )
