"""Which view serves a path: the function or class, its route and its blueprints."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code.evaluation.evaluate import Place
from cors_wizard.flask_code.evaluation.names import class_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.routing.owners import Owner, Owners, find_owners
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.flask_code.routing.rules import Rule, RuleReader, ViewNode
from cors_wizard.frozen import dataclass

_PLACEHOLDER = re.compile(r"<(?P<kind>path:)?[^<>]*>")
_DEEPEST = 5
_DECORATORS = {"decorators", "method_decorators"}
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class View:
    """One route and what serves it."""

    module: Module
    node: ViewNode | None
    """The function or class; None where only the registration was found."""
    call: ast.Call
    """The route's decorator, or the call that registers it."""
    rule: str
    """With what blueprints set in front."""
    methods: tuple[str, ...]
    owners: tuple[Owner, ...]
    """Its blueprint or app, and those that this is registered on, innermost first."""
    mount: str
    """Where a dispatcher serves the app: the beginning of the rule, which the app itself never sees."""
    node_module: Module
    """The file that the function or class is in."""
    inherits: tuple[ast.ClassDef, ...] = ()
    """The classes of the project that a class of views is made from, nearest first."""

    @property
    def app_rule(self) -> str:
        """The rule as the app has it."""
        return self.rule.removeprefix(self.mount)


def find_views(modules: Sequence[Module], owners: Owners | None = None) -> tuple[View, ...]:
    """Every route of the project."""
    owners = owners or find_owners(modules)
    reader = RuleReader(owners.evaluator)
    return tuple(view for module in modules for rule in reader.rules(module) for view in _views(rule, owners))


def _views(rule: Rule, owners: Owners) -> Iterator[View]:
    chain: list[Owner] = []
    current: Owner | None = rule.owner(owners)
    while current is not None and current not in chain:
        chain.append(current)
        current = owners.inside.get(current)
    home, node = rule.body[:2] if rule.body else (rule.module, None)
    inherits = tuple(_inherited(owners, home, node)) if isinstance(node, ast.ClassDef) else ()
    mount = owners.mount(chain)
    for path in rule.paths(owners):
        yield View(rule.module, node, rule.node, path, rule.methods, tuple(chain), mount, home, inherits)


def _inherited(owners: Owners, module: Module, node: ast.ClassDef, depth: int = 0) -> Iterator[ast.ClassDef]:
    for base in node.bases if depth < _DEEPEST else ():
        found = class_of(owners.evaluator, base, Place(module, Scope()))
        if found is not None and found[1] is not node:
            yield found[1]
            yield from _inherited(owners, found[0], found[1], depth + 1)


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
    return not method or not view.methods or method.upper() in view.methods


def methods_of(view: View) -> tuple[str, ...]:
    """The methods that a view takes; those of Flask itself are left out."""
    return tuple(each for each in view.methods if each in _METHODS) or ("GET",)


def only_for_options(view: View) -> bool:
    """Whether a route of its own takes OPTIONS, and nothing else."""
    return set(view.methods) == {"OPTIONS"}


def functions_of(view: View, method: str = "") -> tuple[FunctionNode, ...]:
    """The view's function; of a class those for HTTP methods, or the one for this method and `options`."""
    if isinstance(view.node, FunctionNode):
        return (view.node,)
    body = view.node.body if view.node is not None else []
    wanted = {method.upper(), "OPTIONS"} if method else {*_METHODS, "OPTIONS"}
    return tuple(each for each in body if isinstance(each, FunctionNode) and each.name.upper() in wanted)


def decorators_of(view: View) -> Iterator[ast.expr]:
    """What is around a view: its own decorators, its class's, and those of the `Api` that it is added to."""
    yield from view.node.decorator_list if view.node is not None else ()
    # A class that sets its own has no other's.
    for node in (view.node, *view.inherits):
        set_there = [
            statement.value
            for statement in (node.body if isinstance(node, ast.ClassDef) else ())
            if isinstance(statement, ast.Assign) and _DECORATORS & {*map(dotted_name, statement.targets)}
        ]
        if set_there:
            yield from (each for value in set_there for each in _elements(value))
            break
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
