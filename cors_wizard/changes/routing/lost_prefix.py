"""A prefix that is lost, as `register_blueprint` is given another, and one that a path begins with twice."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import View
from cors_wizard.changes.source_text.editing import remove_argument, replaced, text_literal
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.routing.rule_fits import rule_fits

_TWICE = "The path begins so already, and the page calls it once."
_WHY = "It takes the place of the blueprint's own prefix, which the page calls."


def give_both_prefixes(project: Project) -> bool:
    """Register the blueprint with both of its prefixes, which together make the path that the page calls."""
    for variable, own in _own_prefixes(project):
        for module, given in _given_prefixes(project, variable):
            outer = text_of(given) or ""
            joined = f"{outer.rstrip('/')}/{own.strip('/')}"
            rules = [
                each.rule
                for each in project.reading.views
                if [name for _, name in each.owners[:1]] == [variable]
            ]
            if any(rule_fits(joined + rule.removeprefix(outer), project.goal.path) for rule in rules):
                source, path = project.workspace.source(module), module.path
                with project.workspace.doing("Register the blueprint with both prefixes"):
                    project.workspace.remove(path, source.says(given), _WHY)
                    project.workspace.edit(path, replaced(source, given, text_literal(source, joined)))
                return True
    return False


def drop_doubled_prefix(project: Project) -> bool:
    """Take a prefix out of where it is written for the second time: `/api`, and `/api/v1` in it."""
    asked = [goal.path for goal in project.others]
    for view in project.reading.views:
        outer = _twice(view.rule, project.goal.path)
        if not outer or any(rule_fits(view.rule, path) for path in asked):
            continue
        for module, call, written in _beginnings_of(project, view):
            text = text_of(written) or ""
            if f"{text}/".startswith(f"{outer}/") and (text != outer or written not in call.args):
                source, path = project.workspace.source(module), module.path
                with project.workspace.doing(f"Begin the route with `{outer}` once"):
                    project.workspace.remove(path, source.says(written), _TWICE)
                    project.workspace.edit(path, _without(source, call, written, text.removeprefix(outer)))
                return True
    return False


def _twice(rule: str, path: str) -> str:
    """How a rule begins twice, where it would fit the path if it began so once."""
    parts = rule.strip("/").split("/")
    for length in range(1, len(parts) // 2 + 1):
        begins = "".join(f"/{each}" for each in parts[:length])
        if parts[length : 2 * length] == parts[:length] and rule_fits(rule.removeprefix(begins), path):
            return begins
    return ""


def _beginnings_of(project: Project, view: View) -> Iterator[tuple[Module, ast.Call, ast.expr]]:
    """Where the beginning of a view's rule may be written, from the inside: its route, its blueprint."""
    yield from ((view.module, view.call, each) for each in view.call.args[:1])
    for _, variable in view.owners[:1]:
        for module in project.reading.modules:
            for names, value, _ in module.assignments():
                if names[0] == variable and isinstance(value, ast.Call):
                    yield from ((module, value, each.value) for each in _prefixes_in(value))
            for call, _ in module.calls():
                if _registers(call, variable):
                    yield from ((module, call, each.value) for each in _prefixes_in(call))


def _prefixes_in(call: ast.Call) -> Iterator[ast.keyword]:
    return (each for each in call.keywords if each.arg == "url_prefix")


def _without(source: Source, call: ast.Call, written: ast.expr, rest: str) -> Edit:
    keyword = next((each for each in call.keywords if each.value is written), None)
    if not rest and keyword is not None:
        return remove_argument(source, call, keyword)
    return replaced(source, written, text_literal(source, rest))


def _registers(call: ast.Call, variable: str) -> bool:
    is_registered = isinstance(call.func, ast.Attribute) and call.func.attr == "register_blueprint"
    return is_registered and bool(call.args) and dotted_name(call.args[0]).rpartition(".")[2] == variable


def _own_prefixes(project: Project) -> Iterator[tuple[str, str]]:
    """The variable of each blueprint that is made with a prefix, and that prefix."""
    for module in project.reading.modules:
        for names, value, _ in module.assignments():
            if isinstance(value, ast.Call) and module.makes(value, "flask.Blueprint"):
                given = [text_of(each.value) or "" for each in value.keywords if each.arg == "url_prefix"]
                if given and given[0].strip("/") and names and names[0]:
                    yield names[0], given[0]


def _given_prefixes(project: Project, variable: str) -> Iterator[tuple[Module, ast.expr]]:
    """Each prefix that registering this blueprint gives it, as it is written."""
    for module in project.reading.modules:
        for call, _ in module.calls():
            if _registers(call, variable):
                for each in _prefixes_in(call):
                    if isinstance(each.value, ast.Constant) and text_of(each.value):
                        yield module, each.value
