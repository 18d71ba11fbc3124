"""Where each `@cross_origin` is: among the decorators of its function, or on a class of views."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, get_args

from cors_wizard.flask_code.apps import ROUTE_DECORATORS
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, dotted_name, keyword_value
from cors_wizard.flask_code.module import Module
from cors_wizard.frozen import dataclass

PlaceKind = Literal[
    "above-route",
    "on-a-hook",
    "class-decorators",
    "on-a-method",
    "below-another",
    "below-a-raiser",
    "on-async-view",
    "below-route",
]

WORST_FIRST: tuple[PlaceKind, ...] = get_args(PlaceKind)
"""Of several places the first of these counts."""


@dataclass(frozen=True)
class DecoratorPlace:
    """Where one `@cross_origin` is, and the route of the view that it is on."""

    kind: PlaceKind
    view: str = ""
    """The function's name; empty on a class."""
    owner: str = ""
    """The app or blueprint whose route it is."""
    rule: str = ""
    """The route's path as it is written there."""


_HOOKS = frozenset(
    {"before_request", "after_request", "teardown_request", "before_app_request", "errorhandler"}
)
_RAISERS = frozenset(
    {
        "flask_jwt_extended.jwt_required",
        *("webargs.flaskparser.use_args", "webargs.flaskparser.use_kwargs"),
    }
)
"""Decorators of packages that raise what they refuse, and let preflights pass."""
_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head"})


def decorator_places(module: Module, raisers: Mapping[str, bool]) -> Mapping[int, DecoratorPlace]:
    """The place of each use of `cross_origin`, by the identity of its node.

    Args:
        module: the file.
        raisers: the project's own decorators that only raise, each with whether preflights pass it.
    """
    places: dict[int, DecoratorPlace] = {}
    for node, _ in module.nodes:
        if isinstance(node, FunctionNode):
            # What a class says of its methods was seen before they are.
            for each, place in _on_function(node, module, raisers):
                places.setdefault(each, place)
        elif isinstance(node, ast.ClassDef):
            places |= dict(_in_class(node, module))
    return places | dict(_by_name(module, places)) | dict(_around_views(module))


def _around_views(module: Module) -> Iterator[tuple[int, DecoratorPlace]]:
    """`add_url_rule("/a", view_func=cross_origin(...)(View.as_view("a")))`: around all that Flask calls."""
    for call, _ in module.calls():
        if isinstance(call.func, ast.Call) and call.args and _kind_of(call.func, module) == "cross-origin":
            # The view may be kept under a name first.
            yield id(call.func), DecoratorPlace("below-route")
    for call, _ in module.calls():
        owner, _, name = dotted_name(call.func).rpartition(".")
        view = keyword_value(call, "view_func") or (call.args[2] if len(call.args) > 2 else None)
        around = view.func if name == "add_url_rule" and isinstance(view, ast.Call) else None
        if isinstance(around, ast.Call) and _kind_of(around, module) == "cross-origin":
            rule = text_of(call.args[0]) if call.args else None
            yield id(around), DecoratorPlace("below-route", "", owner, rule or "")


def _by_name(module: Module, places: Mapping[int, DecoratorPlace]) -> Iterator[tuple[int, DecoratorPlace]]:
    """The call of `page = cross_origin(...)`, where all classes that name it among their decorators agree."""
    for names, value, _ in module.assignments():
        if not isinstance(value, ast.Call) or _kind_of(value, module) != "cross-origin":
            continue
        uses = (each for each, _ in module.nodes if isinstance(each, ast.Name) and each.id in names)
        kinds = [places[id(each)].kind for each in uses if id(each) in places]
        if kinds and set(kinds) == {"class-decorators"}:
            yield id(value), DecoratorPlace("class-decorators")


def _on_function(
    node: FunctionNode, module: Module, raisers: Mapping[str, bool]
) -> Iterator[tuple[int, DecoratorPlace]]:
    kinds = [_kind_of(decorator, module, raisers) for decorator in node.decorator_list]
    for index, kind in enumerate(kinds):
        if kind == "cross-origin":
            owner, rule = _route(node, kinds)
            place = DecoratorPlace(_place(kinds, index, node), node.name, owner, rule)
            yield id(node.decorator_list[index]), place


def _route(node: FunctionNode, kinds: Sequence[str]) -> tuple[str, str]:
    """The owner and the path of the function's first route."""
    routes = (one for one, kind in zip(node.decorator_list, kinds, strict=True) if kind == "route")
    route = next(routes, None)
    if not isinstance(route, ast.Call) or not route.args:
        return "", ""
    return dotted_name(route.func).rpartition(".")[0], text_of(route.args[0]) or ""


def _place(kinds: Sequence[str], index: int, node: FunctionNode) -> PlaceKind:
    if "route" in kinds[index:]:
        return "above-route"
    if "hook" in kinds:
        return "on-a-hook"
    if "other" in kinds[:index]:
        return "below-another"
    if "raiser" in kinds[:index]:
        return "below-a-raiser"
    return "on-async-view" if isinstance(node, ast.AsyncFunctionDef) else "below-route"


def _in_class(node: ast.ClassDef, module: Module) -> Iterator[tuple[int, DecoratorPlace]]:
    """Flask reads a class's own `methods`, not what a decorator adds."""
    for each in node.body:
        if isinstance(each, FunctionNode) and each.name in _VERBS:
            found = (one for one in each.decorator_list if _kind_of(one, module) == "cross-origin")
            yield from ((id(one), DecoratorPlace("on-a-method")) for one in found)
        elif isinstance(each, ast.Assign) and _names(each) & {"decorators", "method_decorators"}:
            is_whole = "decorators" in _names(each) and answers_options(node)
            place = DecoratorPlace("below-route" if is_whole else "class-decorators")
            if isinstance(each.value, (ast.List, ast.Tuple)):
                yield from ((id(one), place) for one in each.value.elts)


def answers_options(node: ast.ClassDef) -> bool:
    """Whether a class of views has OPTIONS among its own methods."""
    if any(isinstance(each, FunctionNode) and each.name == "options" for each in node.body):
        return True
    listed = [each.value for each in node.body if isinstance(each, ast.Assign) and "methods" in _names(each)]
    return any(text_of(each) == "OPTIONS" for value in listed for each in ast.walk(value))


def _names(assignment: ast.Assign) -> set[str]:
    return {dotted_name(target) for target in assignment.targets}


def _kind_of(decorator: ast.expr, module: Module, raisers: Mapping[str, bool] = MappingProxyType({})) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    if module.meaning(called) == "flask_cors.cross_origin":
        return "cross-origin"
    name = dotted_name(called).rpartition(".")[2]
    if module.meaning(called) in _RAISERS:
        return "harmless"
    if name in raisers:
        return "harmless" if raisers[name] else "raiser"
    return "route" if name in ROUTE_DECORATORS else "hook" if name in _HOOKS else "other"


def find_raisers(modules: Sequence[Module]) -> Mapping[str, bool]:
    """The project's own decorators that only raise what they refuse, each with whether preflights pass it.

    An exception leaves `@cross_origin`, too, wherever it is among the decorators.
    """
    functions = [node for module in modules for node, scope in module.nodes if _is_at_top(node, scope)]
    return {
        each.name: any(text_of(part) == "OPTIONS" for part in ast.walk(each) if isinstance(part, ast.expr))
        for each in functions
        if isinstance(each, FunctionNode) and _only_raises(each)
    }


def _is_at_top(node: ast.AST, scope: Scope) -> bool:
    return isinstance(node, FunctionNode) and not scope.function and not scope.in_class


def _only_raises(decorator: FunctionNode) -> bool:
    """Whether it returns nothing of its own, but what the function returns that it is put on."""
    if not any(isinstance(each, FunctionNode) for each in decorator.body):
        return False
    inner = [each for each in ast.walk(decorator) if isinstance(each, FunctionNode) and each is not decorator]
    given = {arg.arg for each in (decorator, *inner) for arg in (*each.args.posonlyargs, *each.args.args)}
    raises = any(
        isinstance(each, ast.Raise) or dotted_name(getattr(each, "func", each)).rpartition(".")[2] == "abort"
        for each in ast.walk(decorator)
        if isinstance(each, (ast.Raise, ast.Call))
    )
    handed = {each.name for each in inner} | {
        target.id
        for each in ast.walk(decorator)
        if isinstance(each, ast.Assign) and _calls_one_of(each.value, given)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    returned = [each.value for each in ast.walk(decorator) if isinstance(each, ast.Return)]
    return raises and all(
        (isinstance(each, ast.Name) and each.id in handed) or _calls_one_of(each, given | handed)
        for each in returned
    )


def _calls_one_of(value: ast.expr | None, names: set[str]) -> bool:
    """`view(*args, **kwargs)`, and the same through Flask's `ensure_sync(view)(...)`."""
    if not isinstance(value, ast.Call):
        return False
    called = value.func
    if isinstance(called, ast.Call) and dotted_name(called.func).endswith("ensure_sync") and called.args:
        called = called.args[0]
    return isinstance(called, ast.Name) and called.id in names
