"""Gives scripts that aren't logged in a 401 in place of a redirect to the login page."""

from __future__ import annotations

import ast

from cors_wizard.changes.preflights.early_exit import insert_first
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.put_beside_app import put_beside_app
from cors_wizard.changes.routing.views import View
from cors_wizard.changes.source_text.editing import line_after, text_literal
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, called_name
from cors_wizard.flask_code.module import Module, dotted_name

_TO_THE_PAGE = "In the page, open the login when the status is 401{}."
_FOR_PEOPLE = ("render_template", "render_template_string", "redirect", "send_file")


def send_scripts_no_redirect(project: Project) -> None:
    """By Flask-Login itself where it guards a blueprint for scripts, else by a hook behind every response."""
    view = project.view
    blueprint = _for_scripts(project, view) if view is not None and _is_guarded(view) else ""
    if blueprint and (_in_handler(project, blueprint) or _in_login_views(project, blueprint)):
        project.workspace.hand(_TO_THE_PAGE.format(""))
        return
    put_beside_app(project)
    project.workspace.hand(_TO_THE_PAGE.format(": `location.href = await response.text()`"))


def _is_guarded(view: View) -> bool:
    decorators = getattr(view.node, "decorator_list", ())
    return any(view.node_module.meaning(each) == "flask_login.login_required" for each in decorators)


def _for_scripts(project: Project, view: View) -> str:
    """The name of the view's blueprint, if it is registered on the app itself and has no pages for people."""
    owners = project.reading.owners
    made = [owner for owner in view.owners if owner in owners.made]
    module = next((each for each in project.reading.modules if made and each.path == made[0][0]), None)
    if module is None or len(view.owners) != 2:
        return ""
    names = [
        text_of(value.args[0]) or ""
        for variables, value, _ in module.assignments()
        if made[0][1] in variables
        and isinstance(value, ast.Call)
        and value.args
        and module.makes(value, "flask.Blueprint")
    ]
    others = (each for each in project.reading.views if view.owners[0] in each.owners and each.node)
    if any(
        word in each.node_module.source(each.node) for each in others if each.node for word in _FOR_PEOPLE
    ):
        return ""
    return names[0] if len(names) == 1 else ""


def _in_handler(project: Project, blueprint: str) -> bool:
    """Have the project's own `unauthorized_handler` send it, where there is one."""
    found = [
        (module, node)
        for module in project.reading.modules
        for node, _ in module.nodes
        if isinstance(node, FunctionNode) and any(map(_is_handler, node.decorator_list))
    ]
    if len(found) != 1 or "blueprint" in found[0][0].source(found[0][1]):
        return False
    module, node = found[0]
    path, line = module.path, node.lineno
    project.workspace.blame(path, line)
    names = [use_name(project.workspace, path, "flask", each) for each in ("request", "abort")]
    again = project.workspace.parsed(path)
    assert isinstance(again, Module)
    alike = [each for each, _ in again.nodes if isinstance(each, FunctionNode) and each.name == node.name]
    nearest = min(alike, key=lambda each: abs(each.lineno - line))
    insert_first(project, path, nearest, f'{names[0]}.blueprint == "{blueprint}"', f"{names[1]}(401)")
    return True


def _is_handler(decorator: ast.expr) -> bool:
    return called_name(decorator).rpartition(".")[2] == "unauthorized_handler"


def _in_login_views(project: Project, blueprint: str) -> bool:
    """Take the blueprint's login page away: without one Flask-Login aborts with 401."""
    modules = project.reading.modules
    found = [
        (module, node)
        for module in modules
        for node, _ in module.nodes
        if isinstance(node, ast.Assign) and dotted_name(node.targets[0]).endswith(".login_view")
    ]
    handled = any("unauthorized_handler" in each.file.text for each in modules)
    listed = any("blueprint_login_views" in each.file.text for each in modules)
    if len(found) != 1 or handled or listed:
        return False
    module, node = found[0]
    source = project.workspace.source(module)
    manager = dotted_name(node.targets[0]).removesuffix(".login_view")
    text = f"# Scripts get a 401 in place of a redirect.\n{manager}.blueprint_login_views = "
    table = f"{{{text_literal(source, blueprint)}: None}}"
    project.workspace.blame(module.path, node.lineno)
    project.workspace.edit(module.path, line_after(source, node, text + table))
    return True
