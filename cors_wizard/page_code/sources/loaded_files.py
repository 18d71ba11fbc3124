"""Modules that set up what the page sends, and that nothing loads: what they set up doesn't hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set

from cors_wizard.page_code.page_call import PageFile
from cors_wizard.page_code.page_files import is_component, is_document, is_json
from cors_wizard.page_code.sources.resolve import stem_of
from cors_wizard.page_code.sources.which_files import is_settings

_SETS_UP = re.compile(
    rb"\binterceptors\b|\.defaults\b|\bajaxSetup\b|\bajaxPrefilter\b|\bHttpInterceptor(?:Fn)?\b"
    rb"|\b(?:window|globalThis|self)\.fetch\s*=(?![=>])"
)
_MODULE = re.compile(rb"^\s*(?:import|export)\b|\brequire\(", re.MULTILINE)
_LOADS_FOLDERS = re.compile(
    rb"\bimport\.meta\.glob|\brequire\.context\(|\bimport\(\s*(?!['\"`\s])|\bimport\(\s*`[^`]*\$"
)
"""Code that loads files whose names nobody writes."""
_ENTRY = re.compile(
    r"(?:^|/)(?:main|index|app|bootstrap|entry[\w.-]*|client|start)\.[cm]?[jt]sx?$", re.IGNORECASE
)
_BY_FRAMEWORK = re.compile(
    r"(?:^|/)(?:plugins?|boot|middlewares?|layouts|pages|routes|views|initializers|instance-initializers"
    r"|composables|utils|store|stores|app|public|static)/|(?:^|/)(?:_|\+|hooks\.|instrumentation)"
)
"""Files that a framework loads by where they are, and those that a server hands out as they are."""
_WORD = re.compile(rb"[\w$-]+")

Code = Mapping[str, bytes]


def never_loaded(code: Code, files: Iterable[PageFile]) -> frozenset[str]:
    """The modules that set up requests, and whose names no other file of the project has.

    Only where a file is there that a page begins with: of a library's code others load what they like.
    """
    suspects = {path for path, each in code.items() if _is_suspect(path, each)}
    if not suspects or not any(map(_ENTRY.search, code)) or any(map(_LOADS_FOLDERS.search, code.values())):
        return frozenset()
    texts = [each for path, each in code.items() if is_document(path) or is_json(path)]
    texts += [each.text.encode("utf-8", errors="replace") for each in files if is_settings(each.path)]
    mentioned = {word for text in texts for word in _WORD.findall(text)}
    found = {path for path in suspects if not mentioned.intersection(_WORD.findall(_name(path)))}
    while loaded := {path for path in found if _is_named(path, code, found)}:
        found -= loaded
    return frozenset(found)


def _name(path: str) -> bytes:
    return stem_of(path).encode("utf-8", errors="replace")


def _is_suspect(path: str, code: bytes) -> bool:
    """Whether a file is a module that sets up requests, and that only its name would load."""
    is_other = is_document(path) or is_component(path) or is_json(path)
    if is_other or _ENTRY.search(path) or _BY_FRAMEWORK.search(path):
        return False
    return _SETS_UP.search(code) is not None and _MODULE.search(code) is not None


def _is_named(path: str, code: Code, unused: Set[str]) -> bool:
    """Whether a file that may be in use names another one: in an import, or for a build."""
    name = re.compile(rb"['\"`/]" + re.escape(_name(path)) + rb"(?:\.[cm]?[jt]sx?)?(?:\?[\w=&]{1,40})?['\"`]")
    return any(name.search(each) for other, each in code.items() if other != path and other not in unused)
