"""Finds, without parsing, the files and the stretches of code that may lead to a request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cors_wizard.page_code.evaluation.modules import Module
from cors_wizard.page_code.sources.syntax import Syntax

_HOT = re.compile(
    rb"\b(?:fetch|useFetch|useLazyFetch|fetchBaseQuery|ofetch)\b|[$]fetch|axios|XMLHttpRequest|HttpClient|httpResource|ajax|[$]\.(?:get|post)|jQuery\.|\bky\b|superagent|wretch"
    rb"|EventSource|sendBeacon|socket\.io|\bio\(|graphql|apollo|urql|HttpLink|createClient|[$]http\b|redaxios|\bgot\b"
    rb"|\)\.load\(|\buseSWR|intercept"
    rb"|@sentry/|@opentelemetry/|browser-rum|apm-rum|applicationinsights"
)
_IMPORT = re.compile(rb"""(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"]([^'"\n]{1,300})['"]""")
_DECLARATIONS = (
    "lexical_declaration",
    "variable_declaration",
    "function_declaration",
    "class_declaration",
    "abstract_class_declaration",
    "generator_function_declaration",
)
_ROUNDS = 4


def may_send(code: bytes) -> bool:
    """Whether a file has any word that goes with a request."""
    return _HOT.search(code) is not None


def specifiers(code: bytes) -> set[str]:
    """What a file imports, as far as a glance tells."""
    return {match.group(1).decode("utf-8", errors="replace") for match in _IMPORT.finditer(code)}


def mark(module: Module, names: Iterable[str] = ()) -> None:
    """Notes where a request may begin: at the words, at these names, at what is made of either."""
    hot = {*module.hot, *(match.start() for match in _HOT.finditer(module.code))}
    known: set[str] = set()
    wanted = set(names)
    for _ in range(_ROUNDS):
        hot |= _occurrences(module.code, wanted - known)
        known |= wanted
        module.hot = sorted(hot)
        wanted = hot_names(module)
        if wanted <= known:
            break


def _occurrences(code: bytes, names: set[str]) -> set[int]:
    usable = sorted(name for name in names if re.fullmatch(r"[\w$./@~-]+", name))
    if not usable:
        return set()
    pattern = "|".join(re.escape(name) for name in usable).encode()
    return {match.start() for match in re.finditer(rb"(?<![\w$])(?:" + pattern + rb")(?![\w$])", code)}


def hot_names(module: Module) -> set[str]:
    """The names of top-level declarations that have something hot in them."""
    names: set[str] = set()
    for node in module.root.children:
        if not module.is_hot(node.node.start_byte, node.node.end_byte):
            continue
        inner = node.field("declaration") if node.type == "export_statement" else node
        if inner is not None and inner.type in _DECLARATIONS:
            names |= _names(inner)
    return names


def _names(node: Syntax) -> set[str]:
    name = node.field("name")
    if name is not None:
        return {name.text}
    parts = (declarator.field("name") for declarator in node.children)
    return {name for part in parts if part is not None for name in _identifiers(part)}


def _identifiers(pattern: Syntax) -> Iterator[str]:
    """The names in a declaration's pattern, one level deep as people write them."""
    if pattern.type == "identifier":
        yield pattern.text
        return
    for child in pattern.children:
        target = child.field("value") or child.field("left") or child
        if target.type in ("identifier", "shorthand_property_identifier_pattern"):
            yield target.text
