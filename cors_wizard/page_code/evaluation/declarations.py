"""What declarations, enumerations and exports do."""

from __future__ import annotations

import re

from cors_wizard.page_code.evaluation.completion import NORMAL, Completion
from cors_wizard.page_code.evaluation.members import set_member
from cors_wizard.page_code.evaluation.patterns import bind
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.state import unless_set_later
from cors_wizard.page_code.evaluation.statements import statement
from cors_wizard.page_code.evaluation.types import type_of
from cors_wizard.page_code.evaluation.values import UNDEFINED, Object, Text, Unknown, Value
from cors_wizard.page_code.sources.syntax import Syntax

_DEEPEST_SETTING = 3
_ENVIRONMENT = re.compile(r"(?:^|/)environment(?:\.\w+)?\.ts$")


@statement("lexical_declaration", "variable_declaration")
def _declaration(run: Run, node: Syntax, scope: Scope) -> Completion:
    target = scope.function() if node.type == "variable_declaration" else scope
    for declarator in node.children:
        name = declarator.field("name")
        if name is None:
            continue
        value_node = declarator.field("value")
        value = run.eval(value_node, scope) if value_node is not None else _unset(name, target)
        value = unless_set_later(run, node, declarator, value)
        written_type = type_of(run, declarator)
        if isinstance(value, Unknown) and written_type:
            value = Unknown(value.name, value.variable, written_type)
        bind(run, name, value, target)
    return NORMAL


def _unset(name: Syntax, scope: Scope) -> Value:
    """At a module's top, any function may have set it by the time that it is read."""
    return UNDEFINED if scope.outer is not None else Unknown(name.text[:60])


@statement("enum_declaration")
def _enum(run: Run, node: Syntax, scope: Scope) -> Completion:
    name, body = node.field("name"), node.field("body")
    members = Object()
    for member in body.children if body is not None else ():
        key, value = member.field("name"), member.field("value")
        if key is not None:
            set_member(run, members, key.text.strip("\"'"), run.eval(value, scope) if value else Unknown())
    if name is not None:
        run.write(scope.names, name.text, members)
    return NORMAL


@statement("export_statement")
def _export(run: Run, node: Syntax, scope: Scope) -> Completion:
    declaration = node.field("declaration")
    value = node.field("value")
    exports = run.modules.at(node.file).exports
    if declaration is not None:
        run.execute(declaration, scope)
        if _ENVIRONMENT.search(node.file):
            _name_settings(scope)
        name = declaration.field("name")
        if "default" in node.words and name is not None:
            exports["default"] = run.lookup(name.text, scope)
        elif "default" in node.words:
            exports["default"] = run.closure(declaration, scope)
    elif value is not None:
        exports["default"] = run.eval(value, scope)
    return NORMAL


def _name_settings(scope: Scope) -> None:
    """Angular: what a URL begins with is known by its name, `environment.apiUrl`."""
    settings = scope.names.get("environment")
    waiting = [("environment", settings)] if isinstance(settings, Object) else []
    while waiting:
        name, value = waiting.pop()
        for key, inner in value.properties.items():
            if isinstance(inner, Text):
                value.properties[key] = Text(inner.parts, inner.variable or f"{name}.{key}")
            elif isinstance(inner, Object) and name.count(".") < _DEEPEST_SETTING:
                waiting.append((f"{name}.{key}", inner))
