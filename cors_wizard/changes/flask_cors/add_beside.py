"""Adds a setup of the kind that the project's other routes have: a decorator, or one for their blueprint.

Where each route or blueprint has a setup of its own, an app-wide one would open what is meant to stay
closed.
"""

from __future__ import annotations

import ast

from cors_wizard.changes.configuration.requirements import require_flask_cors
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors import flask_cors_model as model
from cors_wizard.changes.flask_cors.options import extend
from cors_wizard.changes.flask_cors.sites import Rule, Site
from cors_wizard.changes.flask_cors.whose_decorator import is_on
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import View, begin_alike
from cors_wizard.changes.source_text.editing import line_after, list_literal
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.source_text.source import Edit, Source, indent_of
from cors_wizard.fetch_standard.origin import for_flask_cors
from cors_wizard.flask_code.apps import is_route_decorator
from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.routing.loops import list_of_loop
from cors_wizard.flask_code.routing.owners import Owner


def add_beside_others(project: Project) -> bool:
    """Set CORS up for the view or its blueprint, as others are; whether that was possible."""
    view = project.view
    kinds = {site.kind for site in project.reading.sites}
    if not project.goal.origin or view is None or "app" in kinds or "never-bound" in kinds:
        return False
    if "blueprint" in kinds:
        with project.workspace.doing("Set up CORS for the route's blueprint"):
            done = _in_loop(project, view) or _on_blueprint(project, view)
    else:
        with project.workspace.doing("Put `@cross_origin` on the route"):
            done = "decorator" in kinds and _on_view(project, view)
    if done:
        require_flask_cors(project)
    return done


def allows_page(project: Project, rule: Rule) -> bool:
    """Whether flask-cors allows the page's origin by these options, as far as they are known."""
    try:
        return model.allows_origin(project.values(rule), project.goal.origin)
    except model.NotKnown:
        return False


def _in_loop(project: Project, view: View) -> bool:
    """One more blueprint in the list whose items all get the same setup: `for bp in (users, orders): ...`."""
    for site in project.reading.sites:
        given = site.node.args[:1] if isinstance(site.node, ast.Call) and site.kind == "blueprint" else []
        listed = list_of_loop(given[0], site.module, site.scope) if given else None
        # What else is done for each, like registering it, isn't wanted twice.
        loops = [loop for loop, _ in site.module.loops if loop.iter is listed and len(loop.body) == 1]
        listed = listed if loops else None
        name = _name_in(project, site.module, view.owners[0]) if listed is not None and view.owners else ""
        if listed is not None and name and any(allows_page(project, each) for each in site.rules):
            extend(project, Place(site.module, listed), [name])
            return True
    return False


def _name_in(project: Project, module: Module, owner: Owner) -> str:
    """What a file calls a blueprint, at its top."""
    names = (*module.names, *module.bindings.of(None))
    return next((each for each in names if project.reading.owners.find(module, each) == owner), "")


def _on_blueprint(project: Project, view: View) -> bool:
    """`CORS(blueprint, ...)` below the line that makes the blueprint."""
    if not view.owners:
        return False
    path, variable = view.owners[0]
    module = project.workspace.parsed(path) if path in project.workspace.now else ""
    if not isinstance(module, Module) or _maker(module, variable) is None:
        return False
    name = use_name(project.workspace, path, "flask_cors", "CORS")
    again = project.workspace.parsed(path)
    assert isinstance(again, Module)
    made = _maker(again, variable)
    assert made is not None
    source = project.workspace.now[path]
    text = _call(project, source, name, variable, "blueprint", module)
    project.workspace.edit(path, line_after(source, made, text))
    return True


def _maker(module: Module, variable: str) -> ast.Assign | ast.AnnAssign | None:
    for node, scope in module.nodes:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and not scope.function and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if variable in map(dotted_name, targets) and module.makes(node.value, "flask.Blueprint"):
                return node
    return None


def _on_view(project: Project, view: View) -> bool:
    """`@cross_origin(...)` below the view's route."""
    if not isinstance(view.node, FunctionNode):
        return False
    path, module = view.module.path, view.module
    name = use_name(project.workspace, path, "flask_cors", "cross_origin")
    again = project.view
    if again is None or not isinstance(again.node, FunctionNode):
        return False
    routes = [each for each in again.node.decorator_list if is_route_decorator(each)]
    if not routes:
        return False
    source = project.workspace.now[path]
    indent = indent_of(source.lines[again.node.lineno - 1])
    text = _call(project, source, f"@{name}", "", "decorator", module)
    at = source.line_start((routes[-1].end_lineno or routes[-1].lineno) + 1)
    project.workspace.edit(path, Edit(at, at, "".join(f"{indent}{line}\n" for line in text.split("\n"))))
    return True


def _call(project: Project, source: Source, name: str, target: str, kind: str, module: Module) -> str:
    """The call with the options of a neighbor that allows this page alone, or with the page's origin."""
    given = [target] if target else []
    like = _neighbor(project, kind, module)
    if like is not None and isinstance(like.node, ast.Call):
        theirs = project.workspace.source(like.module)
        given += [theirs.says(each) for each in like.node.keywords if project.goal.needs(each.arg or "")]
    else:
        given.append(f"origins={list_literal(source, [for_flask_cors(project.goal.origin)])}")
    return f"{name}({', '.join(given)})"


def _neighbor(project: Project, kind: str, module: Module) -> Site | None:
    """A setup in the same file, or with plain values, that allows this page: of one API, or nobody else."""
    for site in project.reading.sites:
        rules = [rule for rule in site.rules if rule.options.get("origins")]
        if site.kind != kind or site.resources is not None or not rules:
            continue
        if site.module is not module and not _is_plain(site.node):
            continue
        try:
            options = project.values(rules[0])
            is_for_page = model.listed(options, "origins") == [project.goal.origin]
            if not is_for_page and not any(
                begin_alike(each, project.goal.path) for each in _paths(project, site)
            ):
                continue
            if model.allows_origin(options, project.goal.origin) and not model.allows_all(options):
                return site
        except model.NotKnown:
            continue
    return None


def _paths(project: Project, site: Site) -> list[str]:
    """The routes that a setup is for, or how they begin."""
    if site.kind == "blueprint":
        return [project.reading.owners.prefix(site.module, site.target)]
    return [view.rule for view in project.reading.views if is_on(site, view)]


def _is_plain(call: ast.expr) -> bool:
    """Whether every option is written out, so that it means the same in another file."""
    given = call.keywords if isinstance(call, ast.Call) else []
    return all(
        each.arg and not any(isinstance(part, ast.Name) for part in ast.walk(each.value)) for each in given
    )
