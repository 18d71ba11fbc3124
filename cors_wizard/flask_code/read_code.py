"""Brings together what the Python files of a folder, or the lines of a paste, say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cors_wizard.facts import Fact
from cors_wizard.facts.found import NOT_PYTHON, Found, TextFile, scanned
from cors_wizard.flask_code import app_facts
from cors_wizard.flask_code.apps import App, choose_app, find_apps, find_blueprints, modules_of
from cors_wizard.flask_code.choose_files import Chosen, choose_files
from cors_wizard.flask_code.configuration import environment_files
from cors_wizard.flask_code.configuration.environment_files import (
    in_effect,
    is_of_another_app,
    read_environment_files,
)
from cors_wizard.flask_code.configuration.environment_used import read_environment_use
from cors_wizard.flask_code.configuration.flask_settings import read_config
from cors_wizard.flask_code.configuration.https_switch import read_https_switch
from cors_wizard.flask_code.evaluation.imports import CorsImport
from cors_wizard.flask_code.evaluation.resolver import make_evaluator
from cors_wizard.flask_code.evaluation.shared_constants import with_imported_classes
from cors_wizard.flask_code.extensions import read_extensions
from cors_wizard.flask_code.findings import FlaskApp, FlaskCode, Setting, Unresolved
from cors_wizard.flask_code.flask_cors import setup_facts
from cors_wizard.flask_code.flask_cors.cors_setups import Surroundings, find_setups
from cors_wizard.flask_code.flask_cors.setup_options import CONFIG_KEYS, cors_setup
from cors_wizard.flask_code.flask_cors.single_routes import about_single_routes
from cors_wizard.flask_code.header_code.doubled_headers import read_doubled_headers
from cors_wizard.flask_code.header_code.header_conditions import read_header_conditions
from cors_wizard.flask_code.header_code.open_on_purpose import read_open_on_purpose
from cors_wizard.flask_code.header_code.own_headers import find_own_headers
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_code.origin_checks import read_origin_checks
from cors_wizard.flask_code.origin_code.origin_sent import read_sent_origins
from cors_wizard.flask_code.reading import Reading
from cors_wizard.flask_code.request_hooks.preflight_checks import preflight_checks
from cors_wizard.flask_code.request_hooks.silent_preflights import silent_views
from cors_wizard.flask_code.routing.blueprint_paths import blueprint_paths
from cors_wizard.flask_code.routing.owners import Owners, find_owners
from cors_wizard.flask_code.routing.routes import RouteReader
from cors_wizard.flask_code.running import FLASK_ENVIRONMENT_FILES, read_flask_environment, read_running
from cors_wizard.flask_code.socketio import find_beside, find_others, read_socketio
from cors_wizard.flask_code.source_lines import SourceLines
from cors_wizard.flask_code.sources import Sources
from cors_wizard.frozen import dataclass


@dataclass(frozen=True)
class Code:
    """What the Python files say."""

    found: Found
    imports: tuple[tuple[str, CorsImport], ...]
    """Every import of flask-cors in the app's files, with the file's path."""
    app_where: str
    """Where the app is made, as `path:line`; empty where none was found."""
    is_whole: bool
    """Whether no file that may matter was unreadable or left out."""
    code: FlaskCode
    incomplete: tuple[str, ...] = ()
    """What was left out because a limit was reached."""


def is_wanted(name: str) -> bool:
    """Whether a file of that name is code, or gives variables to the process."""
    return name.endswith(".py") or environment_files.is_wanted(name) or bool(_DATA.fullmatch(name))


_ENVIRONMENTS = "local|dev|development|debug|staging|prod|production|live|default|base|test|testing"
_DATA = re.compile(
    rf"(?:(?:config|settings)[._-])?(?:{_ENVIRONMENTS})(?:[._-](?:config|settings))?\.(?:json|toml|ya?ml)"
    r"|(?:[\w.-]{0,60}[._-])?(?:configs?|settings)\.(?:json|toml)"
    r"|[\w.-]{0,60}(?:origin|cors|allow|whitelist)[\w.-]{0,60}\.(?:json|toml)"
    r"|(?:[\w.-]{0,60}(?:config|settings|origin|cors)[\w.-]{0,60}"
    r"|(?:app|application|conf|defaults|server|api))\.ya?ml",
    re.IGNORECASE,
)
"""Settings and lists of origins that the code may read."""


def read_code(files: Sequence[TextFile], *, is_complete: bool = True, meant: str = "") -> Code:
    """Everything that the Python files say.

    Args:
        files: the files of a folder, in any order.
        is_complete: whether no file was left out before; if one was, nothing is concluded from absence.
        meant: where the app is made that is known to be meant, as `path:line`.
    """
    sources = Sources(files)
    chosen = choose_files(files, sources)
    is_whole = chosen.is_whole and is_complete
    code = read_modules(chosen.modules, sources, files, is_whole=is_whole, meant=meant)
    return replace(
        code,
        found=Found(_unparsed(chosen), chosen.notes) + code.found,
        incomplete=(*chosen.incomplete, *code.incomplete),
    )


def _unparsed(chosen: Chosen) -> tuple[Fact, ...]:
    """The first file about Flask that holds a syntax error: an app that imports it doesn't start."""
    said = next((note for note in chosen.incomplete if NOT_PYTHON in note), "")
    where, _, reason = said.partition(f": {NOT_PYTHON}")
    value = f"{where}{reason.rstrip('.')}"
    return (scanned("unparsed_code", value, where, f"{NOT_PYTHON}{reason}"),) if said else ()


def read_modules(
    modules: Sequence[Module],
    sources: Sources,
    files: Sequence[TextFile],
    *,
    is_whole: bool = True,
    is_snippet: bool = False,
    meant: str = "",
) -> Code:
    """Everything that files say which were parsed already.

    Args:
        modules: the parsed files.
        sources: where other files are found that these import.
        files: all files, also those that set variables.
        is_whole: whether nothing is missing; if something is, nothing is concluded from absence.
        is_snippet: whether these are lines of a paste.
        meant: where the app is made that is known to be meant, as `path:line`.
    """
    modules = with_imported_classes(modules)
    for module in modules:
        sources.add(module)
    apps = [app for module in modules for app in find_apps(module)]
    app = choose_app(apps, _flask_environment(files)[0], meant)
    _, running = _flask_environment(_of_app(files, app, apps))
    ours = list(modules_of(app, apps, modules)) if app else [one for one in modules if not one.is_test]
    reading = _read(ours, app, apps, sources, files, is_whole=is_whole)
    reading = replace(reading, is_snippet=is_snippet)
    names = app_facts.app_names(reading.around)
    owners = find_owners(reading.modules, reading.evaluator, modules)
    routes = _routes(reading, owners)
    code = replace(_code(reading, routes, owners), beside=tuple(find_beside(modules, reading.evaluator)))
    found = app_facts.about_app(app, apps) + setup_facts.about_cors(reading)
    found += Found(
        (
            *app_facts.blueprint(reading.around),
            *app_facts.trusted_hosts(reading.config),
            *running,
            *read_running(ours, names, reading.evaluator),
            *app_facts.routes_fact(code.routes, reading.lines),
            *read_header_conditions(ours),
            *(read_open_on_purpose(ours) if is_whole else ()),
            *read_extensions(ours),
            *read_https_switch(ours, reading.evaluator, reading.environment),
            *read_socketio(ours, code.setups),
        )
    )
    found += read_origin_checks(ours, reading.evaluator)
    found += Found(tuple(read_sent_origins(ours, reading.evaluator)))
    found += Found(tuple(read_doubled_headers(reading.own, reading.found, reading.evaluator)))
    found += Found(tuple(preflight_checks(ours, code.routes, reading.evaluator)))
    if not any(each.kind != "hand-written" for each in code.setups):
        found += Found(tuple(silent_views(ours, code.routes)))
    found += Found(tuple(blueprint_paths(reading.found, code.routes, owners)))
    found += Found(tuple(about_single_routes(reading.setups, code.routes)))
    imports = tuple((module.path, one) for module in ours for one in module.cors_imports)
    where = app.where if app else ""
    return Code(found, imports, where, reading.is_whole, code, _exhausted(reading))


def _exhausted(reading: Reading) -> tuple[str, ...]:
    return ("Some expressions are too large to be followed.",) if reading.evaluator.is_exhausted else ()


def _read(
    ours: list[Module],
    app: App | None,
    apps: Sequence[App],
    sources: Sources,
    files: Sequence[TextFile],
    *,
    is_whole: bool,
) -> Reading:
    settings = read_environment_files(_without_others(files, app, apps))
    evaluator = make_evaluator(sources, in_effect(settings))
    # The file that makes the app comes last: what it sets is set over what others did.
    ordered = sorted(ours, key=lambda module: app is not None and module is app.module)
    config = read_config(ordered, evaluator)
    blueprints = [one for module in ours for one in find_blueprints(module)]
    around = Surroundings(app, apps, blueprints, ours)
    found = find_setups(around)
    setups = tuple(cors_setup(one, evaluator, config) for one in found)
    own = tuple(one for module in ours for one in find_own_headers(module, evaluator))
    environment = read_environment_use(ours, evaluator, settings)
    lines = SourceLines(files)
    return Reading(ours, around, evaluator, config, environment, lines, found, setups, own, is_whole)


def _routes(reading: Reading, owners: Owners) -> RouteReader:
    return RouteReader(reading.modules, reading.evaluator, owners, reading.setups)


COOKIE_KEYS = tuple(
    f"{cookie}_{name}"
    for cookie in ("SESSION_COOKIE", "REMEMBER_COOKIE")
    for name in ("SAMESITE", "SECURE", "DOMAIN", "PARTITIONED")
)


def _code(reading: Reading, reader: RouteReader, owners: Owners) -> FlaskCode:
    routes = reader.routes()
    others = tuple(find_others(reading.modules, reading.evaluator))
    own = tuple(one.setup(reading.evaluator) for one in reading.own)
    setups = (*reading.setups, *own, *others)
    unresolved: list[Unresolved] = [one for setup in setups for one in setup.unresolved]
    unresolved += [*reading.config.unresolved, *reader.unresolved]
    known = map(reading.config.setting, CONFIG_KEYS)
    settings: tuple[Setting, ...] = tuple(one for one in known if one is not None)
    cookies = (one for key in COOKIE_KEYS if (one := reading.config.setting(key)))
    return FlaskCode(
        routes,
        setups,
        tuple(_app(one, reading.around.app, owners) for one in reading.around.apps),
        settings,
        reading.environment,
        tuple(dict.fromkeys(unresolved)),
        tuple(cookies),
    )


def _app(app: App, chosen: App | None, owners: Owners) -> FlaskApp:
    return FlaskApp(
        app.variable,
        app.module.path,
        app.line,
        "factory" if app.function else "module",
        app.function,
        app is chosen,
        app.module.span(app.call),
        next((each.prefix for each in owners.made.values() if each.call is app.call), None) or "",
    )


def _of_app(files: Sequence[TextFile], app: App | None, apps: Sequence[App]) -> Sequence[TextFile]:
    """Where there are several apps: the files beside one, or in a folder around it."""
    if app is None or len({one.module.path for one in apps if not one.module.is_test}) < 2:
        return files
    return [file for file in files if app.module.path.startswith(file.path.removesuffix(file.name))]


def _without_others(files: Sequence[TextFile], app: App | None, apps: Sequence[App]) -> Sequence[TextFile]:
    """Without what sets variables for other services."""
    others = {one.module.path for one in apps if not one.module.is_test}
    own = app.module.path if app is not None else ""
    return [file for file in files if not (own and is_of_another_app(file.path, own, others))]


def _flask_environment(files: Sequence[TextFile]) -> tuple[str, tuple[Fact, ...]]:
    read = [read_flask_environment(file) for file in files if file.name in FLASK_ENVIRONMENT_FILES]
    return next((app for app, _ in read if app), ""), tuple(fact for _, facts in read for fact in facts)
