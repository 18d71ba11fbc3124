"""Reads which origins, headers and methods the code allows, where they are written literally."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cors_wizard.facts import Fact
from cors_wizard.project.code.cors_setups import Setup
from cors_wizard.project.code.literals import Literal, read_literal, text_of
from cors_wizard.project.code.module import Module, dotted_name
from cors_wizard.project.code.own_headers import OwnHeader
from cors_wizard.project.code.resources import read_resources
from cors_wizard.project.evidence import Found, clean, place, scanned

_FACTS = {
    "origins": "configured_origins",
    "allow_headers": "configured_headers",
    "methods": "configured_methods",
}
_CONFIG_KEYS = {
    "CORS_ORIGINS": "origins",
    "CORS_ALLOW_HEADERS": "allow_headers",
    "CORS_METHODS": "methods",
    "CORS_RESOURCES": "resources",
    "CORS_SUPPORTS_CREDENTIALS": "supports_credentials",
}
_OPTIONS = frozenset(
    {
        *(
            "app",
            "resources",
            "origins",
            "methods",
            "expose_headers",
            "allow_headers",
            "supports_credentials",
        ),
        *("max_age", "send_wildcard", "vary_header", "automatic_options", "intercept_exceptions"),
        *("always_send", "allow_private_network"),
    }
)
"""What `CORS` and `cross_origin` of flask-cors take."""


@dataclass(frozen=True)
class _Setting:
    option: str
    value: ast.expr
    module: Module
    line: int

    @property
    def where(self) -> str:
        return place(self.module.path, self.line)


def read_options(setups: Sequence[Setup], modules: Sequence[Module]) -> Found:
    """The settings of flask-cors: what is given in the call outranks `app.config`."""
    given = [one for setup in setups for one in _of_call(setup)]
    # CORS(blueprint) ignores app.config: evidence/flask-cors-behaviour.md, row 2.16.
    config = [] if any(setup.kind == "blueprint" for setup in setups) else _config_of(modules)
    found = Found(notes=tuple(_unknown_options(setups)))
    for option in (*_FACTS, "supports_credentials"):
        settings = [one for one in given if one.option == option]
        settings = settings or [one for one in config if one.option == option]
        found += _read(option, settings) if option in _FACTS else Found(tuple(_credentials(settings)))
    configured = [
        (module, value)
        for module in modules
        for key, value in _configured(module)
        if key == "CORS_RESOURCES" and not any(setup.kind == "blueprint" for setup in setups)
    ]
    return found + Found(tuple(read_resources(setups, configured)))


def _of_call(setup: Setup) -> Iterator[_Setting]:
    for keyword in setup.options:
        if keyword.arg:
            yield from _expanded(keyword.arg, keyword.value, setup.module)


def _expanded(option: str, value: ast.expr, module: Module) -> Iterator[_Setting]:
    """A setting; of `resources` those of every pattern."""
    if isinstance(value, ast.Name):
        known = module.constants.get(value.id)
        value = known if option == "resources" and known is not None else value
    if option != "resources":
        yield _Setting(option, value, module, value.lineno)
    elif isinstance(value, ast.Dict):
        for options in value.values:
            if isinstance(options, ast.Dict):
                for key, inner in zip(options.keys, options.values, strict=True):
                    yield _Setting(text_of(key) or "", inner, module, inner.lineno)


def _config_of(modules: Sequence[Module]) -> list[_Setting]:
    return [
        setting
        for module in modules
        for key, value in _configured(module)
        if key in _CONFIG_KEYS
        for setting in _expanded(_CONFIG_KEYS[key], value, module)
    ]


def _configured(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """What `app.config[...] =`, `app.config.update(...)`, configuration classes and files set."""
    is_settings = any(word in module.file.name.lower() for word in ("config", "settings"))
    for node, scope in module.nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Subscript) and dotted_name(target.value).endswith("config"):
                    yield text_of(target.slice) or "", node.value
                elif isinstance(target, ast.Name) and (scope.in_class or is_settings):
                    yield target.id, node.value
        elif isinstance(node, ast.Call) and dotted_name(node.func).endswith(
            ("config.update", "from_mapping")
        ):
            yield from ((keyword.arg or "", keyword.value) for keyword in node.keywords)
            for given in node.args:
                if isinstance(given, ast.Dict):
                    yield from (
                        (text_of(key) or "", value)
                        for key, value in zip(given.keys, given.values, strict=True)
                    )


def _read(option: str, settings: Sequence[_Setting]) -> Found:
    read = [(one, read_literal(one.value, one.module.constants)) for one in settings]
    texts = tuple(dict.fromkeys(text for _, literal in read for text in literal.texts))
    notes = tuple(_not_literal(option, one, literal) for one, literal in read if not literal.is_whole)
    if not texts:
        return Found(notes=notes)
    first = next(one for one, literal in read if literal.texts)
    return Found((_fact(option, texts, first),), notes)


def _credentials(settings: Sequence[_Setting]) -> Iterator[Fact]:
    for one in settings:
        if isinstance(one.value, ast.Constant) and isinstance(one.value.value, bool):
            answer = "yes" if one.value.value else "no"
            yield scanned("configured_credentials", answer, one.where, one.module.says(one.value))


def _fact(option: str, texts: tuple[str, ...], setting: _Setting) -> Fact:
    return scanned(_FACTS[option], texts, setting.where, setting.module.says(setting.value))


def _not_literal(option: str, setting: _Setting, literal: Literal) -> str:
    if literal.variables:
        names = ", ".join(clean(name, 60) for name in literal.variables)
        return f"{setting.where}: {option} come from the environment ({names}), which is not read."
    return f"{setting.where}: {option} are computed, so their value is not known."


def _unknown_options(setups: Sequence[Setup]) -> Iterator[str]:
    for setup in setups:
        for keyword in setup.options:
            if keyword.arg and keyword.arg not in _OPTIONS:
                yield f"{setup.where}: flask-cors has no option {clean(keyword.arg, 60)} and ignores it."


def read_own_options(headers: Sequence[OwnHeader]) -> Found:
    """The settings that hand-written headers amount to."""
    facts: list[Fact] = []
    for option, name in _FACTS.items():
        wanted = f"access-control-allow-{option.removeprefix('allow_').replace('origins', 'origin')}"
        written = [one for one in headers if one.name == wanted and one.value]
        texts = tuple(dict.fromkeys(text for one in written for text in _listed(option, one.value or "")))
        if texts:
            facts.append(
                scanned(name, texts, place(written[0].module.path, written[0].line), written[0].says)
            )
    return Found(tuple(facts))


def _listed(option: str, value: str) -> list[str]:
    parts = [value] if option == "origins" else value.split(",")
    return [part.strip() for part in parts if part.strip()]
