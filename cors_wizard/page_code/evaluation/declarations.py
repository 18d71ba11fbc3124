"""What declarations, enumerations and exports do."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.members import set_member
from cors_wizard.page_code.evaluation.patterns import bind, type_of
from cors_wizard.page_code.evaluation.run import NORMAL, Completion, Run
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.statements import statement
from cors_wizard.page_code.evaluation.values import UNDEFINED, Object, Text, Unknown, Value
from cors_wizard.page_code.sources.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST_SETTING = 3
_ENVIRONMENT = re.compile(r"(?:^|/)environment(?:\.\w+)?\.ts$")
_MOST_ASSIGNMENTS = 50
_MOST_PARENTS = 60
_FUNCTIONS = (
    "arrow_function",
    "function_declaration",
    "function_expression",
    "generator_function",
    "generator_function_declaration",
    "method_definition",
)


@statement("lexical_declaration", "variable_declaration")
def _declaration(run: Run, node: Syntax, scope: Scope) -> Completion:
    target = scope.function() if node.type == "variable_declaration" else scope
    for declarator in node.children:
        name = declarator.field("name")
        if name is None:
            continue
        value_node = declarator.field("value")
        value = run.eval(value_node, scope) if value_node is not None else _unset(name, target)
        value = _unless_set_later(run, node, name, value, target)
        written_type = type_of(declarator)
        if isinstance(value, Unknown) and written_type:
            value = Unknown(value.name, value.variable, written_type)
        bind(run, name, value, target)
    return NORMAL


def _unset(name: Syntax, scope: Scope) -> Value:
    """At a module's top, any function may have set it by the time that it is read."""
    return UNDEFINED if scope.outer is not None else Unknown(name.text[:60])


def _unless_set_later(run: Run, node: Syntax, name: Syntax, value: Value, scope: Scope) -> Value:
    """`let token = null`, which some other function sets: by the time that it is read it may be anything."""
    if name.type != "identifier" or truth(value) is not False or "const" in node.words:
        return value
    code = run.modules.at(node.file).code
    assigned = re.compile(rb"(?<![\w$.])" + re.escape(name.text).encode() + rb"\s*=(?![=>])")
    around = function_around(node.node)
    if around is None:
        is_set_later = len(assigned.findall(code)) > 1
    else:
        found = islice(assigned.finditer(code, around.start_byte, around.end_byte), _MOST_ASSIGNMENTS)
        root = run.modules.at(node.file).root.node
        is_set_later = any(_is_in_other(root, match.start(), around) for match in found)
    return Unknown(name.text) if is_set_later else value


def _is_in_other(root: Node, byte: int, function: Node) -> bool:
    """Whether something is in a function within that function."""
    there = root.descendant_for_byte_range(byte, byte + 1)
    nearest = function_around(there) if there is not None else None
    return nearest is not None and nearest.start_byte != function.start_byte


def function_around(node: Node) -> Node | None:
    """The function that a node is in."""
    around = node.parent
    for _ in range(_MOST_PARENTS):
        if around is None or around.type in _FUNCTIONS:
            return around
        around = around.parent
    return None


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
            _name_settings(run, scope)
        name = declaration.field("name")
        if "default" in node.words and name is not None:
            exports["default"] = run.lookup(name.text, scope)
        elif "default" in node.words:
            exports["default"] = run.closure(declaration, scope)
    elif value is not None:
        exports["default"] = run.eval(value, scope)
    return NORMAL


def _name_settings(run: Run, scope: Scope) -> None:
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
