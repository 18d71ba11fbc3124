"""Calls: what is called, with which arguments, as whose method."""

from __future__ import annotations

from collections.abc import Sequence

from cors_wizard.page_code.evaluation.completion import Completion
from cors_wizard.page_code.evaluation.conditions import narrow
from cors_wizard.page_code.evaluation.expressions import expression, of_page
from cors_wizard.page_code.evaluation.functions import super_call
from cors_wizard.page_code.evaluation.invocation import REST
from cors_wizard.page_code.evaluation.members import get_index, get_member
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Choice,
    Constant,
    Imported,
    Text,
    Unknown,
    Value,
)
from cors_wizard.page_code.sources.syntax import Syntax

_MEMBERS = ("member_expression", "subscript_expression")


@expression("call_expression")
def _call(run: Run, node: Syntax, scope: Scope) -> Value:
    function = node.field("function")
    if function is None:
        return Unknown()
    if function.type == "import" or (function.type == "identifier" and function.text == "require"):
        return _load(run, node, scope)
    if function.type == "super":
        super_call(run, arguments_of(run, node, scope), scope)
        return UNDEFINED
    callee, this = _callee(run, function, scope)
    if isinstance(callee, Constant) and callee.value is None and "?." in node.words:
        return UNDEFINED
    return call_any(run, callee, arguments_of(run, node, scope), this, node)


_AROUND = (
    "parenthesized_expression",
    "non_null_expression",
    "instantiation_expression",
    "await_expression",
    "unary_expression",
)
"""The grammar reads `await client.get<T>()` as `(await client.get)<T>()`, and `void` likewise."""


def _callee(run: Run, function: Syntax, scope: Scope) -> tuple[Value, Value]:
    while function.type in _AROUND and function.children:
        function = function.children[0]
    if function.type not in _MEMBERS:
        return run.eval(function, scope), UNDEFINED
    target = function.field("object")
    if target is not None and target.type == "super":
        this = scope.nearest_this() or UNDEFINED
        name = function.field("property")
        return run.of_super(scope, name.text if name is not None else ""), this
    name = function.field("property")
    given = of_page(run, target, name.text, scope) if target is not None and name is not None else None
    this = run.eval(target, scope)
    if given is not None:
        return given, this
    if function.type == "subscript_expression":
        return get_index(run, this, run.eval(function.field("index"), scope)), this
    return get_member(run, this, name.text if name is not None else ""), this


def call_any(run: Run, callee: Value, arguments: Sequence[Value], this: Value, node: Syntax) -> Value:
    """Calls each function that it may be."""
    if isinstance(callee, Choice):
        condition, yes, no = callee.condition, callee.yes, callee.no

        def follow(function: Value, side: bool) -> Completion:
            of = narrow(this, condition, side)
            return Completion(False, call_any(run, function, arguments, of, node))

        done = run.branch((condition, False), lambda: follow(yes, True), lambda: follow(no, False))
        return done.value or UNDEFINED
    return run.call(callee, arguments, this, node)


def arguments_of(run: Run, node: Syntax, scope: Scope) -> list[Value]:
    """What a call passes on; the holes of a tagged template are left aside."""
    arguments = node.field("arguments")
    values: list[Value] = []
    if arguments is None:
        return values
    if arguments.type == "template_string":
        return [run.eval(arguments, scope)]
    for child in arguments.children:
        if child.type != "spread_element":
            values.append(run.eval(child, scope))
            continue
        inner = run.eval(child.children[0] if child.children else None, scope)
        values += inner.items if isinstance(inner, Array) else []
        if not isinstance(inner, Array) or inner.is_open:
            values.append(REST)
    return values


@expression("new_expression")
def _new(run: Run, node: Syntax, scope: Scope) -> Value:
    callee = run.eval(node.field("constructor"), scope)
    return run.construct(callee, arguments_of(run, node, scope), node)


def _load(run: Run, node: Syntax, scope: Scope) -> Value:
    """`require('x')` and `import('x')`."""
    arguments = arguments_of(run, node, scope)
    specifier = arguments[0] if arguments else UNDEFINED
    if not isinstance(specifier, Text) or specifier.constant is None:
        return Unknown()
    return run.imported(Imported(specifier.constant, "*", node.file))
