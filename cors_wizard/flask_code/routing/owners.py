"""Who owns a route: blueprints, namespaces and APIs, each known by the file that makes it and its name there.

Two files may both call theirs `bp`, as Flask's tutorial does. A blueprint may be registered several times.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from cors_wizard.flask_code.evaluation.bindings import argument
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.names import function_of
from cors_wizard.flask_code.evaluation.resolver import make_evaluator
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, dotted_name, keyword_value
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.routing.loops import in_round, rounds_around
from cors_wizard.flask_code.sources import Sources

Owner = tuple[str, str]
"""The path of a file, and the name of a variable in it."""

_APIS = ("flask_restful.Api", "flask_restx.Api", "flask_restplus.Api", "flask_smorest.Api")
_NAMESPACES = ("flask_restx.Namespace", "flask_restplus.Namespace")
_PREFIX_NAMES = {
    "flask.Flask": "",
    "flask.Blueprint": "url_prefix",
    **dict.fromkeys(_NAMESPACES, "path"),
    **dict.fromkeys(_APIS, "prefix"),
}
_REGISTERING = frozenset({"register_blueprint", "register_api", "add_namespace", "init_app", "namespace"})
_MOST_PREFIXES = 20
_MOST_HOPS = 6
_TOP = Scope()


@dataclass(frozen=True, eq=False)
class Made:
    """One place where an owner of routes is made."""

    owner: Owner
    kind: str
    """What it is, as a dotted name."""
    prefix: str | None
    call: ast.Call
    module: Module
    scope: Scope


@dataclass(frozen=True)
class Registration:
    """One place where an owner is put into another."""

    parent: Owner
    prefix: str | None
    """The prefix that is given there; None where none is."""
    function: str = ""
    """The function that does it: a factory, or one of its helpers."""


@dataclass(eq=False)
class Owners:
    """The owners of a project's routes."""

    evaluator: Evaluator
    made: dict[Owner, Made] = field(default_factory=dict)
    by_last_name: dict[str, list[Owner]] = field(default_factory=dict)
    registered: dict[Owner, list[Registration]] = field(default_factory=dict)

    def find(self, module: Module, dotted: str, scope: Scope = _TOP) -> Owner:
        """The owner that a name means in a file: followed through imports, else the only one of that name."""
        last = dotted.rpartition(".")[2]
        here = (module.path, last)
        if here in self.made and dotted.partition(".")[0] not in module.names:
            return here
        found, name = self.evaluator.sources.definition(module, dotted)
        there = (found.path, name.rpartition(".")[2])
        if there in self.made:
            return there
        given = self._given(scope, dotted) if dotted in scope.parameters else None
        if given is not None:
            return given
        alike = self.by_last_name.get(last, [])
        return alike[0] if len(alike) == 1 else here

    def _given(self, scope: Scope, name: str) -> Owner | None:
        """The owner that a function is given for a parameter, where all calls agree."""
        function = scope.node
        calls = self.evaluator.calls_of(scope.function)[:5]
        if not isinstance(function, FunctionNode):
            return None
        found = set()
        for other, call, at in calls:
            given = argument(call, function, name)
            dotted = dotted_name(given) if given is not None else ""
            if dotted and dotted not in at.parameters:
                found.add(self.find(other, dotted, at))
        return found.pop() if len(found) == 1 else None

    def of_expression(self, module: Module, scope: Scope, node: ast.expr) -> Owner | None:
        """The owner that an expression is: a name, or what a function of the project returns."""
        if isinstance(node, ast.Call):
            found = function_of(self.evaluator, node.func, Place(module, scope))
            returned = found[0].bindings.returns.get(id(found[1]), []) if found else []
            if found is None or len(returned) != 1 or returned[0][0].value is None:
                return None
            name, scope = dotted_name(returned[0][0].value), returned[0][1]
            if name in found[0].bindings.of(scope.node):
                # Made in the function itself: an owner of that name in another file is another one.
                return owner if (owner := (found[0].path, name)) in self.made else None
            return self.find(found[0], name, scope)
        dotted = dotted_name(node)
        return self.find(module, dotted, scope) if dotted else None

    def prefixes(self, owner: Owner) -> list[str | None]:
        """What may be in front of the paths of that owner's routes: one for each way to an app."""
        return self._prefixes(owner, ()) or [None]

    def _prefixes(self, owner: Owner, way: tuple[Owner, ...]) -> list[str | None]:
        made = self.made.get(owner)
        own = made.prefix if made else None
        if owner in way or len(way) > _MOST_HOPS:  # a circle ends where it closes
            return []
        found: list[str | None] = []
        for one in self.registered.get(owner, []):
            given = one.prefix if one.prefix is not None else own
            outer = self._prefixes(one.parent, (*way, owner)) if one.parent in self.made else [None]
            found += [self._joined(made, each, given) for each in outer or [None]]
        return list(dict.fromkeys(found))[:_MOST_PREFIXES] if found else [own]

    def _joined(self, made: Made | None, outer: str | None, own: str | None) -> str | None:
        """Two prefixes as Flask joins those of blueprints; APIs and namespaces put theirs behind as it is."""
        if outer is None or own is None:
            return own if outer is None else outer
        if made is not None and made.kind != "flask.Blueprint":
            return behind(outer, own)
        return f"{outer.rstrip('/')}/{own.lstrip('/')}"

    def prefix(self, module: Module, dotted: str) -> str:
        """The first of the prefixes of an owner's routes."""
        return self.prefixes(self.find(module, dotted))[0] or ""

    def mount(self, chain: Sequence[Owner]) -> str:
        """The path below which the app among these owners is served; empty where it is the whole site."""
        apps = (self.made[each] for each in chain if self.kind(each) == "flask.Flask")
        return next((each.prefix for each in apps if each.prefix), "")

    def chain(self, owner: Owner) -> frozenset[Owner]:
        """An owner and all that it is registered on, on any way: their hooks see its responses."""
        found: set[Owner] = set()
        todo = [owner]
        while todo:
            each = todo.pop()
            if each not in found:
                found.add(each)
                todo += [one.parent for one in self.registered.get(each, [])]
        return frozenset(found)

    @property
    def inside(self) -> dict[Owner, Owner]:
        """For each owner the first one that it is registered on."""
        return {owner: found[0].parent for owner, found in self.registered.items()}

    def kind(self, owner: Owner) -> str:
        """What an owner is, as a dotted name; empty where it is not known."""
        made = self.made.get(owner)
        return made.kind if made else ""


def behind(prefix: str, path: str) -> str:
    """A path that an API puts behind a blueprint's prefix as it is; Werkzeug takes two slashes for one."""
    return prefix.rstrip("/") + path if path.startswith("/") else prefix + path


def find_owners(
    modules: Sequence[Module], evaluator: Evaluator | None = None, mounting: Sequence[Module] = ()
) -> Owners:
    """All that the files make, with the prefixes that registering them adds.

    Args:
        modules: the files of one app.
        evaluator: works values out.
        mounting: the files in which apps are mounted below a path: another app's, too.
    """
    evaluator = evaluator or make_evaluator(Sources.of(modules), {})
    owners = Owners(evaluator)
    for module in modules:
        for made in _made(module, evaluator):
            owners.made[made.owner] = made
    for owner in owners.made:
        owners.by_last_name.setdefault(owner[1], []).append(owner)
    for module in mounting or modules:
        for owner, path in _mounted(module, owners):
            owners.made[owner] = replace(owners.made[owner], prefix=path)
    for module in modules:
        for child, registration in _registered(module, owners):
            if child != registration.parent:
                owners.registered.setdefault(child, []).append(registration)
    for made in owners.made.values():
        parent = _made_for(made, owners)
        if parent is not None and parent != made.owner:
            owners.registered.setdefault(made.owner, []).append(Registration(parent, None))
    return owners


def _mounted(module: Module, owners: Owners) -> Iterator[tuple[Owner, str]]:
    """Each app that Werkzeug's dispatcher serves below a path, which the app itself never sees."""
    for call, scope in module.calls():
        if dotted_name(call.func).rpartition(".")[2] != "DispatcherMiddleware":
            continue
        given = next((each.value for each in call.keywords if each.arg == "mounts"), None)
        table = _bound(module, scope, call.args[1] if len(call.args) > 1 else given)
        for key, value in zip(table.keys, table.values, strict=True) if isinstance(table, ast.Dict) else ():
            path = owners.evaluator.read(key, module, scope).text.rstrip("/") if key is not None else ""
            app = value.value if isinstance(value, ast.Attribute) and value.attr == "wsgi_app" else value
            made = _bound(module, scope, app)
            owner = owners.of_expression(module, scope, made if isinstance(made, ast.Call) else app)
            owner = owner or owners.of_expression(module, scope, app)
            if path and owner is not None and owners.kind(owner) == "flask.Flask":
                yield owner, path


def _bound(module: Module, scope: Scope, node: ast.expr | None) -> ast.expr | None:
    """What a name was given last, in its function or in the file; any other expression as it is."""
    if not isinstance(node, ast.Name):
        return node
    bound = module.bindings.of(scope.node).get(node.id) or module.bindings.of(None).get(node.id, [])
    return value if bound and isinstance(value := bound[-1].value, ast.expr) else node


def _made(module: Module, evaluator: Evaluator) -> Iterator[Made]:
    for names, value, scope in module.assignments():
        kind = module.meaning(value.func) if isinstance(value, ast.Call) else ""
        if not isinstance(value, ast.Call) or not names[0]:
            continue
        if kind in _PREFIX_NAMES:
            prefix = _given(value, module, scope, evaluator, _PREFIX_NAMES[kind])
            if kind in _NAMESPACES:
                prefix = _of_namespace(prefix, value, module, scope, evaluator)
            yield Made((module.path, names[0].rpartition(".")[2]), kind, prefix, value, module, scope)
        elif isinstance(value.func, ast.Attribute) and value.func.attr == "namespace" and value.args:
            # api.namespace(...) of Flask-RESTX makes one and adds it.
            prefix = _given(value, module, scope, evaluator, "path")
            prefix = _of_namespace(prefix, value, module, scope, evaluator)
            owner = (module.path, names[0].rpartition(".")[2])
            yield Made(owner, _NAMESPACES[0], prefix, value, module, scope)


def _of_namespace(
    given: str | None, call: ast.Call, module: Module, scope: Scope, evaluator: Evaluator
) -> str:
    """The path of a namespace; without one, its name."""
    name = evaluator.read(call.args[0], module, scope).text if call.args else ""
    return (given or f"/{name}").rstrip("/")


def _given(
    call: ast.Call,
    module: Module,
    scope: Scope,
    evaluator: Evaluator,
    *options: str,
    names: Mapping[str, ast.expr] = MappingProxyType({}),
) -> str | None:
    found = keyword_value(call, *options)
    known = {name: evaluator.read(each, module, scope) for name, each in names.items()} if found else {}
    value = evaluator.value(found, Place(module, scope, names=known)) if found is not None else None
    return value.text if value is not None and value.kind == "text" else None


def _made_for(made: Made, owners: Owners) -> Owner | None:
    """The parent in `api = Api(blueprint)`, `api = Api(app=app)`, `ns = api.namespace(...)`."""
    given = next(iter(made.call.args), keyword_value(made.call, "app"))
    if made.kind in _APIS and given is not None:
        return owners.of_expression(made.module, made.scope, given)
    if made.kind in _NAMESPACES and isinstance(made.call.func, ast.Attribute):
        dotted = dotted_name(made.call.func.value)
        is_api = owners.kind(owners.find(made.module, dotted, made.scope)) in _APIS if dotted else False
        return owners.find(made.module, dotted, made.scope) if is_api else None
    return None


def _registered(module: Module, owners: Owners) -> Iterator[tuple[Owner, Registration]]:
    """Each `PARENT.register_blueprint(CHILD)` and its like; `api.init_app(PARENT)` the other way round."""
    for call, scope in module.calls():
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _REGISTERING or not call.args:
            continue
        owner = dotted_name(call.func.value)
        for names in rounds_around(call, module, scope) or [{}]:
            child = in_round(call.args[0], names)
            this = owners.find(module, owner, scope) if owner else None
            other = owners.of_expression(module, scope, child)
            if this is None or other is None:
                continue
            if call.func.attr == "init_app":
                if owners.kind(this) in _APIS:
                    yield this, Registration(other, None, scope.function)
            elif other in owners.made:
                option = "path" if call.func.attr == "add_namespace" else "url_prefix"
                prefix = _given(call, module, scope, owners.evaluator, option, names=names)
                if prefix is None and call.func.attr == "add_namespace" and len(call.args) > 1:
                    prefix = owners.evaluator.read(call.args[1], module, scope).text
                yield other, Registration(this, prefix, scope.function)
