"""Walks the release checklist, and says at each point what is to be done.

    python -m tests.release            every point that a program can check
    python -m tests.release --build    also builds wheel and sdist twice, and compares them

It changes nothing: the tag and the upload are yours.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from cors_wizard import __version__
from cors_wizard.knowledge_base import load_knowledge
from tests.knowledge.cause_docs import pages, stale

ROOT = Path(__file__).parent.parent
Point = tuple[str, Callable[[], str]]
"""What must hold, and a function that says what is wrong; empty where nothing is."""


def points(*, build: bool) -> Iterator[Point]:
    """The checklist, in order."""
    yield "nothing is left to commit", lambda: _output("git", "status", "--porcelain")
    yield f"CHANGELOG.md has a dated section for {__version__}", dated_section
    yield "every cause's page is fresh", _stale_pages
    yield f"there is no tag v{__version__} yet, or it is this commit", _tag
    if build:
        yield "wheel and sdist are the same when they are built again", differing_builds


def dated_section(version: str = __version__, text: str = "") -> str:
    """What is wrong with the changelog."""
    text = text or (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}$", text, re.MULTILINE):
        return ""
    return f"Rename [Unreleased] to: ## [{version}] - and the date."


def differing_builds() -> str:
    """The files whose content differs between two builds of this commit."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = (_built(Path(folder) / name) for name in ("first", "second"))
    return ", ".join(sorted(name for name in {*first, *second} if first.get(name) != second.get(name)))


def _built(folder: Path) -> dict[str, str]:
    """Every file of a build from an export of this commit, with its checksum."""
    source, built = folder / "source", folder / "dist"
    source.mkdir(parents=True)
    archive = folder / "source.tar"
    subprocess.run(["git", "archive", "--output", str(archive), "HEAD"], cwd=ROOT, check=True)
    subprocess.run(["tar", "-xf", str(archive), "-C", str(source)], check=True)
    words = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(built), str(source)]
    subprocess.run(words, check=True, capture_output=True)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in built.iterdir()}


def _stale_pages() -> str:
    return ", ".join(map(str, stale(pages(load_knowledge()))))


def _tag() -> str:
    tagged = _output("git", "tag", "--points-at", "HEAD").split()
    known = _output("git", "tag", "--list", f"v{__version__}")
    return "" if not known or known in tagged else "Raise __version__ in cors_wizard/__init__.py."


def _output(*words: str) -> str:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def main() -> int:
    """Prints the list; the status is 1 where something is left to do."""
    parser = argparse.ArgumentParser(prog="python -m tests.release")
    parser.add_argument("--build", action="store_true", help="build twice and compare")
    ready = True
    for title, check in points(build=parser.parse_args().build):
        problem = check()
        ready = ready and not problem
        print(f"{'to do' if problem else 'ok   '}  {title}" + (f"\n       {problem}" if problem else ""))
    print("Then: .ci/run, git tag, build from the tag, upload, and run the README's first lines.")
    return 0 if ready else 1


if __name__ == "__main__":
    sys.exit(main())
