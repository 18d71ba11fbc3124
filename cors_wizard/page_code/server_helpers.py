"""Leaves out what only a framework's server calls: a helper that nothing but a loader makes use of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from cors_wizard.page_code.evaluation.modules import Module, Modules
from cors_wizard.page_code.hot_words import specifiers
from cors_wizard.page_code.page_call import PageCall
from cors_wizard.page_code.sources.which_files import is_server_function

_IMPORT = re.compile(rb"^\s*(?:import\b|export\s*(?:\*|\{[^}]*\})\s*from\b)")


class ServerHelpers:
    """Who uses what a module exports: the page, or a server alone."""

    def __init__(
        self,
        code: Mapping[str, bytes],
        servers: Mapping[str, bytes],
        modules: Modules,
        is_component: Callable[[str, bytes], bool],
    ) -> None:
        self._code = code
        self._servers = servers
        self._modules = modules
        self._is_component = is_component
        self._known: dict[tuple[str, str], bool] = {}

    def without(self, calls: Iterable[PageCall]) -> tuple[PageCall, ...]:
        """The calls that the page makes."""
        return tuple(call for call in calls if not self._is_of_server(call))

    def _is_of_server(self, call: PageCall) -> bool:
        span, module = call.span("call"), self._modules.find(call.file)
        if span is None or module is None:
            return False
        start, end = module.statement(span.start)
        name = _exported(module, start)
        if not name or name[0].isupper() or b"use client" in module.code[:1000]:
            # A component that a server renders sends from the page all the same.
            return False
        key = call.file, name
        if key not in self._known:
            outside = module.code[:start] + module.code[end:]
            is_used_here = re.search(_word(name), outside) is not None
            self._known[key] = not is_used_here and self._is_served(call.file, name)
        return self._known[key]

    def _is_served(self, path: str, name: str) -> bool:
        """Whether there are users of the name, and each of them runs on a server."""
        users = list(self._users(path, name))
        return bool(users) and all(users)

    def _users(self, path: str, name: str) -> Iterator[bool]:
        word, resolver = _word(name), self._modules.resolver
        for importer, code in (*self._servers.items(), *self._code.items()):
            if name.encode() not in code or importer == path:
                continue
            if any(resolver.resolve(each, importer) == path for each in specifiers(code)):
                yield (
                    importer in self._servers
                    or self._is_component(importer, code)
                    or self._in_functions(importer, word)
                )

    def _in_functions(self, importer: str, word: re.Pattern[bytes]) -> bool:
        """Whether nothing but functions that run on a server makes use of a name in a file of the page."""
        module = self._modules.load(importer)
        if importer.endswith(".astro"):
            # All but its scripts runs while the page is built.
            return module is None or word.search(module.code) is None
        if module is None:
            return False
        uses = 0
        for start, end in module.statements:
            text = module.code[start:end]
            if _IMPORT.match(text) or not word.search(text):
                continue
            if not is_server_function(text[:200], importer, module.code):
                return False
            uses += 1
        return uses > 0


def _exported(module: Module, start: int) -> str:
    """What the statement that begins there exports; nothing where it exports nothing."""
    for node in module.root.children:
        if node.node.start_byte == start and node.type == "export_statement":
            declaration = node.field("declaration")
            name = declaration.field("name") if declaration is not None else None
            if declaration is not None and name is None and declaration.children:
                name = declaration.children[0].field("name")
            return name.text if name is not None else ""
    return ""


def _word(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![\w$])" + re.escape(name.encode()) + rb"(?![\w$])")
