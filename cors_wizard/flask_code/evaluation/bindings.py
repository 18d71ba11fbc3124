"""What the names of a file are set to: for each scope each name with every statement that sets it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Literal

from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import (
    Condition,
    FunctionNode,
    Scope,
    dotted_name,
    keyword_value,
)
from cors_wizard.frozen import dataclass

BindingKind = Literal["set", "add", "append", "entry", "update", "parameter", "function", "class", "other"]
_Assignment = ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.AugAssign
_CHANGING: Mapping[str, BindingKind] = {
    "append": "append",
    "add": "append",
    "extend": "add",
    "update": "update",
    "remove": "other",
    "insert": "other",
    "pop": "other",
    "clear": "other",
    "discard": "other",
    "setdefault": "other",
}


@dataclass(frozen=True, eq=False)
class Binding:
    """One statement that sets or changes a name."""

    kind: BindingKind
    value: ast.AST | None
    line: int
    condition: Condition | None
    scope: Scope
    key: ast.expr | None = None
    """For `name[key] = value`."""
    function: FunctionNode | None = None
    """For a parameter: whose it is."""
    statement: ast.AST | None = None
    """For an assignment: the whole of it."""


Names = dict[str, list[Binding]]


@dataclass(frozen=True, eq=False)
class Bindings:
    """The names of a file, scope by scope."""

    by_scope: dict[int, Names] = field(default_factory=dict)
    """By the identity of the function or class; 0 is the top of the module."""
    returns: dict[int, list[tuple[ast.Return, Scope]]] = field(default_factory=dict)
    """The return statements of each function."""

    def of(self, node: ast.AST | None) -> Names:
        """The names of one scope."""
        return self.by_scope.get(id(node) if node is not None else 0, {})


def find_bindings(nodes: Sequence[tuple[ast.AST, Scope]]) -> Bindings:
    """Every name that a file sets."""
    found = Bindings()
    for node, scope in nodes:
        if isinstance(node, ast.Return):
            found.returns.setdefault(id(scope.node), []).append((node, scope))
            continue
        for owner, name, binding in _set_by(node, scope):
            key = id(owner) if owner is not None else 0
            found.by_scope.setdefault(key, {}).setdefault(name, []).append(binding)
    return found


def _set_by(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST | None, str, Binding]]:
    if isinstance(node, _Assignment):
        for name, binding in _assigned(node, scope):
            yield scope.node, name, binding
    elif isinstance(node, ast.Call):
        for name, binding in _changed(node, scope):
            yield scope.node, name, binding
    elif isinstance(node, (FunctionNode, ast.ClassDef)):
        kind: BindingKind = "class" if isinstance(node, ast.ClassDef) else "function"
        yield scope.node, node.name, Binding(kind, node, node.lineno, scope.condition, scope)
        if isinstance(node, FunctionNode):
            for name, binding in _parameters(node, scope):
                yield node, name, binding
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        if not isinstance(node, ast.comprehension):
            yield from ((scope.node, name, _other(node, scope)) for name in _targets(node.target))
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        for item in node.items:
            if item.optional_vars is not None:
                for name in _targets(item.optional_vars):
                    yield scope.node, name, _other(node, scope)
    elif isinstance(node, ast.Global):
        yield from ((None, name, _other(node, scope)) for name in node.names)


def _other(node: ast.AST, scope: Scope) -> Binding:
    return Binding("other", None, getattr(node, "lineno", 0), scope.condition, scope)


def _targets(target: ast.expr) -> Iterator[str]:
    names = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
    return (dotted for one in names if (dotted := dotted_name(one)))


def _assigned(node: _Assignment, scope: Scope) -> Iterator[tuple[str, Binding]]:
    if node.value is None:
        return
    kind: BindingKind = "set"
    if isinstance(node, ast.AugAssign):
        kind = "add" if isinstance(node.op, ast.Add) else "other"
        kind = "update" if isinstance(node.op, ast.BitOr) else kind
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        if isinstance(target, ast.Subscript):
            owner = dotted_name(target.value)
            if owner:
                yield owner, _assignment("entry", node, scope, target.slice)
        elif isinstance(target, (ast.Tuple, ast.List)):
            yield from _unpacked(target, node, scope)
        elif name := dotted_name(target):
            yield name, _assignment(kind, node, scope)


def _assignment(kind: BindingKind, node: _Assignment, scope: Scope, key: ast.expr | None = None) -> Binding:
    return Binding(kind, node.value, node.lineno, scope.condition, scope, key, None, node)


def _unpacked(target: ast.Tuple | ast.List, node: ast.AST, scope: Scope) -> Iterator[tuple[str, Binding]]:
    """`a, b = 1, 2`; where the parts do not pair up, the names are set to what is not known."""
    value = getattr(node, "value", None)
    parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
    for index, each in enumerate(target.elts):
        name = dotted_name(each)
        if name and len(parts) == len(target.elts):
            yield name, Binding("set", parts[index], each.lineno, scope.condition, scope)
        elif name:
            yield name, _other(each, scope)


def _changed(node: ast.Call, scope: Scope) -> Iterator[tuple[str, Binding]]:
    """`ORIGINS.append(...)`, `OPTIONS.update(...)`."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in _CHANGING:
        return
    owner = dotted_name(node.func.value)
    if owner and "." not in owner:
        kind = _CHANGING[node.func.attr]
        value: ast.AST | None = node.args[0] if len(node.args) == 1 and not node.keywords else None
        if kind == "update" and not node.args:
            value = ast.copy_location(ast.Call(ast.Name("dict"), [], node.keywords), node)
        yield owner, Binding(kind if value else "other", value, node.lineno, scope.condition, scope)


def _parameters(node: FunctionNode, scope: Scope) -> Iterator[tuple[str, Binding]]:
    """The names that a function is given, with their defaults; their scope is the one around it."""
    positional = (*node.args.posonlyargs, *node.args.args)
    without = len(positional) - len(node.args.defaults)
    defaults: list[ast.expr | None] = [None] * without + list(node.args.defaults)
    pairs = [*zip(positional, defaults, strict=True)]
    pairs += [*zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]
    pairs += [(one, None) for one in (node.args.vararg, node.args.kwarg) if one]
    for argument, default in pairs:
        yield argument.arg, Binding("parameter", default, node.lineno, None, scope, None, node)


def default_of(function: FunctionNode, name: str) -> ast.expr | None:
    """The expression that a function has for a parameter where nothing is given."""
    plain = [*function.args.posonlyargs, *function.args.args]
    pairs = [
        *zip(reversed(plain), reversed(function.args.defaults), strict=False),
        *zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True),
    ]
    return next((value for each, value in pairs if each.arg == name), None)


def argument(call: ast.Call, function: FunctionNode, name: str) -> ast.expr | None:
    """The expression that a call gives for a parameter."""
    named = keyword_value(call, name)
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    names = names[1:] if names[:1] in (["self"], ["cls"]) else names
    if named is not None or name not in names:
        return named
    index = names.index(name)
    return call.args[index] if index < len(call.args) else None


def click_default(function: FunctionNode, name: str) -> ast.expr | None:
    """`@click.option("--allow-origin", default=[...])` above a function."""
    for each in function.decorator_list:
        is_option = isinstance(each, ast.Call) and dotted_name(each.func).endswith((".option", ".argument"))
        if isinstance(each, ast.Call) and is_option and option_name(each) == name:
            return keyword_value(each, "default")
    return None


def option_name(call: ast.Call) -> str:
    """The name that a program has for what an option of its command line sets."""
    texts = [text_of(each) or "" for each in call.args]
    plain = [each for each in (text_of(keyword_value(call, "dest")), *texts) if each and each[0] != "-"]
    longest = max((each for each in texts if each.startswith("--")), key=len, default="")
    return next(iter(plain), longest.partition("/")[0].lstrip("-").replace("-", "_"))


def fields_of(node: ast.ClassDef) -> list[str]:
    """The names of a dataclass's fields, in their order."""
    return [dotted_name(each.target) for each in node.body if isinstance(each, ast.AnnAssign)]
