"""`cors-wizard lint`: what the code alone shows to be unsafe or broken; nothing is sent, nothing is run."""

from __future__ import annotations

import argparse
from pathlib import Path

from cors_wizard.cli import exit_status
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.streams import say, wants_bold, write
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Facts
from cors_wizard.flask_code.configuration.file_names import is_test_path
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.lint import LintFinding, lint, merged
from cors_wizard.project import ProjectScan, scan_project
from cors_wizard.report.lint_formats import Linted, lint_github, lint_json, lint_junit, lint_sarif, lint_text

_MOST_APPS = 20
"""Apps of one folder that are looked at."""


def run(arguments: argparse.Namespace) -> int:
    """The findings; exit status 1 where one is an error."""
    folder: Path = arguments.folder
    scan = scan_project(folder, pages=arguments.page)
    knowledge = knowledge_from(arguments.knowledge)
    scans, incomplete = _of_each_app(scan)
    found = merged(lint(each, _facts(each, knowledge), knowledge) for each in scans)
    write(_rendered(Linted(folder.as_posix(), found, incomplete), knowledge, arguments.format))
    for note in incomplete:
        say(note)
    if not scan.code.apps and not scan.code.setups:
        say("No Flask app was found in this folder.")
    return _status(found, incomplete)


def _of_each_app(scan: ProjectScan) -> tuple[list[ProjectScan], tuple[str, ...]]:
    """The scan with each of the folder's apps in view, and what was left out."""
    apps = [each for each in scan.code.apps if not is_test_path(each.file)]
    scans = [scan, *(scan.about(each) for each in apps[:_MOST_APPS] if not each.is_chosen)]
    incomplete = [note for each in scans for note in each.incomplete]
    if len(apps) > _MOST_APPS:
        incomplete.append(f"{len(apps) - _MOST_APPS} of {len(apps)} apps were left out.")
    return scans, tuple(dict.fromkeys(incomplete))


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


def _status(found: tuple[LintFinding, ...], incomplete: tuple[str, ...]) -> int:
    if any(each.level == "error" for each in found):
        return exit_status.PROBLEM
    # Nothing may be concluded from what was not read.
    return exit_status.CANNOT_TELL if incomplete else exit_status.FINE
