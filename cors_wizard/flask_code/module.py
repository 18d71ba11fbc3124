"""One parsed Python file: its nodes with the scope around each, its names, and where it writes what."""

from __future__ import annotations

import ast
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property

from cors_wizard.facts.found import NOT_PYTHON, TextFile, clean, place
from cors_wizard.flask_code.configuration.file_names import is_test_path
from cors_wizard.flask_code.evaluation.bindings import Bindings, find_bindings
from cors_wizard.flask_code.evaluation.imports import CorsImport, canonical, cors_imports, names_of_imports
from cors_wizard.flask_code.evaluation.scopes import Scope, scoped_nodes
from cors_wizard.flask_code.evaluation.scopes import dotted_name as dotted_name
from cors_wizard.flask_code.findings import Span
from cors_wizard.frozen import dataclass

_MOST_BRACES = 20_000


@dataclass(frozen=True, eq=False)
class Module:
    """One parsed Python file."""

    file: TextFile
    nodes: tuple[tuple[ast.AST, Scope], ...]
    names: Mapping[str, str]
    """What each imported name stands for, as a dotted name."""
    cors_imports: tuple[CorsImport, ...]
    imported_constants: Mapping[str, ast.expr] = field(default_factory=dict)
    """What names are set to that it imports from other files (`with_imported_constants`)."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """What classes of the project are made from: `flask.Flask` or `flask.Blueprint`."""

    @property
    def path(self) -> str:
        """Its path in the folder."""
        return self.file.path

    @property
    def is_test(self) -> bool:
        """Whether it looks like a test, whose apps nobody serves."""
        return is_test_path(self.path)

    @cached_property
    def constants(self) -> Mapping[str, ast.expr]:
        """The expressions of its names that are set at the top, or once in one function and given to none."""
        every = [
            (name, value, scope)
            for names, value, scope in self.assignments()
            for name in names
            if name and not scope.in_class
        ]
        times = Counter(name for name, _, _ in every)
        scopes = {id(scope.parameters): scope.parameters for _, scope in self.nodes}
        given = frozenset[str]().union(*scopes.values())
        local = {name: value for name, value, _ in every if times[name] == 1 and name not in given}
        top = {name: value for name, value, scope in every if not scope.function}
        return {**self.imported_constants, **local, **top}

    @cached_property
    def _scopes(self) -> Mapping[int, Scope]:
        return {id(node): scope for node, scope in self.nodes}

    def scope_of(self, node: ast.AST) -> Scope:
        """The function or class that one of its nodes is in."""
        return self._scopes.get(id(node), Scope())

    @cached_property
    def bindings(self) -> Bindings:
        """What its names are set to, scope by scope."""
        return find_bindings(self.nodes)

    @cached_property
    def _line_starts(self) -> LineStarts:
        return LineStarts(self.file)

    def where(self, node: ast.AST) -> str:
        """`path:line` of a node."""
        return place(self.path, getattr(node, "lineno", 0))

    def says(self, node: ast.AST) -> str:
        """The source line of a node."""
        return self.file.lines[getattr(node, "lineno", 1) - 1]

    def span(self, node: ast.AST) -> Span:
        """Where a node is written, as offsets into the file as it is on disk."""
        return self._line_starts.span(node)

    def source(self, node: ast.AST) -> str:
        """A node as it is written."""
        span = self.span(node)
        return self.file.raw[span.start : span.end]

    def meaning(self, expression: ast.AST) -> str:
        """The dotted name that an expression stands for by the imports; empty where it stands for none."""
        dotted = dotted_name(expression)
        first, dot, rest = dotted.partition(".")
        known = self.kinds.get(first) or self.names.get(first, "")
        return canonical(f"{known}{dot}{rest}") if known else ""

    @cached_property
    def stars(self) -> list[str]:
        """The modules of which the file imports everything."""
        return [
            "." * node.level + (node.module or "")
            for node, _ in self.nodes
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
        ]

    @cached_property
    def has_imports(self) -> bool:
        """Whether it imports anything; a paste may be a part of a file that does."""
        return any(isinstance(node, ast.Import | ast.ImportFrom) for node, _ in self.nodes)

    @cached_property
    def known_names(self) -> frozenset[str]:
        """What it imports, and what any of its scopes sets."""
        return frozenset(
            (*self.names, *(name for names in self.bindings.by_scope.values() for name in names))
        )

    @cached_property
    def opened(self) -> list[tuple[str, ast.expr]]:
        """What `with` gives a name, such as an opened file."""
        items = (item for node, _ in self.nodes if isinstance(node, ast.With) for item in node.items)
        return [
            (item.optional_vars.id, item.context_expr)
            for item in items
            if isinstance(item.optional_vars, ast.Name)
        ]

    @cached_property
    def loops(self) -> list[tuple[ast.For, Scope]]:
        """Every `for` loop."""
        return [(node, scope) for node, scope in self.nodes if isinstance(node, ast.For)]

    def calls(self) -> Iterator[tuple[ast.Call, Scope]]:
        """Every call."""
        return iter(self._calls)

    @cached_property
    def _calls(self) -> list[tuple[ast.Call, Scope]]:
        return [(node, scope) for node, scope in self.nodes if isinstance(node, ast.Call)]

    @cached_property
    def called(self) -> Counter[str]:
        """How often each dotted name is called."""
        return Counter(dotted_name(call.func) for call, _ in self._calls)

    def assignments(self) -> Iterator[tuple[list[str], ast.expr, Scope]]:
        """Every assignment: the dotted names that are set, and the value."""
        return iter(self._assignments)

    @cached_property
    def _assignments(self) -> list[tuple[list[str], ast.expr, Scope]]:
        found: list[tuple[list[str], ast.expr, Scope]] = []
        for node, scope in self.nodes:
            if isinstance(node, ast.Assign):
                found.append(([dotted_name(target) for target in node.targets], node.value, scope))
            elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
                found.append(([dotted_name(node.target)], node.value, scope))
        return found

    def makes(self, value: ast.AST, kind: str) -> bool:
        """Whether an expression makes a `flask.Flask`, `flask.Blueprint` or `flask_cors.CORS`."""
        return isinstance(value, ast.Call) and self.meaning(value.func) == kind


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
        return f"{place(file.path, error.lineno or 0)}: {NOT_PYTHON} ({said})."
    except (ValueError, RecursionError, MemoryError):
        return f"{file.path}: {NOT_PYTHON} (it is nested too deeply, or no text)."
    return module_of(file, tree)


def module_of(file: TextFile, tree: ast.Module, known: Mapping[str, str] | None = None) -> Module:
    """The module of a tree that was parsed already; `known` is what names mean that it does not import."""
    nodes = tuple(scoped_nodes(tree))
    names = {**(known or {}), **names_of_imports(node for node, _ in nodes)}
    means_cors = any(word in file.text.lower() for word in ("cors", "cross_origin"))
    module = Module(file, nodes, names, cors_imports([node for node, _ in nodes]) if means_cors else ())
    own = subclasses(module)
    return replace(module, kinds=own) if own else module


def subclasses(module: Module) -> dict[str, str]:
    """Classes of the file that are made from Flask's, or from such a class that it knows already."""
    found = dict(module.kinds)
    for node, _ in module.nodes:
        if isinstance(node, ast.ClassDef):
            made_from = (found.get(dotted_name(base)) or module.meaning(base) for base in node.bases)
            kinds = [kind for kind in made_from if kind in ("flask.Flask", "flask.Blueprint")]
            found.update({node.name: kinds[0]} if kinds else {})
    return found


_LINE_END = re.compile(r"\r\n|\r|\n")


class LineStarts:
    """The offset at which each line of a file begins."""

    def __init__(self, file: TextFile) -> None:
        self._path = file.path
        self._lines = file.lines
        raw = file.raw
        first = 1 if raw.startswith("\ufeff") else 0
        self._starts = [first, *(found.end() for found in _LINE_END.finditer(raw))]

    def offset(self, line: int, column: int) -> int:
        """The offset of a line's column, which `ast` counts in bytes of UTF-8."""
        if not 0 < line <= len(self._lines):
            return self._starts[-1]
        text = self._lines[line - 1]
        characters = column if text.isascii() else len(text.encode()[:column].decode(errors="ignore"))
        return self._starts[line - 1] + characters

    def span(self, node: ast.AST) -> Span:
        """Where a node is written."""
        line, end_line = getattr(node, "lineno", 1), getattr(node, "end_lineno", None) or 1
        start = self.offset(line, getattr(node, "col_offset", 0))
        end = self.offset(end_line, getattr(node, "end_col_offset", None) or 0)
        return Span(self._path, line, end_line, start, end)
