"""Reads what the code tells flask-cors, or writes by itself, where it is written literally."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, clean, place, scanned
from cors_wizard.flask_code.cors_setups import Setup
from cors_wizard.flask_code.flask_settings import FlaskSetting, flask_settings
from cors_wizard.flask_code.literals import Literal, listed, read_literal, text_of
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.own_headers import OwnHeader
from cors_wizard.flask_code.resources import read_resources

_FACTS = {
    "origins": "configured_origins",
    "allow_headers": "configured_headers",
    "methods": "configured_methods",
    "expose_headers": "configured_exposed",
}
_OWN_HEADERS = {
    "origins": "access-control-allow-origin",
    "allow_headers": "access-control-allow-headers",
    "methods": "access-control-allow-methods",
    "expose_headers": "access-control-expose-headers",
}
_CONFIG_KEYS = {
    "CORS_ORIGINS": "origins",
    "CORS_ALLOW_HEADERS": "allow_headers",
    "CORS_METHODS": "methods",
    "CORS_EXPOSE_HEADERS": "expose_headers",
    "CORS_MAX_AGE": "max_age",
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
_SECONDS = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_LONGEST_AGE = 86_400 * 365
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")


@dataclass(frozen=True)
class _Setting:
    option: str
    value: ast.expr
    module: Module
    line: int

    @property
    def where(self) -> str:
        return place(self.module.path, self.line)

    @property
    def says(self) -> str:
        return self.module.says(self.value)


def read_options(setups: Sequence[Setup], modules: Sequence[Module]) -> Found:
    """The settings of flask-cors: what is given in the call outranks `app.config`."""
    given = [one for setup in setups for one in _of_call(setup)]
    # CORS(blueprint) ignores app.config: evidence/flask-cors-behaviour.md, row 2.16.
    reads_config = all(setup.kind != "blueprint" for setup in setups)
    keys = [one for module in modules for one in flask_settings(module) if one.key in _CONFIG_KEYS]
    keys = keys if reads_config else []
    config = [one for key in keys for one in _expanded(_CONFIG_KEYS[key.key], key.value, key.module)]
    found = Found((*_settings_in(keys),), tuple(_unknown_options(setups)))
    for option in (*_FACTS, "supports_credentials", "max_age"):
        settings = [one for one in given if one.option == option]
        found += _read(option, settings or [one for one in config if one.option == option])
    if not any(one.option == "origins" for one in (*given, *config)) and not _may_be_elsewhere(
        setups, modules
    ):
        found += Found(tuple(_for_everybody(setups)))
    unread = tuple(dict.fromkeys(_unread(setups, given or config)))
    if unread and setups:
        found += Found((scanned("unread_settings", unread, setups[0].where, setups[0].says),))
    configured = [(key.module, key.value) for key in keys if key.key == "CORS_RESOURCES"]
    return found + Found(tuple(read_resources(setups, configured)))


def _for_everybody(setups: Sequence[Setup]) -> Iterator[Fact]:
    """Without `origins` flask-cors allows every origin (evidence, row 1.20)."""
    for one in setups[:1]:
        if one.kind == "app":
            yield scanned("configured_origins", ("*",), one.where, one.says)


def _may_be_elsewhere(setups: Sequence[Setup], modules: Sequence[Module]) -> bool:
    """Whether origins may come from where they cannot be read: computed settings, a file, the environment."""
    if any(
        option.arg is None or (option.arg == "resources" and _is_computed(option.value, setup.module))
        for setup in setups
        for option in setup.options
    ):
        return True
    loaders = (".from_envvar", ".from_prefixed_env", ".from_file", ".from_json", ".from_pyfile")
    return any(dotted_name(call.func).endswith(loaders) for module in modules for call, _ in module.calls())


def _is_computed(resources: ast.expr, module: Module) -> bool:
    """Whether the settings of its paths may hold what is not read."""
    if isinstance(resources, ast.Name):
        resources = module.constants.get(resources.id, resources)
    if isinstance(resources, ast.Dict):
        known = (
            module.constants.get(one.id) if isinstance(one, ast.Name) else one for one in resources.values
        )
        return not all(isinstance(options, ast.Dict) for options in known)
    return not isinstance(resources, (ast.Constant, ast.List, ast.Tuple))


def _settings_in(keys: Sequence[FlaskSetting]) -> Iterator[Fact]:
    """Where the project keeps flask-cors's settings, if in Flask's configuration."""
    for key in keys[:1]:
        module = key.module
        where, says = module.where(key.value), module.says(key.value)
        yield scanned("cors_settings_in", key.place, where, says)
        yield scanned("settings_file", module.path, where, says)


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
        for given in value.values:
            options = module.constants.get(given.id, given) if isinstance(given, ast.Name) else given
            if isinstance(options, ast.Dict):
                for key, inner in zip(options.keys, options.values, strict=True):
                    yield _Setting(text_of(key) or "", inner, module, inner.lineno)


def _read(option: str, settings: Sequence[_Setting]) -> Found:
    if option == "supports_credentials":
        return Found(tuple(_credentials(settings)))
    if option == "max_age":
        return Found(tuple(_max_age(settings)))
    read = [(one, read_literal(one.value, one.module.constants)) for one in settings]
    written = (text for _, literal in read for text in literal.texts)
    # No origin has a comma in flask-cors's eyes, no name of a header or method in anybody's.
    texts = tuple(dict.fromkeys(each for text in written for each in listed(option, text)))
    facts = list(_variable(read)) if option == "origins" else []
    if texts:
        first = next(one for one, literal in read if literal.texts)
        facts.append(scanned(_FACTS[option], texts, first.where, first.says))
    notes = [_not_literal(option, one, literal) for one, literal in read if not literal.is_whole]
    return Found(tuple(facts), (*notes, *_joined(option, read)))


def _unread(setups: Sequence[Setup], settings: Sequence[_Setting]) -> Iterator[str]:
    """The options whose values are computed, so that no new call can take them over."""
    for setup in setups:
        for option in setup.options:
            if option.arg is None:
                yield f"**{clean(ast.unparse(option.value), 60)}"
            elif option.arg == "resources" and _is_computed(option.value, setup.module):
                yield "resources"
    for one in settings:
        if one.option in _FACTS and not read_literal(one.value, one.module.constants).is_whole:
            yield one.option


def _joined(option: str, read: Sequence[tuple[_Setting, Literal]]) -> Iterator[str]:
    """A text with commas is one origin and one header to flask-cors (evidence, rows 4.35 and 10.06)."""
    for one, literal in read if option in ("origins", "allow_headers") else ():
        if any("," in text and not set("*[({\\") & set(text) for text in literal.texts):
            yield f"{one.where}: flask-cors takes a text with commas for one value; write a list of texts."


def _variable(read: Sequence[tuple[_Setting, Literal]]) -> Iterator[Fact]:
    """The environment variable that the origins are taken from, where it is a single one."""
    names = {name: one for one, literal in read for name in literal.variables}
    for name, one in names.items() if len(names) == 1 else ():
        if _VARIABLE.fullmatch(name):
            yield scanned("origins_variable", name, one.where, one.says)


def _credentials(settings: Sequence[_Setting]) -> Iterator[Fact]:
    for one in settings:
        if isinstance(one.value, ast.Constant) and isinstance(one.value.value, bool):
            answer = "yes" if one.value.value else "no"
            yield scanned("configured_credentials", answer, one.where, one.says)


def _max_age(settings: Sequence[_Setting]) -> Iterator[Fact]:
    for one in settings:
        seconds = _seconds(one.value)
        if seconds is not None and 0 < seconds <= _LONGEST_AGE:
            yield scanned("configured_max_age", seconds, one.where, one.says)


def _seconds(value: ast.expr) -> int | None:
    """A number, a text that is one, or a `timedelta` of whole parts."""
    if isinstance(value, ast.Constant):
        given = value.value
        if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < 10:
            return int(given)
        return given if isinstance(given, int) and not isinstance(given, bool) else None
    if not isinstance(value, ast.Call) or not dotted_name(value.func).endswith("timedelta") or value.args:
        return None
    parts = [(_SECONDS.get(each.arg or ""), _seconds(each.value)) for each in value.keywords]
    return sum((unit or 0) * (count or 0) for unit, count in parts) if all(map(all, parts)) else None


def _not_literal(option: str, setting: _Setting, literal: Literal) -> str:
    if literal.variables:
        names = ", ".join(clean(name, 60) for name in literal.variables)
        return f"{setting.where}: {option} come from the environment ({names}), not from the code."
    return f"{setting.where}: {option} are computed, so their value is not known."


def _unknown_options(setups: Sequence[Setup]) -> Iterator[str]:
    for setup in setups:
        for keyword in setup.options:
            if keyword.arg and keyword.arg not in _OPTIONS:
                yield f"{setup.where}: flask-cors has no option {clean(keyword.arg, 60)} and ignores it."


def read_own_options(headers: Sequence[OwnHeader]) -> Found:
    """The settings that hand-written headers amount to."""
    facts: list[Fact] = []
    for option, wanted in _OWN_HEADERS.items():
        written = [one for one in headers if one.name == wanted and one.value]
        texts = tuple(dict.fromkeys(text for one in written for text in listed(option, one.value or "")))
        if texts:
            where = place(written[0].module.path, written[0].line)
            facts.append(scanned(_FACTS[option], texts, where, written[0].says))
    credentials = [one for one in headers if one.name == "access-control-allow-credentials" and one.value]
    for one in credentials[:1]:
        allowed = "yes" if (one.value or "").lower() == "true" else "no"
        where = place(one.module.path, one.line)
        facts.append(scanned("configured_credentials", allowed, where, one.says))
    ages = [one for one in headers if one.name == "access-control-max-age" and (one.value or "").isdecimal()]
    for one in ages[:1]:
        seconds = int((one.value or "0")[:9])
        facts.append(scanned("configured_max_age", seconds, place(one.module.path, one.line), one.says))
    return Found(tuple(facts))
