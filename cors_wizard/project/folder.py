"""Walks a folder and reads the files that are wanted, within limits.

No symbolic link is followed: what a link inside the folder points to is either read anyway or outside of it.
Breadth first, so that a limit cuts off what is deepest.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from cors_wizard.errors import FileError
from cors_wizard.facts.found import TextFile, clean
from cors_wizard.flask_code.configuration.file_names import is_test_path
from cors_wizard.project.encoded_text import text_of

_SKIPPED = frozenset(
    {"node_modules", "bower_components", "__pycache__", "site-packages", "dist", "build", "htmlcov", "vendor"}
)
_ENTERED_THOUGH_HIDDEN = frozenset({".vscode", ".run", ".devcontainer"})
"""Folders in which editors keep how the app is started."""
_ENVIRONMENT_NAMES = frozenset({".venv", "venv", "env"})


@dataclass(frozen=True)
class Limits:
    """How much of a folder is looked at."""

    entries: int = 300_000
    """Names of files and folders: looking at a name costs hardly anything."""
    files: int = 30_000
    """Files that are read."""
    texts: int = 1_000
    """Files among them that may be lists of requirements, and may be anything."""
    depth: int = 12
    """Folders within folders."""
    file_bytes: int = 4_000_000
    """Size of one file."""
    python_bytes: int = 300_000
    """Size of one Python file: parsing costs far more than reading."""
    total_bytes: int = 40_000_000
    """Size of all files that are read."""


USUAL_LIMITS = Limits()
"""Enough for any project, and read within seconds."""


@dataclass(frozen=True)
class Contents:
    """What a folder holds, as far as it was read."""

    files: tuple[TextFile, ...]
    environments: tuple[tuple[str, Path], ...]
    """Virtual environments, as shown and as found on disk; their files are not among `files`."""
    notes: tuple[str, ...]
    incomplete: tuple[str, ...] = ()
    """The notes that say that a limit was reached: nothing may be concluded from what was not found."""


@dataclass
class _Walk:
    root: Path
    limits: Limits
    entries: int = 0
    environments: list[tuple[str, Path]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)

    def leave_out(self, note: str) -> None:
        """Notes that a limit was reached."""
        self.notes.append(note)
        self.incomplete.append(note)

    def shown(self, path: Path) -> str:
        return clean(path.relative_to(self.root).as_posix(), 300)

    def files(self, wanted: Callable[[str], bool]) -> Iterator[Path]:
        """Every regular file whose name is wanted, the shallow ones first."""
        folders = deque([(self.root, 0)])
        while folders:
            folder, depth = folders.popleft()
            for entry in self._entries(folder):
                self.entries += 1
                if self.entries > self.limits.entries:
                    self.leave_out(f"Looked at {self.limits.entries} names and stopped: the folder is large.")
                    return
                kind = self._kind(entry, depth)
                # A path is made only of what is wanted: that costs more than the look at the name.
                if kind == "folder":
                    folders.append((Path(entry.path), depth + 1))
                elif kind == "file" and wanted(entry.name):
                    yield Path(entry.path)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._note(folder, "listed", error)
            return []

    def _kind(self, entry: os.DirEntry[str], depth: int) -> str:
        """What is done with an entry: "file", "folder", or nothing; one that closes itself is a note."""
        try:
            if entry.is_symlink():
                return ""
            if entry.is_file(follow_symlinks=False):
                return "file"
            path = Path(entry.path)
            is_folder = entry.is_dir(follow_symlinks=False) and self._is_entered(path, depth)
            return "folder" if is_folder else ""
        # RuntimeError: a loop of links, in some versions of Python.
        except (OSError, RuntimeError, ValueError) as error:
            self._note(Path(entry.path), "entered", error)
            return ""

    def _note(self, path: Path, what: str, error: Exception) -> None:
        self.notes.append(f"{self.shown(path)}: cannot be {what} ({_reason(error)}).")

    def _is_entered(self, path: Path, depth: int) -> bool:
        if is_environment(path):
            self.environments.append((self.shown(path), path))
            return False
        is_hidden = path.name.startswith(".") and path.name not in _ENTERED_THOUGH_HIDDEN
        if is_hidden or path.name in _SKIPPED or path.name.endswith(".egg-info"):
            return False
        if depth + 1 > self.limits.depth:
            self.leave_out(f"{self.shown(path)}: is nested too deeply and was not read.")
            return False
        # A junction of Windows is no symbolic link, yet leads elsewhere.
        return path.resolve().is_relative_to(self.root)


def is_own_folder(path: Path) -> bool:
    """Whether it is a folder that can be listed, and no link to one."""
    try:
        with os.scandir(path):
            return not os.path.islink(path)
    except OSError:
        return False


def is_environment(path: Path) -> bool:
    """Whether a folder is a Python virtual environment (or a conda environment).

    Raises OSError where the folder may not be entered.
    """
    if (path / "pyvenv.cfg").is_file() or (path / "conda-meta").is_dir():
        return True
    return path.name in _ENVIRONMENT_NAMES and any((path / name).is_dir() for name in ("lib", "Lib"))


def read_folder(folder: Path, wanted: Callable[[str], bool], limits: Limits = USUAL_LIMITS) -> Contents:
    """The files whose name is wanted; whatever cannot be read becomes a note.

    Raises FileError where the folder does not exist or cannot be listed.
    """
    walk = _Walk(_existing(folder), limits)
    files: list[TextFile] = []
    left = limits.total_bytes
    named: list[Path] = []
    texts: list[Path] = []
    for path in walk.files(wanted):
        (texts if _is_any_text(path) else named).append(path)
    if len(texts) > limits.texts:
        walk.notes.append(
            f"Read {limits.texts} of {len(texts)} .txt and .in files, in which versions may be."
        )
    paths = (*named, *texts[: limits.texts])
    if len(paths) > limits.files:
        walk.leave_out(f"Read {limits.files} files of {len(paths)} and stopped: the folder is large.")
    for path in paths[: limits.files]:
        read = read_text(path, walk.shown(path), limits, left)
        if isinstance(read, TextFile):
            files.append(read)
            left -= len(read.text)
        elif path.suffix == ".py" and not is_test_path(path.relative_to(walk.root).as_posix()):
            walk.leave_out(read)
        else:
            walk.notes.append(read)
    return Contents(tuple(files), tuple(walk.environments), tuple(walk.notes), tuple(walk.incomplete))


def _is_any_text(path: Path) -> bool:
    """Whether it is a text that may be anything: such files come last, there may be thousands."""
    return path.name.endswith((".txt", ".in")) and "require" not in os.fspath(path).lower()


def read_beside(
    folder: Path, name: str, wanted: Callable[[str], bool], limits: Limits = USUAL_LIMITS
) -> tuple[TextFile, ...]:
    """The wanted files directly in the folder of that name beside this one.

    None where it is not there, a link, or closed to us.
    """
    try:
        other = folder.resolve().parent / name
    except (OSError, RuntimeError, ValueError):
        return ()
    if os.path.islink(other):
        return ()
    try:
        with os.scandir(other) as entries:
            paths = sorted(
                Path(entry.path)
                for entry in islice(entries, limits.entries)
                if wanted(entry.name) and entry.is_file(follow_symlinks=False)
            )
    except (OSError, ValueError):
        return ()
    read = (read_text(path, clean(f"../{name}/{path.name}", 300), limits) for path in paths)
    return tuple(file for file in read if isinstance(file, TextFile))


def _existing(folder: Path) -> Path:
    hint = "Give the folder that holds your Flask code."
    try:
        root = folder.resolve(strict=True)
        with os.scandir(root):
            return root
    except FileNotFoundError as error:
        raise FileError(f"The folder {clean(str(folder))} does not exist.", hint=hint) from error
    except NotADirectoryError as error:
        raise FileError(f"{clean(str(folder))} is not a folder.", hint=hint) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise FileError(f"The folder {clean(str(folder))} cannot be read.", hint=hint) from error


def read_text(path: Path, shown: str, limits: Limits = USUAL_LIMITS, left: int = 4_000_000) -> TextFile | str:
    """The file, or a sentence that says why it was not read; `left` is how much may be read in all."""
    most = limits.python_bytes if path.suffix == ".py" else limits.file_bytes
    try:
        content = read_bytes(path, most + 1)
    except (OSError, ValueError) as error:
        return f"{shown}: cannot be read ({_reason(error)})."
    if len(content) > most:
        return f"{shown}: is larger than {most // 1000} kB and was not read."
    if len(content) > left:
        return f"{shown}: was not read, because the files before it were large."
    return text_of(content, shown) or f"{shown}: isn't text."


def read_bytes(path: Path, most: int) -> bytes:
    """The beginning of a regular file; raises OSError for all else, and waits for no pipe.

    The kind is looked at after opening: between a look and an opening another may take the name.
    """
    # A pipe that nobody writes to would keep whoever opens it waiting; a device may do something when read.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(None, "not a regular file")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read(most)
    finally:
        os.close(handle)


def _reason(error: Exception) -> str:
    told = error.strerror if isinstance(error, OSError) else None
    return clean(told or "unknown")
