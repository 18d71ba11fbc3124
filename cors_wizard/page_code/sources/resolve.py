"""Finds the file that an import means, the aliases of the usual build tools included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from posixpath import dirname, join, normpath
from types import MappingProxyType

from cors_wizard.page_code.sources.aliases import Alias

_ENDINGS = (
    ".ts",
    ".tsx",
    ".js",
    ".jsx",
    ".mjs",
    ".mts",
    ".cjs",
    ".vue",
    ".svelte",
    "/index.ts",
    "/index.tsx",
    "/index.js",
    "/index.jsx",
    "/index.mjs",
    ".json",
)
_COMPILED = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",)}
_ROOTS = ("src", "app", "")
_PREFIXES = ("@/", "~/", "#/", "@@/", "~~/", "/", "$lib/", "src/")


Workspaces = Mapping[str, tuple[str, tuple[str, ...]]]
_NO_WORKSPACES: Workspaces = MappingProxyType({})


class Resolver:
    """Knows every file's path."""

    def __init__(
        self,
        paths: Iterable[str],
        packages: Iterable[str] = (),
        workspaces: Workspaces = _NO_WORKSPACES,
        aliases: tuple[Alias, ...] = (),
    ) -> None:
        self._aliases = aliases
        self._packages = frozenset(packages)
        self._workspaces = workspaces
        self._paths = frozenset(paths)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self._paths):
            self._by_stem[stem_of(path)].append(path)
        self._known: dict[tuple[str, str], str | None] = {}

    def resolve(self, specifier: str, importer: str) -> str | None:
        """The path of the module, or None if it isn't one of the project's."""
        key = specifier, dirname(importer)
        if key not in self._known:
            self._known[key] = self._find(specifier.split("?")[0], dirname(importer))
        return self._known[key]

    def _find(self, specifier: str, folder: str) -> str | None:
        if specifier.startswith("."):
            return self._file(normpath(join(folder, specifier)))
        aliased = self._of_alias(specifier, folder)
        if aliased is not None:
            return aliased
        name = package_of(specifier)
        if name in self._workspaces:
            return self._of_workspace(name, specifier.removeprefix(name).lstrip("/"))
        if name in self._packages:
            return None
        for prefix in _PREFIXES:
            if specifier.startswith(prefix):
                kept = "lib/" if prefix == "$lib/" else ""
                found = self._from_roots(kept + specifier.removeprefix(prefix), folder)
                if found is not None:
                    return found
        return self._from_roots(specifier, folder) or self._by_ending(specifier)

    def names_of(self, path: str) -> tuple[str, ...]:
        """The project's own names for the file, or for the package that it belongs to."""
        packages = (name for name, (folder, _) in self._workspaces.items() if path.startswith(folder + "/"))
        exact = (alias.name for alias in self._aliases if alias.target and self._file(alias.target) == path)
        return (*packages, *exact)

    def _of_alias(self, specifier: str, folder: str) -> str | None:
        """A name out of the settings: of a file, or of a folder with a path behind it."""
        for alias in self._aliases:
            rest = specifier.removeprefix(alias.name)
            is_meant = specifier.startswith(alias.name) and (
                not rest or rest[0] == "/" or alias.name[-1:] == "/"
            )
            if (
                is_meant
                and alias.name
                and f"{folder}/".startswith(f"{alias.folder}/" if alias.folder else "")
            ):
                found = self._file(join(alias.target, rest.lstrip("/")) if rest.strip("/") else alias.target)
                if found is not None:
                    return found
        return None

    def _of_workspace(self, name: str, rest: str) -> str | None:
        """A package of the project's own: `@shop/client`, `@shop/client/orders`."""
        folder, entries = self._workspaces[name]
        wanted = (rest, f"src/{rest}") if rest else entries
        found = (self._file(normpath(join(folder, each))) for each in wanted)
        return next((path for path in found if path is not None), None)

    def _from_roots(self, rest: str, folder: str) -> str | None:
        """The usual roots of a project's own imports, the nearest first."""
        roots = _ROOTS if "/" in rest else _ROOTS[:2]  # `import 'axios'` isn't the axios.js beside it
        while True:
            for root in roots:
                found = self._file(normpath(join(folder, root, rest)))
                if found is not None:
                    return found
            if folder in ("", "/", ".", ".."):
                return None
            folder = dirname(folder)

    def _by_ending(self, specifier: str) -> str | None:
        """An alias of the project's own (`@api/client`): the one file whose path ends like this."""
        first, _, rest = specifier.partition("/")
        if not rest or not first.startswith(("@", "~", "#", "$")):
            return None
        for ending in (f"{first.lstrip('@~#$')}/{rest}", rest):
            stem = ending.rpartition("/")[2]
            fits = [path for path in self._by_stem[stem] if _without_ending(path).endswith("/" + ending)]
            if len(fits) == 1:
                return fits[0]
        return None

    def _file(self, path: str) -> str | None:
        if path in self._paths:
            return path
        for ending in _ENDINGS:
            if path + ending in self._paths:
                return path + ending
        for compiled, sources in _COMPILED.items():
            if path.endswith(compiled):
                bare = path.removesuffix(compiled)
                return next((bare + source for source in sources if bare + source in self._paths), None)
        return None


def package_of(specifier: str) -> str:
    """The package that an import names: `@scope/name/inner` is of `@scope/name`."""
    parts = specifier.split("/")
    return "/".join(parts[: 2 if specifier.startswith("@") else 1])


def _without_ending(path: str) -> str:
    stem, dot, ending = path.rpartition(".")
    bare = stem if dot and "/" not in ending else path
    return bare.removesuffix("/index")


def stem_of(path: str) -> str:
    """The last part of the name that a module is imported by: its folder's name for an index."""
    return _without_ending(path).rpartition("/")[2]
