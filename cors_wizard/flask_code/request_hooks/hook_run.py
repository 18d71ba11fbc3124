"""Follows one hook for a preflight without a login: how it ends the request, and where.

Conditions about the method, the endpoint, the path and what no preflight carries are worked out; any other is
taken to be about a login.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from http import HTTPStatus
from typing import Literal

from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.names import function_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, dotted_name
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.header_code.missing_names import missing_in
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.request_hooks.hook_conditions import HookConditions, PreflightRequest
from cors_wizard.flask_code.request_hooks.hooks import Hook
from cors_wizard.frozen import dataclass

CheckKind = Literal["refuses", "rejects", "redirects", "fails"]
"""`refuses`: for want of a login; `rejects`: with another error, for want of something else."""

_LOGIN_WORDS = (
    "session",
    "cookies",
    "headers",
    "authorization",
    "current_user",
    "token",
    "user",
    "auth",
    "key",
)
_ASKING = ("verify", "require", "authenticate", "authorize", "check_auth", "check_token", "validate_token")
_CHECKING = ("abort", "verify", "require", "check", "auth", "valid", "jwt", "token", "login")
_DEEPEST = 3
_UNAUTHORIZED = frozenset({"Unauthorized", "NoAuthorizationError"})
_REJECTED = frozenset(
    {"BadRequest", "NotAcceptable", "PreconditionFailed", "ServiceUnavailable", "UnsupportedMediaType"}
)
"""Exceptions of Werkzeug's that say that something is missing."""


@dataclass(frozen=True)
class HookEnd:
    """How a hook ends the request, and where."""

    kind: CheckKind | Literal["passes"]
    node: ast.AST

    @property
    def stops_it(self) -> bool:
        """Whether the view is never reached."""
        return self.kind != "passes"


class HookRun:
    """Follows one hook for one request."""

    def __init__(
        self,
        module: Module,
        scope: Scope,
        node: FunctionNode,
        request: PreflightRequest,
        evaluator: Evaluator,
        depth: int = 0,
    ) -> None:
        """Begin with the function of a hook, or with one that it calls (`depth`)."""
        self._depth = depth
        self._module = module
        self._scope = Scope(node.name, node=node, outer=scope)
        self._node = node
        self._request = request
        self._evaluator = evaluator
        self._conditions = HookConditions(request, self._read)
        self.may_refuse = False
        """Whether it met something on the way that may end the request in a way that cannot be read."""
        self._is_sure = True
        """Whether every condition so far was worked out."""
        self._about_login = any(word in module.source(node).lower() for word in _LOGIN_WORDS)

    @classmethod
    def of(cls, hook: Hook, request: PreflightRequest, evaluator: Evaluator) -> HookRun:
        """A hook, about to be followed for one request."""
        return cls(hook.module, hook.scope, hook.node, request, evaluator)

    def end(self) -> HookEnd | None:
        """How the hook ends the request; None where it lets it through."""
        return self._statements(self._node.body)

    def _statements(self, body: Sequence[ast.stmt]) -> HookEnd | None:
        for each in body:
            end = self._statement(each)
            if end is not None:
                return end
        return None

    def _statement(self, node: ast.stmt) -> HookEnd | None:
        if isinstance(node, ast.If):
            return self._unbound(node.test) or self._branch(node)
        if isinstance(node, ast.Try):
            return self._try(node)
        if isinstance(node, ast.With):
            return self._statements(node.body)
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            self._loop(node)
            return None
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return None
        if missing := self._unbound(node):
            return missing
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            self._conditions.assigned(node)
        if isinstance(node, ast.Return):
            return self._returned(node)
        if isinstance(node, ast.Raise):
            return self._raised(node)
        return self._aborted(node)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        """How often a loop runs is not known, so nothing in it is sure to end the request."""
        end = self._statements(node.body)
        self.may_refuse = self.may_refuse or (end is not None and end.stops_it)

    def _raised(self, node: ast.Raise) -> HookEnd | None:
        name = self._name(node.exc) if node.exc is not None else ""
        if name in _UNAUTHORIZED:
            return HookEnd("refuses", node)
        if name in _REJECTED and self._is_sure:
            return HookEnd("rejects", node)
        self.may_refuse = True
        return None

    def _branch(self, node: ast.If) -> HookEnd | None:
        known = self._conditions.holds(node.test)
        if known is not None:
            before = self.may_refuse
            end = self._statements(node.body if known else node.orelse)
            if "OPTIONS" in self._module.source(node.test):
                # What is returned there is meant for preflights.
                self.may_refuse = before
            return end
        # Not known: it asks for a login, which no preflight carries, so the branch that stops it is taken.
        was_sure, passes = self._is_sure, False
        for branch in (node.body, node.orelse):
            self._is_sure = False
            end = self._statements(branch)
            if end is not None and end.stops_it:
                return end
            passes = passes or end is not None
        self._is_sure = was_sure and not passes
        return None

    def _try(self, node: ast.Try) -> HookEnd | None:
        end = self._statements(node.body)
        if end is not None and end.stops_it:
            return end
        for handler in node.handlers:
            handled = self._statements(handler.body)
            if handled is not None and handled.stops_it:
                return handled
        return end

    def _returned(self, node: ast.Return) -> HookEnd:
        value = node.value
        if value is None or (isinstance(value, ast.Constant) and value.value is None):
            return HookEnd("passes", node)
        if self._name(value) == "redirect" and self._about_login:
            return HookEnd("redirects", node)
        if kind := self._kind(value):
            return HookEnd(kind, node)
        self.may_refuse = True
        return HookEnd("passes", node)

    def _aborted(self, node: ast.stmt) -> HookEnd | None:
        """What a plain statement does: `abort(401)`, a helper that refuses, a header that is absent."""
        for each in ast.walk(node):
            kind: CheckKind | None = "refuses" if _reads_a_header(each) else None
            if isinstance(each, ast.Call):
                kind = self._kind(each) if self._name(each) == "abort" else self._of_helper(each)
            if kind:
                return HookEnd(kind, node)
            self.may_refuse = self.may_refuse or self._sounds_like_a_check(each)
        return None

    def _sounds_like_a_check(self, node: ast.AST) -> bool:
        """A call or a look-up that may end the request, going by its name alone."""
        if isinstance(node, ast.Call):
            return any(word in self._name(node).lower() for word in _CHECKING)
        if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
            return False
        return dotted_name(node.value).endswith(("cookies", "session"))

    def _of_helper(self, call: ast.Call) -> CheckKind | None:
        """What a function that the hook calls does; one that is not in the project goes by its name."""
        found = function_of(self._evaluator, call.func, Place(self._module, self._scope))
        if found is None:
            name = self._name(call).lower()
            return "refuses" if name.startswith(_ASKING) and not name.endswith("_in_request") else None
        if self._depth >= _DEEPEST or not isinstance(found[1], FunctionNode):
            return None
        inner = HookRun(found[0], found[2], found[1], self._request, self._evaluator, self._depth + 1).end()
        return "refuses" if inner is not None and inner.kind == "refuses" else None

    def _kind(self, value: ast.expr) -> CheckKind | None:
        """What a returned value or an `abort` does to the request, by its status."""
        status = self._status(value)
        if status == 401 or (status == 403 and self._about_login):
            return "refuses"
        return "rejects" if self._is_sure and status is not None and status >= 400 else None

    def _status(self, value: ast.expr) -> int | None:
        """The status that a returned value or an `abort` has, where it is written."""
        if isinstance(value, ast.Tuple):
            given = value.elts[1:2]
        elif isinstance(value, ast.Call):
            named = [one.value for one in value.keywords if one.arg in ("status", "status_code", "code")]
            given = named or (value.args[:1] if self._name(value) == "abort" else value.args[1:2])
        else:
            return None
        for each in given:
            holder, _, name = dotted_name(each).rpartition(".")
            if holder.rpartition(".")[2] == "HTTPStatus" and name in HTTPStatus.__members__:
                return HTTPStatus[name].value
            read = self._read(each)
            if read.kind == "number":
                return int(read.number)
        return None

    def _read(self, value: ast.expr) -> Value:
        return self._evaluator.read(value, self._module, self._scope)

    def _name(self, value: ast.expr) -> str:
        called = value.func if isinstance(value, ast.Call) else value
        return dotted_name(called).rpartition(".")[2]

    def _unbound(self, node: ast.AST) -> HookEnd | None:
        """A name of Flask's that is used and never imported: the hook raises NameError for every request."""
        names = set(missing_in(self._module, self._node))
        at = (each for each in ast.walk(node) if isinstance(each, ast.Name) and each.id in names)
        return next((HookEnd("fails", each) for each in at), None)


def _reads_a_header(node: ast.AST) -> bool:
    """`request.headers["X-Token"]`: a preflight has none, and Flask responds with 400."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return False
    return dotted_name(node.value).endswith("request.headers")
