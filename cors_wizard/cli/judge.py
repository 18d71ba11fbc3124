"""`cors-wizard judge`: verdicts on recorded exchanges, offline."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from cors_wizard.cli import exit_status
from cors_wizard.cli.har import exchanges_from_har, is_har
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.recorded import exchange_from
from cors_wizard.cli.streams import read_text, say, write
from cors_wizard.errors import InputError
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.report import refused_by, verdict_line

_HINT = "Give a HAR file, or an exchange in JSON on each line."


def run(arguments: argparse.Namespace) -> int:
    """A verdict line for each exchange; a bad line is told and the others go on."""
    text = read_text(arguments.file)
    if not text.strip():
        raise InputError("There is nothing to judge: the text is empty.", hint=_HINT)
    knowledge = knowledge_from(arguments.knowledge)
    whole = _har(text)
    if whole is not None:
        statuses = {_answer(each, each.id, knowledge) for each in exchanges_from_har(whole)}
    else:
        statuses = set(_answer_lines(text, knowledge))
    return max(statuses, default=exit_status.FINE)


def _har(text: str) -> Any:
    """The text as a HAR file, or None where it is something else."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return raw if is_har(raw) else None


def _answer_lines(text: str, knowledge: Knowledge) -> Iterator[int]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            exchange = exchange_from(raw)
        except (ValueError, RecursionError):
            say(f"cors-wizard: Line {number}: This is no JSON. {_HINT}")
            yield exit_status.BAD_INPUT
        except InputError as error:
            say(f"cors-wizard: Line {number}: {error}")
            yield exit_status.BAD_INPUT
        else:
            yield _answer(exchange, raw.get("id"), knowledge)


def _answer(exchange: Exchange, id: object, knowledge: Knowledge) -> int:
    verdict = judge(exchange)
    write(json.dumps({**verdict_line(exchange, verdict, knowledge), "id": id}, ensure_ascii=False) + "\n")
    refused = not verdict.readable or refused_by(verdict, exchange)
    return exit_status.PROBLEM if refused else exit_status.FINE
