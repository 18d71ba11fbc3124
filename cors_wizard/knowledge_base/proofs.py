"""Reads from a folder of proofs which cause each shows, and which fixes it puts in place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

Proofs = Mapping[str, tuple[str, ...]]
"""For each proof (`<cause>` or `<cause>--variant`) the fixes that it puts in place.

An empty name stands for the first that the cause names.
"""


def read_proofs(folder: Path) -> Proofs:
    """Every proof of the folder; OSError where it cannot be listed."""
    return {path.name: _fixes(path / "proof.toml") for path in folder.iterdir() if path.is_dir()}


def _fixes(file: Path) -> tuple[str, ...]:
    import tomllib  # An installed wheel has no proofs.

    try:
        raw: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ("",)
    if raw.get("played"):
        # The fix's own code is not put in place: what it changes cannot run here.
        return ()
    put_in_place = raw.get("another_way") or raw.get("fix")
    others = raw.get("other_fixes", ())
    return tuple(map(str, (put_in_place or "", *(others if isinstance(others, list) else ()))))
