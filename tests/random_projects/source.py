"""One Python module that is being written, and the files that come to be beside it."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field


@dataclass
class Source:
    """The parts of a module: its imports, its constants, and what runs."""

    path: str
    files: MutableMapping[str, str]
    """Every file of the project, by its path."""
    package: str = ""
    """What an import of a module beside this one begins with."""
    imports: list[str] = field(default_factory=list)
    constants: list[str] = field(default_factory=list)

    def need(self, line: str) -> None:
        """An import, once."""
        if line not in self.imports:
            self.imports.append(line)

    def define(self, text: str) -> None:
        """A constant of the module, once."""
        if text not in self.constants:
            self.constants.append(text)

    def beside(self, name: str, text: str) -> None:
        """A module in the same folder; its text is added to what is there."""
        folder = self.path.rpartition("/")[0]
        self.at_top(f"{folder}/{name}" if folder else name, text)

    def at_top(self, name: str, text: str) -> None:
        """A file of the project; its text is added to what is there."""
        if text not in self.files.get(name, ""):
            self.files[name] = self.files.get(name, "") + text

    def head(self) -> str:
        """The imports in order, and the constants."""
        plain = sorted(line for line in self.imports if line.startswith("import "))
        named = sorted(line for line in self.imports if not line.startswith("import "))
        parts = ["\n".join((*plain, *([""] if plain and named else []), *named)), *self.constants]
        return "\n\n".join(part for part in parts if part) + "\n"
