"""The project's modules: read when something of them is needed, and once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.values import Imported, Object, Value
from cors_wizard.page_code.page_files import is_component, is_document
from cors_wizard.page_code.sources.angular_providers import Interceptors, provided_interceptors
from cors_wizard.page_code.sources.bound import bound_paths
from cors_wizard.page_code.sources.resolve import Resolver
from cors_wizard.page_code.sources.script_blocks import Scripts
from cors_wizard.page_code.sources.syntax import Syntax


@dataclass(eq=False)
class Module:
    """One file of the page."""

    path: str
    root: Syntax
    code: bytes
    is_script: bool
    """Whether its names are the whole page's: no import, no export."""
    scope: Scope = field(default_factory=lambda: Scope(is_function=True))
    exports: dict[str, Value] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """`export { local as name }`."""
    stars: list[str] = field(default_factory=list)
    """`export * from 'specifier'`."""
    specifiers: set[str] = field(default_factory=set)
    """Everything that it imports from."""
    object: Object = field(default_factory=Object)
    """CommonJS: what it calls `module`."""
    state: Literal["new", "running", "done"] = "new"
    hot: list[int] = field(default_factory=list)
    """The bytes at which something begins that may lead to a request."""
    hot_names: set[str] = field(default_factory=set)
    """The names at which it may."""
    set_up: list[int] = field(default_factory=list)
    """The bytes at which something is changed that what sends makes use of."""
    is_marked: bool = False
    """Whether that has been looked for."""
    statements: list[tuple[int, int]] = field(default_factory=list)
    declarations: list[tuple[str, int, int]] | None = None
    """Each name that is declared inside, with the stretch of its value; found when it is asked for."""

    def is_hot(self, start: int, end: int) -> bool:
        """Whether something in that stretch may lead to a request."""
        return bisect_left(self.hot, start) < bisect_left(self.hot, end)

    def sets_up(self, node: Syntax) -> bool:
        """Whether a function only changes what others send."""
        start, end = node.node.start_byte, node.node.end_byte
        inside = bisect_left(self.set_up, end) - bisect_left(self.set_up, start)
        return 0 < inside == bisect_left(self.hot, end) - bisect_left(self.hot, start)

    def statement(self, byte: int) -> tuple[int, int]:
        """The statement at the file's top level that holds this byte."""
        index = bisect_right(self.statements, (byte, len(self.code) + 1)) - 1
        return self.statements[index] if index >= 0 else (0, 0)


_MOST_NAMES = 300
_MOST_ASKED = 20_000
Parse = Callable[[str], tuple[Syntax, Scripts] | None]


class Modules:
    """All modules that can be imported, by path."""

    def __init__(
        self,
        parse: Parse,
        resolver: Resolver,
        environment: Object,
        packages: Callable[[str], Object | None],
        names: dict[str, Value],
        code: Mapping[str, bytes],
    ) -> None:
        self._code = code
        self._set: dict[str, bool] = {}
        self._naming: dict[str, list[bytes]] = {}
        """The code that has a name with a dot behind it."""
        self._asked = 0
        self.types: dict[tuple[str, str], str] = {}
        """What the names of types come to, by the file that uses them."""
        self._parse = parse
        self._modules: dict[str, Module | None] = {}
        self.resolver = resolver
        self.environment = environment
        self.packages = packages
        self.names = names
        """What every script sees without importing it."""

    def load(self, path: str) -> Module | None:
        """The module at that path, if it can be read; its code isn't followed yet."""
        if path not in self._modules:
            parsed = self._parse(path)
            self._modules[path] = None if parsed is None else _module(path, *parsed)
        return self._modules[path]

    def sets(self, name: str, member: str) -> bool:
        """Whether any code sets a member of an object: `session.token = ...`; asked too often, it says no."""
        if name not in self._naming:
            beginning = name.encode() + b"."
            is_wanted = len(self._naming) < _MOST_NAMES
            self._naming[name] = [c for c in self._code.values() if beginning in c] if is_wanted else []
        self._asked += len(self._naming[name])
        if self._asked > _MOST_ASKED:
            return False
        written = f"{name}.{member}".encode()
        assigned = re.compile(rb"(?<![\w$.])" + re.escape(written) + rb"\s*(?:\|\||\?\?)?=(?![=>])")
        return any(written in code and assigned.search(code) for code in self._naming[name])

    def sets_anywhere(self, member: str) -> bool:
        """Whether any code sets a member of that name, of whatever object; asked too often, it says yes."""
        if member not in self._set:
            written = b"." + member.encode()
            assigned = re.compile(re.escape(written) + rb"\s*(?:\|\||\?\?)?=(?![=>])")
            found = (assigned.search(code) for code in self._code.values() if written in code)
            self._set[member] = len(self._set) >= _MOST_NAMES or any(found)
        return self._set[member]

    @cached_property
    def bound(self) -> frozenset[str]:
        """What the pages' elements change: `request.method`."""
        of_pages = (
            code
            for path, code in self._code.items()
            if is_component(path) or is_document(path) or (b"[(" in code and b"@Component" in code)
        )
        return bound_paths(code.decode("utf-8", errors="replace") for code in of_pages)

    @cached_property
    def angular_interceptors(self) -> Interceptors:
        """The classes that Angular hands every request to."""
        return provided_interceptors(self._code.values())

    def package(self, specifier: str) -> Object | None:
        """A library that is known here, by the name that it is imported by."""
        return self.packages(specifier)

    @property
    def code(self) -> Mapping[str, bytes]:
        """Every file of the page by its path, read or not."""
        return self._code

    def find(self, path: str) -> Module | None:
        """The module at that path, if it was loaded."""
        return self._modules.get(path)

    def at(self, path: str) -> Module:
        """A module that was loaded."""
        module = self._modules[path]
        assert module is not None
        return module

    def loaded(self) -> tuple[Module, ...]:
        """Every module that was loaded."""
        return tuple(module for module in self._modules.values() if module is not None)


def _module(path: str, root: Syntax, scripts: Scripts) -> Module:
    module = Module(path, root, scripts.code, is_script=not scripts.is_module)
    module.statements = [(node.node.start_byte, node.node.end_byte) for node in root.children]
    for node in root.children:
        if node.type == "import_statement":
            _add_import(module, node)
        elif node.type == "export_statement":
            _add_export(module, node)
    exports = Object()
    module.object.properties["exports"] = exports
    module.scope.names |= {"module": module.object, "exports": exports}
    return module


def _specifier(node: Syntax) -> str:
    source = node.field("source")
    return source.text.strip("\"'`") if source is not None else ""


def _add_import(module: Module, node: Syntax) -> None:
    module.is_script = False
    specifier = _specifier(node)
    module.specifiers.add(specifier)
    clause = node.first("import_clause")
    for child in clause.children if clause is not None else ():
        if child.type == "identifier":
            _import(module, child.text, specifier, "default")
        elif child.type == "namespace_import" and child.children:
            _import(module, child.children[0].text, specifier, "*")
        elif child.type == "named_imports":
            for each in child.children:
                name, alias = each.field("name"), each.field("alias")
                if name is not None:
                    _import(module, (alias or name).text, specifier, name.text.strip("\"'"))


def _import(module: Module, local: str, specifier: str, name: str) -> None:
    module.scope.names[local] = Imported(specifier, name, module.path)


def _add_export(module: Module, node: Syntax) -> None:
    module.is_script = False
    specifier = _specifier(node)
    clause = node.first("export_clause")
    namespace = node.first("namespace_export")
    if specifier:
        module.specifiers.add(specifier)
    if namespace is not None and namespace.children:
        module.exports[namespace.children[0].text] = Imported(specifier, "*", module.path)
    elif specifier and clause is None:
        module.stars.append(specifier)
    for each in clause.children if clause is not None else ():
        name, alias = each.field("name"), each.field("alias")
        if name is None:
            continue
        outside = (alias or name).text.strip("\"'")
        if specifier:
            module.exports[outside] = Imported(specifier, name.text, module.path)
        else:
            module.aliases[outside] = name.text
