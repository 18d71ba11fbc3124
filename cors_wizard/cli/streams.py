"""Standard input, output and error as the commands use them: data out, all else to standard error."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cors_wizard.cli import exit_status
from cors_wizard.errors import CorsWizardError, FileError
from cors_wizard.printable import encode_error, visible_line
from cors_wizard.printable import visible as visible_text
from cors_wizard.text_files import LARGEST_TEXT, file_text, short_enough

if TYPE_CHECKING:
    from cors_wizard.report.document import Document

STANDARD_INPUT = "-"

visible = visible_line
"""Text from outside as one harmless line."""


_NARROWEST = 30
_ERRORS = "cors-wizard-signs"
_closed = set[str]()
"""The standard streams that were closed when we were started."""


def prepare() -> None:
    """Let nothing about the standard streams end a command half-way: an encoding, or that they are closed."""
    codecs.register_error(_ERRORS, encode_error)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            _closed.add(name)
            handle = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(handle, "r" if name == "stdin" else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_ERRORS)


def columns() -> int:
    """Columns of prose: those of the terminal, as far as they are read well; a file gets the usual ones."""
    from cors_wizard.report.plain_text import WIDTH

    # One less: some terminals wrap a line that fills them.
    room = shutil.get_terminal_size((WIDTH + 1, 0)).columns - 1 if sys.stdout.isatty() else WIDTH
    return max(_NARROWEST, min(WIDTH, room))


def page_text(page: Document) -> str:
    """A page as it is written to standard output."""
    from cors_wizard.report.plain_text import render_text

    return render_text(page, bold=wants_bold(), width=columns())


def finish(status: int) -> int:
    """The exit status, once what was written is out of our hands."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        discard_output()
        return exit_status.PIPE_CLOSED
    except OSError as error:
        discard_output()
        say_error(_unwritable(error))
        return exit_status.BAD_INPUT
    return status


def discard_output() -> None:
    """From now on what is written to standard output is dropped, so that Python's own last flush is quiet."""
    # https://docs.python.org/3/library/signal.html#note-on-sigpipe
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """A sentence for the person at the terminal."""
    with suppress(OSError):  # Nobody is left to be told.
        print("\n".join(map(visible, text.split("\n"))), file=sys.stderr, flush=True)


def say_error(error: CorsWizardError) -> None:
    """An error and its remedy."""
    say(f"cors-wizard: {error}")


def write(text: str) -> None:
    """Data."""
    with _output():
        sys.stdout.write(text)
        sys.stdout.flush()


def write_diff(diff: str) -> None:
    """A diff: byte by byte for programs that apply it, harmless for a person at a terminal."""
    if sys.stdout.isatty():
        write(visible_text(diff))
        return
    with _output():
        sys.stdout.flush()
        sys.stdout.buffer.write(diff.encode())
        sys.stdout.buffer.flush()


@contextmanager
def _output() -> Iterator[None]:
    """What cannot be written is one sentence, and said once."""
    if "stdout" in _closed:
        raise FileError("Standard output is closed.", hint="Redirect it to a file or to /dev/null.")
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        discard_output()
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> FileError:
    reason = error.strerror or "unknown reason"
    return FileError(f"Standard output cannot be written: {reason}.", hint="Write to another place.")


def wants_bold() -> bool:
    """Whether headings may be bold: on a terminal, unless NO_COLOR is set (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def read_text(source: str) -> str:
    """The text of a file, or of standard input for `-`; bytes that are no UTF-8 are replaced.

    Raises FileError where the file cannot be read, InputError where the text is too long.
    """
    if source == STANDARD_INPUT:
        return short_enough(_standard_input())
    return file_text(Path(source))


def _standard_input() -> bytes:
    if sys.stdin.isatty():
        say("Paste the error, then press Ctrl-D on an empty line.")
    return sys.stdin.buffer.read(LARGEST_TEXT + 1)
