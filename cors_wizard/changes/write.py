"""Writes changes to the user's files: atomically, with a journal from which they are undone.

The journal is written before the first file and kept until it is undone, so that a crash in between loses
nothing: `undo` takes back what was written, and leaves alone what was not.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import shlex
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cors_wizard.changes.change import Change, ChangeSet, FileDigests, digest_of
from cors_wizard.errors import FileChangedError, FileError
from cors_wizard.frozen import dataclass
from cors_wizard.user_folders import make_private, state_folder
from cors_wizard.whole_files import put, staged


@dataclass(frozen=True)
class Written:
    """What was done to the files."""

    paths: tuple[str, ...]


def apply(changes: ChangeSet, root: Path, state: Path | None = None) -> Written:
    """Write every change, or none.

    Args:
        changes: what to write.
        root: the project folder; nothing outside of it is touched.
        state: where the journal is kept; the user's state folder unless given.

    Raises FileError where a file cannot be written, or is not any more what it was.
    """
    root = root.resolve()
    targets = [(change, _target(root, change.path)) for change in changes.changes]
    for change, path in targets:
        _refuse_other(change, path)
    waiting: list[tuple[Path, Path]] = []
    journal: Path | None = None
    try:
        for change, path in targets:
            waiting.append((_beside(path, change.bytes_after), path))
        kept = _journal(root, state)
        _write_journal(kept, root, changes.changes)
        journal = kept  # From here on its last line is ours.
        for temporary, path in waiting:
            os.replace(temporary, path)
        _settle({path.parent for _, path in waiting})
    except OSError as error:
        _clean(waiting)
        _take_back(targets)
        if journal is not None:
            # What stays there changes nothing: the files are as they were.
            with suppress(OSError):
                _drop_last(journal)
        raise _cannot(error) from error
    return Written(tuple(change.path for change in changes.changes))


def _take_back(targets: Sequence[tuple[Change, Path]]) -> None:
    """After a failure half-way: what was written already becomes again what it was."""
    for change, path in targets:
        if _bytes(path) == change.bytes_after:
            if change.kind == "create":
                path.unlink()
            else:
                os.replace(_beside(path, change.bytes_before), path)


def undo(root: Path, state: Path | None = None) -> Written:
    """Give the files back what they held before the last change; raises FileError where it cannot be done."""
    root = root.resolve()
    try:
        journal = _journal(root, state)
        entries = _read_journal(journal)
    except OSError as error:
        raise _cannot(error) from error
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        told = "What was changed here cannot be read any more, so nothing was undone."
        raise FileError(told, hint="Take the change back by hand.") from error
    if not entries:
        raise FileError("There is nothing to undo in this folder.", hint="Nothing was changed here.")
    pending = [(entry, _target(root, entry.path)) for entry in entries]
    for entry, path in pending:
        now = _digest(_bytes(path))
        if now not in (entry.before, entry.after):
            raise FileError(
                f"{entry.path} was changed since, so it is left as it is.",
                hint="Undo your own edit first, or take the change back by hand.",
            )
    waiting: list[tuple[Path, Path]] = []
    try:
        for entry, path in pending:
            held = _bytes(path)
            if entry.before is not None and held is not None and _digest(held) != entry.before:
                waiting.append((_beside(path, _undone(entry, held)), path))
        for temporary, path in waiting:
            os.replace(temporary, path)
        for entry, path in pending:
            if entry.before is None and path.exists():
                path.unlink()
        _drop_last(journal)
    except OSError as error:
        _clean(waiting)
        raise _cannot(error) from error
    return Written(tuple(entry.path for entry in entries))


def last_written(root: Path, state: Path | None = None) -> FileDigests:
    """What `undo` would take back, as long as the files are as they were written; else nothing."""
    root = root.resolve()
    try:
        entries = _read_journal(_journal(root, state))
        is_there = all(_digest(_bytes(_target(root, each.path))) == each.after for each in entries)
    except (OSError, FileError, ValueError, LookupError, TypeError, RecursionError):
        return {}
    return {each.path: each.after for each in entries} if is_there else {}


def _undone(entry: _Entry, held: bytes) -> bytes:
    """What the file held before, by its digest: nothing else is ever written."""
    content = entry.undone(held)
    if _digest(content) != entry.before:
        told = f"What {entry.path} held before is not known any more, so nothing was undone."
        raise FileError(told, hint="Take the change back by hand.")
    return content


@dataclass(frozen=True)
class _Entry:
    path: str
    before: str | None
    """A digest of what the file held; None where there was none."""
    after: str
    """A digest of what was written."""
    edits: tuple[tuple[int, int, str], ...]
    """Lines of what was written, from and to, and what was in their place."""
    encoding: str = "utf-8"
    """How the text is written; older journals hold none."""

    def undone(self, now: bytes) -> bytes:
        """What the file held before."""
        lines = now.decode(self.encoding).splitlines(keepends=True)
        for start, end, text in reversed(self.edits):
            lines[start:end] = [text]
        return "".join(lines).encode(self.encoding)


def _digest(content: bytes | None) -> str | None:
    return None if content is None else digest_of(content)


def _edits(after: str, before: str) -> list[tuple[int, int, str]]:
    """The lines that differ: all that the journal keeps of a file, which may hold secrets elsewhere."""
    now, then = after.splitlines(keepends=True), before.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, now, then, autojunk=False)
    return [
        (start, end, "".join(then[old:new]))
        for tag, start, end, old, new in matcher.get_opcodes()
        if tag != "equal"
    ]


def _target(root: Path, relative: str) -> Path:
    """The file of a change; nothing outside the folder, and nothing through a link."""
    path = root / relative
    parts = Path(relative).parts
    is_inside = bool(parts) and not Path(relative).is_absolute() and ".." not in parts
    if not is_inside or _has_link(root, parts) or not path.parent.resolve().is_relative_to(root):
        raise FileError(f"{relative} is not inside the project folder.", hint="Nothing was written.")
    return path


def _has_link(root: Path, parts: Sequence[str]) -> bool:
    return any(root.joinpath(*parts[:count]).is_symlink() for count in range(1, len(parts) + 1))


def _refuse_other(change: Change, path: Path) -> None:
    now = _bytes(path)
    wanted = None if change.kind == "create" else change.bytes_before
    if now != wanted:
        raise FileChangedError(
            f"{change.path} was changed in the meantime, so nothing was written.", hint="Run it again."
        )
    if now is not None and not os.access(path, os.W_OK):
        raise FileError(
            f"{change.path} is read-only, so nothing was written.",
            hint=f"Make it writable, as with chmod u+w {shlex.quote(change.path)}.",
        )


def _bytes(path: Path) -> bytes | None:
    try:
        if path.exists() and not path.is_file():  # A pipe would be waited for.
            raise FileError(f"{path.name} isn't a regular file.", hint="Nothing was written.")
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _cannot(error) from error


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return 0o644


def _beside(path: Path, content: bytes) -> Path:
    """The new content in a file beside the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return staged(path, content, _mode(path))


def _settle(folders: set[Path]) -> None:
    """Make the renaming itself last, where the system can."""
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _clean(waiting: Sequence[tuple[Path, Path]]) -> None:
    for temporary, _ in waiting:
        temporary.unlink(missing_ok=True)


def _cannot(error: OSError) -> FileError:
    reason = error.strerror or "unknown reason"
    return FileError(f"Nothing was written: {reason}.", hint="The files are as they were.")


# The journal: one JSON line for each change set, in a file of the project's own.


def _journal(root: Path, state: Path | None) -> Path:
    folder = (state or state_folder()) / "undo"
    make_private(folder)
    return folder / f"{hashlib.sha256(os.fsencode(root)).hexdigest()[:32]}.jsonl"


def _write_journal(journal: Path, root: Path, changes: Sequence[Change]) -> None:
    files = [
        {
            "path": each.path,
            "before": None if each.kind == "create" else _digest(each.bytes_before),
            "after": _digest(each.bytes_after),
            "encoding": each.encoding,
            "edits": [] if each.kind == "create" else _edits(each.after, each.before),
        }
        for each in changes
    ]
    line = json.dumps({"root": str(root), "files": files}) + "\n"
    old = _bytes(journal) or b""
    put(journal, old + line.encode())


def _read_journal(journal: Path) -> list[_Entry]:
    lines = (_bytes(journal) or b"").decode().splitlines()
    if not lines:
        return []
    return [
        _Entry(
            str(each["path"]),
            each["before"],
            each["after"],
            tuple(map(_edit, each["edits"])),
            str(each.get("encoding", "utf-8")),
        )
        for each in json.loads(lines[-1])["files"]
    ]


def _edit(written: tuple[int, int, str]) -> tuple[int, int, str]:
    start, end, text = written
    return int(start), int(end), str(text)


def _drop_last(journal: Path) -> None:
    lines = (_bytes(journal) or b"").decode().splitlines(keepends=True)[:-1]
    if lines:
        put(journal, "".join(lines).encode())
    else:
        journal.unlink(missing_ok=True)
