"""Files that no page loads: what they would set up, doesn't happen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set

from cors_wizard.page_code.hot_words import specifiers
from cors_wizard.page_code.page_files import is_document, is_json
from cors_wizard.page_code.sources.resolve import Resolver, stem_of

_ENTRY = re.compile(
    rb"""<script\b(?=[^>]*\btype\s*=\s*["']?module)[^>]*\bsrc\s*=\s*["']?([^"'\s>?#]{1,200})"""
)
_USUAL_ENTRY = re.compile(r"(?:^|/)src/(?:main|index)\.[jt]sx?$")
"""What build tools begin with, where no page names it."""
_EXPORTS = re.compile(rb"^\s*(?:export\b|module\.exports|exports\.)", re.MULTILINE)
_IMPORTS = re.compile(rb"^\s*import\b", re.MULTILINE)
_SETS_UP = re.compile(
    rb"\binterceptors\b|\.defaults\b|\bajaxSetup\b|\bajaxPrefilter\b|\bHttpInterceptor(?:Fn)?\b"
    rb"|\b(?:window|globalThis|self)\.fetch\s*=(?![=>])"
)
_BY_PATTERN = re.compile(
    rb"\bimport\.meta\.glob|\brequire\.context\(|\bimport\(\s*(?!['\"`\s])|\bimport\(\s*`[^`]*\$"
)
_SCRIPTS = (".js", ".ts", ".mjs", ".jsx", ".tsx")
_WORD = re.compile(rb"[\w$-]+")


def unused_files(code: Mapping[str, bytes], settings: Iterable[str], resolver: Resolver) -> frozenset[str]:
    """Modules that export nothing or set up requests, and that nothing names that may be in use.

    Without a module to begin with, every file may be loaded.
    """
    named_by_pages = {
        entry for path in code if is_document(path) for entry in _entries(path, code[path], code)
    }
    entries = named_by_pages or {path for path in code if _USUAL_ENTRY.search(path)}
    if not entries or any(_BY_PATTERN.search(text) for text in code.values()):
        return frozenset()
    idle = {path for path in code if path.endswith(_SCRIPTS) and _is_idle(code[path], bool(named_by_pages))}
    if not idle:
        return frozenset()
    texts = [text for path, text in code.items() if is_document(path) or is_json(path)]
    texts += [each.encode("utf-8", errors="replace") for each in settings]
    words = {word for text in texts for word in _WORD.findall(text)}
    found = {path for path in idle if not words.intersection(_WORD.findall(_name(path)))}
    found -= _reached(entries, code, resolver)
    while loaded := {path for path in found if _is_named(path, code, found)}:
        found -= loaded
    return frozenset(found)


def _is_idle(code: bytes, is_named_by_page: bool) -> bool:
    """Whether a module is there for its effects; where pages name their modules, any that exports nothing."""
    if not _IMPORTS.search(code):
        return False
    return bool(_SETS_UP.search(code)) or (is_named_by_page and not _EXPORTS.search(code))


def _name(path: str) -> bytes:
    return stem_of(path).encode("utf-8", errors="replace")


def _is_named(path: str, code: Mapping[str, bytes], unused: Set[str]) -> bool:
    """Whether a file that may be in use names another one: in an import, or for a build."""
    name = re.compile(
        rb"['\"`/]" + re.escape(_name(path)) + rb"(?:\.[cm]?[jt]sx?)?(?:[?#][\w=&]{1,60})?['\"`]"
    )
    return any(name.search(text) for other, text in code.items() if other != path and other not in unused)


def _entries(path: str, text: bytes, code: Mapping[str, bytes]) -> Iterable[str]:
    folder = path.rpartition("/")[0]
    for match in _ENTRY.finditer(text):
        written = match[1].decode("utf-8", errors="replace").lstrip("./")
        for candidate in (f"{folder}/{written}" if folder else written, written):
            if candidate in code:
                yield candidate
                break


def _reached(entries: Iterable[str], code: Mapping[str, bytes], resolver: Resolver) -> set[str]:
    waiting, reached = list(entries), set[str]()
    while waiting:
        path = waiting.pop()
        if path in reached or path not in code:
            continue
        reached.add(path)
        found = (resolver.resolve(each, path) for each in specifiers(code[path]))
        waiting += [each for each in found if each is not None]
    return reached
