"""Reads which Python a project asks for: .python-version, runtime.txt, Dockerfile."""

from __future__ import annotations

import re

from cors_wizard.facts.found import TextFile, place
from cors_wizard.project.versions.named import Named

_NUMBER = re.compile(r"[0-9]\.[0-9]{1,2}(?:\.[0-9]{1,2})?")
_BEFORE = {".python-version": "", "runtime.txt": "python-", "Dockerfile": "FROM python:"}

PYTHON_FILES = tuple(_BEFORE)
"""The files that may name a Python version."""


def read_python(file: TextFile) -> tuple[Named, ...]:
    """The first Python version that the file names."""
    before = _BEFORE[file.name]
    for number, line in enumerate(file.lines, start=1):
        text = line.strip()
        match = _NUMBER.match(text, len(before)) if text.lower().startswith(before.lower()) else None
        if match:
            return (Named("python", match.group(), place(file.path, number), text),)
    return ()
