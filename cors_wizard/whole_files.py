"""Writes a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def staged(path: Path, content: bytes, mode: int = 0o600) -> Path:
    """The content in a file beside the path, safely on disk: `os.replace` puts it in its place.

    Only its owner can read it from its first byte on. Raises OSError, and then nothing is left.
    """
    import tempfile  # Most runs write nothing.

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".cors-wizard-{path.name[:100]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            # Or a crash of the machine could leave an empty file in the place of the old one.
            os.fsync(file.fileno())
        temporary.chmod(mode)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def put(path: Path, content: bytes) -> None:
    """Write a file for its owner alone, in one step; raises OSError, and then it is as it was."""
    temporary = staged(path, content)
    try:
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
