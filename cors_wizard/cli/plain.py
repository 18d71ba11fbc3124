"""`cors-wizard --plain`: the wizard as lines, for screen readers, plain terminals and slow lines."""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cors_wizard.changes.change import ALREADY_THERE
from cors_wizard.changes.write import apply, undo
from cors_wizard.cli import exit_status
from cors_wizard.cli.diagnose import begin_from_text, status_of
from cors_wizard.cli.given import given_fact, specs_of
from cors_wizard.cli.plain_questions import InputEnded, PlainQuestions, line_of, value_of, wrapped
from cors_wizard.cli.streams import columns, visible, write
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.changed_call import as_sent_now
from cors_wizard.diagnosis.problems import about_problem, problems_of
from cors_wizard.errors import CorsWizardError, FileChangedError
from cors_wizard.facts import CORRECTED, FOLLOWING
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.masking import mask_text
from cors_wizard.probe.lazily import send_lazily
from cors_wizard.probe.route_map import map_origins
from cors_wizard.probe.run_map import run_map
from cors_wizard.report.build_report import build_report
from cors_wizard.report.closing import WrittenFiles, closing_lines
from cors_wizard.report.issue import to_issue
from cors_wizard.report.map_page import map_text
from cors_wizard.report.raw_exchange import curl_line, raw_lines
from cors_wizard.report.report import Report
from cors_wizard.report.save import save_report
from cors_wizard.report.verification import VerifyState, compare
from cors_wizard.report.whole_report import to_markdown, to_text
from cors_wizard.text_files import file_text, named_file, why_not_read
from cors_wizard.this_machine.offers import with_page
from cors_wizard.this_machine.since_fix import look_at, since_fix
from cors_wizard.tui.editor import editor_command

_PASTE = "Paste what you have (console lines, a cURL, a URL, code), then a line with a single dot:"
_MENU = (
    ("a", "apply the change to your files"),
    ("u", "undo the last change"),
    ("o", "open the file in your editor"),
    ("d", "show the diff"),
    ("v", "verify: send the same requests again"),
    ("w", "other ways to fix it"),
    ("r", "say what your page sends, where the fix depends on it"),
    ("m", "more: proof, other candidates, all facts"),
    ("f", "facts: correct one that is wrong"),
    ("x", "probes: raw requests and responses"),
    ("y", "who may call which route"),
    ("l", "the failing requests of your text, to choose another"),
    ("p", "read another project folder"),
    ("b", "back: undo the last answer"),
    ("e", "export a Markdown report"),
    ("i", "show the short form for an issue or a chat"),
    ("q", "quit"),
)
_KEYS = "Keys: a apply, v or Enter verify, u undo, m more, e export, q quit; ? lists all"
_SAID_IN_FULL: tuple[VerifyState, ...] = ("works", "works-as-far-as-seen")
"""Where title and note say all that a report would."""
REPORT = "cors-report.md"


class PlainWizard(PlainQuestions):
    """The paste, the result, and what a letter does with it: every key of the window has its line here."""

    def __init__(self, arguments: argparse.Namespace, read: Callable[[], str], tell: Callable[[str], None]):
        super().__init__(arguments, read, tell)
        self._written: list[tuple[Path, tuple[str, ...]]] = []

    def run(self, text: str) -> int:
        """From the text to a verified fix, or as far as it goes; gives the exit status."""
        try:
            begun = begin_from_text(self._arguments, text or self._pasted())
            if "url" in begun.known and "origin" not in begun.known:
                begun = with_page(begun, self._servers)
            diagnosis = self._walk(begun)
            diagnosis = self._look_around(diagnosis)
        except InputEnded:
            self._tell("The input has ended.")
            return exit_status.CANNOT_TELL
        return status_of(diagnosis)

    def _pasted(self) -> str:
        self._tell(wrapped(_PASTE))
        lines: list[str] = []
        # In a terminal the end of the input (Ctrl+D) ends the text, and more can be read after it.
        while (line := self._read()) and line.rstrip("\r\n") != ".":
            lines.append(line.rstrip("\r\n"))
        if not line and not lines:
            raise InputEnded
        text = "\n".join(lines)
        file = named_file(text)
        if file is None:
            return text
        try:
            return file_text(file)
        except CorsWizardError as error:
            self._tell(visible(why_not_read(error)))
            return self._pasted()

    def _look_around(self, diagnosis: Diagnosis) -> Diagnosis:
        """The result, then what the user chooses to do with it; returns what was verified last."""
        latest = self._shows(diagnosis)
        self._tell(wrapped(_KEYS))
        while True:
            said = self._line("> ").strip().lower()
            if said == "q":
                self._close(diagnosis, latest)
                return latest
            if said in ("v", ""):
                latest = self._verified(diagnosis)
            elif moved := self._do(said, diagnosis, latest):
                diagnosis = self._walk(moved)
                latest = self._shows(diagnosis)
            self._tell(wrapped(_KEYS))

    def _shows(self, diagnosis: Diagnosis) -> Diagnosis:
        self._tell(to_text(build_report(diagnosis), width=columns(), has_keys=True))
        return diagnosis

    def _tell_menu(self) -> None:
        self._tell("\n" + "\n".join(f"  {key}  {says}" for key, says in _MENU))

    def _do(self, choice: str, diagnosis: Diagnosis, latest: Diagnosis) -> Diagnosis | None:
        """What a letter does; returns a diagnosis if it leads to another one."""
        actions: dict[str, Callable[[], Diagnosis | None]] = {
            "a": lambda: self._apply(diagnosis),
            "u": lambda: self._undo(diagnosis),
            "o": lambda: self._open(diagnosis),
            "d": lambda: self._tell(diagnosis.changes.diff or "This fix changes no file."),
            "w": lambda: self._choose_way(diagnosis),
            "r": lambda: self._say_request(diagnosis),
            "m": lambda: self._tell(to_text(build_report(diagnosis), verbose=True, width=columns())),
            "f": lambda: self._correct_fact(diagnosis),
            "x": lambda: self._show_probes(latest),
            "y": lambda: self._map(diagnosis),
            "l": lambda: self._choose_problem(diagnosis),
            "p": lambda: self._choose_project(diagnosis),
            "b": lambda: self._back(diagnosis),
            "e": lambda: self._export(diagnosis, latest),
            "i": lambda: self._tell(to_issue(_report(diagnosis, latest))),
            "?": self._tell_menu,
        }
        try:
            return actions.get(choice, lambda: self._tell("No key of that name."))()
        except (CorsWizardError, OSError) as error:
            self._tell(visible(str(error)))
            return None

    def _close(self, diagnosis: Diagnosis, latest: Diagnosis) -> None:
        written = None
        # A demo's files go with the wizard.
        if self._written and getattr(self._arguments, "demo", None) is None:
            folder, _ = self._written[-1]
            paths = [path for place, paths in self._written if place == folder for path in paths]
            written = WrittenFiles(str(folder), str(folder), paths)
        works = bool(self._written) and latest is not diagnosis and latest.cause is None
        for line in closing_lines(diagnosis.cause, written, has_worked=works, way_on=""):
            self._tell(line)

    def _open(self, diagnosis: Diagnosis) -> None:
        if not (diagnosis.changes.changes and diagnosis.scan):
            self._tell("This fix changes no file, so there is nothing to open.")
            return
        change = diagnosis.changes.changes[0]
        file = diagnosis.scan.folder / change.path
        if command := editor_command(os.environ, file, change.line):
            subprocess.run(command, check=False)
        else:
            self._tell(
                f"{visible(str(file))}, line {change.line}. Set VISUAL or EDITOR to open it from here."
            )

    def _say_request(self, diagnosis: Diagnosis) -> Diagnosis | None:
        opened = diagnosis.open_request
        if opened is None:
            self._tell("Nothing about the request is left to say: f corrects what is known of it.")
            return None
        return self._asked(diagnosis, opened.node)

    def _correct_fact(self, diagnosis: Diagnosis) -> Diagnosis | None:
        specs = specs_of(diagnosis.knowledge)
        known = [fact for fact in diagnosis.facts if fact.name in specs and fact.name not in FOLLOWING]
        for number, fact in enumerate(known, 1):
            found = diagnosis.overruled.guess(fact.name)
            instead = f", found: {visible(mask_text(found.shown))}" if found else ""
            self._tell(f"  {number}. {fact.name}: {visible(mask_text(fact.shown))} ({fact.source}{instead})")
        said = self._line("Number or name, or Enter to leave them: ").strip()
        name = value_of(said, [(fact.name, "") for fact in known])
        if name not in specs:
            self._tell("Nothing is changed.")
            return None
        may_put_back = ", or - for what was found" if name in diagnosis.overruled else ""
        value = self._line(f"{name}{may_put_back}: ").strip()
        if value == "-" and may_put_back:
            return diagnosis.putting_back(name)
        return diagnosis.with_given(given_fact(name, value, specs, CORRECTED)) if value else None

    def _show_probes(self, latest: Diagnosis) -> None:
        for result in latest.probe_results or ():
            self._tell(f"\n{result.request.purpose}: {curl_line(result.request)}")
            self._tell("\n".join(f"    {line}" for line in raw_lines(result)))
        if not latest.probe_results:
            self._tell("Nothing was sent.")

    def _map(self, diagnosis: Diagnosis) -> None:
        scan, facts = diagnosis.scan, diagnosis.facts
        if not (diagnosis.probe_results and scan and scan.code.routes):
            self._tell("It needs a probed API and the routes of a project folder.")
            return
        origins = map_origins(facts.text("origin") or "", facts)
        base = serialize_origin(facts.text("url") or "")
        self._tell(map_text(asyncio.run(run_map(scan.code.routes, base, origins, facts, send_lazily)), None))

    def _choose_problem(self, diagnosis: Diagnosis) -> Diagnosis | None:
        whole = diagnosis.with_text(diagnosis.text)
        problems = problems_of(whole.paste)
        for number, each in enumerate(problems, 1):
            self._tell(
                f"  {number}. {visible(mask_text(f'{each.method} {each.url}'.strip()))}: {each.failed}"
            )
        if not problems:
            self._tell("Your text is about one request.")
            return None
        said = self._line("Number: ").strip()
        if not (said.isdigit() and 1 <= int(said) <= len(problems)):
            return None
        return about_problem(whole, problems[int(said) - 1].key)

    def _choose_project(self, diagnosis: Diagnosis) -> Diagnosis | None:
        said = self._line("Folder: ").strip()
        folder = os.path.expanduser(said)
        # Unlike `Path.is_dir`, this returns False for a name that no folder can have.
        if not os.path.isdir(folder):
            self._tell(f"{visible(said)} is not a folder." if said else "The folder stays as it is.")
            return None
        self._arguments.project = Path(folder)
        return replace(diagnosis, folder_scan=None, may_scan=True, probe_results=None, may_probe=True)

    def _back(self, diagnosis: Diagnosis) -> Diagnosis | None:
        if not diagnosis.answers:
            self._tell("Nothing was answered yet.")
            return None
        return diagnosis.back()

    def _apply(self, diagnosis: Diagnosis) -> Diagnosis | None:
        if not (diagnosis.changes.changes and diagnosis.scan):
            self._tell(diagnosis.changes.problem or "This fix changes no file.")
            return None
        try:
            written = apply(diagnosis.changes, diagnosis.scan.folder)
        except FileChangedError as error:
            return self._edited_meanwhile(diagnosis, diagnosis.scan.folder, error)
        self._written.append((diagnosis.scan.folder, written.paths))
        self._tell(f"Written to {', '.join(map(visible, written.paths))}.")
        for step in diagnosis.changes.by_hand:
            self._tell(f"By hand: {line_of(step.text)}  {visible(step.command)}".rstrip())
        return None

    def _edited_meanwhile(
        self, diagnosis: Diagnosis, folder: Path, error: FileChangedError
    ) -> Diagnosis | None:
        """The change of the files as they are now; None where the user made the change already.

        Raises the error again where the change is the same.
        """
        now = self._read_again(diagnosis, folder)
        if now.changes == diagnosis.changes:
            raise error
        if now.changes.problem == ALREADY_THERE:
            told = "The files were edited meanwhile, and nothing is left to change in them."
            unless = " unless it reloads" if diagnosis.changes.is_reloaded else ""
            then = f"Restart Flask{unless}, then" if diagnosis.changes.needs_restart else "Now"
            self._tell(wrapped(f"{told} {then} v verifies."))
            return None
        self._tell("The files were edited meanwhile, so nothing was written: this is the change now.")
        return now

    def _read_again(self, diagnosis: Diagnosis, folder: Path) -> Diagnosis:
        from cors_wizard.project import scan_project

        pages = getattr(self._arguments, "page", None) or []
        return diagnosis.with_scan(scan_project(folder, pages=pages))

    def _undo(self, diagnosis: Diagnosis) -> None:
        if diagnosis.scan:
            written = undo(diagnosis.scan.folder)
            del self._written[-1:]
            self._tell(f"As before: {', '.join(map(visible, written.paths))}.")

    def _choose_way(self, diagnosis: Diagnosis) -> Diagnosis | None:
        for number, way in enumerate(diagnosis.ways, 1):
            self._tell(f"  {number}. {line_of(way.title)}")
        said = self._line("Number: ").strip()
        if not (said.isdigit() and 1 <= int(said) <= len(diagnosis.ways)):
            return None
        number = int(said) - 1
        return diagnosis.with_way(diagnosis.ways[number].fix.id if number else "")

    def _verified(self, diagnosis: Diagnosis) -> Diagnosis:
        again = replace(diagnosis, probe_results=None, may_probe=True)
        if diagnosis.scan:
            again = as_sent_now(diagnosis, self._read_again(again, diagnosis.scan.folder))
        self._tell("The same requests again ...")
        now = self._investigated(again)
        if now.probe_results is None:
            self._tell("Nothing was sent, so nothing is verified.")
            return diagnosis
        state = look_at(now.scan, now.known.text("url") or "")
        now = replace(now, since_fix=since_fix(diagnosis.scan, now.scan, state))
        seen = compare(diagnosis, now)
        self._tell("\n" + "\n".join(map(wrapped, (seen.title, *seen.note.splitlines()))))
        if seen.is_news and seen.state not in _SAID_IN_FULL:
            self._tell(to_text(build_report(now), width=columns(), has_keys=True))
        return now

    def _export(self, diagnosis: Diagnosis, latest: Diagnosis) -> None:
        name = self._line(f"File [{REPORT}]: ").strip() or REPORT
        save_report(to_markdown(_report(diagnosis, latest)), Path(name), overwrite=False)
        self._tell(f"Written to {visible(name)}.")


def _report(diagnosis: Diagnosis, latest: Diagnosis) -> Report:
    """With before and after, where the fix was verified."""
    return build_report(latest, diagnosis if latest is not diagnosis else None)


def run(arguments: argparse.Namespace, text: str) -> int:
    """The wizard on standard input and output."""
    return PlainWizard(arguments, sys.stdin.readline, lambda line: write(f"{line}\n")).run(text)
