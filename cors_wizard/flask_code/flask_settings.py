"""Reads what the code sets in Flask's configuration: `app.config`, and what it loads into it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from cors_wizard.flask_code.bindings import Binding
from cors_wizard.flask_code.environment_reads import from_json
from cors_wizard.flask_code.evaluate import Evaluator, Place
from cors_wizard.flask_code.findings import Setting, Unresolved, Value
from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.names import class_attribute, class_of, holds, value_of_global
from cors_wizard.flask_code.operators import either
from cors_wizard.flask_code.scopes import Scope, dotted_name

SettingPlace = Literal["app-config", "config-class"]
_TOP = Scope()
_LOADERS = frozenset(
    {"from_object", "from_pyfile", "from_prefixed_env", "from_envvar", "from_file", "from_json", "from_toml"}
)


@dataclass(frozen=True, eq=False)
class FlaskSetting:
    """One key of Flask's configuration, as one statement sets it."""

    key: str
    module: Module
    node: ast.AST
    """The expression that it is set to."""
    whole: ast.AST
    place: SettingPlace
    read: Callable[[], Value]
    scope: Scope
    """Where it comes into the configuration."""
    is_loaded: bool = True
    is_default: bool = False
    """Whether it counts only where nothing else sets the key."""


@dataclass(eq=False)
class FlaskConfig:
    """Flask's configuration as the code makes it."""

    evaluator: Evaluator
    settings: list[FlaskSetting] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    """What is loaded and cannot be read."""
    _known: dict[str, Setting | None] = field(default_factory=dict)

    def value(self, key: str) -> Value | None:
        """The value of a key: the last statement's that runs."""
        found: Value | None = None
        for one in self._of(key):
            runs = holds(self.evaluator, one.scope.condition, Place(one.module, one.scope))
            if runs is False or (one.is_default and found is not None):
                continue
            new = one.read()
            # Of classes that nothing is seen to load, any may be the one.
            is_open = runs is None or not one.is_loaded
            found = either(found, new) if is_open and found is not None else new
        return found

    @cached_property
    def _by_key(self) -> dict[str, list[FlaskSetting]]:
        found: dict[str, list[FlaskSetting]] = {}
        for one in self.settings:
            found.setdefault(one.key, []).append(one)
        return found

    def names(self) -> Iterator[str]:
        """Every key that is set."""
        return iter(self._by_key)

    def _of(self, key: str) -> list[FlaskSetting]:
        every = self._by_key.get(key, [])
        loaded = [one for one in every if one.is_loaded]
        return loaded or every

    def setting(self, key: str) -> Setting | None:
        """A key with its value and the place of the statement that counts."""
        if key not in self._known:
            self._known[key] = self._setting(key)
        return self._known[key]

    def _setting(self, key: str) -> Setting | None:
        value = self.value(key)
        every = self._of(key)
        if value is None or not every:
            return None
        one = every[-1]
        span = one.module.span(one.node)
        return Setting(
            key,
            value,
            one.module.source(one.node),
            span,
            one.module.span(one.whole),
            one.place,
            one.is_loaded,
        )


@dataclass(frozen=True, eq=False)
class WrittenSetting:
    """One key of Flask's configuration with the expression that it is set to."""

    key: str
    value: ast.expr
    module: Module


def flask_settings(module: Module) -> Iterator[WrittenSetting]:
    """What a file itself sets, in `app.config`, in classes, or as a file of settings, loaded or not."""
    is_settings = any(word in module.file.name.lower() for word in ("config", "settings"))
    for node, scope in module.nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Subscript) and dotted_name(target.value).endswith("config"):
                    yield WrittenSetting(text_of(target.slice) or "", node.value, module)
                elif isinstance(target, ast.Name) and (scope.in_class or is_settings):
                    yield WrittenSetting(target.id, node.value, module)
        elif isinstance(node, ast.Call) and dotted_name(node.func).endswith(
            ("config.update", "from_mapping")
        ):
            tables = (one for one in node.args if isinstance(one, ast.Dict))
            pairs = [
                (text_of(key), value)
                for one in tables
                for key, value in zip(one.keys, one.values, strict=True)
            ]
            for name, value in (*pairs, *((one.arg, one.value) for one in node.keywords)):
                yield WrittenSetting(name or "", value, module)


def read_config(modules: Sequence[Module], evaluator: Evaluator) -> FlaskConfig:
    """Flask's configuration, of all files together."""
    config = FlaskConfig(evaluator)
    loads = False
    for module in modules:
        for node, scope in module.nodes:
            if isinstance(node, ast.Assign):
                config.settings += _items(config, module, node, scope)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                config.settings += _updates(config, module, node, scope)
                if node.func.attr in _LOADERS and "config" in dotted_name(node.func).lower():
                    found = list(_loaded(config, module, node, scope))
                    loads = loads or bool(found)
                    config.settings += found
    if not loads or config.unresolved:
        config.settings += [one for module in modules for one in _unloaded(config, module)]
    evaluator.config = config.value
    return config


def _items(config: FlaskConfig, module: Module, node: ast.Assign, scope: Scope) -> Iterator[FlaskSetting]:
    """`app.config["KEY"] = value`."""
    for target in node.targets:
        if isinstance(target, ast.Subscript) and dotted_name(target.value).endswith("config"):
            key = target.slice.value if isinstance(target.slice, ast.Constant) else ""
            if isinstance(key, str) and key:
                yield _setting(config, module, key, node.value, node, scope)


def _setting(
    config: FlaskConfig, module: Module, key: str, value: ast.expr, whole: ast.AST, scope: Scope
) -> FlaskSetting:
    evaluator = config.evaluator

    def read() -> Value:
        return evaluator.value(value, Place(module, scope))

    return FlaskSetting(key, module, value, whole, "app-config", read, scope)


def _updates(config: FlaskConfig, module: Module, call: ast.Call, scope: Scope) -> Iterator[FlaskSetting]:
    """`app.config.update(...)`, `from_mapping(...)`, `setdefault(key, value)`."""
    dotted = dotted_name(call.func)
    if (
        dotted.endswith("config.setdefault")
        and len(call.args) == 2
        and isinstance(call.args[0], ast.Constant)
    ):
        one = _setting(config, module, str(call.args[0].value), call.args[1], call, scope)
        yield FlaskSetting(
            one.key, one.module, one.node, one.whole, one.place, one.read, one.scope, is_default=True
        )
    if not dotted.endswith(("config.update", "from_mapping")):
        return
    for each in call.keywords:
        if each.arg:
            yield _setting(config, module, each.arg, each.value, each, scope)
        else:
            yield from _of_table(config, module, each.value, scope)
    for given in call.args:
        yield from _of_table(config, module, given, scope)


def _of_table(config: FlaskConfig, module: Module, node: ast.expr, scope: Scope) -> Iterator[FlaskSetting]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield _setting(config, module, key.value, value, value, scope)
        return
    table = config.evaluator.value(node, Place(module, scope))
    config.unresolved += table.unresolved
    for name, known in table.named():
        yield _ready(name, known, module, node, scope)


def _ready(name: str, value: Value, module: Module, node: ast.AST, scope: Scope) -> FlaskSetting:
    return FlaskSetting(name, module, node, node, "app-config", lambda: value, scope)


def _loaded(config: FlaskConfig, module: Module, call: ast.Call, scope: Scope) -> Iterator[FlaskSetting]:
    evaluator, place = config.evaluator, Place(module, scope)
    kind = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if kind == "from_prefixed_env":
        yield from _of_environment(config, module, call, scope)
        return
    given = call.args[0] if call.args else next((one.value for one in call.keywords), None)
    found = (
        list(_of_object(config, given, place, scope)) if given is not None and kind == "from_object" else []
    )
    if not found and given is not None:
        text = evaluator.value(given, place)
        path = evaluator.environment.get(text.text, "") if kind == "from_envvar" else text.text
        found = list(_of_path(config, path, module, kind, call, scope))
    if not found and not _is_silent(call):
        config.unresolved += evaluator.unknown(call, place).unresolved
    yield from found


def _is_silent(call: ast.Call) -> bool:
    """`silent=True`: nothing happens where the file is not there."""
    return any(one.arg == "silent" for one in call.keywords)


def _of_object(config: FlaskConfig, given: ast.expr, place: Place, scope: Scope) -> Iterator[FlaskSetting]:
    """A class, an instance, a file that is imported, or the dotted name of one of them."""
    evaluator = config.evaluator
    known = class_of(evaluator, given, place)
    if known is not None:
        yield from _of_class(config, *known, scope, place)
        return
    dotted = dotted_name(given)
    meaning = place.module.names.get(dotted, "")
    if dotted == "__name__":
        yield from _of_module(config, place.module, scope)
        return
    text = evaluator.value(given, place)
    found = evaluator.sources.find(meaning or text.text, place.module) if meaning or text.text else None
    if found is None:
        return
    module, rest = found
    if not rest:
        yield from _of_module(config, module, scope)
    elif (bound := module.bindings.of(None).get(rest[0])) and isinstance(bound[-1].value, ast.ClassDef):
        yield from _of_class(config, module, bound[-1].value, bound[-1].scope, scope, place)


def _of_class(
    config: FlaskConfig, module: Module, node: ast.ClassDef, outer: Scope, scope: Scope, place: Place
) -> Iterator[FlaskSetting]:
    """The keys of a class, those of the classes that it is made from first."""
    evaluator = config.evaluator
    if place.depth > 40:
        return
    for base in node.bases:
        known = class_of(evaluator, base, place.at(module, outer))
        if known and known[1] is not node:
            yield from _of_class(config, *known, scope, place.deeper())
    for name, bound in module.bindings.of(node).items():
        if name.isupper() and bound[-1].value is not None:

            def read(name: str = name) -> Value:
                value = class_attribute(evaluator, module, node, outer, name, place)
                return value if value is not None else evaluator.unknown(node, place)

            yield _of_binding(name, bound[-1], module, read, scope)


def _of_binding(
    name: str,
    one: Binding,
    module: Module,
    read: Callable[[], Value],
    scope: Scope,
    *,
    is_loaded: bool = True,
) -> FlaskSetting:
    node = one.value if one.value is not None else one.scope.node
    assert node is not None
    return FlaskSetting(
        name, module, node, one.statement or node, "config-class", read, scope, is_loaded=is_loaded
    )


def _of_module(
    config: FlaskConfig, module: Module, scope: Scope, *, is_loaded: bool = True
) -> Iterator[FlaskSetting]:
    """The keys at the top of a file of settings."""
    evaluator = config.evaluator
    for name, bound in module.bindings.of(None).items():
        if name.isupper() and bound[-1].value is not None:

            def read(name: str = name, value: ast.AST | None = bound[-1].value) -> Value:
                place = Place(module, _TOP)
                return value_of_global(evaluator, name, module, place) or evaluator.unknown(value, place)

            yield _of_binding(name, bound[-1], module, read, scope, is_loaded=is_loaded)


def _of_path(
    config: FlaskConfig, path: str, module: Module, kind: str, call: ast.Call, scope: Scope
) -> Iterator[FlaskSetting]:
    """A file of settings: Python, or JSON."""
    evaluator = config.evaluator
    found = evaluator.sources.at(path) if path else None
    if found is not None:
        yield from _of_module(config, found, scope)
        return
    text = evaluator.sources.text_at(path) if path and kind in ("from_file", "from_json") else None
    table = from_json(text) if text else None
    for name, value in table.named() if table else ():
        yield _ready(name, value, module, call, scope)


def _of_environment(
    config: FlaskConfig, module: Module, call: ast.Call, scope: Scope
) -> Iterator[FlaskSetting]:
    """`from_prefixed_env()`: each `FLASK_KEY` of the environment, as JSON where it is some."""
    place = Place(module, scope)
    prefixes = [*call.args, *(one.value for one in call.keywords if one.arg == "prefix")]
    given = config.evaluator.value(prefixes[0], place).text if prefixes else "FLASK"
    for name, text in config.evaluator.environment.items():
        if given and name.startswith(f"{given}_"):
            value = from_json(text) or Value("text", text=text)
            yield _ready(name.removeprefix(f"{given}_"), value, module, call, scope)
    # The process may be given more than the files say.
    config.unresolved += config.evaluator.unknown(call, place).unresolved


def _unloaded(config: FlaskConfig, module: Module) -> Iterator[FlaskSetting]:
    """Keys about CORS in classes and in files of settings that nothing is seen to load."""
    is_settings = any(word in module.file.name.lower() for word in ("config", "settings"))
    if is_settings:
        for one in _of_module(config, module, _TOP, is_loaded=False):
            if one.key.startswith("CORS_"):
                yield one
    for node, scope in module.nodes:
        if isinstance(node, ast.ClassDef) and any(
            name.startswith("CORS_") for name in module.bindings.of(node)
        ):
            for one in _of_class(config, module, node, scope, _TOP, Place(module, scope)):
                if one.key.startswith("CORS_") and one.module is module:
                    yield FlaskSetting(
                        one.key, module, one.node, one.whole, one.place, one.read, _TOP, is_loaded=False
                    )
