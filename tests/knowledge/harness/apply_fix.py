"""Puts a fix in place exactly as the wizard hands it over, as a user would copy it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cors_wizard.fixes import TailoredCode, TailoredFix
from tests.knowledge.harness.proof import Placement, Proof

_DEFAULT_PLACE = {"python": "app.py", "nginx": "nginx.conf", "javascript": "page", "shell": "shell"}


class CannotApply(AssertionError):
    """The fix does not fit into the proof: no marker, or a command that failed."""


_ONLY_SHOWS = ("curl", "lsof")
"""Commands that change nothing: what they show is shown by the proof itself."""


@dataclass(frozen=True)
class Applied:
    """What a fix changed beside files."""

    script: str | None = None
    """Client code for the page."""
    run: str | None = None
    """The new command that starts the app."""


def placed(proof: Proof, fix: TailoredFix) -> Iterator[tuple[TailoredCode, Placement]]:
    """Each block of code of the fix with its place."""
    overrides = {placement.step: placement for placement in proof.placements}
    blocks = [step.code for step in fix.steps if step.code is not None]
    for number, code in enumerate(blocks, start=1):
        default = Placement(number, _DEFAULT_PLACE.get(code.language, "nowhere"))
        yield code, overrides.get(number, default)


def paste(source: str, marker: str, blocks: list[str]) -> str:
    """The source with these blocks between the comments `# MARKER: from here` and `# MARKER: to here`."""
    pattern = re.compile(
        rf"^ *# {re.escape(marker)}: from here\n.*?^ *# {re.escape(marker)}: to here\n",
        re.MULTILINE | re.DOTALL,
    )
    found = pattern.search(source)
    if found is None:
        raise CannotApply(f"There is no place marked {marker!r}.")
    return source[: found.start()] + "".join(blocks) + source[found.end() :]


def pasted_files(proof: Proof, fix: TailoredFix, sources: dict[str, str]) -> dict[str, str]:
    """The files of the proof with the code of the fix pasted in."""
    blocks: dict[tuple[str, str], list[str]] = {}
    for code, place in placed(proof, fix):
        if place.into in sources:
            blocks.setdefault((place.into, place.marker), []).append(code.text)
    files = dict(sources)
    for (name, marker), texts in blocks.items():
        files[name] = paste(files[name], marker, texts)
    return files


def apply_fix(proof: Proof, fix: TailoredFix, folder: Path, python: Path) -> Applied:
    """Pastes code into files and runs commands; returns what concerns the page and the next start."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}
    for name, text in pasted_files(proof, fix, sources).items():
        (folder / name).write_text(text, encoding="utf-8")
    script, run = None, None
    for code, place in placed(proof, fix):
        if place.into == "page":
            script = code.text
        if place.into == "shell":
            run = _run_commands(code.text, folder, python) or run
    return Applied(script, run)


def _run_commands(text: str, folder: Path, python: Path) -> str | None:
    """Runs each line; one that starts the app is returned instead, since it does not end."""
    start = None
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["flask"] and "run" in words:
            start = line
        elif words and words[0] not in _ONLY_SHOWS:
            _run_command(line, folder, python)
    return start


def _run_command(line: str, folder: Path, python: Path) -> None:
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode != 0:
        raise CannotApply(f"{line!r} failed:\n{done.stdout}{done.stderr}")
