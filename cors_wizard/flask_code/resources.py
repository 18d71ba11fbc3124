"""Reads for which paths the code sets CORS up (`resources=`), where they are written literally."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.cors_setups import Setup
from cors_wizard.flask_code.literals import listed, read_literal
from cors_wizard.flask_code.module import Module, dotted_name

RULE_SETTINGS: Mapping[str, str] = {
    "origins": "configured_origins",
    "allow_headers": "configured_headers",
    "methods": "configured_methods",
    "expose_headers": "configured_exposed",
    "supports_credentials": "configured_credentials",
    "max_age": "configured_max_age",
}
"""What an option of flask-cors is called as a fact."""
_NAMED = frozenset(RULE_SETTINGS)


def read_resources(setups: Sequence[Setup], configured: Sequence[tuple[Module, ast.expr]]) -> Iterator[Fact]:
    """The facts on `resources=`; none where a call covers every path, or a path is computed.

    Args:
        setups: the calls that reach the app.
        configured: the values of `CORS_RESOURCES`, which count where a call names no paths.
    """
    if not setups or any(setup.kind not in ("app", "blueprint", "never-bound") for setup in setups):
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
        beside = {option.arg: option.value for option in setup.options if option.arg in _NAMED}
        rules += _rules(source[1], source[0].constants, beside)
    if first and found:
        module, value = first
        where, says = module.where(value), module.says(value)
        yield scanned("resource_patterns", tuple(dict.fromkeys(found)), where, says)
        if rules:
            alike = len({rule.options for rule in rules}) == 1
            yield scanned("resource_rules", "alike" if alike else "of-their-own", where, says)
            settings = tuple(text for rule in rules for text in rule.texts())
            if settings:
                yield scanned("resource_settings", settings, where, says)


@dataclass(frozen=True)
class Rule:
    """One path of `resources=` with settings of its own."""

    pattern: str
    options: tuple[tuple[object, ...], ...]
    """The settings, in a form that can be compared."""
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What holds for this path, its own settings before those beside `resources=`."""

    def texts(self) -> Iterator[str]:
        """Each value as `path: setting: value`."""
        return (f"{self.pattern}: {name}: {value}" for name, values in self.named.items() for value in values)


def _rules(
    value: ast.expr, constants: Mapping[str, ast.expr], beside: Mapping[str, ast.expr]
) -> Iterator[Rule]:
    if isinstance(value, ast.Name):
        value = constants.get(value.id, value)
    for key, options in zip(value.keys, value.values, strict=True) if isinstance(value, ast.Dict) else ():
        if isinstance(options, ast.Name):
            options = constants.get(options.id, options)
        read = read_literal(key, constants) if key is not None else None
        if read is None or not isinstance(options, ast.Dict):
            continue
        names = [read_literal(part, constants).texts if part else () for part in options.keys]
        own = {text: given for name, given in zip(names, options.values, strict=True) for text in name}
        for pattern in read.texts:
            yield Rule(
                pattern, _settings(names, options.values, constants), _named({**beside, **own}, constants)
            )


def _named(options: Mapping[str, ast.expr], constants: Mapping[str, ast.expr]) -> dict[str, tuple[str, ...]]:
    """The values of the settings that a fix keeps, as texts."""
    return {
        name: tuple(each for text in _texts(options[option], constants) for each in listed(option, text))
        for option, name in RULE_SETTINGS.items()
        if option in options
    }


def _texts(value: ast.expr, constants: Mapping[str, ast.expr]) -> tuple[str, ...]:
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        return ("yes" if value.value else "no",)
    if isinstance(value, ast.Constant) and isinstance(value.value, int):
        return (str(value.value),)
    return read_literal(value, constants).texts


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
