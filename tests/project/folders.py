"""Writes project folders for the tests, and reads facts out of a scan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from cors_wizard.facts import DECLARED, FactValue
from cors_wizard.project import ProjectScan, scan_project

Files = Mapping[str, str | bytes]


def write(folder: Path, files: Files) -> Path:
    """Writes files, texts without their common indentation; a path that ends with `/` is a folder."""
    for path, content in files.items():
        target = folder / path
        if path.endswith("/"):
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else dedent(content).lstrip("\n").encode())
    return folder


def scan(folder: Path, files: Files) -> ProjectScan:
    """Writes files and scans them; every fact must be a declared one, scanned, with its evidence."""
    found = scan_project(write(folder, files))
    for fact in found.facts:
        spec = DECLARED[fact.name]
        assert fact.source == "scanned"
        assert fact.evidence
        assert not spec.choices or fact.value in spec.choices
    return found


def values(found: ProjectScan) -> dict[str, FactValue]:
    """The scan's facts less `project`, which every scan has."""
    return {fact.name: fact.value for fact in found.facts if fact.name != "project"}


def evidence(found: ProjectScan, name: str) -> str:
    """What a fact was read from; empty where there is no such fact."""
    return next((fact.evidence for fact in found.facts if fact.name == name), "")
