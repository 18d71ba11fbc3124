"""Installs Flask and its extensions under any Python, pinned or as pip takes them, and tries them there."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cors_wizard.knowledge_base.validation import validated
from cors_wizard.knowledge_base.version_models import Extension, Installation, Trial

CACHE = Path(__file__).parents[3] / ".cache" / "versions"
PROBE = Path(__file__).with_name("version_probe.py")

_WITH_TALISMAN = ("flask-cors==6.0.5", "six==1.17.0")
_SOCKETS_4 = ("python-socketio==4.6.1", "python-engineio==3.14.2", "six==1.17.0")
_SOCKETS_5 = (
    "python-socketio==5.18.1",
    "python-engineio==4.15.1",
    "simple-websocket==1.1.0",
    "wsproto==1.3.2",
    "h11==0.16.0",
    "bidict==0.24.1",
    "typing_extensions==4.16.0",
)


@dataclass(frozen=True)
class Interpreter:
    """A Python that things are installed for."""

    command: str
    version: str
    """As `3.11`."""

    @classmethod
    def of(cls, command: str) -> Interpreter:
        """The Python behind a command."""
        shown = "import sys; print('%d.%d' % sys.version_info[:2])"
        return cls(command, subprocess.check_output([command, "-c", shown], text=True).strip())

    def folder(self, name: str) -> Path:
        """Where something is installed for this Python."""
        return CACHE / f"cpython-{self.version.replace('.', '')}" / name


HERE = Interpreter(sys.executable, ".".join(map(str, sys.version_info[:2])))


class CannotInstallError(Exception):
    """Pip refuses; the message is its last line."""


def resolved(python: Interpreter, flask: str) -> tuple[str, ...]:
    """What pip takes beside this Flask where nothing is pinned, as requirements."""
    wanted = [f"Flask=={flask}", "six", "typing_extensions"]
    report = _pip(python, "--dry-run", "--ignore-installed", "--report", "-", *wanted)
    taken = [each["metadata"] for each in json.loads(report)["install"]]
    pins = [f"{each['name']}=={each['version']}" for each in taken if each["name"].lower() != "flask"]
    return tuple(sorted(pins, key=str.lower))


def installed(python: Interpreter, name: str, *requirements: str) -> Path:
    """The folder with exactly these packages; raises CannotInstallError where pip refuses one."""
    folder = python.folder(name)
    stamp, text = folder / "requirements.txt", "\n".join(requirements)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Who comes second waits until it is there.
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != text:
            shutil.rmtree(folder, ignore_errors=True)
            _pip(python, "--no-deps", "--target", str(folder), *requirements)
            # Written last: an installation that was interrupted is done anew.
            stamp.write_text(text, encoding="utf-8")
    return folder


def try_out(
    python: Interpreter, base: Installation, wanted: Sequence[tuple[Extension, str]]
) -> tuple[Trial, ...]:
    """What each version of each extension does on an installation, one trial for each."""
    flask = base.flask_version
    name = f"flask-{flask}" if base.packages == "of-its-time" else f"newest-flask-{flask}"
    try:
        folder = installed(python, name, f"Flask=={flask}", *base.pins)
    except CannotInstallError as error:
        return tuple(_trial(each, "fails-to-install", str(error)) for each in wanted)
    found: dict[tuple[Extension, str], Trial] = {}
    jobs: list[tuple[Extension, str, str]] = []
    for each in wanted:
        try:
            jobs.append((*each, str(_extension(python, *each))))
        except CannotInstallError as error:
            found[each] = _trial(each, "fails-to-install", str(error))
    for job, said in zip(jobs, _probe(python, folder, jobs), strict=True):
        found[job[:2]] = _trial(job[:2], *said)
    return tuple(found[each] for each in wanted)


def grouped(trials: Sequence[Trial]) -> Iterator[Trial]:
    """Neighbouring versions that do the same, as one trial."""
    for _, group in itertools.groupby(trials, key=lambda each: (each.package, each.outcome, _plain(each))):
        same = list(group)
        first, last = (each.versions.removeprefix("==") for each in (same[0], same[-1]))
        span = f"=={first}" if first == last else f">={first},<={last}"
        yield replace(same[-1], versions=span)


def _plain(trial: Trial) -> str:
    """The error without the version that it names: pip's sentence differs in nothing else."""
    return trial.error.replace(trial.versions.removeprefix("=="), "")


def _trial(each: tuple[Extension, str], outcome: str, error: str) -> Trial:
    return validated(
        Trial, {"package": each[0], "versions": f"=={each[1]}", "outcome": outcome, "error": error}
    )


def _extension(python: Interpreter, extension: Extension, version: str) -> Path:
    beside: tuple[str, ...] = _WITH_TALISMAN if extension == "flask-talisman" else ()
    if extension == "flask-socketio":
        beside = _SOCKETS_4 if version.startswith("4.") else _SOCKETS_5
    return installed(python, f"{extension}-{version}", f"{extension}=={version}", *beside)


def _probe(python: Interpreter, folder: Path, jobs: Sequence[object]) -> list[tuple[str, str]]:
    done = subprocess.run(
        # -S keeps the packages of the tests' own environment out.
        [python.command, "-S", "-W", "ignore", str(PROBE)],
        input=json.dumps(jobs),
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return [(outcome, error) for outcome, error in json.loads(done.stdout)]


def _pip(python: Interpreter, *arguments: str) -> str:
    done = subprocess.run(
        [python.command, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode == 0:
        return done.stdout
    lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
    if not lines:
        raise AssertionError(done.stderr)
    raise CannotInstallError(lines[-1])
