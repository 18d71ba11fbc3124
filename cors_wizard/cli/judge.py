"""`cors-wizard judge`: verdicts on recorded exchanges, offline."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from cors_wizard.cli import exit_status
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.streams import read_text, say, visible, write
from cors_wizard.errors import InputError
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.recordings import Recorded, read_recording
from cors_wizard.recordings.exchange_json import exchange_from, unknown_keys
from cors_wizard.recordings.har import entries_of_har, is_har
from cors_wizard.recordings.join import joined
from cors_wizard.recordings.json_texts import parsed
from cors_wizard.report.verdict_lines import VerdictLines

_HINT = "Give a HAR file, raw headers, or an exchange in JSON on each line."
_TOO_LITTLE = "The recording doesn't show enough to judge it."
_BATCH = 200
"""Lines that are written at once."""


def run(arguments: argparse.Namespace) -> int:
    """A verdict line for each exchange; a bad line is reported and the others go on."""
    text = read_text(arguments.file)
    whole = parsed(text)
    if not text.strip() or whole == []:
        raise InputError("There is nothing to judge: the text is empty.", hint=_HINT)
    judge = _Judge(knowledge_from(arguments.knowledge))
    if is_har(whole):
        return _worst(_judge_each(joined(entries_of_har(whole)), judge), judge)
    recording = None if '"page_origin"' in text else read_recording(text)
    if recording is not None:
        return _worst(_judge_each(recording.exchanges, judge), judge)
    return _worst(_answer_all(text, whole, judge), judge)


def _worst(statuses: Iterator[int], judge: _Judge) -> int:
    try:
        return max(statuses, default=exit_status.FINE)
    finally:
        judge.flush()


def _judge_each(exchanges: Iterable[Recorded], judge: _Judge) -> Iterator[int]:
    for recorded in exchanges:
        yield judge.answer(recorded, recorded.exchange.id)


def _answer_all(text: str, whole: Any, judge: _Judge) -> Iterator[int]:
    ignored = set[str]()
    for where, raw in _records(text, whole):
        if raw is None:
            say(f"cors-wizard: {where}: This isn't valid JSON. {_HINT}")
            yield exit_status.BAD_INPUT
            continue
        try:
            exchange = exchange_from(raw)
        except InputError as error:
            say(f"cors-wizard: {where}: {error}")
            yield exit_status.BAD_INPUT
            continue
        for name in unknown_keys(raw):
            if name not in ignored:
                say(f"cors-wizard: {where}: Nobody reads the key '{visible(name[:100])}'.")
            ignored.add(name)
        yield judge.answer(Recorded(exchange), raw.get("id"))


def _records(text: str, whole: Any) -> Iterator[tuple[str, Any]]:
    """Each exchange with its place: lines, or one JSON text with one exchange or a list of them."""
    if isinstance(whole, list):
        yield from ((f"Exchange {number}", raw) for number, raw in enumerate(whole, start=1))
    elif isinstance(whole, dict):
        yield "Line 1", whole
    else:
        lines = enumerate(text.split("\n"), start=1)
        yield from ((f"Line {number}", parsed(line)) for number, line in lines if line.strip())


class _Judge:
    """Writes verdict lines in batches."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._made = VerdictLines(knowledge)
        self._waiting: list[str] = []

    def answer(self, recorded: Recorded, id: object) -> int:
        """Write the line of one exchange; gives its exit status."""
        line = self._made.line(recorded, id)
        if line is None:
            self.flush()
            say(f"cors-wizard: Exchange {visible(str(id)[:100])}: {_TOO_LITTLE}")
            return exit_status.CANNOT_TELL
        self._waiting.append(f"{line.text}\n")
        if len(self._waiting) >= _BATCH:
            self.flush()
        return exit_status.PROBLEM if line.is_refused else exit_status.FINE

    def flush(self) -> None:
        """Write what is waiting."""
        if self._waiting:
            write("".join(self._waiting))
            self._waiting.clear()
