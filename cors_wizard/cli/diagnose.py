"""`cors-wizard diagnose`: find the cause without opening the wizard."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cors_wizard.cli import exit_status
from cors_wizard.cli.addresses import facts_from_addresses
from cors_wizard.cli.announce import Announcement
from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.default_project import current_project
from cors_wizard.cli.given import facts_from_options, specs_of
from cors_wizard.cli.investigate import Scanner, investigate, without_waiting
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.streams import STANDARD_INPUT, columns, read_text, say, wants_bold, write
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import InputError
from cors_wizard.facts import Facts
from cors_wizard.printable import json_text
from cors_wizard.probe.lazily import send_lazily
from cors_wizard.report.build_report import build_report

if TYPE_CHECKING:
    from cors_wizard.knowledge_base import Knowledge


def run(arguments: argparse.Namespace) -> int:
    """One diagnosis, or with `--jsonl` one for each line."""
    if arguments.jsonl:
        from cors_wizard.cli.diagnose_lines import run_lines

        return run_lines(arguments)
    if arguments.output:
        from cors_wizard.report.save import refuse_unfit

        refuse_unfit(arguments.output, overwrite=arguments.overwrite)
    ended = investigated(arguments)
    _hand_over(_rendered(ended, arguments), arguments)
    return status_of(ended)


def investigated(arguments: argparse.Namespace) -> Diagnosis:
    """The diagnosis of what the options and the text say, with all that probes and the project show."""
    consent = consent_of(arguments)
    investigation = investigate(
        begin_from(arguments),
        sender=send_lazily,
        may_probe=consent,
        announce=Announcement(say),
        scanner=scanner_for(arguments),
    )
    if consent.policy == "never":
        return without_waiting(investigation)
    import asyncio

    return asyncio.run(investigation)


def begin_from(arguments: argparse.Namespace) -> Diagnosis:
    """The diagnosis of what the options and the text say, with nobody there to answer questions."""
    knowledge, facts = _given(arguments)
    return begin(knowledge, _text(arguments, facts), facts)


def begin_from_text(arguments: argparse.Namespace, text: str) -> Diagnosis:
    """The diagnosis of a text and what the options say, with somebody there to answer questions."""
    knowledge, facts = _given(arguments)
    return Diagnosis.begin(knowledge, text, facts)


def _given(arguments: argparse.Namespace) -> tuple[Knowledge, Facts]:
    facts = Facts.of(facts_from_addresses(arguments))
    knowledge = knowledge_from(getattr(arguments, "knowledge", None))
    return knowledge, facts.also(
        facts_from_options(getattr(arguments, "fact", None) or (), specs_of(knowledge))
    )


def begin(knowledge: Knowledge, text: str, facts: Facts) -> Diagnosis:
    """A diagnosis with nobody there to ask what only sharpens the fix."""
    return Diagnosis.begin(knowledge, text, facts).without_optional_questions()


def scanner_for(arguments: argparse.Namespace) -> Scanner | None:
    """Reads the project folder: the given one, or the current one if it looks like a Flask project."""
    folder: Path | None = getattr(arguments, "project", None)
    pages: list[Path] = getattr(arguments, "page", None) or []
    if folder is None:
        folder = current_project()
        if folder is None:
            if not pages:
                return None
            from cors_wizard.project import scan_pages

            return partial(scan_pages, pages)
        say(f"Reading the Flask project in {folder} (choose another with --project).")
    from cors_wizard.project import scan_project

    return partial(scan_project, folder, pages=pages)


def status_of(diagnosis: Diagnosis) -> int:
    """The exit status for where a diagnosis ended; what passes for others, too, isn't fine."""
    if diagnosis.status not in ("concluded", "not-cors"):
        return exit_status.CANNOT_TELL
    found = diagnosis.findings
    is_open = found and ((found.attack and found.attack.holes) or found.varies)
    is_wrong = (diagnosis.status == "concluded" and diagnosis.cause) or is_open
    return exit_status.PROBLEM if is_wrong else exit_status.FINE


def _text(arguments: argparse.Namespace, facts: Facts) -> str:
    source = arguments.file or getattr(arguments, "error", None)
    if source is None:
        # With facts given, a terminal's user has nothing more to say; a pipe's text is wanted.
        source = STANDARD_INPUT if not sys.stdin.isatty() or not len(facts) else None
    text = read_text(source) if source else ""
    if not text.strip() and not len(facts):
        raise InputError(
            "There is nothing to diagnose: the text is empty.",
            hint="Paste what the browser's console shows, or give --url and --origin.",
        )
    return text


def consent_of(arguments: argparse.Namespace) -> ProbeConsent:
    """When a probe may be sent."""
    can_ask = bool(arguments.file) and arguments.file != STANDARD_INPUT and sys.stdin.isatty()
    return ProbeConsent(getattr(arguments, "probe", "auto"), can_ask)


def _rendered(diagnosis: Diagnosis, arguments: argparse.Namespace) -> str:
    # Each format loads its own drawer.
    if arguments.format == "json":
        from cors_wizard.report.as_json import result_line

        return json_text(result_line(diagnosis)) + "\n"
    from cors_wizard.report.whole_report import to_markdown, to_text

    report = build_report(diagnosis)
    if arguments.format == "markdown":
        return to_markdown(report)
    if arguments.format == "issue":
        from cors_wizard.report.issue import to_issue

        return to_issue(report)
    if arguments.output:
        return to_text(report, verbose=arguments.verbose)
    return to_text(report, bold=wants_bold(), verbose=arguments.verbose, width=columns())


def _hand_over(text: str, arguments: argparse.Namespace) -> None:
    if arguments.output:
        from cors_wizard.report.save import save_report

        save_report(text, arguments.output, overwrite=arguments.overwrite)
        say(f"Written to {arguments.output}.")
    else:
        write(text)
