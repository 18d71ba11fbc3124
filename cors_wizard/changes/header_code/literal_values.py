"""The value of an expression in a hook, for one request: what is written out, and what the browser sends."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, urlsplit

from cors_wizard.changes.evaluate import UNKNOWN, Place
from cors_wizard.changes.project import Project
from cors_wizard.flask_code.evaluation.bindings import argument, default_of
from cors_wizard.flask_code.evaluation.evaluate import Place as CodePlace
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.names import function_of
from cors_wizard.flask_code.evaluation.scopes import called_name
from cors_wizard.flask_code.module import Module, dotted_name

_KNOWN_HEADERS = frozenset({"origin", "access-control-request-method", "access-control-request-headers"})
_TEXT_METHODS: Mapping[str, Callable[..., object]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "lower": str.lower,
    "upper": str.upper,
    "strip": str.strip,
    "lstrip": str.lstrip,
    "rstrip": str.rstrip,
    "split": str.split,
    "rsplit": str.rsplit,
    "partition": str.partition,
    "rpartition": str.rpartition,
    "replace": str.replace,
    "removeprefix": str.removeprefix,
    "removesuffix": str.removesuffix,
}
_URL_PARTS = frozenset(("scheme", "netloc", "hostname", "port"))


_MOST_ASKED = 4
"""How many functions ask one another."""


class NotReadError(Exception):
    """Something that is not written out."""


class _Returned(Exception):
    """A function of the project gives something back."""

    def __init__(self, returned: object) -> None:
        super().__init__()
        self.returned = returned


@dataclass
class LiteralValues:
    """Works out expressions of one function, for one request."""

    project: Project
    module: Module
    request: Mapping[str, object]
    """`request.method` and the like, by their dotted names."""
    sent: Mapping[str, str]
    """The request's headers, by lower-cased names."""
    names: dict[str, object] = field(default_factory=dict, kw_only=True)
    asks: int = field(default=0, kw_only=True)
    """How many functions have asked one another for this value."""

    def value(self, node: ast.expr) -> object:
        """The value of an expression; raises NotReadError where it is not written out."""
        if isinstance(node, ast.Name) and node.id in self.names:
            return self._known(self.names[node.id])
        if isinstance(node, ast.BoolOp):
            return self._either(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return not self.value(node.operand)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._compared(node.ops[0], self.value(node.left), self.value(node.comparators[0]))
        if isinstance(node, ast.IfExp):
            return self.value(node.body if self.value(node.test) else node.orelse)
        if isinstance(node, ast.Dict) and all(key is not None for key in node.keys):
            pairs = zip(node.keys, node.values, strict=True)
            return {self.value(key): self.value(each) for key, each in pairs if key is not None}
        if (asked := dotted_name(node)) in self.request:
            return self.request[asked]
        if isinstance(node, ast.Attribute) and node.attr in _URL_PARTS:
            return self._url_part(node)
        if isinstance(node, ast.Subscript) and dotted_name(node.value).endswith("request.headers"):
            return self._known(self._sent(node.slice) or UNKNOWN)
        if isinstance(node, ast.Subscript) and isinstance(table := self._table(node.value), dict):
            return self._entry(table, node.slice)
        if isinstance(node, ast.Call) and dotted_name(node.func) in ("any", "all") and len(node.args) == 1:
            return self._any(node.args[0], is_all=dotted_name(node.func) == "all")
        if isinstance(node, ast.Call) and called_name(node).rpartition(".")[2] in ("urlsplit", "urlparse"):
            return self._parsed(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found = self._called(node, node.func)
            if found is not UNKNOWN:
                return found
        if (
            isinstance(node, ast.Call)
            and not isinstance(node.func, ast.Attribute)
            and (found := self._asked(node))
        ):
            return found.returned
        return self._known(self.project.reading.evaluator.value(Place(self.module, node)))

    def _asked(self, node: ast.Call) -> _Returned | None:
        """What a function of the project gives back; None where it isn't one."""
        place = CodePlace(self.module, self.module.scope_of(node))
        found = function_of(self.project.reading.code_evaluator, node.func, place)
        if found is None or self.asks == _MOST_ASKED:
            return None
        module, function, _ = found
        arguments = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
        inner = replace(self, module=module, names={}, asks=self.asks + 1)
        for name in arguments:
            value = argument(node, function, name)
            default = default_of(function, name)
            if value is not None:
                inner.names[name] = self.try_value(value)
            else:
                inner.names[name] = UNKNOWN if default is None else inner.try_value(default)
        try:
            LiteralValues.follow(inner, function.body)
        except _Returned as told:
            return told
        return _Returned(None)

    def follow(self, body: Sequence[ast.stmt]) -> None:
        """Carry out plain statements, until one returns; raises NotReadError for any other."""
        for node in body:
            if isinstance(node, ast.Return):
                raise _Returned(self.value(node.value) if node.value else None)
            if isinstance(node, ast.If):
                self.follow(node.body if self.value(node.test) else node.orelse)
            elif isinstance(node, ast.For):
                for each in self.each(node.iter):
                    self.name(node.target, each)
                    self.follow(node.body)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self.names[node.targets[0].id] = self.try_value(node.value)
            elif not isinstance(node, (ast.Pass, ast.Expr)):
                raise NotReadError

    def try_value(self, node: ast.expr) -> object:
        try:
            return self.value(node)
        except NotReadError:
            return UNKNOWN

    def _parsed(self, node: ast.Call) -> SplitResult:
        url = self.value(node.args[0]) if len(node.args) == 1 else None
        if not isinstance(url, str):
            raise NotReadError
        try:
            return urlsplit(url)
        except ValueError as error:
            raise NotReadError from error

    def _url_part(self, node: ast.Attribute) -> object:
        """`urlsplit(origin).netloc`, `parsed.hostname`"""
        parsed = self.value(node.value)
        if not isinstance(parsed, SplitResult):
            raise NotReadError
        try:
            return getattr(parsed, node.attr)
        except ValueError as error:
            raise NotReadError from error

    def _table(self, node: ast.expr) -> object:
        """What may be a dictionary; None for what isn't read."""
        try:
            return self.value(node)
        except NotReadError:
            return None

    def _entry(self, table: Mapping[object, object], key: ast.expr) -> object:
        asked = self.value(key)
        if asked not in table:
            raise NotReadError
        return table[asked]

    def _any(self, node: ast.expr, *, is_all: bool) -> bool:
        """`any(request.path.startswith(each) for each in OPEN)`"""
        if not isinstance(node, ast.GeneratorExp) or len(node.generators) != 1 or node.generators[0].ifs:
            raise NotReadError
        loop, found = node.generators[0], []
        for each in self.each(loop.iter):
            self.name(loop.target, each)
            found.append(bool(self.value(node.elt)))
        return all(found) if is_all else any(found)

    def each(self, node: ast.expr) -> Sequence[object]:
        values = self.value(node)
        if not isinstance(values, (list, tuple, dict)):
            raise NotReadError
        return [*values]

    def name(self, target: ast.expr, value: object) -> None:
        """Give a value to the names of a loop."""
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple) and isinstance(value, (tuple, list)):
            for each, part in zip(target.elts, value, strict=False):
                self.name(each, part)
        else:
            raise NotReadError

    def _sent(self, name: ast.expr) -> str:
        """A header of the request; what else the browser sends is not known."""
        lower = (text_of(name) or "").lower()
        if lower not in _KNOWN_HEADERS:
            raise NotReadError
        return self.sent.get(lower, "")

    def _known(self, value: object) -> object:
        if value is UNKNOWN:
            raise NotReadError
        return value

    def _either(self, node: ast.BoolOp) -> object:
        value: object = None
        for each in node.values:
            value = self.value(each)
            if bool(value) is isinstance(node.op, ast.Or):
                return value
        return value

    def _compared(self, operator: ast.cmpop, left: object, right: object) -> bool:
        if isinstance(operator, (ast.Eq, ast.Is)):
            return left == right
        if isinstance(operator, (ast.NotEq, ast.IsNot)):
            return left != right
        if isinstance(operator, (ast.In, ast.NotIn)) and isinstance(right, (list, tuple, set, dict, str)):
            if isinstance(right, str) and not isinstance(left, str):
                raise NotReadError
            return (left in right) is isinstance(operator, ast.In)
        raise NotReadError

    def _called(self, node: ast.Call, function: ast.Attribute) -> object:
        if dotted_name(function).endswith("request.headers.get") and node.args:
            default = self.value(node.args[1]) if len(node.args) > 1 else None
            return self._sent(node.args[0]) or default
        if function.attr in ("get", "items", "keys", "values") and not node.keywords:
            table = self._table(function.value)
            if isinstance(table, dict):
                return self._of_table(table, function.attr, node.args)
        if function.attr in _TEXT_METHODS and not node.keywords:
            owner = self.value(function.value)
            given = [self.value(each) for each in node.args]
            given = [tuple(each) if isinstance(each, list) else each for each in given]
            return _TEXT_METHODS[function.attr](owner, *given) if isinstance(owner, str) else UNKNOWN
        return UNKNOWN

    def _of_table(self, table: Mapping[object, object], verb: str, args: Sequence[ast.expr]) -> object:
        if verb == "get" and args:
            default = self.value(args[1]) if len(args) > 1 else None
            return table.get(self.value(args[0]), default)
        ways = {"items": table.items, "keys": table.keys, "values": table.values}
        return [*ways[verb]()] if verb in ways else UNKNOWN
