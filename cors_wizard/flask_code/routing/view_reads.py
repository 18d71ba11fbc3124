"""What views take from the request: header names, a JSON body, cookies, a login.

The view, the project's own decorators on it, hooks before it, and the helpers that these call are looked at.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.names import function_of
from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name, keyword_value
from cors_wizard.flask_code.findings import Route
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.request_hooks.hooks import hooks

_DEEPEST = 3
_MOST_NODES = 20_000
_BY_THE_BROWSER = frozenset(
    {
        *("accept", "accept-encoding", "accept-language", "connection", "content-length", "content-type"),
        *("cookie", "forwarded", "host", "origin", "referer", "user-agent", "x-real-ip", "cf-connecting-ip"),
    }
)
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Flask-JWT-Extended asks no CSRF token of these."""
_OF_PROXIES = ("x-forwarded-", "access-control-request-", "sec-", "cf-", "x-appengine-", "fly-", "proxy-")
_LOGINS = {
    "jwt_required": "jwt_required",
    "fresh_jwt_required": "jwt_required",
    "verify_jwt_in_request": "jwt_required",
    "login_required": "login_required",
    "auth_required": "auth_required",
    "auth_token_required": "auth_token_required",
    "token_auth_required": "token_auth_required",
    "require_oauth": "require_oauth",
    "roles_required": "roles_required",
}


@dataclass
class _Seen:
    """What is read, as it is found."""

    headers: dict[str, None] = field(default_factory=dict)
    reads_json: bool = False
    reads_cookies: bool = False
    needs_auth: str = ""

    def add(self, other: _Seen) -> None:
        """Takes over what another one saw."""
        self.headers |= other.headers
        self.reads_json = self.reads_json or other.reads_json
        self.reads_cookies = self.reads_cookies or other.reads_cookies
        self.needs_auth = self.needs_auth or other.needs_auth


Body = tuple[Module, ast.AST, Scope]


class ViewReads:
    """Looks into views, and into what runs before them."""

    def __init__(self, modules: Sequence[Module], evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._known: dict[int, _Seen] = {}
        self._hooks: dict[str, _Seen] = {}
        self._nodes_left = _MOST_NODES * 50
        for module in modules:
            for hook in hooks(module, evaluator.sources):
                body = (hook.module, hook.node, hook.scope)
                self._hooks.setdefault(hook.applies_to, _Seen()).add(self._of_body(body, 0))
        locations = evaluator.config("JWT_TOKEN_LOCATION")
        self._jwt_in_cookies = locations is not None and set(locations.texts) == {"cookies"}
        protects = evaluator.config("JWT_COOKIE_CSRF_PROTECT")
        self._protects_cookies = protects is None or protects.is_true is not False

    def of(self, body: Body | None, module: Module, owner: str, methods: Sequence[str] = ()) -> Route:
        """A route that holds what its view reads, and nothing else yet."""
        seen = _Seen()
        for hook in ("*", f"{module.path}:{owner.rpartition('.')[2]}"):
            if hook in self._hooks:
                seen.add(self._hooks[hook])
        if body is not None:
            seen.add(self._of_body(body, 0))
        in_cookies = self._jwt_in_cookies and seen.needs_auth == "jwt_required"
        headers, login = dict(seen.headers), seen.needs_auth
        if in_cookies:
            login = f"{login} with a cookie"
            if self._protects_cookies and not {*methods} <= _READING:
                headers.setdefault("X-CSRF-TOKEN")
        elif seen.needs_auth == "jwt_required" or "auth.login_required" in seen.needs_auth:
            headers.setdefault("Authorization")
        cookies = seen.reads_cookies or in_cookies or seen.needs_auth == "login_required"
        return Route("", (), "", owner, module.path, 0, tuple(headers), seen.reads_json, cookies, login)

    def _of_body(self, body: Body, depth: int) -> _Seen:
        module, node, scope = body
        if id(node) in self._known:
            return self._known[id(node)]
        seen = self._known[id(node)] = _Seen()
        for each in getattr(node, "decorator_list", ()):
            self._decorator(each, module, scope, seen, depth)
        inner = Scope(getattr(node, "name", ""), node=node, outer=scope)
        for each in ast.walk(node):
            self._nodes_left -= 1
            if self._nodes_left < 0:
                break
            self._look(each, module, inner, seen, depth)
        return seen

    def _decorator(self, node: ast.expr, module: Module, scope: Scope, seen: _Seen, depth: int) -> None:
        called = node.func if isinstance(node, ast.Call) else node
        dotted = dotted_name(called)
        owner, _, name = dotted.rpartition(".")
        if name in _LOGINS and not seen.needs_auth and not _is_optional(node):
            is_http = name == "login_required" and owner not in ("", "flask_login")
            seen.needs_auth = f"{owner.rpartition('.')[2]}.login_required" if is_http else _LOGINS[name]
            if is_http:
                seen.headers.setdefault("Authorization")
        found = function_of(self._evaluator, called, Place(module, scope)) if depth < _DEEPEST else None
        if found is not None:
            seen.add(self._of_body(found, depth + 1))

    def _look(self, node: ast.AST, module: Module, scope: Scope, seen: _Seen, depth: int) -> None:
        if isinstance(node, ast.Subscript):
            self._header(node.value, node.slice, module, scope, seen)
            if module.meaning(node.value) == "flask.session":
                seen.reads_cookies = True
        elif isinstance(node, ast.Attribute):
            _attribute(node, seen)
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            self._header(node.comparators[0], node.left, module, scope, seen)
        elif isinstance(node, ast.Call):
            self._call(node, module, scope, seen, depth)
        elif isinstance(node, ast.Name) and module.names.get(node.id) in _SESSIONS:
            seen.reads_cookies = True

    def _call(self, node: ast.Call, module: Module, scope: Scope, seen: _Seen, depth: int) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "getlist") and node.args:
            self._header(node.func.value, node.args[0], module, scope, seen)
        name = dotted_name(node.func).rpartition(".")[2]
        if name == "verify_jwt_in_request" and not seen.needs_auth and not _is_optional(node):
            seen.needs_auth = "jwt_required"
        if depth < _DEEPEST and name and not name.startswith("jsonify"):
            found = function_of(self._evaluator, node.func, Place(module, scope))
            if found is not None:
                seen.add(self._of_body(found, depth + 1))

    def _header(self, owner: ast.expr, name: ast.expr, module: Module, scope: Scope, seen: _Seen) -> None:
        """`request.headers[...]` and its like."""
        dotted = dotted_name(owner)
        if not dotted.endswith("request.headers") and not _is_headers(owner, module, scope):
            return
        value = self._evaluator.read(name, module, scope)
        lower = value.text.strip().lower()
        if (
            value.kind == "text"
            and lower
            and lower not in _BY_THE_BROWSER
            and not lower.startswith(_OF_PROXIES)
        ):
            seen.headers.setdefault(value.text.strip())
            if lower == "authorization":
                seen.needs_auth = seen.needs_auth or "Authorization"


_SESSIONS = frozenset({"flask.session", "flask_login.current_user"})


def _is_headers(owner: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a name is set to `request.headers` in its function."""
    if not isinstance(owner, ast.Name):
        return False
    bound = module.bindings.of(scope.node).get(owner.id)
    value = bound[-1].value if bound else None
    return value is not None and dotted_name(value).endswith("request.headers")


def _is_optional(node: ast.expr) -> bool:
    """`jwt_required(optional=True)`: who sends no token is let in as well."""
    given = keyword_value(node, "optional") if isinstance(node, ast.Call) else None
    return given is not None and not (isinstance(given, ast.Constant) and not given.value)


def _attribute(node: ast.Attribute, seen: _Seen) -> None:
    if not dotted_name(node.value).endswith("request"):
        return
    if node.attr in ("get_json", "json", "is_json"):
        seen.reads_json = True
    elif node.attr == "cookies":
        seen.reads_cookies = True
    elif node.attr == "authorization":
        seen.headers.setdefault("Authorization")
        seen.needs_auth = seen.needs_auth or "Authorization"
