"""The value of an expression in a hook, for one request: what is written out, and what the browser sends.

It's written over `origin` by the reader of `code_sends`, and worked out for the page's own.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.project import Project
from cors_wizard.flask_code.evaluation.scopes import Scope
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_code.origin_run import OriginRun, given_back
from cors_wizard.flask_code.origin_code.origin_words import UNREAD, Names, TooMuchError, is_name
from cors_wizard.flask_code.origin_code.origin_writer import OriginWriter, function_called, written_value
from cors_wizard.origin_patterns.sent_ways import outcome


class NotReadError(Exception):
    """Something that is not written out."""


class _Writer(OriginWriter):
    """Fills in what this page's server has where the code leaves two values open."""

    def __init__(self, values: LiteralValues, scope: Scope) -> None:
        reading = values.project.reading
        request = {name: ast.Constant(value) for name, value in values.request.items()}
        super().__init__(values.module, scope, reading.code_evaluator, given_back, request)
        self._values = reading.evaluator

    def write(self, node: ast.expr, names: Names) -> ast.expr:
        written = super().write(node, names)
        is_known = not any(is_name(written, word) for word in ("either", "unread"))
        if is_known or not self._is_set_elsewhere(node, names):
            return written
        return written_value(self._values.settled(Place(self.module, node))) or written

    def _is_set_elsewhere(self, node: ast.expr, names: Names) -> bool:
        """Whether it may be a constant or a setting: nothing in it is of the request or this function."""
        if isinstance(node, ast.Call) and function_called(self.evaluator, node, self.module, self.scope):
            return False
        own = {*names, "request"}
        return isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call) and not any(
            isinstance(each, ast.Name) and each.id in own for each in ast.walk(node)
        )


@dataclass
class LiteralValues:
    """Works out expressions of one function, for one request."""

    project: Project
    module: Module
    request: Mapping[str, str | None]
    """`request.method` and the like by their dotted names, and its headers by lower-cased ones."""
    origin: str | None
    """The page's; None where it doesn't matter."""
    names: Names = field(default_factory=dict, kw_only=True)

    def follow(self, node: ast.stmt) -> None:
        """Note what a plain statement does to the names."""
        OriginRun(_Writer(self, self.module.scope_of(node)), ()).simple(node, self.names)

    def write(self, node: ast.expr) -> ast.expr:
        """The expression over `origin`."""
        try:
            return _Writer(self, self.module.scope_of(node)).write(node, self.names)
        except (TooMuchError, RecursionError):
            return UNREAD

    def value(self, node: ast.expr) -> object:
        """The value of an expression; raises NotReadError where it is not written out."""
        found = outcome(self.write(node), self.origin)
        if not found:
            raise NotReadError
        return found[0]


def as_written(value: object) -> ast.expr:
    """A value as an expression again."""
    if isinstance(value, tuple):
        return ast.Tuple([as_written(each) for each in value], ast.Load())
    if isinstance(value, dict):
        return ast.Dict([as_written(each) for each in value], [as_written(each) for each in value.values()])
    return ast.Constant(value) if isinstance(value, str | int | float | None) else UNREAD
