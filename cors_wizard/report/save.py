"""Writes a report to a file: whole or not at all, and never over something that is there, unless told to.

The only writer of this package beside the terminal wizard's session.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from cors_wizard.errors import FileError
from cors_wizard.fixes.quoting import plain
from cors_wizard.whole_files import staged


def save_report(text: str, path: Path, *, overwrite: bool = False) -> None:
    """Write the text to the path; raises FileError, and then nothing was changed.

    Args:
        text: what to write, as UTF-8.
        path: where to; its folder has to exist.
        overwrite: whether a file that is there may be replaced.
    """
    refuse_unfit(path, overwrite=overwrite)
    # Only the owner may read it: a report tells how somebody's server is set up.
    try:
        temporary = staged(path, text.encode(errors="replace"))
        with ExitStack() as undo:
            undo.callback(temporary.unlink, missing_ok=True)
            _put_in_place(temporary, path, overwrite)
    except (OSError, ValueError) as error:
        raise _cannot_write(path, error) from error


def refuse_unfit(path: Path, *, overwrite: bool) -> None:
    """Raises FileError where a report cannot be written there; so that nobody waits in vain."""
    try:
        if path.is_dir():
            hint = "Name a file in it."
            raise FileError(f"{_shown(path)} is a folder, so the report cannot be written there.", hint=hint)
        if path.exists() and not path.is_file():
            # Replaced by a file, a device like /dev/null would be gone for everybody.
            raise FileError(
                f"{_shown(path)} is a device or a pipe, and no file.", hint="Choose another name."
            )
        if not overwrite and os.path.lexists(path):
            raise _exists(path)
        if not path.parent.is_dir():
            hint = "Make the folder first, or choose another."
            raise FileError(f"There is no folder {_shown(path.parent)}.", hint=hint)
    except (OSError, ValueError) as error:
        raise _cannot_write(path, error) from error


def _put_in_place(temporary: Path, path: Path, overwrite: bool) -> None:
    with ExitStack() as undo:
        if not overwrite:
            try:
                # This fails where somebody took the name meanwhile; a rename alone would overwrite.
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError:
                raise _exists(path) from None
            undo.callback(path.unlink, missing_ok=True)
        os.replace(temporary, path)
        undo.pop_all()


def _exists(path: Path) -> FileError:
    hint = "Choose another name, or say that it may be replaced."
    return FileError(f"{_shown(path)} exists already, and it was left as it is.", hint=hint)


def _cannot_write(path: Path, error: Exception) -> FileError:
    reason = (error.strerror if isinstance(error, OSError) else None) or "the name is not possible"
    hint = "Choose another place, or fix its permissions."
    return FileError(f"{_shown(path)} cannot be written: {plain(reason)}.", hint=hint)


def _shown(path: Path) -> str:
    return plain(str(path))
