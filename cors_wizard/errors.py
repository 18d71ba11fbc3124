"""The errors that this package raises, each for one thing that the user can do about it.

    CorsWizardError             message (what is wrong) and hint (what to do)
    ├── KnowledgeError          a knowledge file is wrong: lists every problem with file, line and remedy
    ├── InputError              an option, a fact, a URL or a line of JSON is wrong
    └── FileError               a file cannot be read or written, or already exists
        └── FileChangedError    a file is not any more what it was when it was read

A refused connection, a time-out, a text that is no CORS error: those are findings, not errors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cors_wizard.printable import visible_line


class CorsWizardError(Exception):
    """Root of all errors that are the user's to fix; anything else is a bug."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        """One sentence: what is wrong."""
        self.hint = hint
        """One sentence: what to do about it."""

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(CorsWizardError):
    """An option, a fact, a URL or a line of JSON is wrong."""


class FileError(CorsWizardError):
    """A file cannot be read or written, or it exists and would be overwritten."""


class FileChangedError(FileError):
    """A file is not any more what it was when it was read."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in one knowledge file."""

    file: str
    """Path relative to the knowledge folder."""
    line: int
    """1-based; 0 where the whole file is meant."""
    message: str
    """What is wrong."""
    hint: str
    """What to do about it."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        told = f"{place}: {self.message} {self.hint}".rstrip()
        # File names and keys may come from anybody: nothing of them may write to the terminal.
        return visible_line(told)


class KnowledgeError(CorsWizardError):
    """The knowledge files are wrong; `problems` has all of them, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = len(problems)
        super().__init__(
            f"{count} problem{'' if count == 1 else 's'} in the knowledge files:",
            hint="\n".join(f"  {problem}" for problem in problems),
        )
        self.problems = problems

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}"


_ALIKE = 0.6


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint with the most similar name that exists; empty where none is similar."""
    from difflib import get_close_matches  # Only a misspelled name needs it.

    close = get_close_matches(name[:100], list(known), 1, _ALIKE)
    return f"Did you mean {close[0]}?" if close else ""
