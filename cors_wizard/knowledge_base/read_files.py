"""Reads the files of a knowledge folder, each on its own: a model, or every problem with line and remedy.

A folder may come from anybody: what is no small plain TOML file inside it is refused unread.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from cors_wizard.errors import FileError, KnowledgeError, Problem
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.host_models import HostFile
from cors_wizard.knowledge_base.line_numbers import line_of
from cors_wizard.knowledge_base.models import (
    Cause,
    CauseIds,
    Caution,
    Contradictions,
    Fix,
    Meanings,
    MessageFile,
    Model,
    Node,
    SharedStep,
    Stop,
    SymptomCauses,
)
from cors_wizard.knowledge_base.parsed import model_of
from cors_wizard.knowledge_base.version_models import VersionFile
from cors_wizard.printable import visible_line
from cors_wizard.toml_text import line_at_fault, parse_toml

KINDS: dict[str, type[Model]] = {
    "messages": MessageFile,
    "nodes": Node,
    "causes": Cause,
    "stops": Stop,
    "fixes": Fix,
    "steps": SharedStep,
    "cautions": Caution,
    "hosts": HostFile,
    "versions": VersionFile,
}
"""The folders of a knowledge base and the model of the files in each."""

FILES: dict[str, type[Model]] = {
    "cause-ids": CauseIds,
    "contradictions": Contradictions,
    "meanings": Meanings,
    "symptom-causes": SymptomCauses,
}
"""The files beside the folders, by their stems."""

LARGEST_FILE = 1_000_000
"""Bytes; a larger knowledge file is refused unread."""
_AT_ONCE = 65_536

_BESIDE = frozenset({*KINDS, "schema", *(f"{stem}.toml" for stem in FILES)})


class _RefusedError(Exception):
    """A file cannot be read as TOML: what is wrong, what to do, and the line."""

    def __init__(self, message: str, hint: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.line = message, hint, line


@dataclass(frozen=True)
class LoadedFile:
    """One knowledge file: its model, or what is wrong with it."""

    kind: str
    stem: str
    name: str
    """As it is shown: relative to its folder."""
    text: str = ""
    model: Model | None = None
    problems: tuple[Problem, ...] = ()


def read_folder(folder: Path, shown: str = "") -> tuple[LoadedFile, ...]:
    """Every knowledge file of a folder, and what lies there that is none.

    Args:
        folder: holds `causes/`, `nodes/` and the like.
        shown: goes before the files' names in messages.

    Raises FileError where the folder cannot be read or holds no knowledge file at all.
    """
    try:
        if not folder.is_dir():
            raise FileError(
                f"There is no knowledge folder {visible_line(str(folder))}.", hint=_what_it_holds()
            )
        files = tuple(_files(folder, shown))
    except OSError as error:
        raise FileError(
            f"The knowledge folder {visible_line(str(folder))} cannot be read: {error.strerror}.",
            hint="Change its permissions.",
        ) from error
    if not files:
        raise FileError(
            f"The folder {visible_line(str(folder))} holds no knowledge file.", hint=_what_it_holds()
        )
    return files


def _what_it_holds() -> str:
    return f"Give a folder that holds TOML files in one of: {', '.join(KINDS)}."


def _files(folder: Path, shown: str) -> Iterator[LoadedFile]:
    yield from _strangers(folder, shown)
    for stem, model in FILES.items():
        beside = folder / f"{stem}.toml"
        if os.path.lexists(beside):
            yield _read_file(_Place(folder, stem, beside.name, shown, beside.is_symlink()), model)
    for kind, model in KINDS.items():
        inside = folder / kind
        is_linked = inside.is_symlink()
        for entry in _entries(inside) if inside.is_dir() else ():
            place = _Place(folder, kind, entry.name, shown, is_linked or entry.is_symlink())
            if entry.name.endswith(".toml") and not entry.name.startswith("."):
                yield _read_file(place, model)
            elif not _is_ignored(entry.name):
                yield _stranger(place.shown, f"A file of {kind}/ is called <id>.toml.")


@dataclass(frozen=True)
class _Place:
    """Where a file lies."""

    folder: Path
    kind: str
    name: str
    lead: str
    """Goes before the file's name in messages."""
    is_linked: bool
    """Whether it or the folder that it is in is a link."""

    @property
    def inside(self) -> str:
        return self.name if self.kind in FILES else f"{self.kind}/{self.name}"

    @property
    def path(self) -> str:
        return os.path.join(self.folder, self.inside)

    @property
    def shown(self) -> str:
        return self.lead + self.inside

    @property
    def stem(self) -> str:
        return self.name.removesuffix(".toml")


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return sorted(found, key=lambda entry: entry.name)


def _is_ignored(name: str) -> bool:
    """Whether editors and people leave such files lying about."""
    return name.startswith((".", "README")) or name.endswith("~")


def _strangers(folder: Path, shown: str) -> Iterator[LoadedFile]:
    for entry in _entries(folder):
        if entry.name not in _BESIDE and not _is_ignored(entry.name):
            yield _stranger(f"{shown}{entry.name}", f"The folders are: {', '.join(KINDS)}.")


def _stranger(name: str, hint: str) -> LoadedFile:
    return LoadedFile("", "", name, problems=(Problem(name, 0, "Nothing reads this.", hint),))


def _read_file(place: _Place, model: type[Model]) -> LoadedFile:
    name, stem = place.shown, place.stem
    found = LoadedFile(place.kind, stem, name)
    try:
        raw = _read(place)
        text = _text(raw)
        loaded = model_of(raw, model) or _validated(model, text, name)
    except _RefusedError as error:
        return _with(found, Problem(name, error.line, error.message, error.hint))
    except KnowledgeError as error:
        return _with(found, *error.problems)
    if (given := getattr(loaded, "id", stem)) != stem:
        return _with(
            found,
            Problem(
                name,
                line_of(text, "id"),
                f"The id {given} is not the file's name.",
                f"Rename the file to {given}.toml, or set the id to {stem}.",
            ),
        )
    return LoadedFile(place.kind, stem, name, text, loaded)


def _validated(kind: type[Model], text: str, name: str) -> Model:
    table = _parse(text)
    # Only now: what a build has read was validated there, and pydantic takes time to load.
    from cors_wizard.knowledge_base.validation import validated

    return validated(kind, table, name, text)


def _with(file: LoadedFile, *problems: Problem) -> LoadedFile:
    return LoadedFile(file.kind, file.stem, file.name, problems=problems)


def _read(place: _Place) -> bytes:
    try:
        # Only links lead elsewhere, and resolving every path takes time.
        if place.is_linked and not Path(place.path).resolve().is_relative_to(place.folder.resolve()):
            raise _RefusedError("The file is a link out of its folder.", "Put the file itself there.")
        raw = _bytes(place.path)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself.
        told = getattr(error, "strerror", None) or error
        raise _RefusedError(
            f"The file cannot be read: {told}.", "Change its permissions or its link."
        ) from error
    if len(raw) > LARGEST_FILE:
        raise _RefusedError(f"The file is larger than {LARGEST_FILE} bytes.", "Split it.")
    return raw


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _RefusedError("The file is not UTF-8.", "Save it as UTF-8.", line) from error


def _bytes(path: str) -> bytes:
    """The beginning of a regular file; a pipe that nobody writes to is not waited for."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _RefusedError("This isn't a regular file.", "Put a TOML file there.")
        read = b""
        while len(read) <= LARGEST_FILE and (more := os.read(handle, _AT_ONCE)):
            read += more
        return read
    finally:
        os.close(handle)


def _parse(text: str) -> dict[str, object]:
    try:
        return parse_toml(text)
    except RecursionError as error:
        raise _RefusedError("The file nests too deeply.", "Flatten it.") from error
    except ValueError as error:
        line = line_at_fault(text, error)
        raise _RefusedError(f"This isn't valid TOML: {error}.", "Fix the syntax.", line) from error
