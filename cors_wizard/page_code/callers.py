"""Which files have to be read besides those that send requests: the callers of what leaves something open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from cors_wizard.page_code.evaluation.modules import Module
from cors_wizard.page_code.evaluation.values import (
    SENDER_KINDS,
    Choice,
    Class,
    Closure,
    Imported,
    Native,
    Object,
    Value,
)
from cors_wizard.page_code.hot_words import specifiers
from cors_wizard.page_code.page_call import PageCall
from cors_wizard.page_code.sources.resolve import Resolver, stem_of

_WHOLE_PATH = re.compile(
    r"^/*\{[^{}]*\}"
    r"|^[^?#]*[^/?#=&{}.:_-]\{[^{}]*\}"
    r"|\{[^{}]*(?:path|url|uri|endpoint|route|resource|suffix|target|action|query)[^{}]*\}$",
    re.IGNORECASE,
)
_HANDED_ON = re.compile(rb"(?<![\w$.'\"/-])fetch\s*[,)\];]")
"""`fetch` as a value: what it becomes, the importers' code tells."""
_FILLS = re.compile(rb"\.(?:push|unshift)\(\s*[\w$]{1,40}\s*\)")
"""A list of what each request passes: `export const use = (m) => middlewares.push(m)`."""
_INDEX = re.compile(r"(?:^|/)index\.\w+$")
_OF_FOLDER = re.compile(rb"""['"](?:\.\.?/)*\.\.?/?['"]""")
"""`from '..'`: an index, without a name."""
_SET = re.compile(rb"^[ \t]{0,40}([A-Za-z_$][\w$]{1,60})\.[\w$]{1,60}[ \t]{0,9}=(?![=>])", re.MULTILINE)
"""A member of an object is set, in a statement of its own."""
_SHORTEST_NAME = 2
_MODULE_WORD = re.compile(rb"^\s*(?:import|export)\b", re.MULTILINE)


def is_open(call: PageCall) -> bool:
    """Whether a caller may settle more of a call than its own line does."""
    url = call.url.removeprefix("{" + call.base_variable + "}")
    path = url.split("://", 1)[-1].partition("/")[2] if "://" in url else url
    return bool(call.uncertain) or bool(_WHOLE_PATH.search(path))


def _imports(code: bytes, name: bytes) -> bool:
    return re.search(rb"\bimport\b[^;'\"()]*(?<![\w$])" + re.escape(name) + rb"(?![\w$])", code) is not None


def is_filled(code: bytes) -> bool:
    """Whether a module keeps what its importers hand to it, before it sends anything."""
    return _FILLS.search(code) is not None and b"export" in code


def exports_sender(module: Module) -> bool:
    """Whether other files get something from a module that sends in their name."""
    values = (*module.scope.names.values(), *module.exports.values())
    is_handed_on = _HANDED_ON.search(module.code) is not None
    return is_handed_on or bool(module.stars) or any(map(_is_for_callers, values))


def _is_for_callers(value: Value) -> bool:
    """What sends, or has a library's functions that do: `export default { get: axios.get, setToken }`."""
    inner = value.properties.values() if type(value) is Object else ()
    return is_sender(value) or _is_made(value) or any(isinstance(each, Native) for each in inner)


def _is_made(value: Value) -> bool:
    """Whether a function is what another one returned: `export const api = compose(withCookies)`."""
    return isinstance(value, Closure) and value.scope is not None and value.scope.activation > 0


def is_sender(value: Value) -> bool:
    """Whether something sends for its caller."""
    if isinstance(value, Choice):
        return is_sender(value.yes) or is_sender(value.no)
    if isinstance(value, Imported):
        return False
    return isinstance(value, Object) and value.kind in SENDER_KINDS


def heirs(modules: Iterable[Module], needy: set[str]) -> Iterator[str]:
    """The modules with a class that inherits from one of these: it may settle what its base leaves open."""
    for module in modules:
        values = (*module.scope.names.values(), *module.exports.values())
        bases = (value.base for value in values if isinstance(value, Class))
        if any(isinstance(base, Class) and base.node and base.node.file in needy for base in bases):
            yield module.path


def barrels(modules: Iterable[Module], needy: set[str], resolver: Resolver) -> Iterator[str]:
    """The modules that hand on what one of these exports: `export { client } from './client'`."""
    for module in modules:
        named = (module.scope.names.get(local) for local in module.aliases.values())
        handed_on = [each for each in (*module.exports.values(), *named) if isinstance(each, Imported)]
        if any(resolver.resolve(each.specifier, module.path) in needy for each in handed_on):
            yield module.path


class Importers:
    """Who imports whom, as far as a glance at the code tells; looked at when it is asked for."""

    def __init__(self, code: Mapping[str, bytes], resolver: Resolver) -> None:
        self._code = code
        self._resolver = resolver
        self._known: dict[str, list[str]] = {}
        self._mentioned: dict[frozenset[str], list[str]] = {}

    def of(self, paths: Iterable[str]) -> list[str]:
        """The files that import one of these."""
        fresh = {path for path in paths if path not in self._known}
        self._known |= {path: [] for path in fresh}
        stems = {name.encode() for path in fresh for name in (stem_of(path), *self._resolver.names_of(path))}
        has_index = any(_INDEX.search(path) for path in fresh)
        for importer, code in self._code.items() if stems else ():
            if any(stem in code for stem in stems) or (has_index and _OF_FOLDER.search(code)):
                for path in {self._resolver.resolve(each, importer) for each in specifiers(code)} & fresh:
                    if path is not None and path != importer:
                        self._known[path].append(importer)
        return list(dict.fromkeys(importer for path in sorted(paths) for importer in self._known[path]))

    @cached_property
    def setters(self) -> dict[str, frozenset[str]]:
        """The files that change an object that they import, `OpenAPI.BASE = ...`, each with its names."""
        found = {
            path: {name for name in {*_SET.findall(code)} if _imports(code, name)}
            for path, code in self._code.items()
            if b"import" in code
        }
        return {path: frozenset(map(bytes.decode, names)) for path, names in found.items() if names}

    def with_members(self, names: Iterable[str]) -> list[str]:
        """The files that take one of these names from their component, or inject it."""
        usable = [re.escape(name).encode() for name in sorted(names)]
        if not usable:
            return []
        either = b"|".join(usable)
        pattern = re.compile(
            rb"\bthis\.(?:" + either + rb")\b|\binject\(\s*['\"]?(?:" + either + rb")(?:['\"]|\s*[,)])"
            rb"|\binject\s*:\s*[\[{][^;]{0,200}?\b(?:" + either + rb")\b"
            rb"|\buseNuxtApp\(\)(?:\.|[^;]{0,20})(?:"
            + either
            + rb")\b|[{,]\s*(?:"
            + either
            + rb")\b[^=;]{0,80}\}\s*=\s*useNuxtApp\("
        )
        written = [name.encode() for name in names]
        named = ((path, code) for path, code in self._code.items() if any(each in code for each in written))
        return [path for path, code in named if pattern.search(code)]

    def mentioning(self, names: Iterable[str]) -> list[str]:
        """The scripts without imports that use one of these names of the whole page."""
        usable = frozenset(name for name in names if len(name) > _SHORTEST_NAME)
        if usable and usable not in self._mentioned:
            either = b"|".join(re.escape(name).encode() for name in sorted(usable))
            pattern = re.compile(rb"(?<![\w$.])(?:" + either + rb")\s*[(.]")
            self._mentioned[usable] = [path for path, code in self.scripts.items() if pattern.search(code)]
        return self._mentioned[usable] if usable else []

    def calling(self, names: Iterable[str]) -> list[str]:
        """The files that call one of these names, which a framework imports for them."""
        usable = sorted(name for name in names if len(name) > _SHORTEST_NAME)
        either = b"|".join(re.escape(name).encode() for name in usable)
        pattern = re.compile(rb"(?<![\w$.])(?:" + either + rb")\s*[(<]")
        return [path for path, code in self._code.items() if pattern.search(code)] if usable else []

    @cached_property
    def scripts(self) -> dict[str, bytes]:
        """The files without import and export: their names are the whole page's."""
        return {path: code for path, code in self._code.items() if not _MODULE_WORD.search(code)}
