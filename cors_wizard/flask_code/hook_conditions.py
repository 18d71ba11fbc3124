"""Whether a condition of a hook holds for a preflight: about the method, the endpoint or the path."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.scopes import called_name, dotted_name

_CARRIED = frozenset({"access-control-request-method", "origin"})
"""Headers that every preflight has."""


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

    def holds(self, test: ast.expr) -> bool | None:
        """Whether a condition holds for this request; None where it asks for something else."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = self.holds(test.operand)
            return None if inner is None else not inner
        if isinstance(test, ast.BoolOp):
            return self._both(test)
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            return self._compared(test.left, test.ops[0], test.comparators[0])
        if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute):
            return self._begins(test, test.func)
        return None

    def _both(self, test: ast.BoolOp) -> bool | None:
        known = [self.holds(each) for each in test.values]
        decides = isinstance(test.op, ast.Or)
        if decides in known:
            return decides
        return None if None in known else not decides

    def _compared(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool | None:
        if dotted_name(right).endswith("request.headers"):
            is_carried = self._read(left).text.lower() in _CARRIED
            return isinstance(operator, ast.In) if is_carried else None
        is_asked, value = self._asked(left)
        if not is_asked or value is None:
            return None
        read = self._read(right)
        texts = [text.upper() if value == "OPTIONS" else text for text in read.texts]
        if not read.is_whole or not isinstance(operator, (ast.Eq, ast.NotEq, ast.In, ast.NotIn)):
            return None
        is_in = any(text == value or text.endswith(f".{value}") for text in texts)
        return is_in if isinstance(operator, (ast.Eq, ast.In)) else not is_in

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
