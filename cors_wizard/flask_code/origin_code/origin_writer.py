"""Writes what code works out of the Origin as one expression over `origin`, its constants filled in.

`origin in ALLOWED and not origin.endswith(".test")` becomes `origin in ('https://a.test',) and not
origin.endswith('.test')`. What asks for something else of the request is `either`; what decides about the
origin in a way that can't be followed is `unread`. Nothing is executed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from copy import copy

from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.names import function_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, called_name, dotted_name
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_code.origin_expressions import WRITERS
from cors_wizard.flask_code.origin_code.origin_names import CALLED, OriginNames, header_of, reads_origin
from cors_wizard.flask_code.origin_code.origin_words import (
    EITHER,
    HARMLESS_FLAGS,
    ORIGIN,
    UNREAD,
    Names,
    TooMuchError,
    is_about_origin,
    is_name,
)

_KEEPING = frozenset({"lru_cache", "cache", "cached", "memoize"})
Found = tuple[Module, FunctionNode, Scope]
"""A function of the project, with where it stands."""
_MOST_ITEMS = 60
_MOST_PARTS = 4_000
_DEEPEST = 6


class OriginWriter:
    """Writes the expressions of one function."""

    def __init__(
        self,
        module: Module,
        scope: Scope,
        evaluator: Evaluator,
        called: Called,
        request: Mapping[str, ast.expr] | None = None,
    ) -> None:
        """Begin with where the expressions are; `called` follows a function of the project.

        `request` has what else is known of the request: `request.method`, and headers in lower case.
        """
        self.evaluator = evaluator
        self.depth = 0
        self._called = called
        self._request = request or {}
        self._enter(module, scope)

    def _enter(self, module: Module, scope: Scope) -> None:
        self.module = module
        self.scope = scope
        self._origins = OriginNames(module)
        self._parts = 0

    def inside(self, found: Found) -> OriginWriter:
        """The same within a function that is called."""
        module, function, scope = found
        inner = copy(self)
        inner.depth += 1
        inner._enter(module, Scope(function.name, node=function, outer=scope))
        return inner

    def write(self, node: ast.expr, names: Names) -> ast.expr:
        """The expression; raises `TooMuchError`."""
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise TooMuchError
        if reads_origin(node):
            return ORIGIN
        if isinstance(node, ast.Name):
            return self._name(node, names)
        if known := self._request.get(dotted_name(node) or header_of(node)):
            return self._sent(node, known, names)
        # A name that is known here alone is none of the evaluator's.
        is_local = any(isinstance(each, ast.Name) and each.id in names for each in ast.walk(node))
        is_read = not is_local and not isinstance(node, ast.NamedExpr) and hasattr(node, "lineno")
        if is_read and (known := self.constant(node)):
            return known
        write = WRITERS.get(type(node))
        written = write(self, node, names) if write else None
        return written if written is not None else self.unknown(node, names)

    def _sent(self, node: ast.expr, known: ast.expr, names: Names) -> ast.expr:
        """What the request has; the default of `get`, or an error, for a header that it hasn't."""
        is_absent = isinstance(known, ast.Constant) and known.value is None
        if is_absent and isinstance(node, ast.Subscript):
            return UNREAD
        return (
            self.write(node.args[1], names)
            if is_absent and isinstance(node, ast.Call) and len(node.args) > 1
            else known
        )

    def unknown(self, node: ast.AST, names: Names) -> ast.expr:
        """What isn't followed: whether it may be about the origin."""
        about = any(
            (isinstance(each, ast.Name) and each.id in names and is_about_origin(names[each.id]))
            or (isinstance(each, ast.expr) and self._may_be_origin(each))
            for each in ast.walk(node)
        )
        return UNREAD if about else EITHER

    def _may_be_origin(self, node: ast.expr) -> bool:
        dotted = dotted_name(node)
        kept = isinstance(node, ast.Attribute) and dotted.split(".")[0] in ("g", "self", "cls")
        return kept or reads_origin(node) or self._origins.mentions(node) or "origin" in dotted.lower()

    def _name(self, node: ast.Name, names: Names) -> ast.expr:
        if node.id in names:
            return names[node.id]
        return self.constant(node) or self.unknown(node, names)

    def constant(self, node: ast.expr) -> ast.expr | None:
        """What is written out, wherever that is; None for anything else."""
        return written_value(self.evaluator.read(node, self.module, self.scope))

    def of_value(self, node: ast.expr, names: Names) -> ast.expr:
        """The same of a value that is sent: something of the request may be the origin, for all we know."""
        written = self.write(node, names)
        return UNREAD if is_name(written, "either") else written

    def whole(self, made: ast.expr, *parts: ast.expr) -> ast.expr:
        """What is made of several parts: unknown where one of them is."""
        if any(is_name(part, "unread") for part in parts):
            return UNREAD
        if any(is_name(part, "either") for part in parts):
            return UNREAD if any(map(is_about_origin, parts)) else EITHER
        return made

    def many(self, nodes: Sequence[ast.expr], names: Names) -> list[ast.expr]:
        """Several expressions."""
        return [self.write(each, names) for each in nodes]

    def called(self, call: ast.Call, names: Names) -> ast.expr | None:
        """What a function of the project gives back."""
        found = function_called(self.evaluator, call, self.module, self.scope)
        if found is None:
            return self._of_lambda(call, names)
        if _is_kept_for_all(found[1]):
            # Whoever came first has decided: that may be anyone.
            return EITHER if any(map(reads_origin, ast.walk(found[1]))) else self.unknown(call, names)
        if self.depth >= _DEEPEST or not _is_plain(found[1]):
            return UNREAD
        return self._called(self, found, self.given(found[1], call, names))

    def _of_lambda(self, call: ast.Call, names: Names) -> ast.expr | None:
        """What `check = lambda origin: ...` gives back, where the name is set once at the top of the file."""
        name = dotted_name(call.func)
        bound = self.module.bindings.of(None).get(name, []) if name and name not in names else []
        made = bound[0].value if len(bound) == 1 else call.func
        if not isinstance(made, ast.Lambda) or call.keywords or self.depth >= _DEEPEST:
            return None
        parameters = [each.arg for each in made.args.args]
        if len(parameters) != len(call.args):
            return None
        return self.write(made.body, dict(zip(parameters, self.many(call.args, names), strict=True)))

    def given(self, function: FunctionNode, call: ast.Call, names: Names) -> Names:
        """The names of a function's parameters, for one call of it."""
        arguments = function.args
        parameters = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
        if parameters[:1] in (["self"], ["cls"]):
            parameters = parameters[1:]
        defaults = dict(zip(reversed(parameters), reversed(arguments.defaults), strict=False))
        found = {name: self.write(value, {}) for name, value in defaults.items()}
        if any(isinstance(each, ast.Starred) for each in call.args) or arguments.vararg or arguments.kwarg:
            return dict.fromkeys((*parameters, *_rest(arguments)), UNREAD)
        found.update(zip(parameters, self.many(call.args, names), strict=False))
        found.update({each.arg: self.write(each.value, names) for each in call.keywords if each.arg})
        return {**dict.fromkeys(parameters, EITHER), **found}


def function_called(evaluator: Evaluator, call: ast.Call, module: Module, scope: Scope) -> Found | None:
    """The function of the project that is called."""
    return function_of(evaluator, call.func, Place(module, scope)) or _of_self(module, call)


def _of_self(module: Module, call: ast.Call) -> Found | None:
    """`self.is_allowed(origin)`, where one function of the file is called so."""
    if not isinstance(call.func, ast.Attribute) or dotted_name(call.func.value) not in ("self", "cls"):
        return None
    name = call.func.attr
    found = [
        (module, node, scope)
        for node, scope in module.nodes
        if isinstance(node, FunctionNode) and node.name == name
    ]
    return found[0] if len(found) == 1 else None


Called = Callable[[OriginWriter, Found, Names], ast.expr]


def start_names(function: FunctionNode) -> Names:
    """The parameters of a function that Flask calls: one that is called so is the origin."""
    arguments = function.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    names: Names = {each.arg: ORIGIN if each.arg.lower() in CALLED else EITHER for each in every}
    return {**names, **dict.fromkeys(_rest(arguments), EITHER)}


def _is_plain(function: FunctionNode) -> bool:
    """Whether a call gives back what the function does."""
    same = _KEEPING | {"staticmethod", "classmethod"}
    return _decorators(function) <= same and isinstance(function, ast.FunctionDef)


def _is_kept_for_all(function: FunctionNode) -> bool:
    """Whether what it gives back is kept, and not for each origin on its own."""
    return not function.args.args and not _decorators(function).isdisjoint(_KEEPING)


def _decorators(function: FunctionNode) -> set[str]:
    return {called_name(each).rpartition(".")[2] for each in function.decorator_list}


def _rest(arguments: ast.arguments) -> list[str]:
    return [each.arg for each in (arguments.vararg, arguments.kwarg) if each]


def written_value(value: Value) -> ast.expr | None:
    """A known value as it is written; None where a part of it is unknown."""
    if not value.is_whole:
        return None
    if value.kind == "text":
        return ast.Constant(value.text)
    if value.kind == "pattern" and all(
        HARMLESS_FLAGS.fullmatch(each.strip()) for each in value.flags.split("|") if each
    ):
        return ast.Call(
            ast.Attribute(ast.Name("re", ast.Load()), "compile", ast.Load()), [ast.Constant(value.text)], []
        )
    if value.kind == "number":
        return ast.Constant(int(value.number) if value.number == int(value.number) else value.number)
    if value.kind in ("switch", "none"):
        return ast.Constant(bool(value.number) if value.kind == "switch" else None)
    if value.kind == "list" and len(value.items) <= _MOST_ITEMS:
        parts = [written_value(each) for each in value.items]
        known = [each for each in parts if each is not None]
        return ast.Tuple(known, ast.Load()) if len(known) == len(parts) else None
    if value.kind == "table" and len(value.entries) <= _MOST_ITEMS:
        pairs = [(written_value(key), written_value(held)) for key, held in value.entries]
        keys = [key for key, _ in pairs if key is not None]
        values = [held if held is not None else UNREAD for _, held in pairs]
        return ast.Dict([*keys], values) if len(keys) == len(pairs) else None
    return None
