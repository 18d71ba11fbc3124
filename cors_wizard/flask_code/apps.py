"""Finds the Flask apps and blueprints of a folder and chooses the app that is meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code.evaluation.scopes import called_name, dotted_name
from cors_wizard.flask_code.module import Module
from cors_wizard.frozen import dataclass

_USUAL_NAMES = (
    "app.py",
    "wsgi.py",
    "main.py",
    "application.py",
    "server.py",
    "run.py",
    "api.py",
    "__init__.py",
)
ROUTE_DECORATORS = frozenset({"route", "get", "post", "put", "delete", "patch"})
"""What registers a view on an app or a blueprint."""
_ROUTES = ROUTE_DECORATORS | {"add_url_rule"}
_USES = _ROUTES | {"register_blueprint", "run"}


def is_route_decorator(decorator: ast.expr) -> bool:
    """Whether a decorator registers a view: `@app.get("/")`, and no `@get` of something else."""
    owner, _, verb = called_name(decorator).rpartition(".")
    return bool(owner) and verb in ROUTE_DECORATORS


@dataclass(frozen=True, eq=False)
class App:
    """One place where a Flask app is made."""

    module: Module
    variable: str
    """The name that it is given; empty where it has none."""
    function: str
    """The factory that makes it; empty at the top of the module."""
    line: int
    says: str
    call: ast.Call

    @property
    def where(self) -> str:
        """`path:line`."""
        return f"{self.module.path}:{self.line}"


@dataclass(frozen=True)
class Blueprint:
    """One place where a blueprint is made."""

    module: Module
    variable: str
    line: int
    says: str


def find_apps(module: Module) -> tuple[App, ...]:
    """Every Flask app that a file makes, and those that Dash makes for it."""
    named = {id(value): names[0] for names, value, _ in module.assignments()}
    return tuple(
        App(module, named.get(id(call), ""), scope.function, call.lineno, module.says(call), call)
        for call, scope in module.calls()
        if module.makes(call, "flask.Flask")
    ) + tuple(_in_dash(module))


def _in_dash(module: Module) -> Iterator[App]:
    """`server = dashboard.server`, or `dashboard.server` where it has no name of its own."""
    made = {names[0]: value for names, value, _ in module.assignments() if _makes_dash(module, value)}
    for names, value, scope in module.assignments() if made else ():
        owner = dotted_name(value.value) if isinstance(value, ast.Attribute) else ""
        call = made.get(owner)
        if isinstance(value, ast.Attribute) and value.attr == "server" and isinstance(call, ast.Call):
            del made[owner]
            yield App(module, names[0], scope.function, value.lineno, module.says(value), call)
    for names, value, scope in module.assignments() if made else ():
        if isinstance(value, ast.Call) and made.get(names[0]) is value:
            variable = f"{names[0]}.server"
            yield App(module, variable, scope.function, value.lineno, module.says(value), value)


def _makes_dash(module: Module, value: ast.expr) -> bool:
    """Whether it makes a dashboard with a Flask app of its own."""
    given = [each.arg for each in value.keywords] if isinstance(value, ast.Call) else []
    return module.makes(value, "dash.Dash") and "server" not in given


def find_blueprints(module: Module) -> tuple[Blueprint, ...]:
    """Every blueprint that a file makes and names."""
    return tuple(
        Blueprint(module, names[0], value.lineno, module.says(value))
        for names, value, _ in module.assignments()
        if module.makes(value, "flask.Blueprint") and names[0]
    )


def choose_app(apps: Sequence[App], flask_app: str, meant: str = "") -> App | None:
    """The app that is most likely meant: named by FLASK_APP, no test, shallowest, usual name, most used.

    One that is known to be meant, as `path:line`, comes before all of that.
    """

    def rank(app: App) -> tuple[object, ...]:
        module = app.module
        usual = (
            _USUAL_NAMES.index(module.file.name) if module.file.name in _USUAL_NAMES else len(_USUAL_NAMES)
        )
        named = bool(flask_app) and is_named(module.path, flask_app)
        return (
            app.where != meant,
            not named,
            module.is_test,
            module.file.depth,
            usual,
            module.path,
            -uses(app),
            app.line,
        )

    return min(apps, key=rank, default=None)


def is_named(path: str, flask_app: str) -> bool:
    """Whether FLASK_APP (`server.py`, `api.app:create_app()`) means this file."""
    wanted = flask_app.partition(":")[0].removesuffix(".py").replace(".", "/").strip("/")
    stem = path.removesuffix(".py").removesuffix("/__init__")
    return bool(wanted) and (stem == wanted or stem.endswith(f"/{wanted}"))


def uses(app: App) -> int:
    """How often its own file does something with the app."""
    return _count(app, _USES)


def has_routes(app: App) -> bool:
    """Whether routes depend on the app itself, in its own file."""
    return _count(app, _ROUTES) > 0


def _count(app: App, methods: frozenset[str]) -> int:
    named = frozenset(f"{app.variable}.{name}" for name in methods)
    twins = {each.function for each in find_apps(app.module) if each.variable == app.variable}
    if len(twins) < 2:
        return sum(app.module.called[name] for name in named)
    # Another function's app of that name is another app.
    elsewhere = twins - {app.function}
    return sum(
        called_name(call) in named
        and (scope.function == app.function if app.function else scope.function not in elsewhere)
        for call, scope in app.module.calls()
    )


def modules_of(app: App, apps: Sequence[App], modules: Sequence[Module]) -> Iterator[Module]:
    """The files that belong to an app: no tests, no other app's file, none nearer to another app."""
    others = {other.module.path for other in apps} - {app.module.path}
    above = {folders[:length] for folders in map(_folders, others) for length in range(len(folders) + 1)}
    own = _folders(app.module.path)
    for module in modules:
        if module.path in others or (module.is_test and not app.module.is_test):
            continue
        folders = _folders(module.path)
        near = _shared(folders, own)
        # No other app shares more of the way to this file.
        if near == len(folders) or folders[: near + 1] not in above:
            yield module


def _folders(path: str) -> tuple[str, ...]:
    return tuple(path.split("/")[:-1])


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many folders two paths have in common."""
    return next(
        (count for count, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
