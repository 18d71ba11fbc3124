"""The value of an expression in the user's code as a Python value, and where it is written.

Values are read by `flask_code`, as the facts are. Where the code leaves two values open, a fix needs one: the
one that runs for this page.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.configuration.loaded_settings import prefixed
from cors_wizard.flask_code.evaluation.bindings import Binding, argument, default_of
from cors_wizard.flask_code.evaluation.bound_values import calls_to, last_set, set_before
from cors_wizard.flask_code.evaluation.evaluate import Evaluator as CodeEvaluator
from cors_wizard.flask_code.evaluation.evaluate import Place as CodePlace
from cors_wizard.flask_code.evaluation.known_functions import content_of_file
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.objects import given_at_making
from cors_wizard.flask_code.evaluation.resolver import make_evaluator
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, keyword_value
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.sources import Sources
from cors_wizard.frozen import dataclass


class Unknown:
    """The value of what is unknown from the code."""

    def __repr__(self) -> str:
        """As it is shown in a test that fails."""
        return "UNKNOWN"


UNKNOWN = Unknown()


@dataclass(frozen=True)
class Pattern:
    """A compiled regular expression."""

    pattern: str


@dataclass(frozen=True)
class Place:
    """An expression and the file that it is in."""

    module: Module
    node: ast.expr


class Evaluator:
    """Reads expressions with the names of their files and the variables of the environment."""

    def __init__(
        self,
        modules: Mapping[str, Module],
        settings: Mapping[str, Place],
        environment: Mapping[str, str],
        *,
        is_local: bool = True,
        data: Sequence[TextFile] = (),
        seen: Sequence[str] = (),
        factory: tuple[str, str] | None = None,
    ) -> None:
        """Read nothing yet.

        Args:
            modules: by the ends of their dotted names.
            settings: what Flask's configuration is set to.
            environment: the variables that files of the project set.
            is_local: whether the page is on the developer's own machine, which says what branch runs.
            data: files of settings that the code loads.
            seen: the origins that the running server was seen to allow, which say what branch runs, too.
            factory: the file and the function that make the app that is meant.
        """
        self.settings = settings
        self.is_local = is_local
        self._seen = frozenset(seen)
        self._modules = modules
        self._environment = environment
        every = {module.path: module for module in modules.values()}
        self._code = make_evaluator(
            Sources.of([*every.values()], data), environment, {ast.IfExp: self._likely}
        )
        self._code.config = self._setting
        self._code.factory = factory

    def value(self, place: Place) -> object:
        """The value of an expression; UNKNOWN where it is unknown."""
        return _python(self.settled(place))

    def settled(self, place: Place) -> Value:
        """The value, with what the code leaves open as it is for this page."""
        return self._settled(self._read(place))

    def keys(self, place: Place) -> list[object]:
        """The keys of a table; none where it isn't known."""
        return [_key(key) for key, _ in self._read(place).entries]

    def variables(self, place: Place) -> tuple[str, ...]:
        """The environment variables that a value comes from."""
        return tuple(dict.fromkeys(each.name for each in self._read(place).variables))

    def reads(self, place: Place) -> frozenset[tuple[str, int]]:
        """Where the environment is read for a value: the file and the line of each."""
        return frozenset((each.path, each.line) for each in self._read(place).variables)

    def parts(self, place: Place) -> Iterator[object]:
        """Every text and pattern that a value holds or may hold, beside what is unknown of it."""
        yield from map(_key, _parts(self._read(place)))

    def is_true(self, place: Place) -> bool | None:
        """Whether a condition holds, as far as the code and the project's files set what it asks for."""
        test = self._read(place)
        is_set = all(variable.name in self._environment for variable in test.variables)
        return test.is_true if is_set else None

    def _read(self, place: Place) -> Value:
        return self._code.read(place.node, place.module, place.module.scope_of(place.node))

    def _setting(self, key: str) -> Value | None:
        place = self.settings.get(key)
        known = self._prefixed.get(key) or (self._read(place) if place else None)
        return known if known is not None and known.kind != "unknown" else self._loaded.get(key, known)

    @cached_property
    def _loaded(self) -> dict[str, Value]:
        """The settings of data files that `from_file()` names."""
        return {
            key: value
            for module in self._modules.values()
            for call, scope in module.calls()
            if dotted_name(call.func).rpartition(".")[2] in LOADS_DATA
            if (table := content_of_file(self._code, call, CodePlace(module, scope))) is not None
            for key, value in table.named()
        }

    @cached_property
    def _prefixed(self) -> dict[str, Value]:
        """The settings of `from_prefixed_env()`, which comes last as a rule."""
        return {
            key: value
            for module in self._modules.values()
            for call, scope in module.calls()
            if dotted_name(call.func).endswith(".config.from_prefixed_env")
            for key, value in prefixed(self._code, call, CodePlace(module, scope))
        }

    def _likely(self, evaluator: CodeEvaluator, node: ast.IfExp, place: CodePlace) -> Value | None:
        test = evaluator.value(node.test, place)
        return evaluator.value(self._branch(node, test), place)

    def likely_branch(self, node: ast.IfExp, module: Module) -> ast.expr:
        """The branch that runs: the condition says it, or else the names of this machine in one of them."""
        return self._branch(node, self._read(Place(module, node.test)))

    def _branch(self, node: ast.IfExp, test: Value) -> ast.expr:
        is_set = all(variable.name in self._environment for variable in test.variables)
        if test.is_true is not None and is_set:
            return node.body if test.is_true else node.orelse
        seen = [each for each in (node.body, node.orelse) if self._seen & set(_texts(each))]
        if len(seen) == 1:
            return seen[0]
        body, other = (_names_this_machine(ast.unparse(each)) for each in (node.body, node.orelse))
        if body == other:
            return node.orelse
        return node.body if body == self.is_local else node.orelse

    def says_which_branch(self, node: ast.IfExp, module: Module) -> bool:
        """Whether the condition is known, or the running server has shown which branch it takes."""
        test = self._read(Place(module, node.test))
        is_set = all(variable.name in self._environment for variable in test.variables)
        shown = [each for each in (node.body, node.orelse) if self._seen & set(_texts(each))]
        return len(shown) == 1 or (test.is_true is not None and is_set)

    def _settled(self, value: Value) -> Value:
        if value.kind == "unknown":
            return self._settled(self._chosen(value)) if value.alternatives else value
        items = tuple(map(self._settled, value.items))
        entries = tuple((key, self._settled(item)) for key, item in value.entries)
        open_before = {each for part in _held(value) for each in part.unresolved}
        settled = replace(value, items=items, entries=entries)
        still = [each for part in _held(settled) for each in part.unresolved]
        own = [each for each in value.unresolved if each not in open_before]
        return replace(settled, unresolved=(*own, *still))

    def _chosen(self, value: Value) -> Value:
        """Of several ways the one that runs for this page."""
        ways = value.alternatives
        fitting = [
            way for way in ways if _names_this_machine(str(_python(self._settled(way)))) == self.is_local
        ]
        return (fitting or ways or [value])[-1]

    def definition(self, place: Place) -> Place | None:
        """Where a name or a setting gets its value; None where that is not known."""
        node, module = place.node, place.module
        if isinstance(node, ast.Name):
            return self._named(node.id, place) or self._argument(node.id, place) or self._written(place)
        if isinstance(node, ast.Attribute):
            found = self._of_object(node, place) or self._named(dotted_name(node), place)
            return found or self._of_settings(node) or self._written(place)
        if isinstance(node, ast.Call) and dotted_name(node.func) in _SAME_ITEMS and len(node.args) == 1:
            # `set(origins)`
            return Place(module, node.args[0])
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            # `origins or []`
            first = Place(module, node.values[0])
            return first if self.value(first) not in (UNKNOWN, None, "", []) else None
        if isinstance(node, ast.Subscript) and dotted_name(node.value).endswith("config"):
            key = node.slice.value if isinstance(node.slice, ast.Constant) else None
            return self.settings.get(str(key))
        if isinstance(node, ast.Call) and dotted_name(node.func).endswith("config.get") and node.args:
            # Without the setting its default counts, or what another place sets.
            return self.settings.get(text_of(node.args[0]) or "")
        return None

    def _named(self, name: str, place: Place) -> Place | None:
        """What the statement sets a name to that counts where it is used."""
        here = CodePlace(place.module, place.module.scope_of(place.node))
        for _, bound in set_before(name, here, getattr(place.node, "lineno", 0)) if name else ():
            one = last_set(self._code, bound, here)
            return _expression(place.module, one) if one is not None and one.kind == "set" else None
        module, own = self._code.sources.definition(place.module, name)
        one = last_set(self._code, module.bindings.of(None).get(own, ()), CodePlace(module, Scope()))
        if one is not None and (found := _expression(module, one)):
            return found
        constant = place.module.constants.get(name)
        return Place(self._owner(place.module, name, constant), constant) if constant is not None else None

    def _of_object(self, node: ast.Attribute, place: Place) -> Place | None:
        """What the object was given for the attribute where it was made."""
        here = CodePlace(place.module, place.module.scope_of(node))
        made = list(given_at_making(self._code, node.value, node.attr, here))
        if len(made) > 1:
            return self._written(place)
        return Place(made[0][0].module, made[0][1]) if made else None

    def _written(self, place: Place) -> Place | None:
        """The literal that the value comes from, through whatever the reader of values follows."""
        value = self._chosen(self._read(place))
        at = value.span if not value.variables else None
        modules = (each for each in self._modules.values() if at and each.path == at.path)
        for module in modules:
            for node, _ in module.nodes:
                if isinstance(node, ast.expr) and node is not place.node and module.span(node) == at:
                    return Place(module, node)
        return None

    def _argument(self, name: str, place: Place) -> Place | None:
        """What the only call of the function around gives for one of its parameters, or its default."""
        function = self._function_with(name, place)
        calls = calls_to(self._code, place.module, function) if function else ()
        if function is None or len(calls) != 1:
            return None
        module, call, _ = calls[0]
        given = argument(call, function, name)
        if given is not None:
            return Place(module, given)
        default = default_of(function, name)
        is_spread = any(each.arg is None for each in call.keywords)
        return Place(place.module, default) if default is not None and not is_spread else None

    def passed_on(self, place: Place) -> Place | None:
        """For the `**options` that a function was given: the only call of it."""
        name = dotted_name(place.node)
        function = self._function_with(name, place)
        spread = function.args.kwarg if function else None
        calls = self._code.calls_of(function.name) if function else ()
        if spread is None or spread.arg != name or len(calls) != 1:
            return None
        return Place(calls[0][0], calls[0][1])

    def serves_other_apps(self, place: Place) -> bool:
        """Whether an expression is in a function that the factories of several apps call."""
        function = place.module.scope_of(place.node).function
        callers = {(module.path, scope.function) for module, _, scope in self._code.calls_of(function)}
        # It may make the app as well, for each of them.
        is_of_app = {(place.module.path, function), *callers}
        return self._code.factory in is_of_app and len(callers) > 1

    def _function_with(self, name: str, place: Place) -> FunctionNode | None:
        """The function around an expression, if it is given this name and never sets it."""
        scope = place.module.scope_of(place.node)
        node = scope.node
        if name not in scope.parameters or not isinstance(node, FunctionNode):
            return None
        bound = place.module.bindings.of(node).get(name, [])
        return node if all(each.kind == "parameter" for each in bound) else None

    def _owner(self, module: Module, name: str, value: ast.expr) -> Module:
        """The file that an imported constant is set in."""
        meaning = module.names.get(name, "")
        other = self._modules.get(meaning.rpartition(".")[0].lstrip("."))
        return other if other and any(each is value for each in other.constants.values()) else module

    def _of_settings(self, node: ast.Attribute) -> Place | None:
        """`settings.origins`, where one class alone has a default for it, and no variable is called so."""
        if any(name.lower().endswith(node.attr.lower()) for name in self._environment):
            return None
        modules = {module.path: module for module in self._modules.values()}
        found = [
            Place(module, default)
            for module in modules.values()
            for each, _ in module.nodes
            if isinstance(each, ast.ClassDef)
            for statement in each.body
            if (value := _assigned(statement, node.attr)) is not None
            if (default := _default_of_field(value)) is not None
        ]
        return found[0] if len(found) == 1 else None


LOADS_DATA = frozenset({"from_file", "from_json", "from_toml"})
"""Methods of Flask's configuration that load a file of data."""
_SAME_ITEMS = frozenset(("set", "frozenset", "list", "tuple", "sorted"))


def _held(value: Value) -> list[Value]:
    return [*value.items, *(item for _, item in value.entries)]


def _python(value: Value) -> object:
    """The Python value; UNKNOWN where a part of it is unknown."""
    if value.kind == "list":
        items = [_python(item) for item in value.items]
        return UNKNOWN if UNKNOWN in items else items
    if value.kind == "table":
        entries = {_key(key): _python(item) for key, item in value.entries}
        return UNKNOWN if UNKNOWN in entries else entries
    return _key(value)


def _key(value: Value) -> object:
    """The Python value of a text, number, switch or pattern."""
    if value.kind == "text":
        return value.text
    if value.kind == "pattern":
        return Pattern(value.text)
    if value.kind == "number":
        return int(value.number) if value.number == int(value.number) else value.number
    if value.kind == "switch":
        return bool(value.number)
    return None if value.kind == "none" else UNKNOWN


def _parts(value: Value) -> Iterator[Value]:
    if value.kind in ("text", "pattern"):
        yield value
    for each in (*value.items, *value.alternatives):
        yield from _parts(each)


def _texts(node: ast.expr) -> Iterator[str]:
    return (
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    )


def _names_this_machine(said: str) -> bool:
    return "localhost" in said or "127.0.0.1" in said


def _expression(module: Module, one: Binding) -> Place | None:
    return Place(module, one.value) if isinstance(one.value, ast.expr) else None


def _default_of_field(value: ast.expr) -> ast.expr | None:
    """What pydantic's `Field(...)` and the `field(...)` of dataclasses give."""
    if not isinstance(value, ast.Call) or dotted_name(value.func).rpartition(".")[2] not in (
        "Field",
        "field",
    ):
        return value
    factory = keyword_value(value, "default_factory")
    if isinstance(factory, ast.Lambda):
        return factory.body
    return keyword_value(value, "default") or (value.args[0] if value.args else None)


def _assigned(statement: ast.stmt, name: str) -> ast.expr | None:
    """What a statement sets a name to."""
    if isinstance(statement, ast.Assign):
        return statement.value if name in map(dotted_name, statement.targets) else None
    if isinstance(statement, ast.AnnAssign) and dotted_name(statement.target) == name:
        return statement.value
    return None
