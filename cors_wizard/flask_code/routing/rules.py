"""The URL rules that code registers, each with the function or class that is its view."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.names import class_attribute, class_of, function_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, dotted_name, keyword_value
from cors_wizard.flask_code.findings import Unresolved
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.routing.owners import Owner, Owners, behind
from cors_wizard.frozen import dataclass

_VERBS = {"get": "GET", "post": "POST", "put": "PUT", "delete": "DELETE", "patch": "PATCH"}
_DECORATORS = frozenset({"route", "resource", *_VERBS})
_METHODS = ("get", "post", "head", "options", "delete", "put", "trace", "patch")
_DEEPEST = 8
ViewNode = FunctionNode | ast.ClassDef


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule as the code writes it, before what its owner adds."""

    path: str
    methods: tuple[str, ...]
    """Empty where they are unknown."""
    view: str
    """The name of the function or class."""
    on: str
    """What it is registered on, as it is written."""
    node: ast.Call
    """The decorator or the call."""
    module: Module
    scope: Scope
    body: tuple[Module, ViewNode, Scope] | None
    """The function or class that is the view, where it is found."""

    def owner(self, owners: Owners) -> Owner:
        """The app, blueprint or API that it is registered on."""
        return owners.find(self.module, self.on, self.scope)

    def paths(self, owners: Owners) -> Iterator[str]:
        """The rule behind each prefix that its owner has."""
        owner = self.owner(owners)
        is_plain = owners.kind(owner) in ("", "flask.Flask", "flask.Blueprint")
        for prefix in owners.prefixes(owner):
            path = _joined(prefix, self.path) if is_plain else behind(prefix or "", self.path)
            if path.startswith("/"):
                yield path


class RuleReader:
    """Reads the rules of a project's files."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self.unresolved: list[Unresolved] = []
        """Rules whose path is unknown."""

    def rules(self, module: Module) -> Iterator[Rule]:
        """The rules of one file, in its order."""
        for node, scope in module.nodes:
            if isinstance(node, (FunctionNode, ast.ClassDef)):
                for each in node.decorator_list:
                    yield from self._decorated(module, node, scope, each)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Call) and node.args:
                # `ns.route("/a")(View)`
                view = self._view(node.args[0], module, scope)
                served = view[1] if view is not None else dotted_name(node.args[0])
                yield from self._decorated(module, served, scope, node.func)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr == "add_url_rule":
                    yield from self._added(module, node, scope)
                elif node.func.attr == "add_resource" and node.args:
                    yield from self._resources(module, node, scope)

    def _decorated(
        self, module: Module, node: ViewNode | str, scope: Scope, decorator: ast.expr
    ) -> Iterator[Rule]:
        """`@app.route("/a")`, `@bp.get("/a")`, `@ns.route("/a", "/b")` on a class or what has that name."""
        if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
            return
        owner, name = dotted_name(decorator.func.value), decorator.func.attr
        if name not in _DECORATORS or not owner:
            return
        given = list(decorator.args) or [one.value for one in decorator.keywords if one.arg == "rule"]
        body = None if isinstance(node, str) else (module, node, scope)
        if body is not None and isinstance(node, ast.ClassDef):
            methods = _methods_of_class(self._evaluator, body)
        else:
            # The second argument of flask's own `route` is not a path.
            given = given[:1]
            methods = (_VERBS[name],) if name in _VERBS else self._methods(decorator, module, scope)
        methods = self._automatic(decorator, module, scope, methods)
        view = node if isinstance(node, str) else node.name
        for path in self._paths(given, module, scope):
            yield Rule(path, methods, view, owner, decorator, module, scope, body)

    def _paths(self, given: Sequence[ast.expr], module: Module, scope: Scope) -> Iterator[str]:
        for each in given:
            value = self._evaluator.read(each, module, scope)
            if value.kind == "text":
                yield value.text
            elif value.kind == "unknown":
                looped = self._in_loop(each, module, scope)
                yield from looped
                self.unresolved += () if looped else value.unresolved

    def _in_loop(self, node: ast.expr, module: Module, scope: Scope) -> tuple[str, ...]:
        """What an expression becomes in each round of the loop around it; empty where that is unknown."""
        for loop, at in module.loops:
            if at.node is scope.node and any(each is node for each in ast.walk(loop)):
                source = self._without_unknown(loop.iter, module, scope)
                rounds = ast.ListComp(node, [ast.comprehension(loop.target, source, [], 0)])
                rounds = ast.fix_missing_locations(ast.copy_location(rounds, node))
                return self._evaluator.read(rounds, module, scope).texts
        return ()

    def _without_unknown(self, node: ast.expr, module: Module, scope: Scope) -> ast.expr:
        """A list with `None` in place of views and of all else that isn't a value."""
        if isinstance(node, (ast.List, ast.Tuple)):
            return type(node)([self._without_unknown(each, module, scope) for each in node.elts], ast.Load())
        return node if self._evaluator.read(node, module, scope).kind != "unknown" else ast.Constant(None)

    def _methods(self, call: ast.Call, module: Module, scope: Scope) -> tuple[str, ...]:
        given = keyword_value(call, "methods")
        if given is None:
            return ("GET",)
        return tuple(text.upper() for text in self._evaluator.read(given, module, scope).texts)

    def _automatic(
        self, call: ast.Call, module: Module, scope: Scope, methods: tuple[str, ...]
    ) -> tuple[str, ...]:
        given = keyword_value(call, "provide_automatic_options")
        value = self._evaluator.read(given, module, scope) if given is not None else None
        return _with_automatic(methods, options=value is None or value.is_true is not False)

    def _added(self, module: Module, call: ast.Call, scope: Scope) -> Iterator[Rule]:
        """`app.add_url_rule("/a", view_func=View.as_view("a"))`."""
        owner = dotted_name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        view = keyword_value(call, "view_func") or (call.args[2] if len(call.args) > 2 else None)
        body = self._view(view, module, scope) if view is not None else None
        methods = self._methods(call, module, scope)
        if not keyword_value(call, "methods") and (body is None or isinstance(body[1], ast.ClassDef)):
            methods = _methods_of_class(self._evaluator, body) if body else ()
        name = body[1].name if body else dotted_name(view) if view is not None else ""
        given = call.args[:1] or [one.value for one in call.keywords if one.arg == "rule"]
        for path in self._paths(given, module, scope) if owner else ():
            all_methods = self._automatic(call, module, scope, methods)
            yield Rule(path, all_methods, name, owner, call, module, scope, body)

    def _view(
        self, node: ast.expr, module: Module, scope: Scope, outer: tuple[ast.AST, ...] = ()
    ) -> tuple[Module, ViewNode, Scope] | None:
        """The function or class that a `view_func` is; of `view = checked(view)` what is inside."""
        place = Place(module, scope)
        if isinstance(node, ast.Name):
            bound = module.bindings.of(scope.node).get(node.id) or module.bindings.of(None).get(node.id) or ()
            earlier = [each for each in bound if not any(each.value is one for one in outer)]
            if earlier and earlier[-1].kind == "set" and isinstance(earlier[-1].value, ast.Call):
                node = earlier[-1].value
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr == "as_view":
                return class_of(self._evaluator, called.value, place)
            # A decorator that is called: `login_required(view)`.
            is_far = not node.args or len(outer) >= _DEEPEST
            return None if is_far else self._view(node.args[0], module, scope, (*outer, node))
        return function_of(self._evaluator, node, place) or class_of(self._evaluator, node, place)

    def _resources(self, module: Module, call: ast.Call, scope: Scope) -> Iterator[Rule]:
        """`api.add_resource(Item, "/items", "/items/<int:id>")`."""
        owner = dotted_name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        body = class_of(self._evaluator, call.args[0], Place(module, scope))
        methods = _with_automatic(_methods_of_class(self._evaluator, body) if body else ())
        view = body[1].name if body else dotted_name(call.args[0])
        for path in self._paths(call.args[1:], module, scope) if owner else ():
            yield Rule(path, methods, view, owner, call, module, scope, body)


def _joined(prefix: str | None, path: str) -> str:
    """A rule behind its blueprint's prefix, as Flask joins them."""
    if prefix is None:
        return path
    # Flask, sansio/blueprints.py, BlueprintSetupState.add_url_rule
    return f"{prefix.rstrip('/')}/{path.lstrip('/')}" if path else prefix


def _with_automatic(methods: tuple[str, ...], *, options: bool = True) -> tuple[str, ...]:
    """With HEAD beside GET, and with OPTIONS, as Flask and Werkzeug add them; unknown ones stay unknown."""
    if not methods:
        return ()
    head = ("HEAD",) if "GET" in methods else ()
    return tuple(dict.fromkeys((*methods, *head, *(("OPTIONS",) if options else ()))))


def _methods_of_class(evaluator: Evaluator, found: tuple[Module, ast.AST, Scope]) -> tuple[str, ...]:
    """The methods of a class of views: its own `methods`, else those that it and its bases define."""
    module, node, scope = found
    if not isinstance(node, ast.ClassDef):
        return ()
    own = class_attribute(evaluator, module, node, scope, "methods", Place(module, scope))
    if own is not None and own.texts:
        return tuple(text.upper() for text in own.texts)
    defined = _defined(evaluator, module, node, scope, 0)
    return tuple(name.upper() for name in _METHODS if name in defined) or (
        ("GET",) if "dispatch_request" in defined else ()
    )


def _defined(evaluator: Evaluator, module: Module, node: ast.ClassDef, scope: Scope, depth: int) -> set[str]:
    names = {each.name for each in node.body if isinstance(each, FunctionNode)}
    for base in node.bases if depth < _DEEPEST else ():
        known = class_of(evaluator, base, Place(module, scope))
        if known is not None and known[1] is not node:
            names |= _defined(evaluator, *known, depth + 1)
    return names
