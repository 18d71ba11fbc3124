"""Adds a CORS setup where there is none: the call, its import, and what has to be installed."""

from __future__ import annotations

import ast

from cors_wizard.changes.configuration.requirements import require_flask_cors
from cors_wizard.changes.flask_cors import flask_cors_model as model
from cors_wizard.changes.flask_cors.resources import with_neighbors
from cors_wizard.changes.flask_cors.sites import Site
from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.proxy_lists import origins_of_proxy
from cors_wizard.changes.proxy_settings.silence_proxies import silence_on_the_way
from cors_wizard.changes.source_text.editing import line_after, list_literal, replaced, text_literal
from cors_wizard.changes.source_text.imports import merged_import, use_name
from cors_wizard.changes.source_text.source import Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import for_flask_cors
from cors_wizard.flask_code.apps import App, find_apps
from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.flask_code.module import Module, dotted_name

_SETTLING = ("config", "secret_key", "json", "url_map", "wsgi_app", "debug")


def add_setup(project: Project, only: str = "", about: str = "Cover the path's errors, too") -> None:
    """Set CORS up for the whole app, with the page's origin.

    Args:
        project: the files, and what they must bring about.
        only: a pattern of paths to keep to.
        about: what that does, as a title.
    """
    if not project.goal.origin:
        raise CannotChange("origin")
    around = project.workspace.around
    if around.app is None or not around.app.variable:
        raise CannotChange("app")
    if not only and _meant_for_this(project, around.app):
        return
    _bind(project, around.app, with_neighbors(project, only) if only else "", about)
    require_flask_cors(project)
    silence_on_the_way(project)


def _meant_for_this(project: Project, app: App) -> bool:
    """Give this app a second setup of another one that stands below its line and lets the page in."""
    path, others = app.module.path, {each.variable for each in project.workspace.around.apps} - {app.variable}
    sites = [each for each in project.reading.sites if each.module.path == path and each.target in others]
    for site in sites:
        earlier = [each for each in sites if each.target == site.target and each.line < app.line]
        given = site.node.args[:1] if isinstance(site.node, ast.Call) else []
        if site.line < app.line or not earlier or site.resources or not given:
            continue
        source = project.workspace.now[app.module.path]
        if source.says(given[0]) != site.target or not _lets_in(project, site):
            continue
        why = f"`{site.target}` has a setup already, and `{app.variable}` has none."
        with project.workspace.doing("Set up CORS for the app that serves the path"):
            project.workspace.remove(app.module.path, source.says(site.node), why)
            project.workspace.edit(app.module.path, replaced(source, given[0], app.variable))
        return True
    return False


def _lets_in(project: Project, site: Site) -> bool:
    try:
        options = project.values(site.rules[0])
        return model.allows_origin(options, project.goal.origin) and not model.allows_all(options)
    except (model.NotKnown, IndexError):
        return False


def _bind(project: Project, app: App, only: str, about: str) -> None:
    unbound = [
        site for site in project.reading.sites if not only and site.kind == "never-bound" and _is_object(site)
    ]
    named = _object_name(unbound[0]) if unbound else ""
    path = app.module.path
    if unbound and named:
        name = named
        if unbound[0].module.path != path:
            name = _imported_object(project, path, unbound[0], named)
        source, statement = after_app(project, path, app.variable, app.function, f"{name}.init_app")
        text = f"{name}.init_app({app.variable}{_more(project, source, unbound[0])})"
        title = "Bind the CORS object to the app"
    else:
        name = use_name(project.workspace, path, "flask_cors", "CORS")
        source, statement = after_app(project, path, app.variable, app.function, name)
        text = _call(source, name, app.variable, project, only)
        title = about if only else "Set up CORS for the whole app"
    with project.workspace.doing(title):
        project.workspace.edit(path, line_after(source, statement, text))


def _is_object(site: Site) -> bool:
    """`cors = CORS(...)` that is never given an app."""
    return isinstance(site.node, ast.Call) and not site.target and bool(_object_name(site))


def _object_name(site: Site) -> str:
    for names, value, _ in site.module.assignments():
        if value is site.node and names and names[0]:
            return names[0]
    return ""


def _imported_object(project: Project, path: str, site: Site, name: str) -> str:
    """The object's name in the app's file; imported beside what is imported from there already."""
    source = project.workspace.now[path]
    tree = source.tree
    wanted = site.module.path.removesuffix(".py").replace("/", ".")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and wanted.endswith(node.module):
            if any(alias.name == name for alias in node.names):
                return name
            project.workspace.edit(path, merged_import(source, node, name))
            return name
    return use_name(project.workspace, path, wanted, name)


def after_app(
    project: Project, path: str, variable: str, function: str, name: str
) -> tuple[Source, ast.stmt]:
    """The statement below which the call goes: the app is made, and its settings are there."""
    source = project.workspace.now[path]
    tree = source.tree
    module = project.workspace.parsed(path)
    assert isinstance(module, Module)
    for block in _blocks(_function_of(tree, function)):
        for number, statement in enumerate(block):
            if _makes_app(statement, variable, module):
                return source, _last_setting(block, number, variable, name)
    raise CannotChange("app")


def _function_of(tree: ast.Module, function: str) -> ast.AST:
    """The function that makes the app: another app at the top of the file may have its name."""
    named = (each for each in ast.walk(tree) if isinstance(each, FunctionNode) and each.name == function)
    return next(named, tree)


def _blocks(tree: ast.AST) -> list[list[ast.stmt]]:
    blocks: list[list[ast.stmt]] = []
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                blocks.append(block)
    return blocks


def _makes_app(statement: ast.stmt, variable: str, module: Module) -> bool:
    if isinstance(statement, ast.Assign):
        targets = [dotted_name(target) for target in statement.targets]
    elif isinstance(statement, ast.AnnAssign):
        targets = [dotted_name(statement.target)]
    else:
        return False
    value = statement.value
    if value is None:
        return False
    is_named = any((app.variable, app.line) == (variable, value.lineno) for app in find_apps(module))
    return is_named or (variable in targets and module.makes(value, "flask.Flask"))


def _last_setting(block: list[ast.stmt], number: int, variable: str, name: str) -> ast.stmt:
    """The last of the settings right below; what binds the name in the same block must come first too."""
    chosen = block[number]
    for statement in block[number + 1 :]:
        if not _is_setting(statement, variable):
            break
        chosen = statement
    first = name.partition(".")[0]
    for statement in block[number + 1 :]:
        if first in _names_bound(statement):
            chosen = max(chosen, statement, key=lambda each: each.lineno)
    return chosen


def _names_bound(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.ImportFrom):
        return [alias.asname or alias.name for alias in statement.names]
    return [dotted_name(target) for target in statement.targets] if isinstance(statement, ast.Assign) else []


def _is_setting(statement: ast.stmt, variable: str) -> bool:
    target: ast.AST | None = None
    if isinstance(statement, ast.Assign):
        target = statement.targets[0]
        target = target.value if isinstance(target, ast.Subscript) else target
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        target = statement.value.func
    name = dotted_name(target) if target is not None else ""
    return name.startswith(tuple(f"{variable}.{each}" for each in _SETTLING))


def _call(source: Source, name: str, variable: str, project: Project, only: str) -> str:
    given = [variable, *_arguments(project, source)]
    if only:
        pairs = (each.partition("=") for each in given[1:])
        options = ", ".join(f"{text_literal(source, key)}: {value}" for key, _, value in pairs)
        return f"{name}({variable}, resources={{r{text_literal(source, only).lstrip('r')}: {{{options}}}}})"
    return f"{name}({', '.join(given)})"


def _arguments(project: Project, source: Source) -> list[str]:
    origins = dict.fromkeys([*origins_of_proxy(project), project.goal.origin])
    arguments = [f"origins={list_literal(source, list(map(for_flask_cors, origins)))}"]
    if project.goal.with_credentials:
        arguments.append("supports_credentials=True")
    if project.goal.method and project.goal.method.upper() not in model.METHODS:
        methods = [*model.METHODS, project.goal.method.upper()]
        arguments.append(f"methods={list_literal(source, methods)}")
    if project.goal.exposes:
        arguments.append(f"expose_headers={list_literal(source, project.goal.exposes)}")
    return arguments


def _more(project: Project, source: Source, site: Site) -> str:
    """The arguments that the object was not made with."""
    given = {name for rule in site.rules for name in rule.options} | (
        {"origins"} if site.resources else set()
    )
    return "".join(
        f", {argument}" for argument in _arguments(project, source) if argument.partition("=")[0] not in given
    )
