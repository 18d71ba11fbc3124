"""The settings that are loaded from elsewhere: classes, modules, files, the environment."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from cors_wizard.flask_code.configuration.environment_reads import from_json
from cors_wizard.flask_code.configuration.flask_config import FlaskConfig, FlaskSetting, ready
from cors_wizard.flask_code.evaluation.bindings import Binding
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.known_functions import content_of_file
from cors_wizard.flask_code.evaluation.named_values import value_of_global
from cors_wizard.flask_code.evaluation.names import class_attribute, class_of
from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name
from cors_wizard.flask_code.findings import Value, Variable
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.snippet import SNIPPET

_TOP = Scope()
_MOST_STARS = 5
_USES_CONFIG = re.compile(r"\.config(?:\[|\.(?:get|from_object|from_pyfile)\()")


def of_object(config: FlaskConfig, given: ast.expr, place: Place, scope: Scope) -> Iterator[FlaskSetting]:
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
        # Which module it is, where only the environment of the process says that, is not known.
        is_known = all(each.name in evaluator.environment for each in text.variables)
        yield from _of_module(config, module, scope, is_loaded=is_known)
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
    config: FlaskConfig, module: Module, scope: Scope, *, is_loaded: bool = True, depth: int = 0
) -> Iterator[FlaskSetting]:
    """The keys at the top of a file of settings, those of the files that it imports all of first."""
    evaluator = config.evaluator
    for source in module.stars if depth < _MOST_STARS else ():
        found = evaluator.sources.find(source, module)
        if found is not None and not found[1] and found[0] is not module:
            yield from _of_module(config, found[0], scope, is_loaded=is_loaded, depth=depth + 1)
    for name, bound in module.bindings.of(None).items():
        if name.isupper() and bound[-1].value is not None:

            def read(name: str = name, value: ast.AST | None = bound[-1].value) -> Value:
                place = Place(module, _TOP)
                return value_of_global(evaluator, name, module, place) or evaluator.unknown(value, place)

            yield _of_binding(name, bound[-1], module, read, scope, is_loaded=is_loaded)


def of_path(
    config: FlaskConfig, path: str, module: Module, kind: str, call: ast.Call, scope: Scope
) -> Iterator[FlaskSetting]:
    """A file of settings: Python, JSON, TOML or YAML."""
    evaluator = config.evaluator
    found = evaluator.sources.at(path, module.path) if path else None
    if found is not None:
        yield from _of_module(config, found, scope)
        return
    is_data = kind in ("from_file", "from_json")
    table = content_of_file(evaluator, call, Place(module, scope)) if is_data else None
    for name, value in table.named() if table else ():
        yield ready(name, value, module, call, scope)


def of_environment(
    config: FlaskConfig, module: Module, call: ast.Call, scope: Scope
) -> Iterator[FlaskSetting]:
    """`from_prefixed_env()`: each `FLASK_KEY` of the environment, as JSON where it is some."""
    place = Place(module, scope)
    for key, value in prefixed(config.evaluator, call, place):
        yield ready(key, value, module, call, scope)
    # The process may be given more than the files say.
    config.unresolved += config.evaluator.unknown(call, place).unresolved


def prefixed(evaluator: Evaluator, call: ast.Call, place: Place) -> Iterator[tuple[str, Value]]:
    """What `from_prefixed_env()` loads of the environment that the files set, by the keys."""
    prefixes = [*call.args, *(one.value for one in call.keywords if one.arg == "prefix")]
    given = evaluator.value(prefixes[0], place).text if prefixes else "FLASK"
    for name, text in evaluator.environment.items():
        if given and name.startswith(f"{given}_"):
            variable = Variable(name, place.module.path, call.lineno)
            value = from_json(text) or Value("text", text=text)
            yield name.removeprefix(f"{given}_"), replace(value, variables=(variable,))


def unloaded(config: FlaskConfig, module: Module) -> Iterator[FlaskSetting]:
    """Keys about CORS in classes and in files of settings that nothing is seen to load."""
    is_settings = any(word in module.file.name.lower() for word in ("config", "settings"))
    # A paste has no names of files; that it uses Flask's configuration says where such a key belongs.
    if is_settings or (module.path == SNIPPET and _USES_CONFIG.search(module.file.text)):
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
