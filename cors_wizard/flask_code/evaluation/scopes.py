"""Walks a file's tree and says for each node in which function or class it is, and under which conditions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from cors_wizard.frozen import dataclass

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True, eq=False)
class Condition:
    """A branch of an `if` around a piece of code."""

    test: ast.expr | None
    """None for what may or may not run for another reason: a handler, a loop."""
    branch: bool
    """Whether it is the branch for a true test."""
    outer: Condition | None


@dataclass(frozen=True, eq=False)
class Scope:
    """Where in its file a piece of code is."""

    function: str = ""
    """The function around it; empty at the top of the module."""
    parameters: frozenset[str] = frozenset()
    """The names that this function is given."""
    is_conditional: bool = False
    """Whether it is inside an `if` and so may not run."""
    in_class: bool = False
    """Whether it is directly in a class."""
    node: ast.AST | None = None
    """The function or class around it, whose names it sees first; None at the top of the module."""
    outer: Scope | None = None
    """The scope around that function or class."""
    condition: Condition | None = None
    """The innermost branch around it, within its function."""


def called_name(expression: ast.AST) -> str:
    """The dotted name of what is called: `app.route` of `app.route("/")`, and of `app.route` alone."""
    return dotted_name(expression.func if isinstance(expression, ast.Call) else expression)


def keyword_value(call: ast.Call, *names: str) -> ast.expr | None:
    """The value of the first keyword of one of these names."""
    return next((each.value for each in call.keywords if each.arg in names), None)


def names_in(node: ast.AST) -> set[str]:
    """The names that are used anywhere in it."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def holds(outer: ast.AST, inner: ast.AST | None) -> bool:
    """Whether a node is within another, or is that other one."""
    return any(each is inner for each in ast.walk(outer))


def dotted_name(expression: ast.AST) -> str:
    """`a.b.c` of a name or attribute; empty for anything else."""
    if isinstance(expression, ast.Name):
        return expression.id
    parts: list[str] = []
    while isinstance(expression, ast.Attribute):
        parts.append(expression.attr)
        expression = expression.value
    if not isinstance(expression, ast.Name):
        return ""
    return ".".join((expression.id, *reversed(parts)))


def scoped_nodes(tree: ast.AST) -> Iterator[tuple[ast.AST, Scope]]:
    """Every node with its scope, in the order of the source; a stack, since recursion could run out."""
    stack = [(tree, Scope())]
    while stack:
        node, scope = stack.pop()
        kind = type(node)
        if kind in _WITHOUT_MEANING:
            continue
        yield node, scope
        if kind in _LEAVES:
            continue
        children = (
            list(_inside(node, scope)) if kind in _OPENING else [(one, scope) for one in _children(node)]
        )
        children.reverse()
        stack.extend(children)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """As `ast.iter_child_nodes`, which takes twice as long."""
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            yield from (one for one in value if isinstance(one, ast.AST))
        elif isinstance(value, ast.AST):
            yield value


_LEAVES = frozenset({ast.Name, ast.Constant, ast.Pass, ast.Global, ast.alias})
_WITHOUT_MEANING = frozenset(
    kind
    for base in (ast.expr_context, ast.operator, ast.boolop, ast.cmpop, ast.unaryop)
    for kind in base.__subclasses__()
)
_OPENING = frozenset(
    {
        *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef),
        *(ast.If, ast.ExceptHandler, ast.For, ast.While, ast.AsyncFor),
    }
)


def _inside(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """The children of a node that opens a scope or a branch, each with its own scope."""
    if isinstance(node, (_Function, ast.ClassDef)):
        inner = _of_function(node, scope) if isinstance(node, _Function) else _of_class(node, scope)
        # Names in the body are its own; decorators, defaults and bases are read outside.
        body = node.body if isinstance(node.body, list) else [node.body]
        own = {id(each) for each in body}
        for child in ast.iter_child_nodes(node):
            yield child, inner if id(child) in own else scope
    elif isinstance(node, ast.If):
        yield node.test, replace(scope, is_conditional=True)
        for branch, statements in ((True, node.body), (False, node.orelse)):
            inner = replace(
                scope, is_conditional=True, condition=Condition(node.test, branch, scope.condition)
            )
            yield from ((statement, inner) for statement in statements)
    else:
        is_handler = isinstance(node, ast.ExceptHandler)
        inner = replace(
            scope,
            is_conditional=scope.is_conditional or is_handler,
            condition=Condition(None, True, scope.condition),
        )
        yield from ((child, inner) for child in ast.iter_child_nodes(node))


def _of_function(node: _Function, scope: Scope) -> Scope:
    arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    every = (*arguments, *(one for one in (node.args.vararg, node.args.kwarg) if one))
    parameters = frozenset(argument.arg for argument in every)
    return Scope(getattr(node, "name", scope.function), parameters, node=node, outer=scope)


def _of_class(node: ast.ClassDef, scope: Scope) -> Scope:
    return replace(scope, in_class=True, node=node, outer=scope)
