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
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from cors_wizard import __version__
from cors_wizard.knowledge_base import load_knowledge
from tests.knowledge.cause_docs import pages, stale

ROOT = Path(__file__).parent.parent
ADDRESSES = ("Homepage", "Source", "Issues", "Changelog")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
_PYTHON = re.compile(r":: 3\.\d+$")
Point = tuple[str, Callable[[], str]]
"""What must hold, and a function that says what is wrong; empty where nothing is."""


def points(*, build: bool) -> Iterator[Point]:
    """The checklist, in order."""
    yield "nothing is left to commit", lambda: _output("git", "status", "--porcelain")
    yield f"CHANGELOG.md has a dated section for {__version__}", dated_section
    yield "every cause's page is fresh", _stale_pages
    yield "the package index gets the project's addresses", missing_addresses
    yield "the package index shows the README's pictures", relative_pictures
    yield "the classifiers name every Python that the workflow tests, and no other", differing_pythons
    yield f"there is no tag v{__version__} yet, or it is this commit", _tag
    if build:
        yield "wheel and sdist are the same when they are built again", differing_builds


def dated_section(version: str = __version__, text: str = "") -> str:
    """What is wrong with the changelog."""
    text = text or (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}$", text, re.MULTILINE):
        return ""
    return f"Rename [Unreleased] to: ## [{version}] - and the date."


def missing_addresses(text: str = "") -> str:
    """What `[project.urls]` lacks; where the repository is published is decided with the first release."""
    project = tomllib.loads(text or _text("pyproject.toml"))["project"]
    lacking = [
        name for name in ADDRESSES if not str(project.get("urls", {}).get(name, "")).startswith("https://")
    ]
    return f"Add to [project.urls] in pyproject.toml: {', '.join(lacking)}." if lacking else ""


def relative_pictures(text: str = "") -> str:
    """The pictures that only a checkout can show."""
    found = [path for path in _PICTURE.findall(text or _text("README.md")) if not path.startswith("https://")]
    start = "https://raw.githubusercontent.com/OWNER/REPOSITORY"
    return f"Write {start}/v{__version__}/ in front of: {', '.join(found)}." if found else ""


def differing_pythons() -> str:
    """The versions that are in only one of pyproject.toml and the workflow."""
    project = tomllib.loads(_text("pyproject.toml"))["project"]
    claimed = {name.rpartition(" ")[2] for name in project["classifiers"] if _PYTHON.search(name)}
    tested = set(re.findall(r"'(3\.\d+)'", _text(".github/workflows/tests.yml")))
    oldest, newest = (choose(claimed, key=_minor) for choose in (min, max))
    wrong = {oldest, newest} ^ {choose(tested, key=_minor) for choose in (min, max)}
    wrong |= set() if project["requires-python"] == f">={oldest}" else {project["requires-python"]}
    return ", ".join(sorted(wrong))


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


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
    print("Then: .ci/run, git tag, build from the tag, upload, and run the README's first lines:")
    print("in an empty environment each of pipx install, uv tool install and uvx, and cors-wizard --version.")
    return 0 if ready else 1


if __name__ == "__main__":
    sys.exit(main())
