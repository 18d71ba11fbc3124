"""What a reader of files takes and hands back: files, scanned facts with their places, and notes in words."""

from __future__ import annotations

from functools import cached_property

from cors_wizard.facts.fact import Fact, FactValue
from cors_wizard.frozen import dataclass
from cors_wizard.printable import one_line

_LONGEST = 200


def clean(text: str, longest: int = _LONGEST) -> str:
    """Outside text as one harmless line."""
    return one_line(text, longest)


def place(path: str, line: int = 0) -> str:
    """`path:line`, or only the path where the whole file is meant."""
    return f"{path}:{line}" if line else path


NOT_PYTHON = "cannot be read as Python 3"
"""What the note on a file with a syntax error says, behind its place."""


def scanned(name: str, value: FactValue, where: str, says: str) -> Fact:
    """A scanned fact whose evidence is `path:line: what was read`."""
    value = tuple(clean(item) for item in value) if isinstance(value, tuple) else value
    value = clean(value) if isinstance(value, str) else value
    return Fact(name, value, "scanned", f"{where}: {clean(says)}")


@dataclass(frozen=True)
class Found:
    """What one reader found."""

    facts: tuple[Fact, ...] = ()
    """For one name the first fact is the best."""
    notes: tuple[str, ...] = ()
    """Sentences about what was seen and could not become a fact."""

    def __add__(self, other: Found) -> Found:
        return Found((*self.facts, *other.facts), (*self.notes, *other.notes))


@dataclass(frozen=True)
class TextFile:
    """One file that was read."""

    path: str
    """Relative to the folder, with slashes, printable."""
    text: str
    """With every line ended by a line feed, and without a byte order mark."""
    on_disk: str | None = None
    """As it is on disk, where that differs: other line ends, a byte order mark."""
    is_exact: bool = True
    """Whether writing `raw` in its encoding gives the file's own bytes back; only then may it be edited."""
    encoding: str = "utf-8"
    """How its bytes are read and written: UTF-8, or what a Python file's coding line names."""

    @property
    def raw(self) -> str:
        """The text as it is on disk, line ends and byte order mark kept."""
        return self.text if self.on_disk is None else self.on_disk

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def depth(self) -> int:
        """How many folders it lies in; 0 directly in the scanned folder."""
        return self.path.count("/")

    @cached_property
    def lines(self) -> list[str]:
        """Its lines; the first one has number 1."""
        return self.text.split("\n")
