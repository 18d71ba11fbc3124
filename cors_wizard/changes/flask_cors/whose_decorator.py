"""Which views a `@cross_origin` is for, and whether their preflights reach it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.flask_cors.sites import Site
from cors_wizard.changes.routing.views import View, decorators_of
from cors_wizard.changes.source_text.editing import first_line
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, keyword_value
from cors_wizard.flask_code.flask_cors.decorator_places import answers_options
from cors_wizard.flask_code.module import Module, dotted_name


def is_of_other_method(site: Site, view: View, method: str) -> bool:
    """Whether it is on the function that a class of views has for another method."""
    body = view.node.body if isinstance(view.node, ast.ClassDef) else []
    functions = (each for each in body if isinstance(each, FunctionNode))
    on = [each.name for each in functions if any(one is site.node for one in each.decorator_list)]
    wanted = "get" if method.upper() == "HEAD" else method.lower()
    return bool(on and wanted) and on != [wanted]


def gets_no_preflight(site: Site, view: View) -> bool:
    """Whether it is on a class of views that leaves the response to OPTIONS to Flask."""
    if site.place == "class-decorators" and not is_on(site, view) and isinstance(view.node, ast.ClassDef):
        # The class has it from another one, and says itself what it responds to.
        return not answers_options(view.node)
    return site.place in ("on-a-method", "class-decorators")


def _around_all(module: Module, view: View) -> Iterator[ast.expr]:
    """The `decorators` of an `Api` in that file, below which the view's namespace or resource is."""
    for names, value, _ in module.assignments():
        if isinstance(value, ast.Call) and any((module.path, each) in view.owners for each in names):
            given = keyword_value(value, "decorators")
            yield from given.elts if isinstance(given, (ast.List, ast.Tuple)) else ()


def is_named(site: Site, view: View) -> bool:
    """Whether `page = cross_origin(...)` is a decorator of the view, its class or its `Api` by that name."""
    names = {
        name.rpartition(".")[2]
        for given, value, _ in site.module.assignments()
        if value is site.node
        for name in given
        if name
    }
    used = [*decorators_of(view), *_around_all(site.module, view)]
    return any(each is site.node or dotted_name(each).rpartition(".")[2] in names for each in used)


def _added_as(view: View) -> list[ast.expr]:
    """The call that adds the route, and what the name that it is given for the view is set to."""
    given = keyword_value(view.call, "view_func")
    name = dotted_name(given) if given else ""
    return [view.call, *(value for names, value, _ in view.module.assignments() if name and name in names)]


def is_on(site: Site, view: View) -> bool:
    """Whether a decorator is on the view, in the class of views, or around it where the route is added."""
    added = _added_as(view) if site.module is view.module else []
    if any(each is site.node for part in added for each in ast.walk(part)):
        return True
    node = view.node
    if node is None or site.module is not view.node_module:
        return False
    return first_line(node) <= site.line <= (node.end_lineno or node.lineno)
