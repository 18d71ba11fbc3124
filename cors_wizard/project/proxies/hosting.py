"""Reads which hosting platform a folder is made for, from the file that the platform wants there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.comments import hash_lines

_FILES: Mapping[str, tuple[str, str]] = {
    "app.yaml": ("app engine", "runtime:"),
    "fly.toml": ("fly", "app"),
    "render.yaml": ("render", "services:"),
    "serverless.yml": ("serverless", "provider:"),
    "serverless.yaml": ("serverless", "provider:"),
    "template.yaml": ("aws sam", "AWS::Serverless"),
    "template.yml": ("aws sam", "AWS::Serverless"),
    "zappa_settings.json": ("zappa", "{"),
    # Many a vercel.json belongs to the page alone.
    "vercel.json": ("vercel", ".py"),
    "Procfile": ("heroku", "web:"),
}
"""For each file the platform that reads it, and what a line of it has if it is about a Python app."""

_SHARED = "Procfile"
"""What other platforms read as well: it counts where no other file names one."""


def is_hosting(name: str) -> bool:
    """Whether a file is one that a hosting platform reads."""
    return name in _FILES


def read_hosting(files: Sequence[TextFile]) -> Found:
    """The fact `platform`; only a note where the files name several."""
    told = [fact for file in files if is_hosting(file.name) for fact in _read(file).facts]
    sure = [fact for fact in told if f"{_SHARED}:" not in fact.evidence] or told
    names = sorted({str(fact.value) for fact in sure})
    if len(names) > 1:
        return Found(notes=(f"The folder is made for several hosting platforms: {', '.join(names)}.",))
    return Found(tuple(sure[:1]))


def _read(file: TextFile) -> Found:
    platform, mark = _FILES[file.name]
    return Found(
        tuple(
            scanned("platform", platform, place(file.path, number), line)
            for number, line in _marked(file, mark)
        )
    )


def _marked(file: TextFile, mark: str) -> Iterator[tuple[int, str]]:
    """The first line that has the mark."""
    return iter([each for each in hash_lines(file.lines) if mark in each[1]][:1])
