"""When the files of a project were last changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cors_wizard.frozen import dataclass


@dataclass(frozen=True)
class FileTimes:
    """The times of some files, and the youngest of them."""

    times: tuple[tuple[str, float, int], ...] = ()
    """Path, time of the last change in seconds since the epoch, and size of each file that is there."""

    @property
    def newest(self) -> tuple[str, float] | None:
        """The file that changed last, and when."""
        youngest = max(self.times, key=lambda each: each[1], default=None)
        return None if youngest is None else youngest[:2]

    def changed_since(self, earlier: FileTimes) -> tuple[str, ...]:
        """The paths of files that are new, gone or different."""
        was, now = dict(_keyed(earlier)), dict(_keyed(self))
        return tuple(path for path in dict.fromkeys((*now, *was)) if was.get(path) != now.get(path))


def _keyed(times: FileTimes) -> Iterable[tuple[str, tuple[float, int]]]:
    return ((path, (when, size)) for path, when, size in times.times)


def file_times(folder: Path, paths: Iterable[str]) -> FileTimes:
    """The times of these files of a folder; what is not there is left out."""
    found = []
    for path in paths:
        try:
            seen = (folder / path).stat()
        except (OSError, ValueError):
            continue
        found.append((path, seen.st_mtime, seen.st_size))
    return FileTimes(tuple(found))
