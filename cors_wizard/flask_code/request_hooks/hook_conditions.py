"""Whether a condition of a hook holds for a preflight: about method, endpoint, path and what it lacks."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from cors_wizard.flask_code.evaluation.scopes import called_name, dotted_name
from cors_wizard.flask_code.findings import Value
from cors_wizard.frozen import dataclass

_CARRIED = frozenset({"access-control-request-method", "origin"})
"""Headers that every preflight has."""

_MAY_BE_CARRIED = re.compile(
    r"accept(?:-.+)?|access-control-request-.+|cache-control|connection|host|pragma|priority|referer|user-agent|"
    r"(?:sec|x-forwarded|x-real|x-request|x-client|x-envoy|x-amzn?|x-appengine|x-cloud|cf|fly|true-client)-.+|"
    r"forwarded|via|date|dnt|origin|te|traceparent|tracestate|upgrade-.+|remote-.+"
)
"""Headers that browsers or proxies may add to a preflight; any other would be the page's, and is absent."""

_NEVER_THERE = (
    "request.authorization",
    "request.is_json",
    "request.content_type",
    "request.mimetype",
    "request.data",
    "request.form",
    "request.files",
)
"""What Flask makes of a body, or of a login; empty for every preflight."""


@dataclass(frozen=True)
class PreflightRequest:
    """The OPTIONS request that a hook is followed for; what is not known is None."""

    path: str | None
    endpoint: str | None


class HookConditions:
    """Works out conditions for one request."""

    def __init__(self, request: PreflightRequest, read: Callable[[ast.expr], Value]) -> None:
        self._request = request
        self._read = read
        self._empty: set[str] = set()
        """The names that hold what the preflight doesn't carry."""

    def assigned(self, node: ast.Assign | ast.AnnAssign) -> None:
        """Note which names hold nothing from now on."""
        is_empty = node.value is not None and self._is_empty(node.value)
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            name = dotted_name(target)
            (self._empty.add if is_empty and name else self._empty.discard)(name)

    def holds(self, test: ast.expr) -> bool | None:
        """Whether a condition holds for this request; None where it asks for something else."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = self.holds(test.operand)
            return None if inner is None else not inner
        if isinstance(test, ast.BoolOp):
            return self._both(test)
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            return self._compared(test.left, test.ops[0], test.comparators[0])
        if self._is_empty(test):
            return False
        if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute):
            return self._begins(test, test.func)
        return None

    def _is_empty(self, node: ast.expr) -> bool:
        """Whether an expression is falsy for every preflight, as what it reads is never there."""
        if isinstance(node, ast.NamedExpr):
            if is_empty := self._is_empty(node.value):
                self._empty.add(node.target.id)
            return is_empty
        dotted = dotted_name(node)
        if dotted:
            return dotted in self._empty or dotted.endswith(_NEVER_THERE)
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return False
        if node.func.attr in ("strip", "lower", "upper", "split"):
            return node.func.attr != "split" and self._is_empty(node.func.value)
        holder = dotted_name(node.func.value)
        if node.func.attr == "get" and holder.endswith("request.cookies"):
            return _has_no_default(node)
        is_header = node.func.attr == "get" and holder.endswith("request.headers") and bool(node.args)
        return is_header and _has_no_default(node) and self._is_absent(node.args[0])

    def _is_absent(self, name: ast.expr) -> bool:
        """Whether a header of this name is on no preflight."""
        text = self._read(name).text.lower()
        return bool(text) and not _MAY_BE_CARRIED.fullmatch(text)

    def _both(self, test: ast.BoolOp) -> bool | None:
        known = [self.holds(each) for each in test.values]
        decides = isinstance(test.op, ast.Or)
        if decides in known:
            return decides
        return None if None in known else not decides

    def _compared(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool | None:
        if dotted_name(right).endswith("request.headers"):
            if self._is_absent(left):
                return isinstance(operator, ast.NotIn)
            is_carried = self._read(left).text.lower() in _CARRIED
            return isinstance(operator, ast.In) if is_carried else None
        if isinstance(right, ast.Constant) and self._is_empty(left):
            return self._of_nothing(operator, right.value)
        is_asked, value = self._asked(left)
        if not is_asked or value is None:
            return None
        read = self._read(right)
        texts = [text.upper() if value == "OPTIONS" else text for text in read.texts]
        if not read.is_whole or not isinstance(operator, (ast.Eq, ast.NotEq, ast.In, ast.NotIn)):
            return None
        is_in = any(text == value or text.endswith(f".{value}") for text in texts)
        return is_in if isinstance(operator, (ast.Eq, ast.In)) else not is_in

    def _of_nothing(self, operator: ast.cmpop, value: object) -> bool | None:
        """A comparison of what is not there: with a text that is one, or with None."""
        if isinstance(operator, (ast.Eq, ast.NotEq)) and isinstance(value, str) and value:
            return isinstance(operator, ast.NotEq)
        return None

    def _begins(self, test: ast.Call, called: ast.Attribute) -> bool | None:
        """`request.path.startswith(...)`."""
        is_asked, value = self._asked(called.value)
        if called.attr != "startswith" or not is_asked or value is None or not test.args:
            return None
        read = self._read(test.args[0])
        return value.startswith(tuple(read.texts)) if read.is_whole else None

    def _asked(self, node: ast.expr) -> tuple[bool, str | None]:
        """Whether an expression is one of the request's parts that are followed, and its value."""
        dotted = called_name(node)
        parts = dotted.removesuffix(".lower").removesuffix(".upper")
        if parts.endswith("request.method"):
            return True, "OPTIONS"
        if parts.endswith(("request.path", "request.full_path")):
            return True, self._request.path
        if parts.endswith("request.endpoint"):
            return True, self._request.endpoint
        return False, None


def _has_no_default(call: ast.Call) -> bool:
    """Whether a `get` gives something falsy where the key is absent."""
    given = [*call.args[1:], *(each.value for each in call.keywords if each.arg == "default")]
    return all(isinstance(each, ast.Constant) and not each.value for each in given)
