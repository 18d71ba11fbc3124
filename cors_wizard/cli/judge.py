"""`cors-wizard judge`: verdicts on recorded exchanges, offline."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from cors_wizard.cli import exit_status
from cors_wizard.cli.har import exchanges_from_har, is_har
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.recorded import exchange_from, unknown_keys
from cors_wizard.cli.streams import read_text, say, visible, write
from cors_wizard.errors import InputError
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.report import refused_by, verdict_line

_HINT = "Give a HAR file, or an exchange in JSON on each line."


def run(arguments: argparse.Namespace) -> int:
    """A verdict line for each exchange; a bad line is told and the others go on."""
    text = read_text(arguments.file)
    whole = _json(text)
    if not text.strip() or whole == []:
        raise InputError("There is nothing to judge: the text is empty.", hint=_HINT)
    knowledge = knowledge_from(arguments.knowledge)
    if is_har(whole):
        statuses = {_answer(each, each.id, knowledge) for each in exchanges_from_har(whole)}
    else:
        statuses = set(_answer_all(text, whole, knowledge))
    return max(statuses, default=exit_status.FINE)


def _json(text: str) -> Any:
    """What the text says as JSON, or None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _answer_all(text: str, whole: Any, knowledge: Knowledge) -> Iterator[int]:
    ignored = set[str]()
    for where, raw in _records(text, whole):
        if raw is None:
            say(f"cors-wizard: {where}: This is no JSON. {_HINT}")
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
        yield _answer(exchange, raw.get("id"), knowledge)


def _records(text: str, whole: Any) -> Iterator[tuple[str, Any]]:
    """Each exchange with the place where it stands: lines, or one JSON text with one or a list of them."""
    if isinstance(whole, list):
        yield from ((f"Exchange {number}", raw) for number, raw in enumerate(whole, start=1))
    elif isinstance(whole, dict):
        yield "Line 1", whole
    else:
        lines = enumerate(text.split("\n"), start=1)
        yield from ((f"Line {number}", _json(line)) for number, line in lines if line.strip())


def _answer(exchange: Exchange, id: object, knowledge: Knowledge) -> int:
    verdict = judge(exchange)
    write(json.dumps({**verdict_line(exchange, verdict, knowledge), "id": id}, ensure_ascii=False) + "\n")
    refused = not verdict.readable or refused_by(verdict, exchange)
    return exit_status.PROBLEM if refused else exit_status.FINE
