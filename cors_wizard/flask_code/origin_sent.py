"""What each function of the code sends as its CORS headers, as one expression over `origin`.

It comes to a pair: the origin that is allowed, and what Access-Control-Allow-Credentials says.

All conditions count together: nested branches, what leaves the function before, `and` and `not`, helpers,
loops over known lists. See `origin_writer` for the words, and `origin_patterns.sent` for who reads them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.flask_code.evaluate import Evaluator
from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_forms import values_of_case
from cors_wizard.flask_code.origin_writer import (
    EITHER,
    UNREAD,
    Names,
    OriginWriter,
    TooMuchError,
    function_called,
    start_names,
)
from cors_wizard.flask_code.own_headers import OwnHeader, find_own_headers, written_headers
from cors_wizard.flask_code.scopes import FunctionNode, Scope, dotted_name

_ALLOW_ORIGIN = "access-control-allow-origin"
_SENT = {_ALLOW_ORIGIN: "#origin", "access-control-allow-credentials": "#credentials"}
"""The headers that are followed, and where their value so far is among the names of a function."""
_NOTHING = ast.Constant(None)
_LONGEST = 6_000
_MOST_FUNCTIONS = 20
_MOST_TURNS = 30
_MOST_ROUNDS = 6
_MOST_STATEMENTS = 2_000
_DEEPEST = 4
_KEEPS = re.compile(r"max-age=[1-9]|\bmax_age\s{0,4}=|cache-control[^\n]{0,40}public|flask_caching")
_REMOVING = ("pop", "remove", "discard")
_Found = tuple[Module, FunctionNode, Scope]


def read_sent_origins(modules: Sequence[Module], evaluator: Evaluator) -> Iterator[Fact]:
    """The fact `code_sends`, each function as `path:line: sends 'EXPRESSION'`."""
    ours = [module for module in modules if not module.is_test]
    every = [one for module in ours for one in find_own_headers(module, evaluator) if one.name in _SENT]
    written = [each for each in every if each.name == _ALLOW_ORIGIN]
    if all(each.value is not None for each in written):
        return
    lines: dict[str, str] = {}
    for found in _beginnings(written, evaluator)[:_MOST_FUNCTIONS]:
        sends = _sends(found, every, evaluator)
        lines.setdefault(f"{_where(found, written)}: sends '{sends}'", written[0].says)
    if any(each.scope.node is None for each in written):
        lines.setdefault(f"{written[0].module.where(written[0].node)}: sends 'unread'", written[0].says)
    for line, says in list(lines.items())[:1]:
        yield Fact("code_sends", tuple(lines), "scanned", f"{line.partition(': ')[0]}: {says}")
    if _is_cached(ours):
        own = next((each for each in written if each.value is None), written[0])
        where = own.module.where(own.node)
        yield Fact("sent_without_vary", where, "scanned", f"{where}: {own.says}")


def _is_cached(modules: Sequence[Module]) -> bool:
    """Whether the code lets responses be kept, and says nothing of what they depend on."""
    texts = [module.file.text.lower() for module in modules]
    return any(map(_KEEPS.search, texts)) and not any("vary" in text for text in texts)


def _beginnings(written: Sequence[OwnHeader], evaluator: Evaluator) -> list[_Found]:
    """The functions that Flask calls: those that write the header, or that call one that does."""
    found: dict[int, _Found] = {}
    for each in written:
        owner = each.scope.node
        if isinstance(owner, FunctionNode):
            for one in _callers((each.module, owner, each.scope.outer or Scope()), evaluator, 0):
                found.setdefault(id(one[1]), one)
    return [*found.values()]


def _callers(found: _Found, evaluator: Evaluator, depth: int) -> Iterator[_Found]:
    calls = [
        (module, call, scope)
        for module, call, scope in evaluator.calls_of(found[1].name)
        if isinstance(scope.node, FunctionNode) and scope.node is not found[1]
        if (called := function_called(evaluator, call, module, scope)) and called[1] is found[1]
    ]
    # Its parameters are the response's, not the origin, where Flask calls it as well.
    if not calls or depth > _DEEPEST:
        yield found
    for module, _, scope in calls if depth <= _DEEPEST else ():
        if isinstance(scope.node, FunctionNode):
            yield from _callers((module, scope.node, scope.outer or Scope()), evaluator, depth + 1)


def _where(found: _Found, written: Sequence[OwnHeader]) -> str:
    inside = {id(each) for each in ast.walk(found[1])}
    own = next((each for each in written if id(each.node) in inside), None)
    return own.module.where(own.node) if own else found[0].where(found[1])


def _sends(found: _Found, written: Sequence[OwnHeader], evaluator: Evaluator) -> str:
    module, function, scope = found
    inner = Scope(function.name, node=function, outer=scope)
    run = _Run(OriginWriter(module, inner, evaluator, _given_back), written)
    try:
        sent = run.sent(function, scope)
        text = ast.unparse(ast.fix_missing_locations(ast.Expression(sent)))
    except (TooMuchError, RecursionError, ValueError):
        text = ""
    if 0 < len(text) <= _LONGEST and text.isprintable():
        return text
    evaluator.is_exhausted = True
    return "unread"


def _given_back(writer: OriginWriter, found: _Found, names: Names) -> ast.expr:
    """What a helper gives back for these parameters."""
    module, function, scope = found
    inner = Scope(function.name, node=function, outer=scope)
    run = _Run(OriginWriter(module, inner, writer.evaluator, _given_back, writer.depth + 1), ())
    return run.value(function.body, names)


class _Run:
    """Follows one function, every way through it."""

    def __init__(self, writer: OriginWriter, written: Sequence[OwnHeader]) -> None:
        self._writer = writer
        self._headers = written
        self._values = {(id(each.node), id(each.expression)): _SENT[each.name] for each in written}
        self._returns_sent = bool(written)
        """Whether the outcome is the header, not the value that is given back."""
        self._statements = 0

    def sent(self, function: FunctionNode, around: Scope) -> ast.expr:
        """What the header is in the end."""
        names = {**self._set_around(around), **start_names(function)}
        return self._block(list(function.body), {**names, **dict.fromkeys(_SENT.values(), _NOTHING)})

    def _set_around(self, scope: Scope) -> Names:
        """The names that the functions around one set before it."""
        if not isinstance(scope.node, FunctionNode):
            return {}
        names = {**self._set_around(scope.outer or Scope()), **start_names(scope.node)}
        for each in scope.node.body:
            if isinstance(each, ast.Assign | ast.AnnAssign):
                self._simple(each, names)
        return names

    def value(self, body: Sequence[ast.stmt], names: Names) -> ast.expr:
        """What is given back in the end."""
        return self._block(list(body), names)

    def _end(self, names: Names, value: ast.expr | None = None) -> ast.expr:
        if self._returns_sent:
            return ast.Tuple([names[name] for name in _SENT.values()], ast.Load())
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
            elif isinstance(node, _Turn):
                statements = list(node.rest)
                names = {**names, **node.names}
            elif isinstance(node, ast.Break | ast.Continue):
                statements = _after(node, statements)
            elif isinstance(node, ast.While):
                return self._while(node, statements, names, _MOST_ROUNDS)
            elif isinstance(node, _Round):
                return self._while(node.loop, statements, names, node.left)
            elif isinstance(node, ast.AsyncFor | ast.AsyncWith):
                return UNREAD
            elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self._simple(node, names)
                if isinstance(node, ast.Return):
                    return self._end(names, node.value)
                if isinstance(node, ast.Raise) or _is_abort(node):
                    return self._end(dict.fromkeys(_SENT.values(), _NOTHING))
        return self._end(names)

    def _if(self, node: ast.If, rest: list[ast.stmt], names: Names) -> ast.expr:
        names = dict(names)
        test = self._writer.write(node.test, names)
        if not _leaves(node) and (merged := self._merged(node, test, names)) is not None:
            return self._block(rest, merged)
        body = self._block([*node.body, *rest], dict(names))
        other = self._block([*node.orelse, *rest], dict(names))
        return _choice(test, body, other)

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
                    self._simple(each, inner)
                else:
                    return None
            ways.append(inner)
        yes, no = ways
        if any(yes[name] is not no[name] for name in _SENT.values() if name in names):
            return None  # The two headers belong together.
        every = dict.fromkeys((*yes, *no))
        return {
            name: yes[name]
            if yes.get(name) is no.get(name)
            else _choice(test, yes.get(name, EITHER), no.get(name, EITHER))
            for name in every
        }

    def _try(self, node: ast.Try, rest: list[ast.stmt], names: Names) -> ast.expr:
        """What raises is found out where this is worked out for one origin: then the last handler counts."""
        made = self._block([*node.body, *node.orelse, *node.finalbody, *rest], dict(names))
        if not node.handlers:
            return made
        other = self._block([*node.handlers[-1].body, *node.finalbody, *rest], dict(names))
        return ast.Call(ast.Name("attempt", ast.Load()), [made, other], [])

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
            made = outcome if test is None else _choice(test, outcome, made)
        return made

    def _for(self, node: ast.For, rest: list[ast.stmt], names: Names) -> ast.expr:
        """Each turn of a loop over a known list."""
        source = self._writer.write(node.iter, names)
        if not isinstance(source, ast.Tuple | ast.Dict):
            return self._unknown_loop(node, rest, names)
        items = [each for each in (source.elts if isinstance(source, ast.Tuple) else source.keys) if each]
        if len(items) > _MOST_TURNS:
            raise TooMuchError
        after: list[ast.stmt] = [_Turn({}, rest, None)]
        following: Sequence[ast.stmt] = [*node.orelse, *after]
        for item in reversed(items):
            bound = _bound(node.target, item)
            if bound is None:
                return UNREAD
            following = [_Turn(bound, [*node.body, _Turn({}, following, rest)], rest)]
        return self._block([*following], names)

    def _while(self, node: ast.While, rest: list[ast.stmt], names: Names, left: int) -> ast.expr:
        """The rounds of a loop, up to a few; what would need more is unknown."""
        if left == 0:
            return UNREAD
        test = self._writer.write(node.test, names)
        again = _Turn({}, [_Round(node, left - 1), *rest], rest)
        body = self._block([*node.body, again], dict(names))
        return _choice(test, body, self._block([*node.orelse, *rest], dict(names)))

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

    def _simple(self, node: ast.stmt, names: Names) -> None:
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
        header = _SENT.get((text_of(name) or "").lower())
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
        if found is None or not _writes(found[1], self._headers):
            return
        module, function, scope = found
        if writer.depth >= _DEEPEST:
            raise TooMuchError
        inner = Scope(function.name, node=function, outer=scope)
        run = _Run(
            OriginWriter(module, inner, writer.evaluator, _given_back, writer.depth + 1), self._headers
        )
        kept = {name: names[name] for name in _SENT.values()}
        made = run.value(function.body, {**writer.given(function, call, names), **kept})
        for at, name in enumerate(_SENT.values()):
            names[name] = ast.Subscript(made, ast.Constant(at), ast.Load())


def _writes(function: FunctionNode, written: Sequence[OwnHeader]) -> bool:
    """Whether a function writes one of the headers, or calls one that does."""
    inside = {id(each) for each in ast.walk(function)}
    names = {each.scope.function for each in written}
    calls = (dotted_name(each.func) for each in ast.walk(function) if isinstance(each, ast.Call))
    return any(id(each.node) in inside for each in written) or not names.isdisjoint(
        name.rpartition(".")[2] for name in calls
    )


class _Turn(ast.stmt):
    """Statements that come next whatever is behind them, with names of their own; a turn of a loop."""

    def __init__(self, names: Names, rest: Sequence[ast.stmt], after: Sequence[ast.stmt] | None) -> None:
        super().__init__()
        self.names = names
        self.rest = rest
        self.after = after
        """What comes after the whole loop, for `break`; None outside of one."""


class _Round(ast.stmt):
    """The next round of a `while`."""

    def __init__(self, loop: ast.While, left: int) -> None:
        super().__init__()
        self.loop = loop
        self.left = left
        """How many more rounds are followed."""


def _after(node: ast.Break | ast.Continue, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Where a loop goes on: with its next turn, or behind it."""
    turn = next((each for each in statements if isinstance(each, _Turn) and each.after is not None), None)
    if turn is None:
        return []
    return list(turn.rest if isinstance(node, ast.Continue) else turn.after or ())


def _bound(target: ast.expr, item: ast.expr) -> Names | None:
    if isinstance(target, ast.Name):
        return {target.id: item}
    if isinstance(target, ast.Tuple) and isinstance(item, ast.Tuple) and len(target.elts) == len(item.elts):
        return {dotted_name(name): one for name, one in zip(target.elts, item.elts, strict=True)}
    return None


def _choice(test: ast.expr, body: ast.expr, other: ast.expr) -> ast.expr:
    return body if body is other else ast.IfExp(test, body, other)


def _leaves(node: ast.If) -> bool:
    return any(
        isinstance(each, ast.Return | ast.Raise | ast.Break | ast.Continue) for each in ast.walk(node)
    ) or any(_is_abort(each) for each in ast.walk(node) if isinstance(each, ast.stmt))


def _is_abort(node: ast.stmt) -> bool:
    called = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
    return called is not None and dotted_name(called).rpartition(".")[2] == "abort"
