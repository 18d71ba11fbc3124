"""Reads poetry.lock, uv.lock and pdm.lock line by line: they are large, machine-written and all alike."""

from __future__ import annotations

from cors_wizard.facts.found import TextFile, place
from cors_wizard.project.versions.named import PACKAGES, Named, exact, normalized

LOCK_NAMES = ("poetry.lock", "uv.lock", "pdm.lock")
"""The lock files that share this form."""


def read_lock(file: TextFile) -> tuple[Named, ...]:
    """Our packages as a lock file pins them."""
    named: list[Named] = []
    package = ""
    for number, line in enumerate(file.lines, start=1):
        key, _, value = line.partition("=")
        key, value = key.strip(), value.strip().strip('"')
        if line.startswith("["):
            package = ""
        elif key == "name":
            package = normalized(value)
        elif key == "version" and package in PACKAGES:
            named.append(Named(package, exact(value), place(file.path, number), f"{package} {value}"))
            package = ""
    return tuple(named)
