"""A CORS setup that one way of starting the app runs: in `wsgi.py`, or in the main program by a factory."""

from __future__ import annotations

import ast

from cors_wizard.changes.configuration.requirements import require_flask_cors
from cors_wizard.changes.flask_cors.add_setup import after_app
from cors_wizard.changes.flask_cors.sites import Site
from cors_wizard.changes.flask_cors.unreached import would_have_run
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import line_after, without_lines
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.flask_code.evaluation.evaluate import Place
from cors_wizard.flask_code.evaluation.names import function_of
from cors_wizard.flask_code.evaluation.scopes import names_in
from cors_wizard.flask_code.module import Module

_WHY = "Only a start by this file runs it."
_WHY_MAIN = "Only `python FILE` runs it there."


def move_to_app(project: Project) -> None:
    """Move the setup below the app, as the responses show that the app runs without this file."""
    app = project.workspace.around.app
    sites = [site for site in project.reading.sites if site.kind == "app"]
    if app is None or not app.variable or len(sites) != 1:
        return
    site, module = sites[0], sites[0].module
    mine = next(
        (each for each, _ in module.nodes if isinstance(each, ast.Expr) and each.value is site.node), None
    )
    if mine is None or site.function or not would_have_run(project, site):
        return
    # One file may hold the factory, and a start of its own that sets CORS up.
    is_beside = module is app.module
    is_run_by_others = not _is_for_main(site) if is_beside else _is_imported(project, module)
    if is_run_by_others or not _is_the_app(project, site) or not _is_alone(site):
        return
    source = project.workspace.source(module)
    says = source.says(site.node)
    called = use_name(project.workspace, app.module.path, "flask_cors", "CORS")
    project.workspace.remove(module.path, says, _WHY_MAIN if is_beside else _WHY)
    project.workspace.edit(module.path, without_lines(source, mine.lineno, mine.end_lineno or mine.lineno))
    assert isinstance(site.node, ast.Call)
    given = [app.variable, *(source.says(each) for each in site.node.keywords)]
    home, statement = after_app(project, app.module.path, app.variable, app.function, called)
    project.workspace.edit(app.module.path, line_after(home, statement, f"{called}({', '.join(given)})"))
    require_flask_cors(project)


def _is_for_main(site: Site) -> bool:
    """Whether it is below `if __name__ == "__main__":`."""
    condition = site.scope.condition
    return condition is not None and condition.test is not None and "__name__" in names_in(condition.test)


def _is_alone(site: Site) -> bool:
    """Whether it is one call whose options mean the same in another file."""
    call = site.node
    if not isinstance(call, ast.Call) or len(call.args) != 1 or len(site.calls) != 1:
        return False
    return all(each.arg and not names_in(each.value) for each in call.keywords)


def _is_imported(project: Project, module: Module) -> bool:
    """Whether another file of the project runs this one, too."""
    sources = project.reading.code_evaluator.sources
    found = (
        sources.find(meaning, other)
        for other in project.reading.modules
        if other is not module
        for meaning in other.names.values()
    )
    return any(each is not None and each[0] is module for each in found)


def _is_the_app(project: Project, site: Site) -> bool:
    """Whether what the setup is given is the app that is meant: imported, or made by its factory."""
    app, evaluator = project.workspace.around.app, project.reading.code_evaluator
    assert app is not None
    bound = site.module.bindings.of(None).get(site.target, [])
    made = bound[-1].value if bound else None
    if isinstance(made, ast.Call):
        found = function_of(evaluator, made.func, Place(site.module, site.scope))
        return found is not None and (found[0].path, found[1].name) == (app.module.path, app.function)
    home, name = evaluator.sources.definition(site.module, site.target)
    return (home.path, name, "") == (app.module.path, app.variable, app.function)
