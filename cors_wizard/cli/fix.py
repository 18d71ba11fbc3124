"""`cors-wizard fix`: the wizard's walk, ending in a diff of the user's own files."""

from __future__ import annotations

import argparse
from pathlib import Path
from textwrap import dedent

from cors_wizard.changes import ChangeSet
from cors_wizard.changes.location import faulty
from cors_wizard.changes.regression_test import regression_test
from cors_wizard.changes.write import apply, undo
from cors_wizard.cli import exit_status
from cors_wizard.cli.diagnose import investigated
from cors_wizard.cli.streams import say, write_diff
from cors_wizard.decision_tree import Asks, Stopped
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import FileError, InputError
from cors_wizard.fixes import fill_prose, template_values
from cors_wizard.masking import mask_text
from cors_wizard.report.layers import guilty_lines, layer_sentences
from cors_wizard.report.open_parts import open_parts, what_differs
from cors_wizard.report.outcome_words import sentence_text
from cors_wizard.report.questions import options
from cors_wizard.report.security_warnings import warned_of

_PASSES = ("passes-now", "recording-passes")


def run(arguments: argparse.Namespace) -> int:
    """One diff, printed or written; or the last one taken back."""
    if arguments.undo:
        written = undo(_folder(arguments))
        say("\n".join(f"Restored {path}" for path in written.paths))
        return exit_status.PROBLEM
    diagnosis = investigated(arguments)
    _say_what_was_seen(diagnosis)
    if arguments.test:
        return _hand_over_test(diagnosis, arguments)
    cause = diagnosis.cause
    if cause is None:
        return _without_cause(diagnosis)
    if arguments.way:
        diagnosis = diagnosis.choosing(arguments.way)
    if diagnosis.open_request and "fix" in diagnosis.open_request.changes:
        say(f"{diagnosis.open_request.node.text} {what_differs(diagnosis)}")
        for part in open_parts(diagnosis):
            say(f"  {part.example}  {part.label}")
        say("Or read the page's code with --page DIR.")
        return exit_status.CANNOT_TELL
    made = diagnosis.changes
    say(f"{cause.title}: {made.title or cause.id}")
    if not made.changes:
        say(made.problem)
        if not made.needs:  # With the fact that is missing there is a change, and no step to take by hand.
            _say_steps(made, diagnosis)
        return exit_status.CANNOT_TELL
    return _hand_over(made, diagnosis, arguments)


def _hand_over(made: ChangeSet, diagnosis: Diagnosis, arguments: argparse.Namespace) -> int:
    assert diagnosis.scan is not None
    _say_notes(made)
    if diagnosis.access and not arguments.test:
        say(mask_text(f"Who gains access: {diagnosis.access}"))
    if arguments.apply:
        written = apply(made, diagnosis.scan.folder)
        say("\n".join(f"Changed {path}" for path in written.paths))
    else:
        write_diff(made.diff)
    _say_by_hand(made)
    for way in diagnosis.ways if diagnosis.cause and not arguments.test else ():
        if way.changes.changes and way.changes.diff != made.diff:
            say(f"Another way: --way {way.fix.id}  {mask_text(way.title)}")
    return exit_status.PROBLEM


def _hand_over_test(diagnosis: Diagnosis, arguments: argparse.Namespace) -> int:
    """The project's own test of the page's request, printed or written."""
    scan = diagnosis.scan
    if scan is None:
        raise InputError("There is no Flask project here.", hint="Give its folder with --project.")
    fix = diagnosis.changes if diagnosis.cause else None
    made = regression_test(diagnosis.facts, scan.code, scan.files, fix)
    if not made.changes:
        say(made.problem)
        return exit_status.CANNOT_TELL
    say("The test imports your app: read it, then run it with pytest.")
    return _hand_over(made, diagnosis, arguments)


def _say_what_was_seen(diagnosis: Diagnosis) -> None:
    """Who gets in now, what is unsafe, and what a proxy changes; nothing where there is nothing to say."""
    found = diagnosis.findings
    if found and found.attack and found.attack.holes:
        say(f"Who gets in now: {sentence_text(found.attack)}")
    for each in warned_of(diagnosis):
        say(mask_text(f"Warning: {each.title}. {' '.join(each.text.split())}"))
    if found and found.layers:
        say("\n".join((layer_sentences(found.layers), *guilty_lines(diagnosis.facts, found.layers))))


def _say_notes(made: ChangeSet) -> None:
    found = faulty(made.changes)
    if found is not None:
        say(mask_text("\n".join(found.drawn())))
    for change in made.changes:
        for removed in change.removes:
            say(f"{change.path}: removes {removed.what}: {removed.why}")
        if change.keeps:
            say(f"{change.path}: keeps {change.kept}")


def _say_by_hand(made: ChangeSet) -> None:
    for step in made.by_hand:
        say(f"By hand: {step.text}" + (f"\n  {step.command}" if step.command else ""))


def _say_steps(made: ChangeSet, diagnosis: Diagnosis) -> None:
    """What is left to do where no file was changed: in this code, else the fix's steps with their code."""
    fix = next((each for each in diagnosis.fixes if each.id == made.fix), None)
    steps = fix.steps if fix else ()
    if {each.text for each in made.by_hand} - {step.text for step in steps}:
        _say_by_hand(made)
        return
    for step in steps:
        say(f"By hand: {mask_text(step.text)}")
        if step.code:
            say("\n".join(f"    {line}" for line in mask_text(dedent(step.code.text).strip()).split("\n")))
            if step.code.to_check:
                say(mask_text(step.code.to_check))


def _without_cause(diagnosis: Diagnosis) -> int:
    """Nothing is wrong, or a question is open: said with the option that answers it."""
    step = diagnosis.step
    if isinstance(step, Asks):
        say(step.node.text)
        for value, label in options(step.node):
            say(f"  --fact {step.node.fact}={value}  {label}")
        if not options(step.node):
            say(f"  --fact {step.node.fact}=...")
        return exit_status.CANNOT_TELL
    if diagnosis.status == "not-cors":
        say("This is not a CORS error.")
        return exit_status.FINE
    if not isinstance(step, Stopped):
        say("The text shows no cause.")
        return exit_status.CANNOT_TELL
    passes = step.stop.id in _PASSES
    text = " ".join(fill_prose(step.stop.text, template_values(diagnosis.facts)).split())
    say(f"{'Nothing to fix: ' if passes else ''}{mask_text(f'{step.stop.title}. {text}')}")
    for each in step.stop.next:
        say(f"- {mask_text(' '.join(fill_prose(each.text, template_values(diagnosis.facts)).split()))}")
    return exit_status.FINE if passes else exit_status.CANNOT_TELL


def _folder(arguments: argparse.Namespace) -> Path:
    folder: Path | None = getattr(arguments, "project", None)
    try:
        return folder if folder is not None else Path.cwd()
    except OSError as error:
        raise FileError("The current folder is gone.", hint="Give the project by --project.") from error
