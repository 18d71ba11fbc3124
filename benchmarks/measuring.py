"""Processor time of functions and of processes, in interleaved rounds."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

_EMPTY = tempfile.TemporaryDirectory()
"""Processes run here, so that the project of whoever measures is not read."""
_BYTECODE = tempfile.TemporaryDirectory()
"""What Python compiled, ours and the base's: an installed package is not compiled at each start."""

Work = Callable[[], float]
"""Does something once and gives the seconds of processor time that it took."""


def ratio(ours: Work, base: Work, rounds: int = 5) -> float:
    """The least time of ours against the least time of the base, measured in turn."""
    pairs = [(ours(), base()) for _ in range(rounds)]
    return min(pair[0] for pair in pairs) / max(min(pair[1] for pair in pairs), 1e-9)


def seconds(ours: Work, rounds: int = 3) -> float:
    """The least of several rounds."""
    return min(ours() for _ in range(rounds))


def function(work: Callable[[], object]) -> Work:
    """A function of this process."""

    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return once


def process(words: Sequence[str], text: str = "", statuses: Collection[int] = (0,)) -> Work:
    """A Python process with these arguments; its own time and that of its children.

    One that ends with another status did something else: then RuntimeError is raised.
    """

    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ours = {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONPYCACHEPREFIX": _BYTECODE.name}

    def once() -> float:
        before = _of_children()
        done = subprocess.run(
            [sys.executable, *words],
            input=text,
            cwd=_EMPTY.name,
            env={**kept, **ours},
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode not in statuses:
            raise RuntimeError(f"{words} ended with status {done.returncode}: {done.stderr[-2000:]}")
        return _of_children() - before

    return once


def _of_children() -> float:
    """Seconds of all processes that have ended."""
    try:
        import resource
    except ImportError:  # Windows.
        return sum(os.times()[2:4])
    # `os.times` counts in hundredths.
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def megabytes_of_a_scan(folder: Path) -> float:
    """The most memory that a process of its own takes for reading a project folder."""
    code = (
        "import resource, sys; from pathlib import Path; from cors_wizard.project import scan_project;"
        "scan_project(Path(sys.argv[1])); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    words = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    # Kilobytes, but on macOS.
    return int(done.stdout) / (1_000_000 if sys.platform == "darwin" else 1_000)
