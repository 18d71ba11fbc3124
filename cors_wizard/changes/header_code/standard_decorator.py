"""`@cross_origin` in place of what the project writes on the view: a header, or a decorator of its own.

A header in the view never gets to the preflight. A decorator may be unable to name the page beside others:
most are copies of the `crossdomain` that Flask's documentation once had. It sends what it is given for
`origin` to every page, and of several origins it makes one value that no browser accepts.
"""

from __future__ import annotations

import ast

from cors_wizard.changes.configuration.requirements import require_flask_cors
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.header_code.decorator_arguments import Use, is_joined, uses
from cors_wizard.changes.header_code.hand_written import HEADERS, METHODS, ORIGIN, wanted_lists
from cors_wizard.changes.header_code.where_written import of_path
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import first_line, list_literal, replaced, without_lines
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.source_text.source import Edit, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import for_flask_cors, named_origin
from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.flask_code.module import dotted_name

_LISTS = {"headers": ("allow_headers", HEADERS), "methods": ("methods", METHODS)}
_IGNORED = frozenset({"attach_to_all", "automatic_options"})


def use_standard_decorator(project: Project) -> bool:
    """Replace the decorator on the view of the path; whether it was one that can be replaced."""
    view = project.view
    use = _use(project)
    if use is None or view is None or not isinstance(view.node, FunctionNode):
        return False
    if not any(each is use.call for each in view.node.decorator_list):
        return False
    parameters = [each.arg for each in use.maker.args.args]
    given = dict(zip(parameters, use.call.args, strict=False))
    given |= {each.arg: each.value for each in use.call.keywords if each.arg}
    lists = {name: _texts(project, use, given[name]) for name in given if name in ("origin", *_LISTS)}
    if set(given) - {"origin", "max_age", *_LISTS, *_IGNORED} or any(each is None for each in lists.values()):
        return False
    path = use.module.path
    name = use_name(project.workspace, path, "flask_cors", "cross_origin")
    again = _use(project)
    assert again is not None
    source = project.workspace.now[path]
    others = [each for each in lists["origin"] or [] if named_origin(each) == each != project.goal.origin]
    origins = [*others, project.goal.origin]
    arguments = [f"origins={list_literal(source, [for_flask_cors(each) for each in origins])}"]
    for parameter, (option, header) in _LISTS.items():
        listed = lists.get(parameter) or []
        lower = {each.lower() for each in listed}
        missing = [each for each in wanted_lists(project).get(header, ()) if each.lower() not in lower]
        if listed:
            arguments.append(f"{option}={list_literal(source, [*listed, *missing])}")
    if project.goal.with_credentials:
        arguments.append("supports_credentials=True")
    if "max_age" in given:
        arguments.append(f"max_age={source.says(given['max_age'])}")
    project.workspace.keep(path, *(f"origin {each}" for each in others))
    why = f"`{use.maker.name}` sends one value to every page."
    project.workspace.remove(path, source.says(again.call), why)
    project.workspace.edit(path, replaced(source, again.call, f"{name}({', '.join(arguments)})"))
    require_flask_cors(project)
    return True


def decorate_instead(project: Project) -> None:
    """`@cross_origin` on the view in place of the header that only its own response has."""
    view = project.view
    assert view is not None
    path = view.node_module.path
    others = _others_of_view(project)
    name = use_name(project.workspace, path, "flask_cors", "cross_origin")
    for _ in range(20):
        own = [each for each in of_path(project) if each.function is not None and not each.is_in_hook]
        if not own:
            break
        source = project.workspace.now[path]
        statement = own[0].statement
        edit = without_lines(source, statement.lineno, statement.end_lineno or statement.lineno)
        project.workspace.edit(path, edit)
    again = project.view
    assert again is not None
    source = project.workspace.now[path]
    origins = [for_flask_cors(each) for each in (*others, project.goal.origin)]
    given = [f"origins={list_literal(source, origins)}"]
    project.workspace.keep(path, *(f"origin {each}" for each in others))
    if project.goal.with_credentials:
        given.append("supports_credentials=True")
    assert again.node is not None
    indent = indent_of(source.lines[again.node.lineno - 1])
    routes = [each for each in again.node.decorator_list if each is again.call]
    # Of `add_url_rule` the decorator goes above all others.
    above = first_line(again.node)
    at = source.line_start((routes[0].end_lineno or routes[0].lineno) + 1 if routes else above)
    project.workspace.edit(path, Edit(at, at, f"{indent}@{name}({', '.join(given)})\n"))
    project.workspace.remove(
        path, "the header in the view", "Flask responds to the preflight without the view."
    )
    require_flask_cors(project)


def _others_of_view(project: Project) -> list[str]:
    """The other pages that the view's own header allows; raises CannotChange if the code doesn't say."""
    values = [project.reading.evaluator.value(each.place) for each in of_path(project) if each.name == ORIGIN]
    if not all(isinstance(each, str) for each in values):
        raise CannotChange("the headers")
    texts = dict.fromkeys(part.strip() for each in values for part in str(each).split(","))
    return [each for each in texts if named_origin(each) == each != project.goal.origin]


def _use(project: Project) -> Use | None:
    """The decorator whose `origin` becomes the header, where that refuses the page."""
    for written in of_path(project):
        for use in uses(project, written) if written.name == ORIGIN else ():
            given = use.given("origin")
            # A value that is worked out may be the page's own origin.
            if given is None or dotted_name(written.value) != "origin":
                continue
            texts = _texts(project, use, given.node)
            is_one_value = isinstance(project.reading.evaluator.value(given), str) or is_joined(
                use.maker, "origin"
            )
            if texts is not None and is_one_value and not _lets_in(project, texts):
                return use
    return None


def _lets_in(project: Project, texts: list[str]) -> bool:
    return texts == [project.goal.origin] or (texts == ["*"] and not project.goal.with_credentials)


def _texts(project: Project, use: Use, node: ast.expr) -> list[str] | None:
    """The texts of a list, or of one text with commas; None where the code doesn't show them."""
    value = project.reading.evaluator.value(Place(use.module, node))
    if isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    if isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value):
        return [str(each) for each in value]
    return [] if isinstance(node, ast.Constant) and node.value is None else None
