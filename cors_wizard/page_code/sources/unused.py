"""Files that no page loads: what they would set up, doesn't happen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cors_wizard.page_code.hot_words import specifiers
from cors_wizard.page_code.page_files import is_document
from cors_wizard.page_code.sources.resolve import Resolver

_ENTRY = re.compile(
    rb"""<script\b(?=[^>]*\btype\s*=\s*["']?module)[^>]*\bsrc\s*=\s*["']?([^"'\s>?#]{1,200})"""
)
_EXPORTS = re.compile(rb"^\s*(?:export\b|module\.exports|exports\.)", re.MULTILINE)
_IMPORTS = re.compile(rb"^\s*import\b", re.MULTILINE)
_BY_PATTERN = re.compile(rb"\bimport\.meta\.glob|\brequire\.context\(")


def unused_files(code: Mapping[str, bytes], settings: Iterable[str], resolver: Resolver) -> frozenset[str]:
    """Modules that export nothing, and that nothing names that a page's own module leads to.

    Without a page that names its module there is nothing to begin with, and every file may be loaded.
    """
    pages = [path for path in code if is_document(path)]
    entries = {entry for path in pages for entry in _entries(path, code[path], code)}
    if not entries or any(_BY_PATTERN.search(text) for text in code.values()):
        return frozenset()
    idle = {path for path, text in code.items() if _IMPORTS.search(text) and not _EXPORTS.search(text)}
    idle = {path for path in idle - entries if path.endswith((".js", ".ts", ".mjs", ".jsx", ".tsx"))}
    if not idle:
        return frozenset()
    named = "\n".join(settings).encode("utf-8", errors="replace")
    reached = _reached(entries, code, resolver)
    return frozenset(
        path
        for path in idle - reached
        if not any(_stem(path) in text for other, text in code.items() if other != path)
        and _stem(path) not in named
    )


def _stem(path: str) -> bytes:
    return path.rpartition("/")[2].partition(".")[0].encode()


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
