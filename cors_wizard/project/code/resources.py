"""Reads for which paths the code sets CORS up (`resources=`), where they are written literally."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from cors_wizard.facts import Fact
from cors_wizard.project.code.cors_setups import Setup
from cors_wizard.project.code.literals import read_literal
from cors_wizard.project.code.module import Module, dotted_name
from cors_wizard.project.evidence import scanned


def read_resources(setups: Sequence[Setup], configured: Sequence[tuple[Module, ast.expr]]) -> Iterator[Fact]:
    """The fact `resource_patterns`; none where a call covers every path, or a path is computed.

    Args:
        setups: the calls that reach the app.
        configured: the values of `CORS_RESOURCES`, which count where a call names no paths.
    """
    if not setups or any(setup.kind not in ("app", "blueprint") for setup in setups):
        return
    found: list[str] = []
    first: tuple[Module, ast.expr] | None = None
    for setup in setups:
        given = next((option.value for option in setup.options if option.arg == "resources"), None)
        source = (setup.module, given) if given is not None else next(iter(configured), None)
        patterns = patterns_of(source[1], source[0].constants) if source else None
        if source is None or patterns is None:
            return
        first = first or source
        found += patterns
    if first and found:
        module, value = first
        yield scanned(
            "resource_patterns", tuple(dict.fromkeys(found)), module.where(value), module.says(value)
        )


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
