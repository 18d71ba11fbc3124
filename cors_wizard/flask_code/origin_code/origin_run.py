"""Follows one function, every way through it: what it sends as its CORS headers, or gives back."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, dotted_name
from cors_wizard.flask_code.header_code.own_headers import OwnHeader, written_headers
from cors_wizard.flask_code.origin_code.branches import choice, is_abort, leaves, writes
from cors_wizard.flask_code.origin_code.origin_forms import values_of_case
from cors_wizard.flask_code.origin_code.origin_loops import Round, Turn, after, bound
from cors_wizard.flask_code.origin_code.origin_tries import may_raise, plain_statements
from cors_wizard.flask_code.origin_code.origin_words import (
    EITHER,
    UNREAD,
    Names,
    TooMuchError,
    is_about_origin,
)
from cors_wizard.flask_code.origin_code.origin_writer import Found, OriginWriter, function_called, start_names

SENT = {"access-control-allow-origin": "#origin", "access-control-allow-credentials": "#credentials"}
"""The headers that are followed, and where their value so far is among the names of a function."""
_NOTHING = ast.Constant(None)
_MOST_TURNS = 30
_MOST_ROUNDS = 6
_MOST_STATEMENTS = 2_000
_DEEPEST = 4
_REMOVING = ("pop", "remove", "discard")


def given_back(writer: OriginWriter, found: Found, names: Names) -> ast.expr:
    """What a helper gives back for these parameters."""
    return OriginRun(writer.inside(found), ()).value(found[1].body, names)


class OriginRun:
    """Follows one function, every way through it."""

    def __init__(self, writer: OriginWriter, written: Sequence[OwnHeader]) -> None:
        self._writer = writer
        self._headers = written
        self._values = {(id(each.node), id(each.expression)): SENT[each.name] for each in written}
        self._returns_sent = bool(written)
        """Whether the outcome is the header, not the value that is given back."""
        self._statements = 0

    def sent(self, function: FunctionNode, around: Scope) -> ast.expr:
        """What the header is in the end."""
        names = {**self._set_around(around), **start_names(function)}
        return self._block(list(function.body), {**names, **dict.fromkeys(SENT.values(), _NOTHING)})

    def _set_around(self, scope: Scope) -> Names:
        """The names that the functions around one set before it."""
        if not isinstance(scope.node, FunctionNode):
            return {}
        names = {**self._set_around(scope.outer or Scope()), **start_names(scope.node)}
        for each in scope.node.body:
            if isinstance(each, ast.Assign | ast.AnnAssign):
                self.simple(each, names)
        return names

    def value(self, body: Sequence[ast.stmt], names: Names) -> ast.expr:
        """What is given back in the end."""
        return self._block(list(body), names)

    def _end(self, names: Names, value: ast.expr | None = None) -> ast.expr:
        if self._returns_sent:
            return ast.Tuple([names[name] for name in SENT.values()], ast.Load())
        return _NOTHING if value is None else self._writer.write(value, names)

    def _block(self, statements: list[ast.stmt], names: Names) -> ast.expr:
        """The outcome from here on; what comes after a branch is followed for each of its ways."""
        while statements:
            self._statements += 1
            if self._statements > _MOST_STATEMENTS:
                raise TooMuchError
            node, *statements = statements
            if isinstance(node, ast.If):
                return self._if(node, statements, names)
            if isinstance(node, ast.Match):
                return self._match(node, statements, names)
            if isinstance(node, ast.For):
                return self._for(node, statements, names)
            if isinstance(node, ast.Try):
                return self._try(node, statements, names)
            if isinstance(node, ast.With):
                statements = [*node.body, *statements]
            elif isinstance(node, Turn):
                statements = list(node.rest)
                names = {**names, **node.names}
            elif isinstance(node, ast.Break | ast.Continue):
                statements = after(node, statements)
            elif isinstance(node, ast.While):
                return self._while(node, statements, names, _MOST_ROUNDS)
            elif isinstance(node, Round):
                return self._while(node.loop, statements, names, node.left)
            elif isinstance(node, ast.AsyncFor | ast.AsyncWith):
                return UNREAD
            elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self.simple(node, names)
                if isinstance(node, ast.Return):
                    return self._end(names, node.value)
                if isinstance(node, ast.Raise) or is_abort(node):
                    return self._end(dict.fromkeys(SENT.values(), _NOTHING))
        return self._end(names)

    def _if(self, node: ast.If, rest: list[ast.stmt], names: Names) -> ast.expr:
        names = dict(names)
        test = self._writer.write(node.test, names)
        if not leaves(node) and (merged := self._merged(node, test, names)) is not None:
            return self._block(rest, merged)
        body = self._block([*node.body, *rest], dict(names))
        other = self._block([*node.orelse, *rest], dict(names))
        return choice(test, body, other)

    def _merged(self, node: ast.If, test: ast.expr, names: Names) -> Names | None:
        """The names after a branch of plain statements, each as a choice; None for more than that."""
        ways = []
        for branch in (node.body, node.orelse):
            inner = dict(names)
            for each in branch:
                if isinstance(each, ast.If):
                    tested = self._writer.write(each.test, inner)
                    found = self._merged(each, tested, inner)
                    if found is None:
                        return None
                    inner = found
                elif isinstance(each, ast.Assign | ast.AnnAssign | ast.Expr | ast.Pass | ast.AugAssign):
                    self.simple(each, inner)
                else:
                    return None
            ways.append(inner)
        yes, no = ways
        if any(yes[name] is not no[name] for name in SENT.values() if name in names):
            return None  # The two headers belong together.
        every = dict.fromkeys((*yes, *no))
        return {
            name: yes[name]
            if yes.get(name) is no.get(name)
            else choice(test, yes.get(name, EITHER), no.get(name, EITHER))
            for name in every
        }

    def _try(self, node: ast.Try, rest: list[ast.stmt], names: Names) -> ast.expr:
        """What raises is found out where this is worked out for one origin: then the last handler counts."""
        made = self._block([*node.body, *node.orelse, *node.finalbody, *rest], dict(names))
        if not node.handlers:
            return made
        other = self._block([*node.handlers[-1].body, *node.finalbody, *rest], dict(names))
        return ast.Call(ast.Name("attempt", ast.Load()), [made, other, *self._tried(node, dict(names))], [])

    def _tried(self, node: ast.Try, names: Names) -> Iterator[ast.expr]:
        for each in plain_statements(node.body):
            if (
                each.value
                and may_raise(each)
                and is_about_origin(made := self._writer.write(each.value, names))
            ):
                yield made
            self.simple(each, names)

    def _match(self, node: ast.Match, rest: list[ast.stmt], names: Names) -> ast.expr:
        subject = self._writer.write(node.subject, names)
        ways: list[tuple[ast.expr | None, ast.expr]] = []
        for case in node.cases:
            inner = dict(names)
            pattern = case.pattern
            if isinstance(pattern, ast.MatchAs) and pattern.name:
                inner[pattern.name] = subject
            values = [self._writer.write(each, inner) for each in values_of_case(pattern)]
            if not values and not (isinstance(pattern, ast.MatchAs) and pattern.pattern is None):
                return UNREAD
            named = ast.Compare(subject, [ast.In()], [ast.Tuple([*values], ast.Load())])
            tests = [self._writer.whole(named, subject, *values)] * bool(values)
            tests += [self._writer.write(case.guard, inner)] if case.guard else []
            outcome = self._block([*case.body, *rest], inner)
            ways.append((ast.BoolOp(ast.And(), tests) if tests else None, outcome))
        made = self._block(rest, dict(names))
        for test, outcome in reversed(ways):
            made = outcome if test is None else choice(test, outcome, made)
        return made

    def _for(self, node: ast.For, rest: list[ast.stmt], names: Names) -> ast.expr:
        """Each turn of a loop over a known list."""
        source = self._writer.write(node.iter, names)
        if not isinstance(source, ast.Tuple | ast.Dict):
            return self._unknown_loop(node, rest, names)
        items = [each for each in (source.elts if isinstance(source, ast.Tuple) else source.keys) if each]
        if len(items) > _MOST_TURNS:
            raise TooMuchError
        following: Sequence[ast.stmt] = [*node.orelse, Turn({}, rest, None)]
        for item in reversed(items):
            names_of_turn = bound(node.target, item)
            if names_of_turn is None:
                return UNREAD
            following = [Turn(names_of_turn, [*node.body, Turn({}, following, rest)], rest)]
        return self._block([*following], names)

    def _while(self, node: ast.While, rest: list[ast.stmt], names: Names, left: int) -> ast.expr:
        """The rounds of a loop, up to a few; what would need more is unknown."""
        if left == 0:
            return UNREAD
        test = self._writer.write(node.test, names)
        again = Turn({}, [Round(node, left - 1), *rest], rest)
        body = self._block([*node.body, again], dict(names))
        return choice(test, body, self._block([*node.orelse, *rest], dict(names)))

    def _unknown_loop(self, node: ast.For, rest: list[ast.stmt], names: Names) -> ast.expr:
        """Nothing is known of what a loop over an unknown list sets; one that decides is not followed."""
        inside = [each for statement in (*node.body, *node.orelse) for each in ast.walk(statement)]
        written = {at for at, _ in self._values}
        decides = any(isinstance(each, ast.Return | ast.Raise) or id(each) in written for each in inside)
        if decides:
            return UNREAD
        stored = (
            each.id for each in inside if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        )
        return self._block(rest, {**names, **dict.fromkeys(stored, UNREAD)})

    def simple(self, node: ast.stmt, names: Names) -> None:
        """What a plain statement does to the names and to the header."""
        for each in ast.walk(node):
            if isinstance(each, ast.NamedExpr):
                self._writer.write(each, names)
            if self._returns_sent:
                self._header(each, names)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                self._assign(target, node.value, names)
        elif isinstance(node, ast.AugAssign) and (name := dotted_name(node.target)):
            parts = self._writer.many((node.target, node.value), names)
            names[name] = self._writer.whole(ast.BinOp(parts[0], node.op, parts[1]), *parts)

    def _assign(self, target: ast.expr, value: ast.expr, names: Names) -> None:
        if name := dotted_name(target):
            names[name] = self._writer.write(value, names)
        elif (
            isinstance(target, ast.Tuple)
            and isinstance(value, ast.Tuple)
            and len(target.elts) == len(value.elts)
        ):
            written = self._writer.many(value.elts, names)
            names.update({dotted_name(each): one for each, one in zip(target.elts, written, strict=True)})
        elif isinstance(target, ast.Tuple):
            made = self._writer.write(value, names)
            for at, each in enumerate(target.elts):
                part = ast.Subscript(made, ast.Constant(at), ast.Load())
                names[dotted_name(each)] = self._writer.whole(part, made)

    def _header(self, node: ast.AST, names: Names) -> None:
        if isinstance(node, ast.Call):
            self._call(node, names)
        for name, value in written_headers(node):
            at = name if isinstance(node, ast.Dict) and name is not None else node
            header = self._values.get((id(at), id(value)))
            if header and value is not None:
                names[header] = self._writer.of_value(value, names)
        if isinstance(node, ast.Delete):
            for each in node.targets:
                self._remove(each.slice if isinstance(each, ast.Subscript) else None, names)

    def _remove(self, name: ast.expr | None, names: Names) -> None:
        header = SENT.get((text_of(name) or "").lower())
        if header:
            names[header] = _NOTHING

    def _call(self, call: ast.Call, names: Names) -> None:
        """A header that is removed, or a function of the project that writes it."""
        if isinstance(call.func, ast.Attribute) and call.func.attr in _REMOVING and call.args:
            self._remove(call.args[0], names)
        writer = self._writer
        found = (
            function_called(writer.evaluator, call, writer.module, writer.scope) if self._headers else None
        )
        if found is None or not writes(found[1], self._headers):
            return
        if writer.depth >= _DEEPEST:
            raise TooMuchError
        kept = {name: names[name] for name in SENT.values()}
        run = OriginRun(writer.inside(found), self._headers)
        made = run.value(found[1].body, {**writer.given(found[1], call, names), **kept})
        for at, name in enumerate(SENT.values()):
            names[name] = ast.Subscript(made, ast.Constant(at), ast.Load())
