"""The command as it is typed: as a process of its own, or as a function where a table runs it many times."""

from __future__ import annotations

import functools
import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cors_wizard.cli import knowledge
from cors_wizard.cli.main import main
from cors_wizard.knowledge_base import load_knowledge


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in an empty folder, so that no project of the developer's is read."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


load_once = functools.cache(load_knowledge)
"""The real loader; the built-in files need not be read anew for each row of a table."""


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line, run in this process."""
    monkeypatch.setattr(knowledge, "load_knowledge", load_once)

    def run(*arguments: str, stdin: bytes | str = b"") -> Outcome:
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        status = main(arguments)
        printed = capsys.readouterr()
        return Outcome(status, printed.out, printed.err)

    return run


@pytest.fixture
def process(empty_folder: Path) -> Command:
    """The command line as a process of its own."""

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "cors_wizard", *arguments],
            input=stdin,
            capture_output=True,
            cwd=empty_folder,
            timeout=120,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what starts the command in a process of its own."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and "process" in getattr(item, "fixturenames", ()):
            item.add_marker("process")
