"""One parsed Python file: its nodes with the function around each, and what its names stand for."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cors_wizard.facts.found import TextFile, clean, place
from cors_wizard.flask_code.imports import CorsImport, canonical, cors_imports, names_of_imports

_MOST_BRACES = 20_000
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class Scope:
    """Where in its file a piece of code stands."""

    function: str = ""
    """The function around it; empty at the top of the module."""
    parameters: frozenset[str] = frozenset()
    """The names that this function is given."""
    is_conditional: bool = False
    """Whether it stands under an `if` and so may not run."""
    in_class: bool = False
    """Whether it stands directly in a class."""


@dataclass(frozen=True)
class Module:
    """One parsed Python file."""

    file: TextFile
    nodes: tuple[tuple[ast.AST, Scope], ...]
    names: Mapping[str, str]
    """What each imported name stands for, as a dotted name."""
    constants: Mapping[str, ast.expr]
    """What the names at the top of the module are set to."""
    cors_imports: tuple[CorsImport, ...]

    @property
    def path(self) -> str:
        """Its path in the folder."""
        return self.file.path

    @property
    def is_test(self) -> bool:
        """Whether it looks like a test, whose apps nobody serves."""
        return is_test_path(self.path)

    def where(self, node: ast.AST) -> str:
        """`path:line` of a node."""
        return place(self.path, getattr(node, "lineno", 0))

    def says(self, node: ast.AST) -> str:
        """The source line of a node."""
        return self.file.lines[getattr(node, "lineno", 1) - 1]

    def meaning(self, expression: ast.AST) -> str:
        """The dotted name that an expression stands for by the imports; empty where it stands for none."""
        dotted = dotted_name(expression)
        first, dot, rest = dotted.partition(".")
        known = self.names.get(first, "")
        return canonical(f"{known}{dot}{rest}") if known else ""

    def calls(self) -> Iterator[tuple[ast.Call, Scope]]:
        """Every call."""
        return ((node, scope) for node, scope in self.nodes if isinstance(node, ast.Call))

    def assignments(self) -> Iterator[tuple[list[str], ast.expr, Scope]]:
        """Every assignment: the dotted names that are set, and the value."""
        for node, scope in self.nodes:
            if isinstance(node, ast.Assign):
                yield [dotted_name(target) for target in node.targets], node.value, scope
            elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
                yield [dotted_name(node.target)], node.value, scope

    def makes(self, value: ast.AST, kind: str) -> bool:
        """Whether an expression makes a `flask.Flask`, `flask.Blueprint` or `flask_cors.CORS`."""
        return isinstance(value, ast.Call) and self.meaning(value.func) == kind


def is_test_path(path: str) -> bool:
    """Whether a file looks like a test by its name or folder."""
    *folders, name = path.split("/")
    in_tests = any(folder in ("tests", "test", "testing") for folder in folders)
    return in_tests or name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"


def dotted_name(expression: ast.AST) -> str:
    """`a.b.c` of a name or attribute; empty for anything else."""
    parts: list[str] = []
    while isinstance(expression, ast.Attribute):
        parts.append(expression.attr)
        expression = expression.value
    if not isinstance(expression, ast.Name):
        return ""
    return ".".join((expression.id, *reversed(parts)))


def parse_module(file: TextFile) -> Module | str:
    """The parsed file, or a sentence that says why it cannot be read."""
    if file.text.count("{") > _MOST_BRACES:  # Python 3.11 needs quadratic time for fields of f-strings
        return f"{file.path}: has too many braces and was not read."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in their strings are not our user's concern now
            tree = ast.parse(file.text)
    except SyntaxError as error:
        said = clean(error.msg or "invalid syntax", 80)
        return f"{place(file.path, error.lineno or 0)}: cannot be read as Python 3 ({said})."
    except (ValueError, RecursionError, MemoryError):
        return f"{file.path}: cannot be read as Python 3 (it is nested too deeply, or no text)."
    nodes = tuple(_scoped(tree))
    module = Module(file, nodes, names_of_imports(node for node, _ in nodes), {}, cors_imports(tree))
    names = {**module.names, **_subclasses(module)}
    return replace(module, names=names, constants=_constants(module))


def _scoped(tree: ast.AST) -> Iterator[tuple[ast.AST, Scope]]:
    """Every node with its scope, in the order of the source; a stack, since recursion could run out."""
    stack = [(tree, Scope())]
    while stack:
        node, scope = stack.pop()
        yield node, scope
        inner = _inside(node, scope)
        stack.extend((child, inner) for child in reversed(list(ast.iter_child_nodes(node))))


def _inside(node: ast.AST, scope: Scope) -> Scope:
    if isinstance(node, _Function):
        arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        parameters = frozenset(argument.arg for argument in arguments)
        return Scope(getattr(node, "name", scope.function), parameters)
    if isinstance(node, ast.ClassDef):
        return replace(scope, in_class=True)
    if isinstance(node, (ast.If, ast.ExceptHandler)) and not scope.is_conditional:
        return replace(scope, is_conditional=True)
    return scope


def _subclasses(module: Module) -> dict[str, str]:
    """Classes of the file that are made from Flask's."""
    return {
        node.name: meaning
        for node, _ in module.nodes
        if isinstance(node, ast.ClassDef)
        for meaning in map(module.meaning, node.bases)
        if meaning in ("flask.Flask", "flask.Blueprint")
    }


def _constants(module: Module) -> dict[str, ast.expr]:
    """What is set at the top, and what is set once in one function and given to none."""
    every = [
        (name, value, scope)
        for names, value, scope in module.assignments()
        for name in names
        if name and not scope.in_class
    ]
    times = Counter(name for name, _, _ in every)
    given = {name for _, scope in module.nodes for name in scope.parameters}
    local = {name: value for name, value, _ in every if times[name] == 1 and name not in given}
    return local | {name: value for name, value, scope in every if not scope.function}
