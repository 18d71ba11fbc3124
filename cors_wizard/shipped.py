"""Where the built-in knowledge lies; the models that read it are not needed to say so."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def builtin_folder() -> Path:
    """The folder of the built-in knowledge: inside an installed wheel, or beside the package."""
    shipped = PACKAGE / "_knowledge"
    return shipped if shipped.is_dir() else PACKAGE.parent / "knowledge"
