"""What a fix does to the user's own files: edits as data, each with its unified diff."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    from cors_wizard.changes.outcomes import Comparison

NO_FILE = "No file of the project can change this."
_SETTINGS = (".toml", ".json", ".yaml", ".yml", ".ini", ".cfg")
RESTART = "Then restart the app; until then it runs the old code."
ALREADY_THERE = "As far as the code can be read, there is nothing to change in it."
FileDigests = Mapping[str, str]
"""Each file that was written, by its path in the project, and a digest of what it held then."""
_FIRST = itemgetter(0)
_SINGULAR = ("origin", "path")
_NO_NEWLINE = "\\ No newline at end of file\n"


@dataclass(frozen=True)
class Removed:
    """Something that the change takes out of a file."""

    what: str
    why: str
    """Why it goes, as one sentence."""


@dataclass(frozen=True)
class Change:
    """An edit to one file, or a new file."""

    path: str
    """Relative to the project folder, with slashes."""
    kind: Literal["edit", "create"]
    before: str
    """The whole text as it is in the file, line ends and byte order mark included; empty for a new file."""
    after: str
    keeps: tuple[str, ...] = ()
    """Settings that were there and stay, in words."""
    removes: tuple[Removed, ...] = ()
    line: int = 1
    """The first line that changes, counted from 1 in the text before."""
    fault: int = 0
    """The line of the text before that is at fault where the change only adds; 0 where none is known."""
    order: int = 0
    """What the first cause needs was changed before the rest: a smaller number."""
    own: str | None = None
    """The whole text with what the failed request alone needs; None where nothing else is changed."""

    encoding: str = "utf-8"
    """How both texts are written."""

    @property
    def bytes_before(self) -> bytes:
        """What the file holds before."""
        return self.before.encode(self.encoding)

    @property
    def bytes_after(self) -> bytes:
        """What it holds once it is written."""
        return self.after.encode(self.encoding)

    @property
    def kept(self) -> str:
        """What it keeps, in one line: values of one setting are said together."""
        named = ((each.partition(" ")[0], each) for each in self.keeps)
        return "; ".join(_together(name, [each for _, each in same]) for name, same in groupby(named, _FIRST))

    @cached_property
    def diff(self) -> str:
        """The unified diff, as `git apply` and `patch -p1` take it."""
        return "".join(_diff(self))


def _together(name: str, same: list[str]) -> str:
    values = ", ".join(each.partition(" ")[2] for each in same)
    return same[0] if len(same) == 1 else f"{name}{'s' * (name in _SINGULAR)} {values}"


@dataclass(frozen=True)
class StepCode:
    """The code of a fix's step, filled, at the level of a module."""

    text: str
    guessed: tuple[str, ...] = ()
    """What was not known, so that a stand-in is in the code."""


@dataclass(frozen=True)
class ByHand:
    """Something that no file of the project can change."""

    text: str
    command: str = ""
    """The command that does it; empty where there is none."""


@dataclass(frozen=True)
class ChangeSet:
    """Everything that one fix does: to files, and by hand."""

    changes: tuple[Change, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    problem: str = ""
    """Why there is no change, as one sentence; empty where there are some."""
    title: str = ""
    """What the changes do, in a few words."""
    fix: str = ""
    """The id of the fix that they carry out."""
    needs: str = ""
    """The fact without which the files can't be changed: `origin` or `url`; empty where none helps."""
    compared: Comparison | None = None
    """What they do to every route; None where nothing was compared."""

    @property
    def why_no_diff(self) -> str:
        """Why the user's files stay as they are, where a fix could change them; one sentence."""
        return "" if self.problem == NO_FILE or not self.fix else self.problem

    @property
    def needs_restart(self) -> bool:
        """Whether the app has to be started again, and a plain restart is enough."""
        return any(each.text == RESTART for each in self.by_hand)

    @property
    def is_reloaded(self) -> bool:
        """Whether Flask's reloader loads all of it.

        It starts when code changes, and its new process inherits what the first one read of `.env`.
        """
        from cors_wizard.flask_code.configuration.file_names import is_dotenv

        names = (each.path.rpartition("/")[2] for each in self.changes)
        return not any(is_dotenv(name) or name.endswith(_SETTINGS) for name in names)

    @property
    def besides_restart(self) -> tuple[ByHand, ...]:
        """What is left to do by hand beside a plain restart of the app."""
        return tuple(each for each in self.by_hand if each.text != RESTART)

    @property
    def diff(self) -> str:
        """The diffs of all files, one after the other."""
        return "".join(change.diff for change in self.changes)

    @property
    def written(self) -> FileDigests:
        """What the files are once this is written."""
        return {each.path: digest_of(each.bytes_after) for each in self.changes}


def digest_of(content: bytes) -> str:
    """Tells what a file held, without keeping it."""
    return hashlib.sha256(content).hexdigest()


def first_difference(before: str, after: str) -> int:
    """The number of the first line in which two texts differ."""
    pairs = zip(_lines(before), _lines(after), strict=False)
    same = next((count for count, (old, new) in enumerate(pairs) if old != new), None)
    return 1 + (min(len(_lines(before)), len(_lines(after))) if same is None else same)


def _lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one, as in git's eyes."""
    parts = text.split("\n")
    lines = [f"{part}\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _diff(change: Change) -> Iterator[str]:
    # https://git-scm.com/docs/diff-format: a name that holds a space ends with a tab.
    end = "\t\n" if " " in change.path else "\n"
    old = "/dev/null\n" if change.kind == "create" else f"a/{change.path}{end}"
    lines = difflib.unified_diff(_lines(change.before), _lines(change.after), old, f"b/{change.path}{end}")
    for number, line in enumerate(lines):
        if number < 2:
            yield line.removesuffix("\n") if line.endswith("\n\n") else line
        else:
            yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"
