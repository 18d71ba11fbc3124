"""Finds the hooks that stop a preflight before the view: a browser sends OPTIONS without any login.

Each `before_request` hook is followed for an OPTIONS request without a login, once for each route. Conditions
about the method, the endpoint or the path are worked out; any other is taken to be about a login.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.evaluate import Evaluator, Place
from cors_wizard.flask_code.findings import Route
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.names import function_of
from cors_wizard.flask_code.scopes import FunctionNode, Scope, dotted_name
from cors_wizard.flask_code.view_reads import Hook, hooks

CheckKind = Literal["refuses", "redirects", "fails"]

_MOST = 500
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
_FLASK = frozenset(
    {"request", "session", "g", "abort", "jsonify", "redirect", "make_response", "current_app"}
)
_ASKING = ("verify", "require", "authenticate", "authorize", "check_auth", "check_token", "validate_token")
_DEEPEST = 3
_UNAUTHORIZED = frozenset({"Unauthorized", "NoAuthorizationError"})


@dataclass(frozen=True)
class _Request:
    """The OPTIONS request that a hook is followed for; what is not known is None."""

    path: str | None
    endpoint: str | None


@dataclass(frozen=True)
class _End:
    """How a hook ends the request, and where."""

    kind: CheckKind | Literal["passes"]
    node: ast.AST
    hook: str = ""
    """The function that runs before the view."""


def preflight_checks(
    modules: Sequence[Module], routes: Sequence[Route], evaluator: Evaluator
) -> Iterator[Fact]:
    """The fact `preflight_checks`: for each rule what a hook does to its preflight.

    An item is `KIND RULE`, with the kind `none` where no hook stops it; the rule `*` is for any other path.
    There is no fact where no hook stops any.
    """
    found = [(module.path, hook) for module in modules for hook in hooks(module)]
    items: dict[str, None] = {}
    first: tuple[Module, _End] | None = None
    for rule, endpoint, owner in (*_targets(routes), ("*", None, "")):
        request = _Request(None if rule == "*" else rule, endpoint)
        end = _first_end(found, owner, request, evaluator)
        items[f"{end[1].kind if end else 'none'} {rule}"] = None
        first = first or end
    if first:
        module, at = first[0], first[1].node
        yield scanned("preflight_checks", tuple(items), module.where(at), module.says(at))
        yield scanned("refusing_hook", first[1].hook, module.where(at), module.says(at))
        if names := missing_names(module):
            yield scanned("missing_imports", names, module.where(at), module.says(at))


def _targets(routes: Sequence[Route]) -> Iterator[tuple[str, str | None, str]]:
    for route in routes[:_MOST]:
        yield route.rule, route.endpoint or None, f"{route.file}:{route.owner}"


def _first_end(
    found: Sequence[tuple[str, Hook]], owner: str, request: _Request, evaluator: Evaluator
) -> tuple[Module, _End] | None:
    for _, (applies_to, (module, node, scope)) in found:
        if applies_to not in ("*", owner) or not isinstance(node, FunctionNode):
            continue
        end = _Follow(module, scope, node, request, evaluator).end()
        if end is not None and end.kind != "passes":
            return module, replace(end, hook=node.name)
    return None


class _Follow:
    """Follows one hook for one request."""

    def __init__(
        self,
        module: Module,
        scope: Scope,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        request: _Request,
        evaluator: Evaluator,
        depth: int = 0,
    ) -> None:
        self._depth = depth
        self._module = module
        self._scope = Scope(node.name, node=node, outer=scope)
        self._node = node
        self._request = request
        self._evaluator = evaluator
        self._about_login = any(word in module.source(node).lower() for word in _LOGIN_WORDS)

    def end(self) -> _End | None:
        """How the hook ends the request; None where it lets it through."""
        return self._statements(self._node.body)

    def _statements(self, body: Sequence[ast.stmt]) -> _End | None:
        for each in body:
            end = self._statement(each)
            if end is not None:
                return end
        return None

    def _statement(self, node: ast.stmt) -> _End | None:
        if isinstance(node, ast.If):
            return self._unbound(node.test) or self._branch(node)
        if isinstance(node, ast.Try):
            return self._try(node)
        if isinstance(node, ast.With):
            return self._statements(node.body)
        if isinstance(node, (ast.For, ast.While, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return None
        if missing := self._unbound(node):
            return missing
        if isinstance(node, ast.Return):
            return self._returned(node)
        if isinstance(node, ast.Raise):
            return _End("refuses", node) if self._is_unauthorized(node) else None
        return self._aborted(node)

    def _branch(self, node: ast.If) -> _End | None:
        known = self._known(node.test)
        if known is not None:
            return self._statements(node.body if known else node.orelse)
        # Not known: it asks for what a preflight does not carry, so the branch that stops it is taken.
        for branch in (node.body, node.orelse):
            end = self._statements(branch)
            if end is not None and end.kind != "passes":
                return end
        return None

    def _try(self, node: ast.Try) -> _End | None:
        end = self._statements(node.body)
        if end is not None and end.kind != "passes":
            return end
        for handler in node.handlers:
            handled = self._statements(handler.body)
            if handled is not None and handled.kind != "passes":
                return handled
        return end

    def _returned(self, node: ast.Return) -> _End:
        value = node.value
        if value is None or (isinstance(value, ast.Constant) and value.value is None):
            return _End("passes", node)
        called = self._name(value)
        if called == "redirect":
            return _End("redirects" if self._about_login else "passes", node)
        if called == "abort" or self._status(value) is not None:
            return _End("refuses" if self._stops(value) else "passes", node)
        return _End("passes", node)

    def _aborted(self, node: ast.stmt) -> _End | None:
        """What a plain statement does: `abort(401)`, a helper that refuses, a header that is absent."""
        for each in ast.walk(node):
            if isinstance(each, ast.Call):
                refuses = self._stops(each) if self._name(each) == "abort" else self._helper_refuses(each)
            else:
                refuses = _reads_a_header(each)
            if refuses:
                return _End("refuses", node)
        return None

    def _helper_refuses(self, call: ast.Call) -> bool:
        """Whether a function that the hook calls refuses; one that is not in the project goes by its name."""
        found = function_of(self._evaluator, call.func, Place(self._module, self._scope))
        if found is None:
            name = self._name(call).lower()
            return name.startswith(_ASKING) and not name.endswith("_in_request")
        if self._depth >= _DEEPEST or not isinstance(found[1], FunctionNode):
            return False
        inner = _Follow(found[0], found[2], found[1], self._request, self._evaluator, self._depth + 1).end()
        return inner is not None and inner.kind == "refuses"

    def _stops(self, value: ast.expr) -> bool:
        status = self._status(value)
        return status == 401 or (status == 403 and self._about_login)

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
            read = self._evaluator.read(each, self._module, self._scope)
            if read.kind == "number":
                return int(read.number)
        return None

    def _is_unauthorized(self, node: ast.Raise) -> bool:
        return node.exc is not None and self._name(node.exc) in _UNAUTHORIZED

    def _name(self, value: ast.expr) -> str:
        called = value.func if isinstance(value, ast.Call) else value
        return dotted_name(called).rpartition(".")[2]

    def _unbound(self, node: ast.AST) -> _End | None:
        """A name of Flask's that is used and never imported: the hook raises NameError for every request."""
        names = set(_missing(self._module, self._node))
        at = (each for each in ast.walk(node) if isinstance(each, ast.Name) and each.id in names)
        return next((_End("fails", each) for each in at), None)

    def _known(self, test: ast.expr) -> bool | None:
        """Whether a condition holds for this request; None where it asks for something else."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = self._known(test.operand)
            return None if inner is None else not inner
        if isinstance(test, ast.BoolOp):
            return self._both(test)
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            return self._compared(test.left, test.ops[0], test.comparators[0])
        if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute):
            return self._begins(test, test.func)
        return None

    def _both(self, test: ast.BoolOp) -> bool | None:
        known = [self._known(each) for each in test.values]
        decides = isinstance(test.op, ast.Or)
        if decides in known:
            return decides
        return None if None in known else not decides

    def _compared(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool | None:
        is_asked, value = self._asked(left)
        if not is_asked or value is None:
            return None
        read = self._evaluator.read(right, self._module, self._scope)
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
        read = self._evaluator.read(test.args[0], self._module, self._scope)
        return value.startswith(tuple(read.texts)) if read.is_whole else None

    def _asked(self, node: ast.expr) -> tuple[bool, str | None]:
        """Whether an expression is one of the request's parts that are followed, and its value."""
        dotted = dotted_name(node.func if isinstance(node, ast.Call) else node)
        parts = dotted.removesuffix(".lower").removesuffix(".upper")
        if parts.endswith("request.method"):
            return True, "OPTIONS"
        if parts.endswith(("request.path", "request.full_path")):
            return True, self._request.path
        if parts.endswith("request.endpoint"):
            return True, self._request.endpoint
        return False, None


def _reads_a_header(node: ast.AST) -> bool:
    """`request.headers["X-Token"]`: a preflight has none, and Flask responds with 400."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return False
    return dotted_name(node.value).endswith("request.headers")


def missing_names(module: Module) -> tuple[str, ...]:
    """The names of Flask's that hooks of the file use and that it neither imports nor sets."""
    functions = (node for _, (_, node, _) in hooks(module) if isinstance(node, FunctionNode))
    return tuple(dict.fromkeys(name for node in functions for name in _missing(module, node)))


def _missing(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    imports = [node for node, _ in module.nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
    if module.stars or not any(isinstance(one, ast.ImportFrom) and one.module == "flask" for one in imports):
        return
    bound = {alias.asname or alias.name for one in imports for alias in one.names}
    given = function.args
    bound |= {each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in _FLASK and node.id not in bound:
            is_set = module.bindings.of(None).get(node.id) or module.bindings.of(function).get(node.id)
            if not is_set:
                yield node.id
