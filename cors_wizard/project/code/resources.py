"""Reads for which paths the code sets CORS up (`resources=`), where they are written literally."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cors_wizard.facts import Fact
from cors_wizard.project.code.cors_setups import Setup
from cors_wizard.project.code.literals import read_literal
from cors_wizard.project.code.module import Module, dotted_name
from cors_wizard.project.evidence import scanned


def read_resources(setups: Sequence[Setup], configured: Sequence[tuple[Module, ast.expr]]) -> Iterator[Fact]:
    """The facts on `resources=`; none where a call covers every path, or a path is computed.

    Args:
        setups: the calls that reach the app.
        configured: the values of `CORS_RESOURCES`, which count where a call names no paths.
    """
    if not setups or any(setup.kind not in ("app", "blueprint") for setup in setups):
        return
    found: list[str] = []
    rules: list[Rule] = []
    first: tuple[Module, ast.expr] | None = None
    for setup in setups:
        given = next((option.value for option in setup.options if option.arg == "resources"), None)
        source = (setup.module, given) if given is not None else next(iter(configured), None)
        patterns = patterns_of(source[1], source[0].constants) if source else None
        if source is None or patterns is None:
            return
        first = first or source
        found += patterns
        rules += _rules(source[1], source[0].constants)
    if first and found:
        module, value = first
        where, says = module.where(value), module.says(value)
        yield scanned("resource_patterns", tuple(dict.fromkeys(found)), where, says)
        if rules:
            alike = len({rule.options for rule in rules}) == 1
            yield scanned("resource_rules", "alike" if alike else "of-their-own", where, says)
            origins = tuple(f"{rule.pattern}: {origin}" for rule in rules for origin in rule.origins)
            if origins:
                yield scanned("resource_origins", origins, where, says)


@dataclass(frozen=True)
class Rule:
    """One path of `resources=` with settings of its own."""

    pattern: str
    options: tuple[tuple[object, ...], ...]
    """The settings, in a form that can be compared."""
    origins: tuple[str, ...]


def _rules(value: ast.expr, constants: Mapping[str, ast.expr]) -> Iterator[Rule]:
    if isinstance(value, ast.Name):
        value = constants.get(value.id, value)
    for key, options in zip(value.keys, value.values, strict=True) if isinstance(value, ast.Dict) else ():
        read = read_literal(key, constants) if key is not None else None
        if read is None or not isinstance(options, ast.Dict):
            continue
        names = [part and read_literal(part, constants).texts for part in options.keys]
        origins = [
            text
            for name, given in zip(names, options.values, strict=True)
            if name == ("origins",)
            for text in read_literal(given, constants).texts
        ]
        for pattern in read.texts:
            yield Rule(pattern, _settings(names, options.values, constants), tuple(origins))


def _settings(
    names: Sequence[object], values: Sequence[ast.expr], constants: Mapping[str, ast.expr]
) -> tuple[tuple[object, ...], ...]:
    read = [read_literal(value, constants) for value in values]
    plain = [value.value if isinstance(value, ast.Constant) else None for value in values]
    # What is computed may be anything: two of these are taken for different.
    computed = [
        None if one.is_whole or said is not None else id(one) for one, said in zip(read, plain, strict=True)
    ]
    texts = [one.texts for one in read]
    return tuple(sorted(zip(names, texts, plain, computed, strict=True), key=str))


def patterns_of(value: ast.expr, constants: Mapping[str, ast.expr]) -> tuple[str, ...] | None:
    """The patterns of a text, a list or the keys of a dict; None where one is computed."""
    if isinstance(value, ast.Name) and value.id in constants:
        value = constants[value.id]
    parts: list[ast.expr] = [value]
    if isinstance(value, ast.Dict):
        parts = [key for key in value.keys if key is not None]
        if len(parts) < len(value.keys):
            return None
    if any(_is_pattern_with_flags(part) for part in parts):
        return None
    read = [read_literal(part, constants) for part in parts]
    return tuple(text for one in read for text in one.texts) if all(one.is_whole for one in read) else None


def _is_pattern_with_flags(part: ast.expr) -> bool:
    is_compiled = isinstance(part, ast.Call) and dotted_name(part.func) == "re.compile"
    return is_compiled and isinstance(part, ast.Call) and len(part.args) + len(part.keywords) > 1
