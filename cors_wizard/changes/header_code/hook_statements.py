"""Runs a hook that writes headers, statement by statement: what a browser would read of them."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cors_wizard.changes.header_code.hand_written import ORIGIN
from cors_wizard.changes.header_code.hook_expressions import LiteralValues, NotReadError, as_written
from cors_wizard.flask_code.evaluation.bindings import argument, default_of
from cors_wizard.flask_code.evaluation.evaluate import Place
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.names import function_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, called_name
from cors_wizard.flask_code.module import dotted_name
from cors_wizard.flask_code.origin_code.origin_loops import bound
from cors_wizard.flask_code.origin_code.origin_words import UNREAD
from cors_wizard.origin_patterns.sent_values import is_unknown

DEEPEST = 4
"""How many functions hand the response on to one another."""


class _Left(Exception):
    """A loop ends here."""


_TELLING = frozenset({"print", "debug", "info", "warning", "error", "exception", "critical"})
"""What writes to the terminal or the log."""


class _Returned(Exception):
    """The hook returns its response."""


@dataclass
class LiteralRun(LiteralValues):
    """One hook, for one request; raises `NotReadError` where something else may decide a header."""

    headers: dict[str, str]
    """Those of the response, by lower-cased names."""
    response: str = ""
    """The name that the function has for the response."""
    depth: int = 0
    ran: set[int] = field(default_factory=set)
    """The statements that were carried out, by `id`."""
    wrote: dict[str, int] = field(default_factory=dict)
    """By a header's name, the statement that wrote it last."""
    at: int = 0
    """The statement that is being carried out."""
    aliases: set[str] = field(default_factory=set)
    """Other names of its headers: `h = response.headers`."""

    def run(self, node: FunctionNode) -> None:
        """Carry out its statements; what it did is in the fields."""
        try:
            self._block(node.body)
        except _Returned:
            return

    def _helper(self, node: ast.expr | None) -> bool:
        """Follow a function of the project that is given the response; whether it is one."""
        if not isinstance(node, ast.Call) or not (given := self._given(node)):
            return False
        place = Place(self.module, self.module.scope_of(node))
        found = function_of(self.project.reading.code_evaluator, node.func, place)
        if found is None or self.depth == DEEPEST:
            raise NotReadError
        module, function, _ = found
        inner = replace(self, module=module, names={}, response="", depth=self.depth + 1, aliases=set())
        for name in (each.arg for each in (*function.args.args, *function.args.kwonlyargs)):
            value = argument(node, function, name)
            if value in given:
                inner.response = name
            else:
                default = default_of(function, name)
                inner.names[name] = (
                    self.write(value) if value else inner.write(default) if default else UNREAD
                )
        inner.run(function)
        return True

    def _given(self, node: ast.Call) -> list[ast.expr]:
        """The arguments that are the response."""
        every = [*node.args, *(each.value for each in node.keywords)]
        return [each for each in every if isinstance(each, ast.Name) and each.id == self.response]

    def _block(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        self.at = id(node)
        self.ran.add(self.at)
        if isinstance(node, ast.Return):
            if (
                node.value is not None
                and not isinstance(node.value, ast.Name)
                and not self._helper(node.value)
            ):
                raise NotReadError
            raise _Returned
        if isinstance(node, ast.If):
            self._if(node)
        elif isinstance(node, ast.For):
            self._for(node)
        elif isinstance(node, ast.Break):
            raise _Left
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            self._assign(node.targets[0], node.value)
        elif isinstance(node, ast.AugAssign) and self._are_headers(dotted_name(node.target)):
            self._update(node.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            self._call(node.value)
        elif not isinstance(node, (ast.Pass, ast.Expr)):
            self._pass(node)

    def _pass(self, node: ast.stmt) -> None:
        """A statement that writes no header; what it may change is unknown from here on."""
        if self._may_write(node):
            raise NotReadError
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            self.follow(node)
        else:
            self._forget(node)

    def _forget(self, node: ast.AST) -> None:
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and (
                isinstance(each.ctx, ast.Store) or isinstance(self.names.get(each.id), (ast.Tuple, ast.Dict))
            ):
                self.names[each.id] = UNREAD

    def _if(self, node: ast.If) -> None:
        try:
            branch = node.body if self.value(node.test) else node.orelse
        except NotReadError:
            for each in (*node.body, *node.orelse):
                if self._may_write(each):
                    raise
                self._forget(each)
            return
        self._block(branch)

    def _for(self, node: ast.For) -> None:
        """A loop over what is written out, until it ends."""
        if not self._may_write(node):
            self._forget(node)
            return
        turns = self.value(node.iter)
        if not isinstance(turns, (tuple, dict)):
            raise NotReadError
        for each in turns:
            names = bound(node.target, as_written(each))
            if names is None:
                raise NotReadError
            self.names.update(names)
            try:
                self._block(node.body)
            except _Left:
                return
        self._block(node.orelse)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            owner, _, attribute = dotted_name(value).rpartition(".")
            if attribute == "headers" and not owner.endswith("request"):
                self.aliases.add(target.id)
            elif called_name(value).rpartition(".")[2] == "make_response" or not self._helper(value):
                self.names[target.id] = self.write(value)
        elif isinstance(target, ast.Subscript):
            if self._are_headers(dotted_name(target.value)):
                self._write(str(self.value(target.slice)), value)
            else:
                self._forget(target)
        elif isinstance(target, ast.Attribute) and target.attr.startswith("access_control_"):
            raise NotReadError
        elif isinstance(target, ast.Tuple):
            self.follow(ast.Assign([target], value))

    def _call(self, node: ast.Call) -> None:
        owner, _, verb = dotted_name(node.func).rpartition(".")
        is_of_headers = self._are_headers(owner)
        if (verb in _TELLING and not is_of_headers) or self._helper(node):
            return
        if is_of_headers and verb in ("set", "add", "setdefault") and len(node.args) == 2:
            name = (text_of(node.args[0]) or "").lower()
            if verb == "setdefault" and name in self.headers:
                return
            if verb == "add" and name == ORIGIN and name in self.headers:
                raise NotReadError
            self._write(name, node.args[1])
        elif is_of_headers and verb in ("update", "extend") and len(node.args) == 1:
            self._update(node.args[0])
        elif not owner.endswith("vary") and (is_of_headers or self._may_write(node)):
            raise NotReadError
        else:
            self._forget(node)

    def _are_headers(self, name: str) -> bool:
        return name.endswith("headers") or name in self.aliases

    def _update(self, node: ast.expr) -> None:
        table = self.value(node)
        if not isinstance(table, dict):
            raise NotReadError
        for name, value in table.items():
            self._header(str(name), value)

    def _write(self, name: str, value: ast.expr) -> None:
        if name.lower().startswith("access-control-"):
            self._header(name, self.value(value))

    def _header(self, name: str, value: object) -> None:
        if is_unknown(value) and name.lower().startswith("access-control-"):
            raise NotReadError
        self.headers[name.lower()] = str(value)
        self.wrote[name.lower()] = self.at

    def _may_write(self, node: ast.AST) -> bool:
        """Whether something in it may write a header, or pass on something that does."""
        names = {"response", "resp", "rv", self.response, *self.aliases}
        return any(
            isinstance(each, (ast.Return, ast.Raise, ast.Break))
            or (
                isinstance(each, ast.Attribute)
                and "headers" in each.attr
                and not dotted_name(each.value).endswith("request")
            )
            or (isinstance(each, ast.Name) and each.id in names)
            for each in ast.walk(node)
        )
