"""Finds what code does about CORS with flask-cors: to what it is applied, and with which options."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Literal

from cors_wizard.flask_code.apps import App, Blueprint
from cors_wizard.flask_code.evaluation.early_returns import return_above
from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name
from cors_wizard.flask_code.flask_cors.decorator_places import DecoratorPlace, decorator_places, find_raisers
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.routing.loops import each_of_loop
from cors_wizard.frozen import dataclass

_MOST_USES = 200
"""In one file; nobody writes as many, and a file that does costs time."""

Kind = Literal["never-bound", "app", "blueprint", "decorator", "hand-written"]


@dataclass(frozen=True, eq=False)
class Given:
    """Options as one call gives them, and where it does."""

    call: ast.Call
    module: Module
    scope: Scope


@dataclass(frozen=True, eq=False)
class Setup:
    """One place where code does something about CORS."""

    kind: Kind
    module: Module
    node: ast.AST
    """The call, the decorator, or the statement that writes a header."""
    scope: Scope
    callee: str
    given: tuple[Given, ...] = ()
    """The options, the best source first."""
    target: str = ""
    """The name of the app or blueprint that it is applied to."""
    place: DecoratorPlace | None = None
    """For a decorator: where it stands among the others of its function."""

    @property
    def line(self) -> int:
        """Its first line."""
        return getattr(self.node, "lineno", 0)

    @property
    def says(self) -> str:
        """Its first line's text."""
        return self.module.says(self.node)

    @property
    def is_conditional(self) -> bool:
        """Whether it is inside an `if`, or below what may leave its function, and so may not run."""
        return self.scope.is_conditional or return_above(self.node, self.scope) is not None

    @property
    def where(self) -> str:
        """`path:line`."""
        return f"{self.module.path}:{self.line}"


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What has to be known of the other files to tell what a name means."""

    app: App | None
    """The app that is served."""
    apps: Sequence[App]
    blueprints: Sequence[Blueprint]
    modules: Sequence[Module]

    @cached_property
    def _blueprint_names(self) -> frozenset[str]:
        return frozenset(one.variable.rpartition(".")[2] for one in self.blueprints)

    @cached_property
    def _apps_at(self) -> Mapping[tuple[str, str], list[App]]:
        found: dict[tuple[str, str], list[App]] = {}
        for app in self.apps:
            found.setdefault((app.module.path, app.function), []).append(app)
        return found

    @cached_property
    def _called(self) -> dict[str, bool]:
        return {}

    def is_blueprint(self, name: str) -> bool:
        """Whether any file makes a blueprint of that name, and this is not the app's."""
        own = self.app.variable if self.app else ""
        last = name.rpartition(".")[2]
        if last == own:
            return False
        # Where no blueprint and no app is in sight, as in a paste, its name has to tell.
        is_called_so = last.lower().endswith(("bp", "blueprint"))
        return last in self._blueprint_names or (not self.apps and is_called_so)

    def apps_at(self, module: Module, function: str) -> Sequence[App]:
        """The apps that a function of a file makes."""
        return self._apps_at.get((module.path, function), ())

    def is_called(self, function: str) -> bool:
        """Whether a function's name occurs anywhere but where it is defined."""
        if function not in self._called:
            times = sum(module.file.text.count(function) for module in self.modules)
            self._called[function] = times > 1
        return self._called[function]


def find_setups(surroundings: Surroundings) -> tuple[Setup, ...]:
    """Every use of flask-cors in the files."""
    instances = {module.path: dict(_instances(module)) for module in surroundings.modules}
    every = {name: given for own in instances.values() for name, given in own.items()}
    raisers = find_raisers(surroundings.modules)
    return tuple(
        setup
        for module in surroundings.modules
        for setup in (
            *islice(_applied(module, surroundings, {**every, **instances[module.path]}), _MOST_USES),
            *islice(_decorators(module, raisers), _MOST_USES),
        )
    )


def _instances(module: Module) -> Iterator[tuple[str, Given]]:
    """Each `cors = CORS(...)` by the name that it is given."""
    for names, value, scope in module.assignments():
        if module.makes(value, "flask_cors.CORS") and isinstance(value, ast.Call):
            for name in names:
                if name:
                    yield name.rpartition(".")[2], Given(value, module, scope)


def _applied(module: Module, around: Surroundings, instances: Mapping[str, Given]) -> Iterator[Setup]:
    """`CORS(app)`, `CORS()`, `cors.init_app(app)`, `CORS().init_app(app)`."""
    for call, scope in module.calls():
        own = Given(call, module, scope)
        if module.meaning(call.func) == "flask_cors.CORS":
            yield from _setups(module, call, "CORS", (own,), around, scope)
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "init_app":
            given = _options_of(call.func.value, module, scope, instances)
            if given is not None:
                yield from _setups(module, call, "init_app", (own, given), around, scope)


def _options_of(
    owner: ast.expr, module: Module, scope: Scope, instances: Mapping[str, Given]
) -> Given | None:
    """The options that a CORS object was made with; None where the owner is no CORS object."""
    if module.makes(owner, "flask_cors.CORS") and isinstance(owner, ast.Call):
        return Given(owner, module, scope)
    return instances.get(dotted_name(owner).rpartition(".")[2])


def _setups(
    module: Module,
    call: ast.Call,
    callee: str,
    given: tuple[Given, ...],
    around: Surroundings,
    scope: Scope,
) -> Iterator[Setup]:
    """One for each app or blueprint that the call is given: in a loop there are several."""
    named = (one.value for one in call.keywords if one.arg == "app")
    applied = call.args[0] if call.args else next(named, None)
    if applied is None or (isinstance(applied, ast.Constant) and applied.value is None):
        yield Setup("never-bound", module, call, scope, callee, given)
        return
    for each in each_of_loop(applied, module, scope):
        target = dotted_name(each)
        kind: Kind = "app"
        if around.is_blueprint(target):
            kind = "blueprint"
        elif _misses(target, module, call, scope, around):
            kind = "never-bound"
        yield Setup(kind, module, call, scope, callee, given, target)


def _misses(target: str, module: Module, call: ast.Call, scope: Scope, around: Surroundings) -> bool:
    """Whether the app that is served is not the object that this call is given."""
    if target in scope.parameters:
        return not around.is_called(scope.function)
    made = [app for app in around.apps_at(module, scope.function) if app.variable == target]
    if any(app.line > call.lineno for app in made):  # the name is given to a new app later
        return True
    served = around.app
    if served is None or served.module.path != module.path or not made:
        return False
    if served.function != scope.function:
        # A function makes an app of the same name, and that one is served.
        return served.variable == target
    return served.variable not in ("", target)


def _decorators(module: Module, raisers: Mapping[str, bool]) -> Iterator[Setup]:
    """`@cross_origin()` with and without brackets, and `decorators = [cross_origin()]`."""
    places = decorator_places(module, raisers)
    for node, scope in module.nodes:
        if isinstance(node, ast.Call) and module.meaning(node.func) == "flask_cors.cross_origin":
            given = (Given(node, module, scope),)
            yield Setup("decorator", module, node, scope, "cross_origin", given, "", places.get(id(node)))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for each in node.decorator_list:
                if module.meaning(each) == "flask_cors.cross_origin":
                    yield Setup(
                        "decorator", module, each, scope, "cross_origin", (), "", places.get(id(each))
                    )
