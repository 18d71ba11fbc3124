"""`cors-wizard lint`: what the code alone shows to be unsafe or broken; nothing is sent, nothing is run."""

from __future__ import annotations

import argparse
from pathlib import Path

from cors_wizard.cli import exit_status
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.streams import say, wants_bold, write
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Facts
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.lint import LintFinding, lint
from cors_wizard.project import ProjectScan, scan_project
from cors_wizard.report.lint_formats import Linted, lint_github, lint_json, lint_junit, lint_sarif, lint_text


def run(arguments: argparse.Namespace) -> int:
    """The findings; exit status 1 where one is an error."""
    folder: Path = arguments.folder
    scan = scan_project(folder, pages=arguments.page)
    knowledge = knowledge_from(arguments.knowledge)
    found = lint(scan, _facts(scan, knowledge), knowledge)
    write(_rendered(Linted(folder.as_posix(), found, scan.incomplete), knowledge, arguments.format))
    for note in scan.incomplete:
        say(note)
    if not scan.code.apps and not scan.code.setups:
        say("No Flask app was found in this folder.")
    return _status(found, scan)


def _facts(scan: ProjectScan, knowledge: Knowledge) -> Facts:
    """What the files say, and what follows from it, by the functions that serve the wizard."""
    begun = Diagnosis.begin(knowledge).without_probing().without_optional_questions()
    return begun.with_scan(scan).facts


def _rendered(linted: Linted, knowledge: Knowledge, format: str) -> str:
    match format:
        case "json":
            return lint_json(linted, knowledge)
        case "github":
            return lint_github(linted, knowledge)
        case "sarif":
            return lint_sarif(linted, knowledge)
        case "junit":
            return lint_junit(linted, knowledge)
        case _:
            return lint_text(linted, knowledge, bold=wants_bold())


def _status(found: tuple[LintFinding, ...], scan: ProjectScan) -> int:
    if any(each.level == "error" for each in found):
        return exit_status.PROBLEM
    # Nothing may be concluded from what was not read.
    return exit_status.CANNOT_TELL if scan.incomplete else exit_status.FINE
