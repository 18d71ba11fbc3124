"""The Python files of a project as modules: parsed when they are needed, found by what an import means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.module import Module, parse_module

_DEEPEST = 12
_MOST_HOPS = 10


class Sources:
    """The Python files of a project."""

    def __init__(self, files: Sequence[TextFile]) -> None:
        self._files = {file.path: file for file in files if file.name.endswith(".py")}
        self._others = {file.path: file for file in files if not file.name.endswith(".py")}
        self._parsed: dict[str, Module | str] = {}

    @classmethod
    def of(cls, modules: Sequence[Module], others: Sequence[TextFile] = ()) -> Sources:
        """The files of modules that were parsed already, and files of settings."""
        sources = cls([*(module.file for module in modules), *others])
        for module in modules:
            sources.add(module)
        return sources

    def parse(self, path: str) -> Module | str:
        """The module of a file, or a sentence that says why it cannot be read."""
        if path not in self._parsed:
            self._parsed[path] = parse_module(self._files[path])
        return self._parsed[path]

    def add(self, module: Module) -> None:
        """Adds a module that was parsed elsewhere."""
        self._files[module.path] = module.file
        self._parsed[module.path] = module

    def parsed(self) -> Iterator[Module]:
        """The modules that were parsed so far."""
        return (one for one in self._parsed.values() if isinstance(one, Module))

    def at(self, path: str, reader: str = "") -> Module | None:
        """The Python file that a path in the code (of the file `reader`) leads to."""
        found = _ending(path, self._files, reader)
        return self._module(found) if found else None

    def text_at(self, path: str, reader: str) -> str | None:
        """The text of another file that a path in the code of the file `reader` leads to."""
        found = _ending(path, self._others, reader)
        return self._others[found].text if found else None

    def _module(self, path: str) -> Module | None:
        found = self.parse(path)
        return found if isinstance(found, Module) else None

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """The paths by each end of their dotted names (`shop.config`, `config`)."""
        found: dict[str, list[str]] = {}
        for path in self._files:
            parts = _dotted(path).split(".")[-_DEEPEST:]
            for start in range(len(parts)):
                found.setdefault(".".join(parts[start:]), []).append(path)
        return found

    def find(self, dotted: str, importer: Module) -> tuple[Module, tuple[str, ...]] | None:
        """The module that a dotted name leads to, and the names in it that are left."""
        if dotted.startswith("."):
            return self._relative(dotted, importer.path)
        parts = dotted.split(".")
        for length in range(min(len(parts), _DEEPEST), 0, -1):
            path = self._absolute(".".join(parts[:length]), importer.path)
            module = self._module(path) if path is not None else None
            if module is not None:
                return module, tuple(parts[length:])
        return None

    def _relative(self, dotted: str, importer: str) -> tuple[Module, tuple[str, ...]] | None:
        names = dotted.lstrip(".")
        folders = importer.split("/")[:-1]
        up = len(dotted) - len(names) - 1
        if up > len(folders):
            return None
        base = "/".join(folders[: len(folders) - up])
        parts = [part for part in names.split(".") if part]
        for length in range(min(len(parts), _DEEPEST), -1, -1):
            stem = "/".join((*([base] if base else []), *parts[:length]))
            for path in (f"{stem}.py", f"{stem}/__init__.py".lstrip("/")):
                if path in self._files and (module := self._module(path)):
                    return module, tuple(parts[length:])
        return None

    def _absolute(self, dotted: str, importer: str) -> str | None:
        """The one file of that name: beside the importer or above it, else the only one there is."""
        paths = self._by_name.get(dotted, [])
        if len(paths) <= 1:
            return paths[0] if paths else None
        folders = importer.split("/")[:-1]
        for length in range(len(folders), -1, -1):
            stem = "/".join((*folders[:length], *dotted.split(".")))
            for path in (f"{stem}.py", f"{stem}/__init__.py"):
                if path in self._files:
                    return path
        return None

    def definition(self, module: Module, dotted: str) -> tuple[Module, str]:
        """The module that sets a name, followed through imports, with the name there."""
        for _ in range(_MOST_HOPS):
            first, _, rest = dotted.partition(".")
            meaning = module.names.get(first)
            if meaning is None and first not in module.bindings.of(None):
                meaning = self._starred(module, first)
            if meaning is None:
                break
            found = self.find(f"{meaning}.{rest}".rstrip("."), module)
            if found is None or not found[1] or (found[0] is module and ".".join(found[1]) == dotted):
                break
            module, dotted = found[0], ".".join(found[1])
        return module, dotted

    def imported(self, module: Module, name: str) -> tuple[Module, str] | None:
        """Where a name comes from that a file imports, whatever it does with it then."""
        meaning = module.names.get(name) or self._starred(module, name)
        found = self.find(meaning, module) if meaning else None
        return (found[0], ".".join(found[1])) if found and found[1] and found[0] is not module else None

    def _starred(self, module: Module, name: str, depth: int = 0) -> str | None:
        """What a name means that `from x import *` brings, which `x` may have from another file."""
        for source in module.stars:
            found = self.find(source, module)
            if found is None or found[1] or found[0] is module or depth > _MOST_HOPS:
                continue
            is_set = name in found[0].bindings.of(None) or name in found[0].names
            if is_set or self._starred(found[0], name, depth + 1):
                return f"{source}.{name}" if not source.endswith(".") else f"{source}{name}"
        return None


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def folders_shared(one: str, other: str) -> int:
    """How many folders two files have in common, from the top."""
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _ending(path: str, files: Mapping[str, TextFile], reader: str = "") -> str | None:
    """The one file whose path ends like this one; of several the one nearest to the file that reads it."""
    wanted = path.removeprefix("./").lstrip("/")
    found = [one for one in files if one == wanted or one.endswith(f"/{wanted}")] if wanted else []
    return min(found, key=lambda each: (-folders_shared(each, reader), len(each)), default=None)
