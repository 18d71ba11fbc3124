"""What an expression of the user's code comes to, without running any of it.

Only what configurations are made of is understood: texts, lists, dictionaries, names, settings, the
environment, and the usual ways to split and clean a text.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cors_wizard.changes.simple_values import (
    UNKNOWN,
    Pattern,
    added,
    built,
    comprehension,
    joined,
    method,
)
from cors_wizard.flask_code.module import Module, dotted_name

_DEEPEST = 20


@dataclass(frozen=True)
class Place:
    """An expression and the file that it is in."""

    module: Module
    node: ast.expr


@dataclass(frozen=True)
class Evaluator:
    """Reads expressions with the names of their files and the variables of the environment."""

    modules: Mapping[str, Module]
    """By the ends of their dotted names."""
    settings: Mapping[str, Place]
    """What Flask's configuration is set to."""
    environment: Mapping[str, str]
    """The variables that files of the project set."""
    is_local: bool = True
    """Whether the page is on the developer's own machine: tells which branch of a condition runs."""

    def value(self, place: Place, depth: int = 0) -> object:
        """The value of an expression; UNKNOWN where it is unknown."""
        if depth > _DEEPEST:
            return UNKNOWN
        node, module = place.node, place.module

        def inner(part: ast.expr) -> object:
            return self.value(Place(module, part), depth + 1)

        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return self._listed(node.elts, inner)
        if isinstance(node, ast.Dict):
            return self._dict(node, inner)
        if isinstance(node, (ast.Name, ast.Attribute)):
            found = self.definition(place)
            return self.value(found, depth + 1) if found else UNKNOWN
        if isinstance(node, ast.Call):
            return self._call(node, place, inner)
        return self._other(node, inner, place)

    def definition(self, place: Place) -> Place | None:
        """Where a name or a setting gets its value; None where that is not known."""
        node, module = place.node, place.module
        if isinstance(node, ast.Name) and node.id in module.constants:
            value = module.constants[node.id]
            owner = self.owner(module, node.id, value)
            return Place(owner, value)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, module)
        if isinstance(node, ast.Subscript) and dotted_name(node.value).endswith("config"):
            key = node.slice.value if isinstance(node.slice, ast.Constant) else None
            return self.settings.get(str(key))
        return None

    def owner(self, module: Module, name: str, value: ast.expr) -> Module:
        """The file that an imported constant is set in."""
        meaning = module.names.get(name, "")
        other = self.modules.get(meaning.rpartition(".")[0].lstrip("."))
        return other if other and any(each is value for each in other.constants.values()) else module

    def _attribute(self, node: ast.Attribute, module: Module) -> Place | None:
        """`Config.CORS_ORIGINS`, `settings.CORS_ORIGINS`, `self.ORIGINS`."""
        owner = dotted_name(node.value)
        meaning = module.names.get(owner.partition(".")[0], "")
        other = self.modules.get(meaning.lstrip("."))
        if other is not None and node.attr in other.constants:
            return Place(other, other.constants[node.attr])
        source = self.modules.get(meaning.rpartition(".")[0].lstrip("."), module)
        return class_attribute(source, owner.rpartition(".")[2], node.attr) or self._of_settings(node)

    def _of_settings(self, node: ast.Attribute) -> Place | None:
        """`settings.origins`, where one class alone has a default for it, and no variable is called so."""
        if any(name.lower().endswith(node.attr.lower()) for name in self.environment):
            return None
        modules = {module.path: module for module in self.modules.values()}
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

    def _listed(self, elements: Sequence[ast.expr], inner: Callable[[ast.expr], object]) -> object:
        values: list[object] = []
        for element in elements:
            if isinstance(element, ast.Starred):
                given = inner(element.value)
                if not isinstance(given, list):
                    return UNKNOWN
                values += given
            else:
                values.append(inner(element))
        return UNKNOWN if any(value is UNKNOWN for value in values) else values

    def _dict(self, node: ast.Dict, inner: Callable[[ast.expr], object]) -> object:
        values: dict[object, object] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                given = inner(value)
                if not isinstance(given, dict):
                    return UNKNOWN
                values |= given
                continue
            name = inner(key)
            if not isinstance(name, (str, Pattern)):
                return UNKNOWN
            values[name] = inner(value)
        return values

    def _other(self, node: ast.expr, inner: Callable[[ast.expr], object], place: Place) -> object:
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.BitOr)):
            return added(inner(node.left), inner(node.right))
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            return next((value for value in map(inner, node.values) if value), UNKNOWN)
        if isinstance(node, ast.JoinedStr):
            return joined([inner(part) for part in node.values])
        if isinstance(node, ast.FormattedValue):
            return inner(node.value)
        if isinstance(node, ast.Subscript):
            found = self.definition(place)
            if found:
                return self.value(found, 5)
            return self._variable(node.slice, None, inner) if _is_environment(node.value) else UNKNOWN
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            return comprehension(node, inner)
        if isinstance(node, ast.IfExp):
            return inner(likely_branch(node, inner(node.test), is_local=self.is_local))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            given = inner(node.operand)
            return UNKNOWN if given is UNKNOWN else not given
        return UNKNOWN

    def _call(self, node: ast.Call, place: Place, inner: Callable[[ast.expr], object]) -> object:
        name = dotted_name(node.func)
        first = node.args[0] if node.args else None
        if is_environment_reader(node.func) and first is not None:
            default = node.args[1] if len(node.args) > 1 else _keyword(node, "default")
            return self._variable(first, default, inner)
        if name in ("re.compile", "list", "tuple", "set", "sorted", "dict", "bool"):
            return built(name, node, inner)
        if name.endswith("config.get") and isinstance(first, ast.Constant):
            found = self.settings.get(str(first.value))
            default = node.args[1] if len(node.args) > 1 else None
            return self.value(found, 5) if found else inner(default) if default else UNKNOWN
        if isinstance(node.func, ast.Attribute):
            return method(inner(node.func.value), node.func.attr, [inner(each) for each in node.args])
        return self._function(node, place)

    def _variable(
        self, key: ast.expr, default: ast.expr | None, inner: Callable[[ast.expr], object]
    ) -> object:
        name = inner(key)
        if isinstance(name, str) and name in self.environment:
            return self.environment[name]
        return inner(default) if default is not None else UNKNOWN

    def _function(self, node: ast.Call, place: Place) -> object:
        """A function of the project that only returns one value."""
        returned = returned_by(place.module, dotted_name(node.func))
        return self.value(returned, 8) if returned else UNKNOWN


def likely_branch(node: ast.IfExp, condition: object, *, is_local: bool) -> ast.expr:
    """The branch that runs: the condition says it, or else the names of this machine in one of them."""
    if condition is not UNKNOWN:
        return node.body if condition else node.orelse
    body, other = (_names_this_machine(each) for each in (node.body, node.orelse))
    if body == other:
        return node.orelse
    return node.body if body == is_local else node.orelse


def _names_this_machine(node: ast.expr) -> bool:
    said = ast.unparse(node)
    return "localhost" in said or "127.0.0.1" in said


def returned_by(module: Module, name: str) -> Place | None:
    """The one value that a function of this file returns."""
    for node, _ in module.nodes:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            returns = [each for each in ast.walk(node) if isinstance(each, ast.Return)]
            if len(returns) == 1 and returns[0].value is not None:
                return Place(module, returns[0].value)
    return None


def class_attribute(module: Module, class_name: str, name: str) -> Place | None:
    """What a class sets one of its names to."""
    for node, _ in module.nodes:
        if isinstance(node, ast.ClassDef) and node.name == class_name:
            for each in node.body:
                value = _assigned(each, name)
                if value is not None:
                    return Place(module, value)
    return None


def _default_of_field(value: ast.expr) -> ast.expr | None:
    """What pydantic's `Field(...)` and the `field(...)` of dataclasses give."""
    if not isinstance(value, ast.Call) or dotted_name(value.func).rpartition(".")[2] not in (
        "Field",
        "field",
    ):
        return value
    factory = _keyword(value, "default_factory")
    if isinstance(factory, ast.Lambda):
        return factory.body
    return _keyword(value, "default") or (value.args[0] if value.args else None)


def _assigned(statement: ast.stmt, name: str) -> ast.expr | None:
    """What a statement sets a name to."""
    if isinstance(statement, ast.Assign):
        return statement.value if name in map(dotted_name, statement.targets) else None
    if isinstance(statement, ast.AnnAssign) and dotted_name(statement.target) == name:
        return statement.value
    return None


def is_environment_reader(function: ast.expr) -> bool:
    """Whether a function reads the environment: `os.getenv`, `os.environ.get`, `env`, `config`."""
    owner, _, name = dotted_name(function).rpartition(".")
    return name == "getenv" or (owner.endswith("environ") and name in ("get", "setdefault")) or owner == "env"


def _is_environment(owner: ast.expr) -> bool:
    return dotted_name(owner).endswith("environ")


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in node.keywords if each.arg == name), None)
