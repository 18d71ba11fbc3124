"""Brings together what the Python files of a folder say."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, TextFile, scanned
from cors_wizard.flask_code.apps import App, choose_app, find_apps, find_blueprints, has_routes, modules_of
from cors_wizard.flask_code.cors_options import read_options, read_own_options
from cors_wizard.flask_code.cors_setups import Setup, Surroundings, find_setups
from cors_wizard.flask_code.decorator_places import WORST_FIRST
from cors_wizard.flask_code.environment_files import origins_in_environment
from cors_wizard.flask_code.extensions import read_extensions
from cors_wizard.flask_code.findings import FlaskCode
from cors_wizard.flask_code.imports import CorsImport
from cors_wizard.flask_code.module import Module, dotted_name, is_test_path, parse_module
from cors_wizard.flask_code.origin_checks import read_origin_checks
from cors_wizard.flask_code.own_headers import find_own_headers
from cors_wizard.flask_code.routes import nested_blueprints, read_routes
from cors_wizard.flask_code.running import FLASK_ENVIRONMENT_FILES, read_flask_environment, read_running
from cors_wizard.flask_code.shared_constants import with_imported_constants
from cors_wizard.flask_code.socketio import read_socketio

_WORTH_PARSING = ("flask", "cors", "origin", "access-control-", ".run(", "serve(")
_MOST_FILES = 1000
_ORDER = ("app", "blueprint", "decorator", "hand-written", "never-bound")


@dataclass(frozen=True)
class Code:
    """What the Python files say."""

    found: Found
    imports: tuple[tuple[str, CorsImport], ...]
    """Every import of flask-cors in the app's files, with the file's path."""
    app_where: str
    """Where the app is made, as `path:line`; empty where none was found."""
    is_whole: bool
    """Whether no file that may matter was unreadable."""
    code: FlaskCode = field(default_factory=FlaskCode)


def is_wanted(name: str) -> bool:
    """Whether a file of that name is code, or configures `flask run`."""
    return name.endswith(".py") or name in FLASK_ENVIRONMENT_FILES


def read_code(files: Sequence[TextFile]) -> Code:
    """Everything that the Python files say."""
    worth = [file for file in files if file.name.endswith(".py") and _is_worth_parsing(file)]
    parsed = [(file, parse_module(file)) for file in worth[:_MOST_FILES]]
    modules = with_imported_constants([one for _, one in parsed if isinstance(one, Module)])
    broken = tuple(one for _, one in parsed if isinstance(one, str))
    is_whole = all(isinstance(one, Module) or is_test_path(file.path) for file, one in parsed)
    flask_app, running = _flask_environment(files)
    apps = [app for module in modules for app in find_apps(module)]
    app = choose_app(apps, flask_app)
    ours = (
        list(modules_of(app, apps, modules)) if app else [module for module in modules if not module.is_test]
    )
    blueprints = [one for module in ours for one in find_blueprints(module)]
    around = Surroundings(app, apps, blueprints, ours)
    found = Found(notes=broken) + _about_app(app, apps) + _about_cors(around, is_whole)
    found += origins_in_environment(found, files)
    names = _app_names(around)
    found += Found((*_blueprint(around), *running, *read_running(ours, names), *read_routes(ours)))
    found += Found((*read_extensions(ours), *read_socketio(ours))) + read_origin_checks(ours)
    imports = tuple((module.path, one) for module in ours for one in module.cors_imports)
    return Code(found, imports, app.where if app else "", is_whole)


def _is_worth_parsing(file: TextFile) -> bool:
    text = file.text.lower()
    return any(word in text for word in _WORTH_PARSING)


def _flask_environment(files: Sequence[TextFile]) -> tuple[str, tuple[Fact, ...]]:
    read = [read_flask_environment(file) for file in files if file.name in FLASK_ENVIRONMENT_FILES]
    return next((app for app, _ in read if app), ""), tuple(fact for _, facts in read for fact in facts)


def _about_app(app: App | None, apps: Sequence[App]) -> Found:
    if app is None:
        return Found(notes=("No Python file in this folder makes a Flask app, as far as could be read.",))
    facts = [
        scanned("app_file", app.module.path, app.where, app.says),
        scanned("app_style", "factory" if app.function else "module", app.where, app.says),
    ]
    if app.variable:
        facts.append(scanned("app_variable", app.variable, app.where, app.says))
    others = sorted({one.module.path for one in apps if not one.module.is_test} - {app.module.path})
    if not others:
        return Found(tuple(facts))
    more = ", ".join(others[:5]) + (", ..." if len(others) > 5 else "")
    return Found(tuple(facts), (f"There are several Flask apps; {app.module.path} was taken, not {more}.",))


def _app_names(around: Surroundings) -> frozenset[str]:
    """The names under which the app is run: its own, and those of a factory's result or of Flask-SocketIO."""
    names = {"app", "application"}
    factories = {around.app.function} - {""} if around.app else set()
    if around.app and around.app.variable:
        names.add(around.app.variable.rpartition(".")[2])
    for module in around.modules:
        for targets, value, _ in module.assignments():
            if module.makes(value, "flask_socketio.SocketIO") or _calls_one_of(value, factories):
                names.update(target.rpartition(".")[2] for target in targets if target)
    return frozenset(names)


def _calls_one_of(value: ast.expr, functions: set[str]) -> bool:
    return isinstance(value, ast.Call) and dotted_name(value.func).rpartition(".")[2] in functions


def _about_cors(around: Surroundings, is_whole: bool) -> Found:
    """`cors_setup` with its evidence, what is allowed, and what is odd about it."""
    setups = find_setups(around)
    own = [one for module in around.modules for one in find_own_headers(module)]
    written = [
        Setup("hand-written", one.module, one.line, one.says)
        for one in own
        if one.name == "access-control-allow-origin"
    ]
    bound = [one for one in setups if one.kind != "never-bound"]
    kind = min((one.kind for one in (*bound, *written)), key=_ORDER.index, default=None)
    notes = tuple(_odd(bound, written))
    if kind == "hand-written":
        return Found((_setup_fact(written[0]), *_own_place(written)), notes) + read_own_options(own)
    chosen = [one for one in setups if one.kind == kind]
    if chosen:
        facts = (
            *(_setup_fact(chosen[0]), *_conditional(chosen), *_own_place(written)),
            *(*_decorator_place(chosen), *_blueprint_with_cors(chosen)),
        )
        return Found(facts, notes) + read_options(chosen, around.modules)
    return _without_setup(around, setups, is_whole)


def _setup_fact(setup: Setup) -> Fact:
    return scanned("cors_setup", setup.kind, setup.where, setup.says)


def _conditional(chosen: Sequence[Setup]) -> Iterator[Fact]:
    """Where the set-up stands, if all of it stands under conditions."""
    first = chosen[0]
    if first.kind in ("app", "blueprint") and all(one.is_conditional for one in chosen):
        yield scanned("conditional_setup", first.where, first.where, first.says)


def _own_place(written: Sequence[Setup]) -> Iterator[Fact]:
    """Where the code writes the header by itself."""
    for one in written[:1]:
        yield scanned("own_header_at", one.where, one.where, one.says)


def _blueprint_with_cors(chosen: Sequence[Setup]) -> Iterator[Fact]:
    """The blueprint that CORS is set up for, where there is only one."""
    targets = {one.target.rpartition(".")[2]: one for one in chosen if one.kind == "blueprint"}
    for name, one in targets.items() if len(targets) == 1 else ():
        yield scanned("configured_blueprint", name, one.where, one.says)


def _decorator_place(chosen: Sequence[Setup]) -> Iterator[Fact]:
    """Where the worst-placed `@cross_origin` stands, and on which view."""
    placed = [(setup.place, setup) for setup in chosen if setup.place]
    for kind in WORST_FIRST:
        for place, setup in placed:
            if place.kind == kind:
                yield scanned("decorator_place", kind, setup.where, setup.says)
                told = (("view_file", setup.module.path), ("view_name", place.view))
                of_route = (("route_owner", place.owner), ("view_rule", place.rule))
                for name, value in (*told, *of_route) if place.view else ():
                    if value:
                        yield scanned(name, value, setup.where, setup.says)
                return


def _without_setup(around: Surroundings, setups: Sequence[Setup], is_whole: bool) -> Found:
    """Nothing reaches the app: nothing there at all, or something that is never given the app."""
    if around.app is None or not is_whole:
        return Found()
    if setups:
        return Found((_setup_fact(setups[0]),)) + read_options(setups, around.modules)
    imported = [(module, one) for module in around.modules for one in module.cors_imports]
    if imported:
        module, one = imported[0]
        return Found((_setup_fact(Setup("never-bound", module, one.line, one.says)),))
    says = "makes the app, and no file does anything about CORS"
    return Found((scanned("cors_setup", "none", around.app.where, says),))


def _odd(bound: Sequence[Setup], written: Sequence[Setup]) -> Iterator[str]:
    if bound and written:
        yield (
            f"{written[0].where}: the code adds Access-Control-Allow-Origin by itself, and {bound[0].where} "
            "has flask-cors add it, too."
        )
    kinds = {one.kind: one for one in bound}
    if len(kinds) > 1:
        places = ", ".join(f"{one.where} ({kind})" for kind, one in kinds.items())
        yield f"flask-cors is set up in several ways: {places}."
    for setup in bound:
        if setup.is_conditional:
            yield f"{setup.where}: this CORS setup stands under a condition and may not run."


def _blueprint(around: Surroundings) -> Iterator[Fact]:
    """The blueprint that owns the routes (others may be nested in it), where the app has none of its own."""
    nested = nested_blueprints(around.modules)
    outer = [one for one in around.blueprints if one.variable.rpartition(".")[2] not in nested]
    if len(outer) != 1:
        return
    blueprint = outer[0]
    if around.app and has_routes(around.app):
        return
    where = f"{blueprint.module.path}:{blueprint.line}"
    yield scanned("blueprint_variable", blueprint.variable, where, blueprint.says)
