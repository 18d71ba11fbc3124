"""What a name stands for that comes from another module, or from a library."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.page_code.evaluation.members import get_member
from cors_wizard.page_code.evaluation.modules import Module
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import UNDEFINED, Imported, Object, Unknown, Value

_MOST_IMPORTS = 12
_MOST_STARS = 3
_HEAD = 200


class Importer(Run):
    """A run that finds what modules export."""

    def imported(self, name: Imported) -> Value:
        is_bare = name.specifier[:1] not in (".", "/")
        path = self.modules.resolver.resolve(name.specifier, name.importer)
        if path is None or (is_bare and self.modules.package(name.specifier) is not None):
            return self._of_package(name)
        module = self.modules.load(path)
        if module is None:
            return Unknown(name.name)
        if made := generated_client(module.code, name.name):
            return get_member(self, self.modules.package(made) or Object(), name.name)
        self.ensure(module)
        found = self._exported(module, name.name, 0)
        return Unknown(name.name) if found is None else found

    def default_of(self, module: Module) -> Value:
        """What a module exports by default, in whichever way."""
        found = self._exported(module, "default", 0)
        return UNDEFINED if found is None else found

    def _of_package(self, name: Imported) -> Value:
        package = self.modules.package(name.specifier)
        if package is None:
            return Unknown(name.specifier.rpartition("/")[2] if name.name in ("*", "default") else name.name)
        if name.name in ("*", "default"):
            return package.properties.get("default", package)
        return get_member(self, package, name.name)

    def _exported(self, module: Module, name: str, depth: int) -> Value | None:
        if name == "*":
            return self._namespace(module)
        found = module.exports.get(name) or module.scope.names.get(module.aliases.get(name, name))
        if isinstance(found, Imported):
            return self.imported(found) if depth < _MOST_IMPORTS else None
        if found is not None:
            return found
        of_stars = (self._of_star(module, star, name, depth) for star in module.stars)
        starred = next((each for each in of_stars if each is not None), None)
        return starred if starred is not None else _of_common(module, name)

    def _of_star(self, module: Module, specifier: str, name: str, depth: int) -> Value | None:
        path = self.modules.resolver.resolve(specifier, module.path)
        other = self.modules.load(path) if path is not None and depth < _MOST_IMPORTS else None
        if other is None or name == "default":
            return None
        self.ensure(other)
        return self._exported(other, name, depth + 1)

    def _namespace(self, module: Module) -> Value:
        common = module.object.properties.get("exports")
        if common is not None and _has_content(common):
            return common
        names = (*module.scope.names, *module.exports, *module.aliases, *self._names_of_stars(module, 0))
        values = {
            name: self._exported(module, name, 1) for name in names if name not in ("module", "exports")
        }
        return Object({name: value for name, value in values.items() if value is not None}, is_open=True)

    def _names_of_stars(self, module: Module, depth: int) -> Iterator[str]:
        for specifier in module.stars:
            path = self.modules.resolver.resolve(specifier, module.path)
            other = self.modules.load(path) if path is not None and depth < _MOST_STARS else None
            if other is not None:
                self.ensure(other)
                yield from (*other.scope.names, *other.exports, *other.aliases)
                yield from self._names_of_stars(other, depth + 1)


_OF_HEY_API = ("createClient", "createConfig")


def generated_client(code: bytes, name: str) -> str:
    """The package that a generated file stands for: hey-api copies its client into each project."""
    if name not in _OF_HEY_API or b"@hey-api/openapi-ts" not in code[:_HEAD]:
        return ""
    if f"export const {name} ".encode() not in code:
        return ""
    return f"@hey-api/client-{'axios' if b'axios' in code else 'fetch'}"


def _has_content(exports: Value) -> bool:
    """Whether CommonJS code has exported anything: a function too is no empty object."""
    return type(exports) is not Object or bool(exports.properties) or exports.kind != "object"


def _of_common(module: Module, name: str) -> Value | None:
    """CommonJS: `module.exports`."""
    exports = module.object.properties.get("exports")
    if name == "default":
        if isinstance(exports, Object) and "default" in exports.properties:
            return exports.properties["default"]
        return exports if exports is not None and _has_content(exports) else None
    return exports.properties.get(name) if isinstance(exports, Object) else None
