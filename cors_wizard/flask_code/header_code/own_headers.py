"""Finds headers of the CORS protocol that the code writes by itself, without flask-cors."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.facts.found import place
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.evaluation.helpers import is_in_unused
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import Scope
from cors_wizard.flask_code.evaluation.values import as_text, sources
from cors_wizard.flask_code.findings import CorsSetup, Option
from cors_wizard.flask_code.module import Module
from cors_wizard.frozen import dataclass

_SETTERS = frozenset({"add", "set", "setdefault", "add_header", "set_header"})
_OURS = ("access-control-allow-", "access-control-expose-headers", "access-control-max-age")


@dataclass(frozen=True, eq=False)
class OwnHeader:
    """One place where code writes an `Access-Control-` header."""

    module: Module
    node: ast.AST
    scope: Scope
    name: str
    """In lower case."""
    expression: ast.expr | None
    value: str | None
    """The value, where the code tells it."""
    variables: tuple[str, ...] = ()
    """The environment variables whose text is in the value."""

    @property
    def line(self) -> int:
        """Its line."""
        return getattr(self.node, "lineno", 0)

    @property
    def says(self) -> str:
        """Its line's text."""
        return self.module.says(self.node)

    @property
    def at(self) -> tuple[str, str]:
        """`path:line`, and the text of that line."""
        return place(self.module.path, self.line), self.says

    def setup(self, evaluator: Evaluator) -> CorsSetup:
        """This header as a setup of its own."""
        span = self.module.span(self.node)
        options: tuple[Option, ...] = ()
        value = evaluator.read(self.expression, self.module, self.scope)
        if self.expression is not None:
            where, text = self.module.span(self.expression), self.module.source(self.expression)
            options = (Option("value", value, text, where, span),)
        return CorsSetup(
            "hand-written",
            self.scope.function or "header",
            "",
            span,
            self.says,
            options,
            value.unresolved,
            self.scope.is_conditional,
            self.scope.function,
            header=self.name,
            branches=frozenset(self._branches()),
        )

    def _branches(self) -> Iterator[tuple[int, bool]]:
        condition = self.scope.condition
        while condition is not None:
            if condition.test is not None:
                yield self.module.span(condition.test).start, condition.branch
            condition = condition.outer


def find_own_headers(module: Module, evaluator: Evaluator | None = None) -> tuple[OwnHeader, ...]:
    """Every `Access-Control-` header that a file writes; without an evaluator values are literals."""
    if "access" not in module.file.text.lower():
        return ()
    found: list[OwnHeader] = []
    for node, scope in module.nodes:
        if not isinstance(node, (ast.Assign, ast.Call, ast.Dict, ast.Tuple)):
            continue
        for name, value in written_headers(node):
            lower = (text_of(name) or _named(name, module, scope, evaluator)).strip().lower()
            if lower.startswith(_OURS):
                at = name if isinstance(node, ast.Dict) and name is not None else node
                text, variables = _text(value, module, scope, evaluator)
                if isinstance(node, (ast.Dict, ast.Tuple)) and _is_only_a_name(lower, text):
                    continue
                if _is_left_alone(scope, evaluator):
                    continue
                found.append(OwnHeader(module, at, scope, lower, value, text, variables))
    return tuple(found)


def _is_only_a_name(name: str, value: str | None) -> bool:
    """Whether a table only tells of the header: its value isn't an origin."""
    is_origin = name == "access-control-allow-origin" and value not in (None, "", "null")
    return is_origin and not {*".:*"} & {*(value or "")} and "localhost" not in (value or "")


def _is_left_alone(scope: Scope, evaluator: Evaluator | None) -> bool:
    """Whether nothing uses the function around it, beside an app that is made."""
    if evaluator is None or not scope.function or not evaluator.calls_of("Flask"):
        return False
    return is_in_unused(evaluator.sources.parsed(), scope)


def _named(name: ast.expr | None, module: Module, scope: Scope, evaluator: Evaluator | None) -> str:
    """A header's name that is a constant of the code."""
    if evaluator is not None and isinstance(name, ast.Name) and name.id.isupper():
        return evaluator.read(name, module, scope).text
    return ""


def _text(
    value: ast.expr | None, module: Module, scope: Scope, evaluator: Evaluator | None
) -> tuple[str | None, tuple[str, ...]]:
    """What the code tells of a value, and the environment variables that it's taken from."""
    if isinstance(value, ast.Constant) and type(value.value) in (int, bool):
        return str(value.value).lower(), ()
    if evaluator is None or value is None:
        return text_of(value), ()
    read = evaluator.read(value, module, scope)
    return None if read.kind == "none" else as_text(read), tuple(one.name for one in sources(read))


def written_headers(node: ast.AST) -> Iterator[tuple[ast.expr | None, ast.expr | None]]:
    """Names and values of headers that a node could write."""
    if isinstance(node, ast.Dict):
        yield from zip(node.keys, node.values, strict=True)
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
        yield node.elts[0], node.elts[1]
    else:
        yield from ((each.name, each.value) for each in header_writes(node) if each.verb != "append")


@dataclass(frozen=True)
class HeaderWrite:
    """What a statement or a call does to one name of something that may be headers."""

    name: ast.expr
    value: ast.expr
    owner: ast.expr
    """What has the headers, or is them."""
    verb: str
    """`add`, `set`, `append`, ...; empty where it is assigned."""
    is_attribute: bool = False
    """Whether it is Werkzeug's own of a response: `response.access_control_allow_origin = ...`."""


def header_writes(node: ast.AST) -> Iterator[HeaderWrite]:
    """`headers[NAME] = VALUE`, `headers.set(NAME, VALUE)`, `headers.append((NAME, VALUE))` and the like."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                yield HeaderWrite(target.slice, node.value, target.value, "")
            elif isinstance(target, ast.Attribute) and target.attr.startswith("access_control_"):
                name = ast.Constant(target.attr.replace("_", "-"))
                yield HeaderWrite(name, node.value, target.value, "", is_attribute=True)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        given, verb = node.args, node.func.attr
        if verb == "append" and len(given) == 1 and isinstance(given[0], ast.Tuple):
            given = given[0].elts
        elif verb not in _SETTERS:
            return
        if len(given) == 2:
            yield HeaderWrite(given[0], given[1], node.func.value, verb)
