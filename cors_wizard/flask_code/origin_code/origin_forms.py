"""The forms in which code looks at a part of the Origin: a slice, the first label, the host."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.module import Module

_HOST = ("netloc", "hostname", "host")
_CUTTING = ("split", "partition")
_STRIPPING = ("lstrip", "strip")
_TAKING_OFF = (
    *_STRIPPING,
    *_CUTTING,
    "rstrip",
    "replace",
    "removeprefix",
    "removesuffix",
    "rsplit",
    "rpartition",
)


def is_host(expression: ast.expr) -> bool:
    """Whether it is the origin's host: `urlparse(origin).hostname`, `origin.split("://")[1]`."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Attribute) and node.attr in _HOST:
            return True
        if isinstance(node, ast.Call) and _name(node) in _CUTTING and _first(node) in ("://", "//"):
            return True
        # It takes off letters, not a beginning: those of "https://" are all of "http://", too.
        if isinstance(node, ast.Call) and _name(node) in _STRIPPING and "//" in _first(node):
            return True
    return False


def is_without_scheme(expression: ast.expr) -> bool:
    """Whether the scheme was taken off, in whichever way."""
    cuts = (text_of(node) or "" for node in ast.walk(expression) if isinstance(node, ast.Constant))
    return is_host(expression) or any("//" in text for text in cuts)


def looks_at_scheme(node: ast.AST) -> bool:
    """Whether a condition asks for the scheme as well; what only takes it off doesn't."""
    calls = (each for each in ast.walk(node) if isinstance(each, ast.Call) and _takes_off(each))
    stripped = {id(each) for call in calls for each in call.args}
    return any(isinstance(each, ast.Attribute) and each.attr == "scheme" for each in ast.walk(node)) or any(
        (text_of(each) or "").startswith(("https:", "http:"))
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and id(each) not in stripped
    )


def _takes_off(call: ast.Call) -> bool:
    """Whether its text is what it takes off, or is measured for that: `origin[len("https://") :]`."""
    return _name(call) in _TAKING_OFF or (isinstance(call.func, ast.Name) and call.func.id == "len")


def part_of(expression: ast.expr) -> str:
    """`startswith` for `origin[:8]`, `endswith` for `origin[-8:]`, `label 0` for `host.split(".")[0]`."""
    if not isinstance(expression, ast.Subscript):
        return ""
    at, cut = expression.slice, expression.value
    is_cut = isinstance(cut, ast.Call) and _name(cut) in _CUTTING and _first(cut) == "."
    if isinstance(at, ast.Slice):
        if is_cut or (at.lower is None) is (at.upper is None) or _counts_from_start(at.lower):
            return ""
        return "endswith" if at.upper is None else "startswith"
    number = _number(at)
    return f"label {number}" if is_cut and number is not None else ""


def _counts_from_start(lower: ast.expr | None) -> bool:
    """`origin[8:]` takes off a beginning, whatever that is; `origin[-8:]` is an end."""
    return isinstance(lower, ast.Constant) or (
        isinstance(lower, ast.Call) and dotted_name(lower.func) == "len"
    )


def of_label(number: int, text: str, origin: ast.expr) -> tuple[str, str]:
    """The check of one label of a host, as its kind and its text."""
    if number == 0:
        return "startswith", with_scheme(f"{text}.", origin)
    if number > 0:
        return "match", rf"https?://(?:[^./]+\.){{{number}}}{re.escape(text)}\."
    return "search", r"[./]" + re.escape(text) + r"\.[^./:]+" * (-number - 1) + "$"


def _number(node: ast.expr) -> int | None:
    negative = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    bare = node.operand if isinstance(node, ast.UnaryOp) else node
    if not isinstance(bare, ast.Constant) or not isinstance(bare.value, int) or abs(bare.value) > 9:
        return None
    return -bare.value if negative else bare.value


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _first(call: ast.Call) -> str:
    return (text_of(call.args[0]) or "") if call.args else ""


def given_for(module: Module, name: str) -> Iterator[ast.expr]:
    """What a parameter of that name is given where the file calls its function."""
    for function, _ in module.nodes:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        rest = function.args.vararg
        if name not in names and not (rest and rest.arg == name):
            continue
        at = names.index(name) if name in names else len(names)
        for call, _ in module.nodes:
            if isinstance(call, ast.Call) and dotted_name(call.func).rpartition(".")[2] == function.name:
                yield from call.args[at:] if name not in names else call.args[at : at + 1]
                yield from (each.value for each in call.keywords if each.arg == name)


def values_of_case(pattern: ast.pattern) -> Iterator[ast.expr]:
    """The values that `case "a" | "b":` names."""
    if isinstance(pattern, ast.MatchValue):
        yield pattern.value
    elif isinstance(pattern, ast.MatchOr):
        for each in pattern.patterns:
            yield from values_of_case(each)
    elif isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        yield from values_of_case(pattern.pattern)


def is_nothing(expression: ast.expr) -> bool:
    """`None`, an empty text: comparing with it only asks whether an origin was sent."""
    return isinstance(expression, ast.Constant) and not expression.value


def assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target of an assignment with its value; of `a, b = f(x)` each with the whole value."""
    if isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        yield node.target, node.value
    for target in node.targets if isinstance(node, ast.Assign) else ():
        assert isinstance(node, ast.Assign)
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        given = node.value.elts if isinstance(node.value, ast.Tuple) else []
        same = isinstance(target, ast.Tuple) and len(given) == len(names)
        yield from zip(names, given if same else [node.value] * len(names), strict=True)


def loop_lists(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """What the names of loops run over, as `p` in `any(origin.endswith(p) for p in DOMAINS)`."""
    for node, _ in module.nodes:
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            yield node.target.id, node.iter
        elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Tuple):
            for at, each in enumerate(node.target.elts):
                parts = _column(module, node.iter, at)
                if parts is not None and isinstance(each, ast.Name):
                    yield each.id, parts


def _column(module: Module, rows: ast.expr, at: int) -> ast.expr | None:
    """The parts at one place of a list of tuples, as a list: `[("a", "b"), ("c", "d")]`."""
    written = definition_of(module, rows) if isinstance(rows, ast.Name) else rows
    if not isinstance(written, ast.List | ast.Tuple | ast.Set):
        return None
    parts = [each.elts[at] for each in written.elts if isinstance(each, ast.Tuple) and len(each.elts) > at]
    return ast.List(elts=parts, ctx=ast.Load()) if parts else None


def definition_of(module: Module, name: ast.expr) -> ast.expr | None:
    """What a name is set to in the file."""
    wanted = dotted_name(name)
    pairs = (pair for node, _ in module.nodes for pair in assigned(node))
    return next((value for target, value in pairs if wanted and dotted_name(target) == wanted), None)


def lets_in_without_list(module: Module, test: ast.expr) -> bool:
    """`pages is None or origin in pages`, where the table that `pages` comes from has an empty entry."""
    for either in ast.walk(test):
        if not isinstance(either, ast.BoolOp) or not isinstance(either.op, ast.Or):
            continue
        without = {dotted_name(name) for part in either.values if (name := _is_missing(part)) is not None}
        for part in either.values:
            listed = part.comparators[0] if isinstance(part, ast.Compare) else None
            if listed is not None and dotted_name(listed) in without - {""}:
                made = definition_of(module, listed)
                return made is not None and _may_be_missing(module, made)
    return False


def _is_missing(test: ast.expr) -> ast.expr | None:
    """What `x is None` and `not x` ask about."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    is_none = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is | ast.Eq)
    return (
        test.left if isinstance(test, ast.Compare) and is_none and is_nothing(test.comparators[0]) else None
    )


def _may_be_missing(module: Module, value: ast.expr) -> bool:
    """Whether looking something up in a table of the file may give nothing."""
    if isinstance(value, ast.Call) and _name(value) == "get" and isinstance(value.func, ast.Attribute):
        owner, key, default = value.func.value, value.args[0] if value.args else None, value.args[1:]
    elif isinstance(value, ast.Subscript):
        owner, key, default = value.value, value.slice, [value]
    else:
        return is_nothing(value)
    table = definition_of(module, owner)
    if not isinstance(table, ast.Dict):
        return False
    asked = text_of(key) if key is not None else None
    entries = [
        entry for name, entry in zip(table.keys, table.values, strict=True) if asked in (None, text_of(name))
    ]
    return not default or any(map(is_nothing, (*entries, *default)))


def with_scheme(text: str, owner: ast.expr) -> str:
    """A text that a host begins with, as the beginning of an origin."""
    return f"https://{text}" if is_without_scheme(owner) and "://" not in text else text
