"""Finds what code does about CORS with flask-cors: to what it is applied, and with which options."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from cors_wizard.flask_code.apps import App, Blueprint
from cors_wizard.flask_code.decorator_places import DecoratorPlace, decorator_places
from cors_wizard.flask_code.module import Module, Scope, dotted_name

_MOST_USES = 200
"""In one file; nobody writes as many, and a file that does costs time."""

Kind = Literal["never-bound", "app", "blueprint", "decorator", "hand-written"]


@dataclass(frozen=True)
class Setup:
    """One place where code does something about CORS."""

    kind: Kind
    module: Module
    line: int
    says: str
    options: tuple[ast.keyword, ...] = ()
    target: str = ""
    """The name of the app or blueprint that it is applied to."""
    is_conditional: bool = False
    place: DecoratorPlace | None = None
    """For a decorator: where it stands among the others of its function."""

    @property
    def where(self) -> str:
        """`path:line`."""
        return f"{self.module.path}:{self.line}"


@dataclass(frozen=True)
class _Instance:
    """A `CORS(...)` object that is given its app later."""

    names: tuple[str, ...]
    options: tuple[ast.keyword, ...]


@dataclass(frozen=True)
class Surroundings:
    """What has to be known of the other files to tell what a name means."""

    app: App | None
    """The app that is served."""
    apps: Sequence[App]
    blueprints: Sequence[Blueprint]
    modules: Sequence[Module]

    def is_blueprint(self, name: str) -> bool:
        """Whether any file makes a blueprint of that name, and this is not the app's."""
        own = self.app.variable if self.app else ""
        last = name.rpartition(".")[2]
        return last != own and any(one.variable.rpartition(".")[2] == last for one in self.blueprints)

    def is_called(self, function: str) -> bool:
        """Whether a function's name occurs anywhere but where it is defined."""
        return sum(module.file.text.count(function) for module in self.modules) > 1


def find_setups(surroundings: Surroundings) -> tuple[Setup, ...]:
    """Every use of flask-cors in the files."""
    instances = [one for module in surroundings.modules for one in _instances(module)]
    return tuple(
        setup
        for module in surroundings.modules
        for setup in (
            *islice(_applied(module, surroundings, instances), _MOST_USES),
            *islice(_decorators(module), _MOST_USES),
        )
    )


def _instances(module: Module) -> Iterator[_Instance]:
    for names, value, _ in module.assignments():
        if module.makes(value, "flask_cors.CORS") and isinstance(value, ast.Call):
            yield _Instance(tuple(name.rpartition(".")[2] for name in names if name), tuple(value.keywords))


def _applied(module: Module, around: Surroundings, instances: Sequence[_Instance]) -> Iterator[Setup]:
    """`CORS(app)`, `CORS()`, `cors.init_app(app)`, `CORS().init_app(app)`."""
    for call, scope in module.calls():
        options = tuple(call.keywords)
        if module.meaning(call.func) == "flask_cors.CORS":
            yield _setup(module, call, scope, options, around)
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "init_app":
            given = _options_of(call.func.value, module, instances)
            if given is not None:
                yield _setup(module, call, scope, (*options, *given), around)


def _options_of(
    owner: ast.expr, module: Module, instances: Sequence[_Instance]
) -> tuple[ast.keyword, ...] | None:
    """The options that a CORS object was made with; None where the owner is no CORS object."""
    if module.makes(owner, "flask_cors.CORS") and isinstance(owner, ast.Call):
        return tuple(owner.keywords)
    name = dotted_name(owner).rpartition(".")[2]
    return next((instance.options for instance in instances if name in instance.names), None)


def _setup(
    module: Module, call: ast.Call, scope: Scope, options: tuple[ast.keyword, ...], around: Surroundings
) -> Setup:
    given = call.args[0] if call.args else next((one.value for one in options if one.arg == "app"), None)
    target = dotted_name(given) if given is not None else ""
    kind: Kind = "app"
    if given is None or (isinstance(given, ast.Constant) and given.value is None):
        kind = "never-bound"
    elif around.is_blueprint(target):
        kind = "blueprint"
    elif _misses(target, module, call, scope, around):
        kind = "never-bound"
    return Setup(kind, module, call.lineno, module.says(call), options, target, scope.is_conditional)


def _misses(target: str, module: Module, call: ast.Call, scope: Scope, around: Surroundings) -> bool:
    """Whether the app that is served is not the object that this call is given."""
    if target in scope.parameters:
        return not around.is_called(scope.function)
    here = (app for app in around.apps if app.module is module and app.function == scope.function)
    made = [app for app in here if app.variable == target]
    if any(app.line > call.lineno for app in made):  # the name is given to a new app later
        return True
    served = around.app
    other = served is not None and served.module is module and served.function == scope.function
    return bool(other and made and served and served.variable not in ("", target))


def _decorators(module: Module) -> Iterator[Setup]:
    """`@cross_origin()` with and without brackets, and `decorators = [cross_origin()]`."""
    places = decorator_places(module)
    for node, scope in module.nodes:
        if isinstance(node, ast.Call) and module.meaning(node.func) == "flask_cors.cross_origin":
            yield _decorator(module, node, scope, tuple(node.keywords), places.get(id(node)))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for decorator in node.decorator_list:
                if module.meaning(decorator) == "flask_cors.cross_origin":
                    yield _decorator(module, decorator, scope, (), places.get(id(decorator)))


def _decorator(
    module: Module,
    node: ast.expr,
    scope: Scope,
    options: tuple[ast.keyword, ...],
    place: DecoratorPlace | None,
) -> Setup:
    says = module.says(node)
    return Setup("decorator", module, node.lineno, says, options, "", scope.is_conditional, place)
