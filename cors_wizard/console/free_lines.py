"""The lines of a text that its messages leave over: there something damaged may stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

from cors_wizard.console.reading import ConsoleMessage, Span

_LONG = 30
"""With less beside a message, nothing of another is there: a file's name, a time."""


def free_stretches(text: str, messages: Iterable[ConsoleMessage], tells: Callable[[str], bool]) -> list[Span]:
    """The stretches of whole lines without a message.

    A line is free too if what is beside its messages says something: then they are only what is left of
    a damaged one.
    """
    known = tuple(messages)
    spans = sorted(span for message in known for span in (message.span, *message.repeats))
    damaged = {
        span
        for message in known
        if tells(_beside(text, spans, bisect_left(spans, message.span)))
        for span in (message.span, *message.repeats)
    }
    taken = [span for span in spans if span not in damaged]
    free, position = list[Span](), 0
    for start, end in (*taken, (len(text), len(text))):
        begin = line_start(text, start)
        if begin > position:
            free.append((position, begin))
        position = max(line_end(text, end), position)
    return free


def line_start(text: str, offset: int) -> int:
    """Where the line of this offset begins."""
    return len(text) if offset == len(text) else text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line of this offset ends."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _beside(text: str, spans: list[Span], index: int) -> str:
    """What the line of a message holds before and after it, up to its neighbors."""
    start, end = spans[index]
    before = spans[index - 1][1] if index else 0
    after = spans[index + 1][0] if index + 1 < len(spans) else len(text)
    left = text[max(line_start(text, start), before) : start]
    right = text[end : min(line_end(text, end), after)]
    return f"{left} {right}" if len(left) + len(right) >= _LONG else ""
