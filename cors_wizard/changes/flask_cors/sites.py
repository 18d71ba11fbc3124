"""Where the code sets CORS up, with every option, the expression that gives it, and the paths it covers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Literal

from cors_wizard.changes.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.scopes import Scope
from cors_wizard.flask_code.flask_cors.cors_setups import Kind, Setup, Surroundings, find_setups
from cors_wizard.flask_code.flask_cors.setup_options import CONFIG_KEYS
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.frozen import dataclass

_DEEPEST = 8


@dataclass(frozen=True)
class Option:
    """One option: its name, its expression, and what holds it."""

    name: str
    place: Place
    holder: ast.AST
    """The keyword, or the dictionary, that gives it; for a setting its expression."""
    source: Literal["keyword", "dict", "config", "spread"]
    """`spread` is what `**BASE` brings into a dictionary: others use it, too."""


@dataclass(frozen=True)
class Rule:
    """One path of `resources=`."""

    pattern: object
    key: Place | None
    """The expression of the path; None where no path is named, and the options hold for every one."""
    table: Place | None
    """The dictionary of its own options; None where it has none."""
    own: Mapping[str, Option]
    options: Mapping[str, Option]
    """What holds for it: its own before those of the call."""


@dataclass(frozen=True)
class Site:
    """One place where CORS is set up."""

    kind: Kind
    module: Module
    node: ast.expr
    """The call; for `@cross_origin` without brackets the name."""
    scope: Scope
    target: str
    calls: tuple[Place, ...]
    """Where options can be given: the call itself, then the one that made the object."""
    rules: tuple[Rule, ...]
    resources: Option | None = None
    place: str = ""
    """For a decorator: where it is among the others."""
    view: str = ""
    unpacked: tuple[Place, ...] = field(default=())
    """Dictionaries that are unpacked into the call."""

    @property
    def line(self) -> int:
        """Its first line."""
        return self.node.lineno

    @property
    def function(self) -> str:
        """The function around it; empty at the top of the module."""
        return self.scope.function


def find_sites(around: Surroundings, evaluator: Evaluator) -> tuple[Site, ...]:
    """Every use of flask-cors."""
    return tuple(_site(setup, evaluator) for setup in find_setups(around))


def _site(setup: Setup, evaluator: Evaluator) -> Site:
    assert isinstance(setup.node, ast.expr)
    own = Place(setup.module, setup.node)
    calls = tuple(Place(given.module, given.call) for given in setup.given) or (own,)
    options: dict[str, Option] = {}
    for option in (option for call in calls for option in _options_of(call, evaluator)):
        options.setdefault(option.name, option)
    if setup.kind != "blueprint":
        # CORS(blueprint) does not read app.config.
        for key, name in CONFIG_KEYS.items():
            if name not in options and key in evaluator.settings:
                setting = evaluator.settings[key]
                options[name] = Option(name, setting, setting.node, "config")
    resources = options.pop("resources", None)
    return Site(
        setup.kind,
        setup.module,
        setup.node,
        setup.scope,
        setup.target,
        calls,
        tuple(_rules(resources, options, evaluator)),
        resources,
        setup.place.kind if setup.place else "",
        setup.place.view if setup.place else "",
        tuple(_unpacked(calls, evaluator)),
    )


def _options_of(call: Place, evaluator: Evaluator) -> Iterator[Option]:
    for keyword in call.node.keywords if isinstance(call.node, ast.Call) else ():
        if keyword.arg:
            yield Option(keyword.arg, Place(call.module, keyword.value), keyword, "keyword")
        else:
            if passed := evaluator.passed_on(Place(call.module, keyword.value)):
                yield from _options_of(passed, evaluator)
                continue
            table = resolved(Place(call.module, keyword.value), evaluator)
            # Of what is given twice in a dictionary, the last counts.
            yield from {each.name: each for each in _entries(table, evaluator)}.values()


def _unpacked(calls: Sequence[Place], evaluator: Evaluator) -> Iterator[Place]:
    for call in calls:
        for keyword in call.node.keywords if isinstance(call.node, ast.Call) else ():
            if keyword.arg is None:
                table = resolved(Place(call.module, keyword.value), evaluator)
                if isinstance(table.node, (ast.Dict, ast.Call)):
                    yield table


def resolved(place: Place, evaluator: Evaluator) -> Place:
    """The expression behind names and settings."""
    for _ in range(8):
        found = evaluator.definition(place)
        if found is None or found.node is place.node:
            return place
        place = found
    return place


def _entries(table: Place, evaluator: Evaluator, depth: int = 0) -> Iterator[Option]:
    """The options that a dictionary literal or `dict(...)` holds, those that it spreads first."""
    node = table.node
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None and depth < _DEEPEST:
                spread = resolved(Place(table.module, value), evaluator)
                found = _entries(spread, evaluator, depth + 1)
                yield from (Option(each.name, each.place, value, "spread") for each in found)
            elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield Option(key.value, Place(table.module, value), node, "dict")
    elif isinstance(node, ast.Call) and dotted_name(node.func) == "dict":
        for keyword in node.keywords:
            if keyword.arg:
                yield Option(keyword.arg, Place(table.module, keyword.value), keyword, "keyword")


def _rules(resources: Option | None, options: Mapping[str, Option], evaluator: Evaluator) -> Iterator[Rule]:
    if resources is None:
        yield Rule("/*", None, None, {}, options)
        return
    table = resolved(resources.place, evaluator)
    if isinstance(table.node, ast.Dict):
        for key, value in zip(table.node.keys, table.node.values, strict=True):
            if key is not None:
                own_table = resolved(Place(table.module, value), evaluator)
                own = {option.name: option for option in _entries(own_table, evaluator)}
                pattern = evaluator.value(Place(table.module, key))
                yield Rule(pattern, Place(table.module, key), own_table, own, {**options, **own})
        return
    shared = _for_every_key(table.node)
    if shared is not None:
        for number, pattern in enumerate(evaluator.keys(table)):
            settings, own = _given_to(table, shared, number, evaluator)
            yield Rule(pattern, None, settings, own, {**options, **own})
        return
    if isinstance(table.node, ast.ListComp) and isinstance(patterns := evaluator.value(table), list):
        yield from (Rule(pattern, None, None, {}, options) for pattern in patterns)
        return
    elements = table.node.elts if isinstance(table.node, (ast.List, ast.Tuple, ast.Set)) else [table.node]
    for element in elements:
        place = Place(table.module, element)
        yield Rule(evaluator.value(place), place, None, {}, options)


def _for_every_key(node: ast.expr) -> ast.expr | None:
    """What `{path: SETTINGS for path in PATHS}` and `dict.fromkeys(PATHS, SETTINGS)` give every path."""
    if isinstance(node, ast.DictComp):
        return node.value
    is_alike = isinstance(node, ast.Call) and dotted_name(node.func) == "dict.fromkeys"
    return node.args[1] if isinstance(node, ast.Call) and is_alike and len(node.args) == 2 else None


def _given_to(
    table: Place, shared: ast.expr, number: int, evaluator: Evaluator
) -> tuple[Place, dict[str, Option]]:
    """The table of one of these paths, and its options; what the loop names is read where it comes from."""
    name, given = _looped(table, number, evaluator) if isinstance(table.node, ast.DictComp) else ("", None)
    is_named = given is not None and dotted_name(shared) == name
    settings = resolved(given if given and is_named else Place(table.module, shared), evaluator)
    own = _entries(settings, evaluator)
    return settings, {
        each.name: replace(each, place=given) if given and dotted_name(each.place.node) == name else each
        for each in own
    }


def _looped(table: Place, number: int, evaluator: Evaluator) -> tuple[str, Place | None]:
    """For `for path, origins in API.items()`: the second name, and what it means for one of the paths."""
    assert isinstance(table.node, ast.DictComp)
    loop = table.node.generators[0]
    function = loop.iter.func if isinstance(loop.iter, ast.Call) else None
    if not isinstance(function, ast.Attribute) or function.attr != "items" or loop.ifs:
        return "", None
    items = resolved(Place(table.module, function.value), evaluator)
    if not isinstance(items.node, ast.Dict) or not isinstance(loop.target, ast.Tuple):
        return "", None
    return dotted_name(loop.target.elts[-1]), Place(items.module, items.node.values[number])


def values_of(options: Mapping[str, Option], evaluator: Evaluator) -> dict[str, object]:
    """The options as flask-cors gets them; UNKNOWN for what is unknown."""
    return {name: evaluator.value(option.place) for name, option in options.items()}
