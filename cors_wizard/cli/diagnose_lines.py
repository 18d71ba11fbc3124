"""`cors-wizard diagnose --jsonl`: a case on each line of standard input, a result line for each."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from cors_wizard.cli import exit_status
from cors_wizard.cli.addresses import facts_from_addresses
from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.diagnose import begin, status_of
from cors_wizard.cli.given import facts_from_options, given_fact, specs_of
from cors_wizard.cli.investigate import investigate
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.streams import say, write
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import InputError
from cors_wizard.facts import Fact, Facts, FactSpec
from cors_wizard.frozen import dataclass
from cors_wizard.printable import json_text
from cors_wizard.probe.lazily import send_lazily
from cors_wizard.project import ProjectScan, scan_pages, scan_project
from cors_wizard.report.as_json import result_line
from cors_wizard.text_files import LARGEST_TEXT, decoded

_HINT = 'Give an object such as {"id": 1, "text": "...", "facts": {"origin": "http://localhost:3000"}}.'


@dataclass(frozen=True)
class Case:
    """One case: its id as it came, its text, its facts."""

    id: object
    text: str
    facts: tuple[Fact, ...]


def run_lines(arguments: argparse.Namespace) -> int:
    """Every case in turn; a bad line is reported and the others go on."""
    _refuse_unfit(arguments)
    shared = tuple(facts_from_addresses(arguments))
    knowledge = knowledge_from(getattr(arguments, "knowledge", None))
    specs = specs_of(knowledge)
    shared += tuple(facts_from_options(getattr(arguments, "fact", None) or (), specs))
    base = begin(knowledge, "", Facts.of(shared))
    project = getattr(arguments, "project", None)
    scan = _scan(project, getattr(arguments, "page", None) or [])
    # A batch is about other people's machines: what listens on this one would be taken for theirs.
    consent = ProbeConsent(getattr(arguments, "probe", "never"))
    statuses = set()
    for number, line in enumerate(_lines(), start=1):
        if line.strip():
            statuses.add(_answer(number, line, base, specs, scan, consent))
    return _worst(statuses)


def _scan(project: Path | None, pages: list[Path]) -> ProjectScan | None:
    if project:
        return scan_project(project, pages=pages)
    return scan_pages(pages) if pages else None


def _refuse_unfit(arguments: argparse.Namespace) -> None:
    if arguments.file not in (None, "-") or arguments.output:
        raise InputError(
            "--jsonl reads standard input and writes standard output.",
            hint="Use < and > in place of FILE and --output.",
        )


def _answer(
    number: int,
    line: bytes,
    base: Diagnosis,
    specs: Mapping[str, FactSpec],
    scan: ProjectScan | None,
    consent: ProbeConsent,
) -> int:
    case_id: object = None
    try:
        raw = _object(line)
        case_id = raw.get("id")
        case = _case(raw, specs)
    except InputError as error:
        name = f" (id {json.dumps(case_id)[:100]})" if case_id is not None else ""
        say(f"cors-wizard: Line {number}{name}: {error}")
        return exit_status.BAD_INPUT
    diagnosis = base.with_text(case.text).with_given(*case.facts)
    scanner = None if scan is None else lambda: scan
    ended = asyncio.run(investigate(diagnosis, sender=send_lazily, may_probe=consent, scanner=scanner))
    write(json_text(result_line(ended, case.id)) + "\n")
    return status_of(ended)


def _lines() -> Iterator[bytes]:
    """The lines of standard input; one that is too long is cut, so that it is reported as bad and skipped."""
    while line := sys.stdin.buffer.readline(LARGEST_TEXT + 1):
        rest = line
        while len(rest) > LARGEST_TEXT and not rest.endswith(b"\n"):
            rest = sys.stdin.buffer.readline(LARGEST_TEXT + 1)
        yield line


def _object(line: bytes) -> dict[str, object]:
    if len(line) > LARGEST_TEXT:
        raise InputError(f"The line is longer than {LARGEST_TEXT // 1_000_000} MB.", hint="Shorten its text.")
    try:
        raw = json.loads(decoded(line))
    except (ValueError, RecursionError):
        raise InputError("This isn't valid JSON.", hint=_HINT) from None
    if not isinstance(raw, dict):
        raise InputError("This isn't a JSON object.", hint=_HINT)
    return raw


def _case(raw: dict[str, object], specs: Mapping[str, FactSpec]) -> Case:
    text, facts = ("" if raw.get("text") is None else raw["text"]), raw.get("facts")
    if not isinstance(text, str):
        raise InputError("The text isn't a string.", hint=_HINT)
    if not isinstance(facts, dict | type(None)):
        raise InputError("`facts` isn't an object.", hint=_HINT)
    known = {name: value for name, value in (facts or {}).items() if value is not None}
    return Case(
        raw.get("id"),
        text,
        tuple(given_fact(name, value, specs, "facts") for name, value in known.items()),
    )


def _worst(statuses: set[int]) -> int:
    ranked = (exit_status.BAD_INPUT, exit_status.PROBLEM, exit_status.CANNOT_TELL)
    return next((status for status in ranked if status in statuses), exit_status.FINE)
