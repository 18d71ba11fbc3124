"""Each kind of expression, written down over `origin` with its constants filled in."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.origin_code.called_each import called_each
from cors_wizard.flask_code.origin_code.origin_words import (
    EITHER,
    HARMLESS_FLAGS,
    UNREAD,
    Names,
    is_about_origin,
    is_name,
)

if TYPE_CHECKING:
    from cors_wizard.flask_code.origin_code.origin_writer import OriginWriter

_BUILT_IN = frozenset({"any", "all", "bool", "len", "str", "set", "list", "tuple", "next", "sorted"})
_OF_MODULES = {
    **{f"re.{name}": f"re.{name}" for name in ("match", "search", "fullmatch")},
    **{f"fnmatch.{name}": "fnmatch.fnmatch" for name in ("fnmatch", "fnmatchcase")},
    **{f"urllib.parse.{name}": "urlsplit" for name in ("urlsplit", "urlparse")},
    **{f"{owner}.compare_digest": "compare_digest" for owner in ("hmac", "secrets")},
}


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
    if name in ("any", "all") and len(node.args) == 1:
        each = called_each(node.args[0], writer.module, every=name == "all")
        if each is not None:
            return writer.write(each, names)
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
    return bool(HARMLESS_FLAGS.fullmatch(dotted_name(node)))


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


def _table(writer: OriginWriter, node: ast.Dict, names: Names) -> ast.expr | None:
    """A table whose keys are known; a value may be unknown."""
    keys: list[ast.expr] = []
    values: list[ast.expr] = []
    for key, value in zip(node.keys, node.values, strict=True):
        written = writer.write(value, names)
        if key is not None:
            keys.append(writer.write(key, names))
            values.append(written)
        elif isinstance(written, ast.Dict):
            keys += [each for each in written.keys if each is not None]
            values += written.values
        else:
            return None
    return writer.whole(ast.Dict([*keys], values), *keys)


def _comprehension(
    writer: OriginWriter, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, names: Names
) -> ast.expr | None:
    """`any(origin.endswith(each) for each in DOMAINS)`, its one loop kept."""
    loop = node.generators[0]
    targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    bound = [each.id for each in targets if isinstance(each, ast.Name)]
    if len(node.generators) > 1 or len(bound) < len(targets) or {"either", "unread"} & set(bound):
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


WRITERS: Mapping[type, Callable[..., ast.expr | None]] = {
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
    ast.Dict: _table,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
}
