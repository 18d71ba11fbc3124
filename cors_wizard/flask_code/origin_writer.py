"""Writes what code works out of the Origin as one expression over `origin`, its constants filled in.

`origin in ALLOWED and not origin.endswith(".test")` becomes `origin in ('https://a.test',) and not
origin.endswith('.test')`. What asks for something else of the request is `either`; what decides about the
origin in a way that can't be followed is `unread`. Nothing is executed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence

from cors_wizard.flask_code.evaluate import Evaluator, Place
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.names import function_of
from cors_wizard.flask_code.origin_names import CALLED, OriginNames, reads_origin
from cors_wizard.flask_code.scopes import FunctionNode, Scope, called_name, dotted_name

Names = dict[str, ast.expr]
"""What the names of one function stand for, as expressions over `origin`."""

ORIGIN, EITHER, UNREAD = (ast.Name(name, ast.Load()) for name in ("origin", "either", "unread"))
_OURS = frozenset({"origin", "either", "unread"})
_BUILT_IN = frozenset({"any", "all", "bool", "len", "str", "set", "list", "tuple", "next", "sorted"})
_OF_MODULES = {
    **{f"re.{name}": f"re.{name}" for name in ("match", "search", "fullmatch")},
    **{f"fnmatch.{name}": "fnmatch.fnmatch" for name in ("fnmatch", "fnmatchcase")},
    **{f"urllib.parse.{name}": "urlsplit" for name in ("urlsplit", "urlparse")},
    **{f"{owner}.compare_digest": "compare_digest" for owner in ("hmac", "secrets")},
}
_KEEPING = frozenset({"lru_cache", "cache", "cached", "memoize"})
_MOST_ITEMS = 60
_MOST_PARTS = 4_000
_DEEPEST = 6
_FLAGS = re.compile(r"(?:re\.)?(?:I|IGNORECASE|A|ASCII|U|UNICODE)")
"""Flags that change nothing for an origin, which is in lower case."""


class TooMuchError(Exception):
    """The code is larger than what is followed."""


class OriginWriter:
    """Writes the expressions of one function."""

    def __init__(
        self, module: Module, scope: Scope, evaluator: Evaluator, called: Called, depth: int = 0
    ) -> None:
        """Begin with where the expressions are; `called` follows a function of the project."""
        self.module = module
        self.scope = scope
        self.evaluator = evaluator
        self.depth = depth
        self._called = called
        self._origins = OriginNames(module)
        self._parts = 0

    def write(self, node: ast.expr, names: Names) -> ast.expr:
        """The expression; raises `TooMuchError`."""
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise TooMuchError
        if reads_origin(node):
            return ORIGIN
        if isinstance(node, ast.Name):
            return self._name(node, names)
        # A name that is known here alone is none of the evaluator's.
        is_local = any(isinstance(each, ast.Name) and each.id in names for each in ast.walk(node))
        is_read = not is_local and not isinstance(node, ast.NamedExpr) and hasattr(node, "lineno")
        if is_read and (known := self._constant(node)):
            return known
        write = _WRITERS.get(type(node))
        written = write(self, node, names) if write else None
        return written if written is not None else self.unknown(node, names)

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
        return self._constant(node) or self.unknown(node, names)

    def _constant(self, node: ast.expr) -> ast.expr | None:
        return _written(self.evaluator.read(node, self.module, self.scope))

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
        made = bound[0].value if len(bound) == 1 else None
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


def function_called(
    evaluator: Evaluator, call: ast.Call, module: Module, scope: Scope
) -> tuple[Module, FunctionNode, Scope] | None:
    """The function of the project that is called."""
    return function_of(evaluator, call.func, Place(module, scope)) or _of_self(module, call)


def _of_self(module: Module, call: ast.Call) -> tuple[Module, FunctionNode, Scope] | None:
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


Called = Callable[[OriginWriter, tuple[Module, FunctionNode, Scope], Names], ast.expr]


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


def is_name(node: ast.expr, name: str) -> bool:
    """Whether it is one of our own names."""
    return isinstance(node, ast.Name) and node.id == name


def is_about_origin(node: ast.AST) -> bool:
    """Whether the origin is in it, or may be."""
    return any(isinstance(each, ast.Name) and each.id in ("origin", "unread") for each in ast.walk(node))


def _written(value: Value) -> ast.expr | None:
    """A known value as it is written; None where a part of it is unknown."""
    if not value.is_whole:
        return None
    if value.kind == "text":
        return ast.Constant(value.text)
    if value.kind == "pattern" and all(
        _FLAGS.fullmatch(each.strip()) for each in value.flags.split("|") if each
    ):
        return ast.Call(
            ast.Attribute(ast.Name("re", ast.Load()), "compile", ast.Load()), [ast.Constant(value.text)], []
        )
    if value.kind == "number":
        return ast.Constant(int(value.number) if value.number == int(value.number) else value.number)
    if value.kind in ("switch", "none"):
        return ast.Constant(bool(value.number) if value.kind == "switch" else None)
    if value.kind == "list" and len(value.items) <= _MOST_ITEMS:
        parts = [_written(each) for each in value.items]
        known = [each for each in parts if each is not None]
        return ast.Tuple(known, ast.Load()) if len(known) == len(parts) else None
    if value.kind == "table" and len(value.entries) <= _MOST_ITEMS:
        pairs = [(_written(key), _written(held)) for key, held in value.entries]
        keys = [key for key, _ in pairs if key is not None]
        values = [held if held is not None else UNREAD for _, held in pairs]
        return ast.Dict([*keys], values) if len(keys) == len(pairs) else None
    return None


def _both(writer: OriginWriter, node: ast.BoolOp, names: Names) -> ast.expr:
    values = writer.many(node.values, names)
    return EITHER if all(is_name(each, "either") for each in values) else ast.BoolOp(node.op, values)


def _unary(writer: OriginWriter, node: ast.UnaryOp, names: Names) -> ast.expr:
    operand = writer.write(node.operand, names)
    return writer.whole(ast.UnaryOp(node.op, operand), operand)


def _binary(writer: OriginWriter, node: ast.BinOp, names: Names) -> ast.expr:
    left, right = writer.many((node.left, node.right), names)
    return writer.whole(ast.BinOp(left, node.op, right), left, right)


def _compare(writer: OriginWriter, node: ast.Compare, names: Names) -> ast.expr:
    left, *others = writer.many((node.left, *node.comparators), names)
    return writer.whole(ast.Compare(left, node.ops, others), left, *others)


def _choice(writer: OriginWriter, node: ast.IfExp, names: Names) -> ast.expr:
    test, body, other = writer.many((node.test, node.body, node.orelse), names)
    return ast.IfExp(test, body, other)


def _named(writer: OriginWriter, node: ast.NamedExpr, names: Names) -> ast.expr:
    names[node.target.id] = writer.write(node.value, names)
    return names[node.target.id]


def _call(writer: OriginWriter, node: ast.Call, names: Names) -> ast.expr | None:
    meaning = _OF_MODULES.get(writer.module.meaning(node.func), "")
    name = dotted_name(node.func)
    if not meaning and name in _BUILT_IN and name not in names:
        meaning = name
    if name in ("any", "all") and len(node.args) == 1 and (loop := _mapped(node.args[0])):
        return writer.write(ast.Call(node.func, [loop], []), names)
    if not meaning and (found := writer.called(node, names)) is not None:
        return found
    if meaning:
        given = (
            node.args[:2]
            if meaning.startswith("re.")
            else node.args[:1]
            if meaning == "urlsplit"
            else node.args
        )
        if meaning.startswith("re.") and not all(_is_harmless_flag(each) for each in node.args[2:]):
            return None
        parts = writer.many(given, names)
        return writer.whole(ast.Call(ast.parse(meaning, mode="eval").body, parts, []), *parts)
    if not isinstance(node.func, ast.Attribute) or node.keywords:
        return None
    owner, *given_to = writer.many((node.func.value, *node.args), names)
    made = ast.Call(ast.Attribute(owner, node.func.attr, ast.Load()), [*given_to], [])
    written = writer.whole(made, owner, *given_to)
    return None if is_name(written, "either") else written


def _mapped(node: ast.expr) -> ast.GeneratorExp | None:
    """`map(origin.endswith, DOMAINS)` as the loop that it is."""
    is_map = isinstance(node, ast.Call) and dotted_name(node.func) == "map" and len(node.args) == 2
    if not is_map or not isinstance(node, ast.Call):
        return None
    item = ast.Name("mapped", ast.Load())
    loop = ast.comprehension(ast.Name("mapped", ast.Store()), node.args[1], [], 0)
    return ast.GeneratorExp(ast.Call(node.args[0], [item], []), [loop])


def _is_harmless_flag(node: ast.expr) -> bool:
    return bool(_FLAGS.fullmatch(dotted_name(node)))


def _attribute(writer: OriginWriter, node: ast.Attribute, names: Names) -> ast.expr | None:
    if dotted_name(node) in names:
        return names[dotted_name(node)]
    owner = writer.write(node.value, names)
    if not is_about_origin(owner):
        return None
    return writer.whole(ast.Attribute(owner, node.attr, ast.Load()), owner)


def _subscript(writer: OriginWriter, node: ast.Subscript, names: Names) -> ast.expr:
    owner = writer.write(node.value, names)
    if isinstance(node.slice, ast.Slice):
        ends = [
            None if each is None else writer.write(each, names)
            for each in (node.slice.lower, node.slice.upper)
        ]
        if node.slice.step is not None:
            is_backwards = ends == [None, None] and ast.unparse(node.slice.step) == "-1"
            made = ast.Call(ast.Name("backwards", ast.Load()), [owner], [])
            return writer.whole(made, owner) if is_backwards else writer.unknown(node, names)
        cut: ast.expr = ast.Slice(*ends)
        return writer.whole(ast.Subscript(owner, cut, ast.Load()), owner, *(each for each in ends if each))
    key = writer.write(node.slice, names)
    return writer.whole(ast.Subscript(owner, key, ast.Load()), owner, key)


def _joined(writer: OriginWriter, node: ast.JoinedStr, names: Names) -> ast.expr | None:
    parts: list[ast.expr] = []
    for each in node.values:
        if isinstance(each, ast.FormattedValue):
            if each.conversion != -1 or each.format_spec is not None:
                return None
            parts.append(writer.write(each.value, names))
        else:
            parts.append(each)
    made = ast.Call(ast.Attribute(ast.Constant(""), "join", ast.Load()), [ast.Tuple(parts, ast.Load())], [])
    return writer.whole(made, *parts)


def _items(writer: OriginWriter, node: ast.Tuple | ast.List | ast.Set, names: Names) -> ast.expr | None:
    if any(isinstance(each, ast.Starred) for each in node.elts):
        return None
    parts = writer.many(node.elts, names)
    return writer.whole(ast.Tuple(parts, ast.Load()), *parts)


def _comprehension(
    writer: OriginWriter, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, names: Names
) -> ast.expr | None:
    """`any(origin.endswith(each) for each in DOMAINS)`, its one loop kept."""
    loop = node.generators[0]
    targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    bound = [each.id for each in targets if isinstance(each, ast.Name)]
    if len(node.generators) > 1 or len(bound) < len(targets) or set(bound) & _OURS & {"either", "unread"}:
        return None
    source = writer.write(loop.iter, names)
    # The loop's names may be called as ours are.
    own = {name: ast.Name(f"each_{name}", ast.Load()) for name in bound}
    inner: Names = {**names, **own}
    made, *tests = writer.many((node.elt, *loop.ifs), inner)
    stored = [ast.Name(each.id, ast.Store()) for each in own.values()]
    target = ast.Tuple([*stored], ast.Store()) if isinstance(loop.target, ast.Tuple) else stored[0]
    if any(is_name(each, name) for each in (source, *tests) for name in ("either", "unread")):
        return (
            UNREAD
            if is_about_origin(made) or any(map(is_about_origin, tests))
            else writer.unknown(node, names)
        )
    return ast.GeneratorExp(made, [ast.comprehension(target, source, tests, 0)])


_WRITERS: Mapping[type, Callable[..., ast.expr | None]] = {
    ast.BoolOp: _both,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.IfExp: _choice,
    ast.NamedExpr: _named,
    ast.Call: _call,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.JoinedStr: _joined,
    ast.Tuple: _items,
    ast.List: _items,
    ast.Set: _items,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
}
