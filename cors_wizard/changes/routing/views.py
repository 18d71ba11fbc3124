"""Which view serves a path: the function or class, its route and its blueprints."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code.apps import ROUTE_DECORATORS, is_route_decorator
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, keyword_value
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.routing.owners import Owner, Owners, find_owners
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.frozen import dataclass

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_PLACEHOLDER = re.compile(r"<(?P<kind>path:)?[^<>]*>")
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class View:
    """One route and what serves it."""

    module: Module
    node: Definition | None
    """The function or class; None where only the registration was found."""
    call: ast.Call
    """The route's decorator, or the call that registers it."""
    rule: str
    """With what blueprints set in front."""
    owners: tuple[Owner, ...]
    """Its blueprint or app, and those that this is registered on, innermost first."""
    mount: str = ""
    """Where a dispatcher serves the app: the beginning of the rule, which the app itself never sees."""
    home: Module | None = None
    """The file of the function or class, where that is another than the registration's."""

    @property
    def node_module(self) -> Module:
        """The file that the function or class is in."""
        return self.home or self.module

    @property
    def app_rule(self) -> str:
        """The rule as the app has it."""
        return self.rule.removeprefix(self.mount)


def find_views(modules: Sequence[Module], owners: Owners | None = None) -> tuple[View, ...]:
    """Every route of the project."""
    owners = owners or find_owners(modules)
    return tuple(view for module in modules for view in _of_module(module, owners))


def view_at(views: Sequence[View], path: str, method: str = "") -> View | None:
    """The view that serves a path: the one whose rule fits, exact rules first, then who takes the method."""
    fitting = [
        view for view in views if len(view.rule) < 500 and rule_fits(view.rule, path, ignore_last_slash=True)
    ]
    return min(fitting, key=lambda view: (_looseness(view.rule), not _takes(view, method)), default=None)


def _looseness(rule: str) -> tuple[int, int, int]:
    """How much a rule leaves open: what takes slashes most, a number least."""
    return rule.count("<path:"), rule.count("<"), rule.count("<") - rule.count("<int:")


def _takes(view: View, method: str) -> bool:
    """Whether a view takes the method, as far as its own line says."""
    verb = dotted_name(view.call.func).rpartition(".")[2]
    if isinstance(view.node, ast.ClassDef) or not method:
        own = _functions_for_methods(view.node) if isinstance(view.node, ast.ClassDef) else ()
        return not own or not method or method.upper() in own
    if verb in ROUTE_DECORATORS - {"route"}:
        return verb == method.lower()
    given = keyword_value(view.call, "methods")
    if isinstance(given, (ast.List, ast.Tuple, ast.Set)):
        return method.upper() in {(text_of(each) or method).upper() for each in given.elts}
    return given is not None or method.upper() in ("GET", "HEAD")


def methods_of(view: View) -> tuple[str, ...]:
    """The methods that a view takes, as far as its own lines say; those of Flask itself are left out."""
    verb = dotted_name(view.call.func).rpartition(".")[2]
    if verb in ROUTE_DECORATORS - {"route"}:
        return (verb.upper(),)
    if isinstance(view.node, ast.ClassDef):
        return _functions_for_methods(view.node) or ("GET",)
    given = keyword_value(view.call, "methods")
    elements = given.elts if isinstance(given, (ast.List, ast.Tuple, ast.Set)) else []
    listed = [(text_of(each) or "").upper() for each in elements]
    return tuple(each for each in dict.fromkeys(listed) if each in _METHODS) or ("GET",)


def only_for_options(view: View) -> bool:
    """Whether a route of its own takes OPTIONS, and nothing else."""
    given = keyword_value(view.call, "methods")
    elements = given.elts if isinstance(given, (ast.List, ast.Tuple, ast.Set)) else []
    return {(text_of(each) or "").upper() for each in elements} == {"OPTIONS"}


def functions_of(view: View, method: str = "") -> tuple[FunctionNode, ...]:
    """The view's function; of a class those for HTTP methods, or the one for this method and `options`."""
    if isinstance(view.node, FunctionNode):
        return (view.node,)
    body = view.node.body if view.node is not None else []
    wanted = {method.upper(), "OPTIONS"} if method else {*_METHODS, "OPTIONS"}
    return tuple(each for each in body if isinstance(each, FunctionNode) and each.name.upper() in wanted)


def _functions_for_methods(node: ast.ClassDef) -> tuple[str, ...]:
    named = [each.name.upper() for each in node.body if isinstance(each, FunctionNode)]
    return tuple(each for each in named if each in _METHODS)


def _decorated(
    module: Module, node: Definition | None, decorator: ast.expr, owners: Owners, home: Module | None = None
) -> Iterator[View]:
    """`@app.route("/a")` on a view, or `app.route("/a")(view)`."""
    if isinstance(decorator, ast.Call) and is_route_decorator(decorator):
        owner = dotted_name(decorator.func).rpartition(".")[0]
        for rule in [text_of(each) for each in decorator.args] or [_rule_keyword(decorator)]:
            if rule is not None:
                yield _view(module, node, decorator, owner, rule, owners, home)


def _of_module(module: Module, owners: Owners) -> Iterator[View]:
    decorated = [node for node, _ in module.nodes if isinstance(node, Definition)]
    defined = {node.name: node for node in decorated}
    for node in decorated:
        for decorator in node.decorator_list:
            yield from _decorated(module, node, decorator, owners)
    for call, _ in module.calls():
        owner, _, verb = dotted_name(call.func).rpartition(".")
        if isinstance(call.func, ast.Call) and call.args:
            served, home = _served(call.args[0], module, defined, owners)
            yield from _decorated(module, served, call.func, owners, home)
        if verb == "add_resource" and call.args:
            for given in call.args[1:]:
                served, home = _served(call.args[0], module, defined, owners)
                yield _view(module, served, call, owner, text_of(given) or "", owners, home)
        elif verb == "add_url_rule" and call.args:
            served, home = _served(_view_function(call), module, defined, owners)
            yield _view(module, served, call, owner, text_of(call.args[0]) or "", owners, home)


def _rule_keyword(call: ast.Call) -> str | None:
    return next((text_of(each.value) for each in call.keywords if each.arg == "rule"), None)


def _view_function(call: ast.Call) -> ast.expr | None:
    """`view_func=function` or `view_func=View.as_view("name")`."""
    given = keyword_value(call, "view_func")
    if given is None and len(call.args) > 2:
        given = call.args[2]
    if isinstance(given, ast.Call):
        given = given.func.value if isinstance(given.func, ast.Attribute) else None
    return given


def _served(
    given: ast.expr | None, module: Module, defined: dict[str, Definition], owners: Owners
) -> tuple[Definition | None, Module | None]:
    """The function or class of that name, and its file where that is another one."""
    dotted = dotted_name(given) if given is not None else ""
    here = defined.get(dotted.rpartition(".")[2])
    if here is not None or not dotted:
        return here, None
    home, name = owners.evaluator.sources.definition(module, dotted)
    bound = home.bindings.of(None).get(name, [])
    node = bound[-1].value if bound else None
    return (node, home) if isinstance(node, Definition) else (None, None)


def _view(
    module: Module,
    node: Definition | None,
    call: ast.Call,
    owner: str,
    rule: str,
    owners: Owners,
    home: Module | None = None,
) -> View:
    chain: list[Owner] = []
    current: Owner | None = owners.find(module, owner)
    while current is not None and current not in chain:
        chain.append(current)
        current = owners.inside.get(current)
    return View(
        module, node, call, owners.prefix(module, owner) + rule, tuple(chain), owners.mount(chain), home
    )


def decorators_of(view: View) -> Iterator[ast.expr]:
    """What is around a view: its own decorators, its class's, and those of the `Api` that it is added to."""
    yield from view.node.decorator_list if view.node is not None else ()
    for statement in view.node.body if isinstance(view.node, ast.ClassDef) else ():
        if isinstance(statement, ast.Assign) and "decorators" in map(dotted_name, statement.targets):
            yield from _elements(statement.value)
    owner = dotted_name(view.call.func).rpartition(".")[0]
    for names, value, _ in view.module.assignments():
        for each in value.keywords if owner in names and isinstance(value, ast.Call) else ():
            if each.arg == "decorators":
                yield from _elements(each.value)


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, (ast.List, ast.Tuple)) else []


def paths_of(rule: str) -> str:
    """The pattern of the paths that a route has, and of no others: their settings stay as they are.

    Flask redirects to a slash at the end, and the page is let read that, too.
    """
    parts, at = [], 0
    for found in _PLACEHOLDER.finditer(rule):
        parts += [re.escape(rule[at : found.start()]), ".+" if found["kind"] else "[^/]+"]
        at = found.end()
    slash = "?" if rule.endswith("/") and len(rule) > 1 else ""
    return "".join((*parts, re.escape(rule[at:]), slash, "$")) if parts or slash else rule


def path_of(rule: str) -> str:
    """A path that the route has."""
    return _PLACEHOLDER.sub(lambda found: "1" if found[0].startswith(("<int:", "<float:")) else "x", rule)


def begin_alike(one: str, other: str) -> bool:
    """Whether two paths, or patterns of them, are parts of one API: `/api/v1/*` and `/api/v2/orders`."""
    first, second = (re.sub(r"[^a-zA-Z/]", "", each).strip("/").partition("/")[0] for each in (one, other))
    return bool(first) and first == second
