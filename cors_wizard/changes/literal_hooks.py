"""Runs hooks that write headers, statement by statement, for one request: what a browser would read of them.

Only what is written out is followed. Anything else that may decide a header leaves the outcome unknown.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, urlsplit

from cors_wizard.changes.evaluate import UNKNOWN, Place
from cors_wizard.changes.hand_written import ORIGIN, find_written
from cors_wizard.changes.header_tables import tables_of_path
from cors_wizard.changes.on_the_way import is_on_the_way, is_registered
from cors_wizard.changes.project import Project
from cors_wizard.fetch_standard import judge
from cors_wizard.flask_code.bindings import argument, default_of
from cors_wizard.flask_code.evaluate import Place as CodePlace
from cors_wizard.flask_code.hooks import hooks
from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.names import function_of
from cors_wizard.flask_code.scopes import FunctionNode, Scope, called_name
from cors_wizard.http_exchange import Exchange, Headers, Request, Response

_ELSEWHERE = "api.invalid"
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
_DEEPEST = 4
"""How many functions hand the response on to one another."""
_URL_PARTS = frozenset(("scheme", "netloc", "hostname", "port"))


class _NotRead(Exception):
    """Something that is not written out."""


class _Left(Exception):
    """A loop ends here."""


class _Returned(Exception):
    """The hook returns its response."""


@dataclass
class _Run:
    """One hook, for one request."""

    project: Project
    module: Module
    request: Mapping[str, object]
    """`request.method` and the like, by their dotted names."""
    sent: Mapping[str, str]
    """The request's headers, by lower-cased names."""
    headers: dict[str, str]
    """Those of the response, by lower-cased names."""
    response: str = ""
    """The name that the function has for the response."""
    depth: int = 0
    names: dict[str, object] = field(default_factory=dict)
    ran: set[int] = field(default_factory=set)
    """The statements that were carried out, by `id`."""
    wrote: dict[str, int] = field(default_factory=dict)
    """By a header's name, the statement that wrote it last."""
    at: int = 0
    """The statement that is being carried out."""

    def run(self, node: FunctionNode) -> None:
        try:
            self._block(node.body)
        except _Returned:
            return

    def _helper(self, node: ast.expr | None) -> bool:
        """Follow a function of the project that is given the response; whether it is one."""
        if not isinstance(node, ast.Call) or not (given := self._given(node)):
            return False
        scope = next((scope for each, scope in self.module.nodes if each is node), Scope())
        place = CodePlace(self.module, scope)
        found = function_of(self.project.reading.code_evaluator, node.func, place)
        if found is None or self.depth == _DEEPEST:
            raise _NotRead
        module, function, _ = found
        inner = replace(self, module=module, names={}, response="", depth=self.depth + 1)
        for name in (each.arg for each in (*function.args.args, *function.args.kwonlyargs)):
            value = argument(node, function, name)
            if value in given:
                inner.response = name
            else:
                inner.names[name] = self._try(value) if value is not None else UNKNOWN
                if value is None and (default := default_of(function, name)) is not None:
                    inner.names[name] = inner._try(default)
        inner.run(function)
        return True

    def _given(self, node: ast.Call) -> list[ast.expr]:
        """The arguments that are the response."""
        every = [*node.args, *(each.value for each in node.keywords)]
        return [each for each in every if isinstance(each, ast.Name) and each.id == self.response]

    def _try(self, node: ast.expr) -> object:
        try:
            return self.value(node)
        except _NotRead:
            return UNKNOWN

    def _block(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        self.at = id(node)
        self.ran.add(self.at)
        if isinstance(node, ast.Return):
            if (
                node.value is not None
                and not isinstance(node.value, ast.Name)
                and not self._helper(node.value)
            ):
                raise _NotRead
            raise _Returned
        if isinstance(node, ast.If):
            self._if(node)
        elif isinstance(node, ast.For):
            self._for(node)
        elif isinstance(node, ast.Break):
            raise _Left
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            self._assign(node.targets[0], node.value)
        elif isinstance(node, ast.AugAssign) and dotted_name(node.target).endswith("headers"):
            self._update(node.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            self._call(node.value)
        elif not isinstance(node, (ast.Pass, ast.Expr)) and self._may_write(node):
            raise _NotRead

    def _if(self, node: ast.If) -> None:
        try:
            branch = node.body if self.value(node.test) else node.orelse
        except _NotRead:
            if any(self._may_write(each) for each in (*node.body, *node.orelse)):
                raise
            return
        self._block(branch)

    def _for(self, node: ast.For) -> None:
        """A loop over what is written out, until it ends."""
        if not self._may_write(node):
            return
        for each in self._each(node.iter):
            self._name(node.target, each)
            try:
                self._block(node.body)
            except _Left:
                return
        self._block(node.orelse)

    def _each(self, node: ast.expr) -> Sequence[object]:
        values = self.value(node)
        if not isinstance(values, (list, tuple, dict)):
            raise _NotRead
        return [*values]

    def _name(self, target: ast.expr, value: object) -> None:
        """Give a value to the names of a loop."""
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple) and isinstance(value, (tuple, list)):
            for each, part in zip(target.elts, value, strict=False):
                self._name(each, part)
        else:
            raise _NotRead

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            if called_name(value).rpartition(".")[2] == "make_response" or not self._helper(value):
                self.names[target.id] = self._try(value)
        elif isinstance(target, ast.Subscript):
            if dotted_name(target.value).endswith("headers"):
                self._write(str(self.value(target.slice)), value)
        elif isinstance(target, ast.Attribute) and target.attr.startswith("access_control_"):
            raise _NotRead

    def _call(self, node: ast.Call) -> None:
        owner, _, verb = dotted_name(node.func).rpartition(".")
        if self._helper(node):
            return
        if owner.endswith("headers") and verb in ("set", "add", "setdefault") and len(node.args) == 2:
            name = (text_of(node.args[0]) or "").lower()
            if verb == "setdefault" and name in self.headers:
                return
            if verb == "add" and name == ORIGIN and name in self.headers:
                raise _NotRead
            self._write(name, node.args[1])
        elif owner.endswith("headers") and verb in ("update", "extend") and len(node.args) == 1:
            self._update(node.args[0])
        elif not owner.endswith("vary") and (owner.endswith("headers") or self._may_write(node)):
            raise _NotRead

    def _update(self, node: ast.expr) -> None:
        table = self.value(node)
        if not isinstance(table, dict):
            raise _NotRead
        for name, value in table.items():
            self._header(str(name), value)

    def _write(self, name: str, value: ast.expr) -> None:
        if name.lower().startswith("access-control-"):
            self._header(name, self.value(value))

    def _header(self, name: str, value: object) -> None:
        self.headers[name.lower()] = str(value)
        self.wrote[name.lower()] = self.at

    def value(self, node: ast.expr) -> object:
        """The value of an expression; raises _NotRead where it is not written out."""
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
        return self._known(self.project.reading.evaluator.value(Place(self.module, node)))

    def _parsed(self, node: ast.Call) -> SplitResult:
        url = self.value(node.args[0]) if len(node.args) == 1 else None
        if not isinstance(url, str):
            raise _NotRead
        try:
            return urlsplit(url)
        except ValueError as error:
            raise _NotRead from error

    def _url_part(self, node: ast.Attribute) -> object:
        """`urlsplit(origin).netloc`, `parsed.hostname`"""
        parsed = self.value(node.value)
        if not isinstance(parsed, SplitResult):
            raise _NotRead
        try:
            return getattr(parsed, node.attr)
        except ValueError as error:
            raise _NotRead from error

    def _table(self, node: ast.expr) -> object:
        """What may be a dictionary; None for what isn't read."""
        try:
            return self.value(node)
        except _NotRead:
            return None

    def _entry(self, table: Mapping[object, object], key: ast.expr) -> object:
        asked = self.value(key)
        if asked not in table:
            raise _NotRead
        return table[asked]

    def _any(self, node: ast.expr, *, is_all: bool) -> bool:
        """`any(request.path.startswith(each) for each in OPEN)`"""
        if not isinstance(node, ast.GeneratorExp) or len(node.generators) != 1 or node.generators[0].ifs:
            raise _NotRead
        loop, found = node.generators[0], []
        for each in self._each(loop.iter):
            self._name(loop.target, each)
            found.append(bool(self.value(node.elt)))
        return all(found) if is_all else any(found)

    def _sent(self, name: ast.expr) -> str:
        """A header of the request; what else the browser sends is not known."""
        lower = (text_of(name) or "").lower()
        if lower not in _KNOWN_HEADERS:
            raise _NotRead
        return self.sent.get(lower, "")

    def _known(self, value: object) -> object:
        if value is UNKNOWN:
            raise _NotRead
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
                raise _NotRead
            return (left in right) is isinstance(operator, ast.In)
        raise _NotRead

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

    def _may_write(self, node: ast.AST) -> bool:
        """Whether something in it may write a header, or pass on something that does."""
        return any(
            isinstance(each, (ast.Return, ast.Raise, ast.Break))
            or (isinstance(each, ast.Attribute) and "headers" in each.attr)
            or (isinstance(each, ast.Name) and each.id in ("response", "resp", "rv", self.response))
            for each in ast.walk(node)
        )

    def _of_table(self, table: Mapping[object, object], verb: str, args: Sequence[ast.expr]) -> object:
        if verb == "get" and args:
            default = self.value(args[1]) if len(args) > 1 else None
            return table.get(self.value(args[0]), default)
        ways = {"items": table.items, "keys": table.keys, "values": table.values}
        return [*ways[verb]()] if verb in ways else UNKNOWN


@dataclass(frozen=True)
class Answer:
    """What the hooks do for one request."""

    headers: Mapping[str, str]
    """Those of the response, by lower-cased names."""
    ran: frozenset[int]
    """The statements that were carried out, by `id`."""
    wrote: Mapping[str, int]
    """By a header's name, the statement that wrote it."""


@dataclass(frozen=True)
class Answers:
    """What the hooks do for a page's request, and for the preflight before it."""

    preflight: Answer
    actual: Answer


def allows(project: Project) -> bool | None:
    """Whether the hooks allow the page's request; None if something else may write headers too."""
    refused = refusals(project)
    return None if refused is None else not refused


def refusals(project: Project) -> tuple[str, ...] | None:
    """Which check of the browser the hooks' headers would fail; None as for `allows`."""
    both, goal = answers(project), project.goal
    if both is None:
        return None
    # Which server it is doesn't matter, as long as it is another one.
    url = f"{goal.origin.partition(':')[0]}://{_ELSEWHERE}{goal.path}"
    headers = Headers.of((name, "application/json") for name in goal.headers)
    request = Request(url, goal.method or "GET", headers, "include" if goal.with_credentials else "omit")
    preflight, actual = (
        Response(200, Headers.of(dict(each.headers))) for each in (both.preflight, both.actual)
    )
    verdict = judge(Exchange(goal.origin, request, preflight, actual))
    return tuple(dict.fromkeys(violation.symptom for violation in verdict.violations))


def answers(project: Project, origin: str = "") -> Answers | None:
    """What the hooks do for the page's request, or for the same of another page; None if unknown."""
    functions = _hooks(project)
    if functions is None:
        return None
    goal, origin = project.goal, origin or project.goal.origin
    asked = {
        "origin": origin,
        "access-control-request-method": goal.method,
        "access-control-request-headers": ",".join(goal.headers),
    }
    try:
        preflight = _answer(project, functions, "OPTIONS", asked)
        return Answers(preflight, _answer(project, functions, goal.method or "GET", {"origin": origin}))
    except _NotRead:
        return None


def _hooks(project: Project) -> list[tuple[Module, FunctionNode]] | None:
    """The hooks that run, in their order; None if something else may decide too."""
    modules = project.reading.modules
    ways = [
        each
        for each in find_written(project)
        if not isinstance(each.function, FunctionNode) or is_on_the_way(project, each.module, each.function)
    ]
    stops = [each for module in modules for each in hooks(module, project.reading.code_evaluator.sources)]
    if any("access-control" in each.module.source(each.node).lower() for each in stops):
        return None
    passed = [_on_the_way_to(project, each.module, each.function) for each in ways]
    if not ways or None in passed:
        return None
    inside = {id(part) for each in ways if each.function for part in ast.walk(each.function)}
    if any(id(each.node) not in inside for each in tables_of_path(project)):
        return None
    found = {id(node): (module, node) for each in passed for module, node in each or ()}
    return [*reversed(found.values())]


def _on_the_way_to(
    project: Project, module: Module, function: ast.AST | None, depth: int = 0
) -> list[tuple[Module, FunctionNode]] | None:
    """The hooks that a response passes before a function; None if it may come another way."""
    if not isinstance(function, FunctionNode) or depth > _DEEPEST:
        return None
    if is_registered(project, module, function):
        return [(module, function)]
    calls = project.reading.code_evaluator.calls_of(function.name)
    above = [_on_the_way_to(project, other, scope.node, depth + 1) for other, _, scope in calls]
    return None if not calls or None in above else [hook for each in above for hook in each or ()]


def _answer(
    project: Project, functions: Sequence[tuple[Module, FunctionNode]], method: str, sent: Mapping[str, str]
) -> Answer:
    path, origin = project.app_path, sent["origin"]
    request: dict[str, object] = {
        "request.method": method,
        "request.path": path,
        "request.origin": origin,
        **_endpoint(project),
    }
    headers: dict[str, str] = {}
    ran, wrote = set[int](), dict[str, int]()
    for module, node in functions:
        response = next((each.arg for each in node.args.args if each.arg != "self"), "")
        _Run(project, module, request, sent, headers, response, ran=ran, wrote=wrote).run(node)
    return Answer(headers, frozenset(ran), wrote)


def _endpoint(project: Project) -> dict[str, object]:
    """Flask's name for the view if it is the app's own; empty if it isn't known."""
    view = project.view
    if view is None or view.node is None or len(view.owners) != 1:
        return {}
    is_of_app = project.reading.owners.kind(view.owners[0]) == "flask.Flask"
    given = [each.value for each in view.call.keywords if each.arg == "endpoint"]
    name = text_of(given[0]) if given else view.node.name
    if not is_of_app or name is None or not isinstance(view.node, FunctionNode):
        return {}
    return {"request.endpoint": name, "request.blueprint": None}
