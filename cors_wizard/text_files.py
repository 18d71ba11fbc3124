"""Text that comes in a file, and the file that somebody names instead of pasting its text."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from cors_wizard.errors import CorsWizardError, FileError, InputError
from cors_wizard.printable import visible_line

LARGEST_TEXT = 20_000_000
"""Bytes of a pasted text; enough for a console log of a day."""
_PATH = re.compile(r"(?:file://)?((?:~|\.{1,2})?/[^\n]{1,1000}|[A-Za-z]:\\[^\n]{1,1000}|[\w.-]{1,200})")
_ENDING = re.compile(r"\.(?:har|txt|log|json|jsonl|out|err)", re.IGNORECASE)
_QUOTES = "\"'<>"


def file_text(path: Path) -> str:
    """The text of a file; bytes that are no UTF-8 are replaced.

    Raises FileError where the file cannot be read, InputError where the text is too long.
    """
    return short_enough(_content(path))


def why_not_read(error: CorsWizardError) -> str:
    """What is wrong with a file that was named where a text is pasted, and what to do."""
    is_about_text = not isinstance(error, FileError)
    return str(error) if is_about_text else f"{error.message} Give another file, or paste its text."


def short_enough(content: bytes) -> str:
    """Bytes as text; raises InputError where they are too many."""
    if len(content) > LARGEST_TEXT:
        raise InputError(
            f"The text is longer than {LARGEST_TEXT // 1_000_000} MB.",
            hint="Cut it down to the lines around the error.",
        )
    return decoded(content)


def decoded(content: bytes) -> str:
    """Bytes as text, whatever they are; Windows' own UTF-16 files too."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def named_file(text: str) -> Path | None:
    """The file that a text names and nothing else, as one is dragged into a terminal; else None.

    A name that looks like a file with an error in it counts although there is none: it is mistyped.
    """
    found = _PATH.fullmatch(text.strip().strip(_QUOTES))
    if found is None:
        return None
    # A terminal writes a space in a dropped name as `\\ `, a file manager as `%20`.
    name = unquote(found[1]) if text.strip().startswith("file://") else found[1].replace("\\ ", " ")
    path = Path(name)
    with suppress(RuntimeError, OSError, ValueError):
        path = path.expanduser()
        if path.is_file():
            return path
    return path if _ENDING.fullmatch(path.suffix) else None


def _content(path: Path) -> bytes:
    shown = visible_line(str(path))
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_TEXT + 1)
    except IsADirectoryError as error:
        raise FileError(f"{shown} is a folder.", hint="Give a file that holds the error text.") from error
    except FileNotFoundError as error:
        hint = "Give a file, or - for standard input."
        raise FileError(f"The file {shown} doesn't exist.", hint=hint) from error
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "the name is not possible"
        raise FileError(f"{shown} cannot be read: {reason}.", hint="Give another file.") from error
