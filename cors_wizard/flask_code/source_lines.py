"""The text of a line that a finding names, for its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.findings import Span


class SourceLines:
    """The lines of the files that were read."""

    def __init__(self, files: Iterable[TextFile]) -> None:
        self._files = {file.path: file for file in files}

    def at(self, span: Span) -> str:
        """The first line of a piece of a file."""
        return self.line(span.path, span.line)

    def line(self, path: str, number: int) -> str:
        """A line of a file by its number; empty where there is none."""
        lines = self._files[path].lines if path in self._files else []
        return lines[number - 1] if 0 < number <= len(lines) else ""
