"""Reads what the code sets in Flask's configuration: `app.config`, and what it loads into it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code.configuration.flask_config import FlaskConfig, FlaskSetting, ready
from cors_wizard.flask_code.configuration.loaded_settings import of_environment, of_object, of_path, unloaded
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.module import Module
from cors_wizard.frozen import dataclass

_LOADERS = frozenset(
    {"from_object", "from_pyfile", "from_prefixed_env", "from_envvar", "from_file", "from_json", "from_toml"}
)


@dataclass(frozen=True, eq=False)
class WrittenSetting:
    """One key of Flask's configuration with the expression that it is set to."""

    key: str
    value: ast.expr
    module: Module


def is_file_of_settings(module: Module) -> bool:
    """Whether a file is one of settings by its path."""
    return any(word in module.path.lower() for word in ("config", "settings", "defaults"))


def flask_settings(module: Module) -> Iterator[WrittenSetting]:
    """What a file itself sets, in `app.config`, in classes, or as a file of settings, loaded or not."""
    is_settings = is_file_of_settings(module)
    for node, scope in module.nodes:
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
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
        config.settings += [one for module in modules for one in unloaded(config, module)]
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
        yield ready(name, known, module, node, scope)


def _loaded(config: FlaskConfig, module: Module, call: ast.Call, scope: Scope) -> Iterator[FlaskSetting]:
    evaluator, place = config.evaluator, Place(module, scope)
    kind = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if kind == "from_prefixed_env":
        yield from of_environment(config, module, call, scope)
        return
    given = call.args[0] if call.args else next((one.value for one in call.keywords), None)
    found = (
        list(of_object(config, given, place, scope)) if given is not None and kind == "from_object" else []
    )
    if not found and given is not None:
        text = evaluator.value(given, place)
        path = evaluator.environment.get(text.text, "") if kind == "from_envvar" else text.text
        found = list(of_path(config, path, module, kind, call, scope))
    if not found and not _is_silent(call):
        config.unresolved += evaluator.unknown(call, place).unresolved
    yield from found


def _is_silent(call: ast.Call) -> bool:
    """`silent=True`: nothing happens where the file is not there."""
    return any(one.arg == "silent" for one in call.keywords)
