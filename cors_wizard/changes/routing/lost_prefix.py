"""A blueprint whose own prefix is lost: the one that `register_blueprint` is given takes its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import replaced, text_literal
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.routing.rule_fits import rule_fits

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
            is_registered = isinstance(call.func, ast.Attribute) and call.func.attr == "register_blueprint"
            if is_registered and call.args and dotted_name(call.args[0]).rpartition(".")[2] == variable:
                given = (each.value for each in call.keywords if each.arg == "url_prefix")
                for value in given:
                    if isinstance(value, ast.Constant) and text_of(value):
                        yield module, value
