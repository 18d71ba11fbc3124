"""Finds the checks of an Origin that code makes by itself: `startswith`, `in`, patterns, a list, or none.

Each has the line that decides: of a list the item's, of a compiled pattern the one that compiles it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cors_wizard.facts.found import Found, scanned
from cors_wizard.flask_code.evaluate import Evaluator
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_forms import (
    definition_of,
    given_for,
    is_host,
    is_nothing,
    lets_in_without_list,
    looks_at_scheme,
    loop_lists,
    part_of,
    values_of_case,
    with_scheme,
)
from cors_wizard.flask_code.origin_guards import checks_decide
from cors_wizard.flask_code.origin_names import OriginNames, is_of_request, reads_origin
from cors_wizard.flask_code.own_headers import written_headers
from cors_wizard.flask_code.scopes import Scope, dotted_name

_MOST = 20
_LONGEST = 200
_ALLOW_ORIGIN = "access-control-allow-origin"
_SCHEMES = ("http", "https", "http://", "https://", "://")
_SEARCHES = ("match", "search", "fullmatch")
_RE_SEARCHES = tuple(f"re.{name}" for name in _SEARCHES)
_SETTERS = ("add", "set", "setdefault", "add_header", "set_header", "append", "extend", "insert", "update")
_FINDERS = ("find", "index", "count", "rfind", "rindex")
_GIVES_ACCESS = re.compile(r"allow(?:ed)?[-_]?origin", re.IGNORECASE)
"""Code that names neither the header nor a list of origins looks at the Origin for another reason."""
_OF_PYTHON = frozenset({"all", "any", "bool", "len", "str"})
"""What these are given is looked at by itself."""
_LAST = ("is", "guard")
"""Kinds that allow no origin that the code does not name, or of which nothing more is known."""


@dataclass(frozen=True)
class _Check:
    kind: str
    text: str
    where: str
    says: str


def read_origin_checks(modules: Sequence[Module], evaluator: Evaluator) -> Found:
    """The fact `origin_checks`, each check as `path:line: kind 'text'` (see `origin_patterns.read_check`)."""
    if not any(_GIVES_ACCESS.search(module.file.text) for module in modules):
        return Found()
    found = [
        check
        for module in modules
        if "rigin" in module.file.text
        for check in _Reader(module, evaluator).checks()
    ]
    # A check of the scheme alone stands beside the one that decides.
    deciding = [one for one in found if one.text not in _SCHEMES] or found
    shown = [each for each in deciding if len(each.text) <= _LONGEST and each.text.isprintable()]
    lines = {
        f"{check.where}: {check.kind} '{check.text}'": check.says
        for check in sorted(shown, key=lambda each: each.kind in _LAST)
    }
    for line, says in lines.items():
        where = line.partition(": ")[0]
        facts = [scanned("origin_checks", tuple(lines)[:_MOST], where, says)]
        is_whole = len(shown) == len(deciding) and len(lines) <= _MOST
        if is_whole and checks_decide(modules):
            facts.append(scanned("origin_checks_decide", "yes", where, says))
        return Found(tuple(facts))
    return Found()


class _Reader:
    """Reads one file."""

    def __init__(self, module: Module, evaluator: Evaluator) -> None:
        self._module = module
        self._evaluator = evaluator
        self._scope = Scope()
        """Where the node that is looked at is."""
        self._lists = dict(loop_lists(module))
        self._origins = OriginNames(module)

    def checks(self) -> Iterator[_Check]:
        """Every check in the file, in the order of the source."""
        for node, scope in self._module.nodes:
            self._scope = scope
            if isinstance(node, ast.Call):
                yield from self._call(node)
            elif isinstance(node, ast.Compare):
                yield from self._compare(node)
            elif isinstance(node, ast.Match) and self._origins.mentions(node.subject):
                for case in node.cases:
                    for value in values_of_case(case.pattern):
                        yield from self._looked_up(node.subject, value, value)
            elif isinstance(node, ast.If | ast.IfExp):
                if lets_in_without_list(self._module, node.test):
                    yield self._at("any", "", node.test)
                elif self._decides(node.test):
                    yield self._at("guard", "", node.test)
        yield from self._unchecked()

    def _at(self, kind: str, text: str, node: ast.AST) -> _Check:
        return _Check(kind, text, self._module.where(node), self._module.says(node))

    def _call(self, call: ast.Call) -> Iterator[_Check]:
        if not call.args:
            return
        of_module = self._module.meaning(call.func)
        if of_module in _RE_SEARCHES:
            if len(call.args) > 1 and self._origins.mentions(call.args[1]):
                yield from self._patterns(of_module.removeprefix("re."), call.args[0], call)
        elif of_module.startswith("fnmatch."):
            if self._origins.mentions(call.args[0]):
                yield from (self._at("glob", text, call) for text in self._texts(call.args[-1]))
        elif isinstance(call.func, ast.Attribute):
            yield from self._method(call, call.func.attr, call.func.value)

    def _method(self, call: ast.Call, name: str, owner: ast.expr) -> Iterator[_Check]:
        """A call of the origin's own methods, of a compiled pattern's, or of a table's."""
        if name in ("startswith", "endswith") and self._origins.mentions(owner):
            yield from self._part(name, owner, call.args[0], call)
        elif name in _FINDERS and self._origins.mentions(owner):
            yield from self._part("contains", owner, call.args[0], call)
        elif name in _SEARCHES and self._origins.mentions(call.args[0]):
            yield from self._patterns(name, owner, call)
        elif name == "get" and not is_of_request(owner) and self._origins.mentions(call.args[0]):
            yield from self._looked_up(call.args[0], owner, call)

    def _part(self, kind: str, origin: ast.expr, given: ast.expr, node: ast.AST) -> Iterator[_Check]:
        """A part of the origin is compared with each of these texts."""
        texts, origin = self._texts(given), self._as_written(origin)
        for text in texts:
            begins = {"label": f"{text}.", "startswith": text}.get(kind)
            yield self._at(*("startswith", with_scheme(begins, origin)) if begins else (kind, text), node)
        if not texts:
            yield self._at("guard", "", node)

    def _patterns(self, kind: str, pattern: ast.expr, call: ast.Call) -> Iterator[_Check]:
        """A pattern is decided on where it is compiled."""
        at = self._definition(pattern) or call
        texts = self._texts(pattern)
        yield from (self._at(kind, text, at) for text in texts)
        if not texts:
            yield self._at("guard", "", at)

    def _as_written(self, origin: ast.expr) -> ast.expr:
        """What a name was set to: `host = urlparse(origin).hostname`."""
        made = definition_of(self._module, origin) if isinstance(origin, ast.Name) else None
        return made or origin

    def _definition(self, pattern: ast.expr) -> ast.AST | None:
        name = dotted_name(pattern)
        for node, _ in self._module.nodes if name else ():
            if isinstance(node, ast.Assign) and any(dotted_name(each) == name for each in node.targets):
                return node
        return None

    def _compare(self, compare: ast.Compare) -> Iterator[_Check]:
        if len(compare.ops) != 1:
            return
        operator, left, right = compare.ops[0], compare.left, compare.comparators[0]
        if isinstance(operator, ast.Eq | ast.NotEq):
            if self._origins.mentions(left) is not self._origins.mentions(right):
                origin, other = (left, right) if self._origins.mentions(left) else (right, left)
                if kind := part_of(origin):
                    yield from self._part(kind, origin, other, compare)
                else:
                    yield from self._looked_up(origin, other, compare)
        elif isinstance(operator, ast.In | ast.NotIn) and self._origins.mentions(right):
            if not self._origins.mentions(left):
                yield from (self._at("contains", text, compare) for text in self._texts(left))
        elif isinstance(operator, ast.In | ast.NotIn) and self._origins.mentions(left):
            held = self._read(right)
            if held.kind == "text" and self._origins.is_whole(left):
                yield self._at("within", held.text, compare)
            else:
                yield from self._looked_up(left, right, compare)

    def _looked_up(self, origin: ast.expr, among: ast.expr, node: ast.AST) -> Iterator[_Check]:
        """The origin is compared with one text, or looked for in a list or a table."""
        held = self._read(among)
        items = (*held.items, *(key for key, _ in held.entries)) or (held,)
        named = [
            each for each in items if each.kind == "text" and ("://" in each.text or each.text == "null")
        ]
        hosts = [each for each in items if each.kind == "text" and "." in each.text and "/" not in each.text]
        if hosts and is_host(self._as_written(origin)) and not self._asks_for_scheme():
            yield from (
                _Check("host", each.text, self._module.where(node), self._module.says(node)) for each in hosts
            )
        elif named and self._origins.is_whole(origin):
            for each in named:
                at = each.span.where if each.span else self._module.where(node)
                yield _Check("is", each.text, at, f"'{each.text}'")
        elif not is_nothing(among):
            yield self._at("guard", "", node)

    def _asks_for_scheme(self) -> bool:
        """Whether the function that is looked at compares the scheme, too."""
        inside = (node for node, scope in self._module.nodes if scope.function == self._scope.function)
        return any(
            looks_at_scheme(node)
            for node in inside
            if isinstance(node, ast.Compare | ast.Call | ast.Match)
            and any(self._origins.mentions(each) for each in ast.walk(node) if isinstance(each, ast.expr))
        )

    def _decides(self, test: ast.expr) -> bool:
        """Whether a helper decides about the origin: nothing else in the test says how."""
        calls = (node for node in ast.walk(test) if isinstance(node, ast.Call))
        return any(
            isinstance(call.func, ast.Name)
            and call.func.id not in _OF_PYTHON
            and any(map(self._origins.mentions, call.args))
            for call in calls
        )

    def _unchecked(self) -> Iterator[_Check]:
        """The header is set to the origin that was sent, and nothing around it looks at that origin."""
        for node, scope in self._module.nodes:
            for name, value in written_headers(node):
                is_ours = (text_of(name) or "").strip().lower() == _ALLOW_ORIGIN and value is not None
                if is_ours and self._is_bare(value) and not self._looks_at_it(scope.function, value):
                    # Of a table of headers its own line, not the table's first.
                    at = name if isinstance(node, ast.Dict) and name is not None else node
                    yield self._at("any", "", at)

    def _is_bare(self, value: ast.expr | None) -> bool:
        """Whether it is the origin as it was sent, perhaps with a default (`origin or "*"`)."""
        if value is None:
            return False
        if isinstance(value, ast.Call) and not reads_origin(value) and _is_lookup(value):
            value = value.args[1]  # a table's default
        if isinstance(value, ast.IfExp) and self._is_bare(value.test):
            value = value.body
        if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
            value = value.values[0]
        return reads_origin(value) or self._origins.is_name(value)

    def _looks_at_it(self, function: str, value: ast.expr | None) -> bool:
        """Whether anything in the same function, beside what is written, asks which origin it is."""
        written = {id(node) for node in ast.walk(value)} if value is not None else set()
        for node, scope in self._module.nodes:
            if scope.function != function or id(node) in written:
                continue
            if isinstance(node, ast.Match) and self._origins.mentions(node.subject):
                return True
            if isinstance(node, ast.Compare) and self._asks_which(node):
                return True
            if isinstance(node, ast.If) and _asks_what_was_kept(node.test, self._origins):
                return True
            is_call = isinstance(node, ast.Call) and not reads_origin(node)
            if is_call and any(self._origins.mentions(each) for each in _questioned(node)):
                return True
        return False

    def _asks_which(self, compare: ast.Compare) -> bool:
        compared = (compare.left, *compare.comparators)
        return not any(map(is_nothing, compared)) and any(map(self._origins.mentions, compared))

    def _read(self, expression: ast.expr) -> Value:
        listed = self._lists.get(expression.id) if isinstance(expression, ast.Name) else None
        return self._evaluator.read(listed or expression, self._module, self._scope)

    def _texts(self, expression: ast.expr) -> tuple[str, ...]:
        texts = self._read(expression).texts
        named = self._lists.get(expression.id, expression) if isinstance(expression, ast.Name) else expression
        if texts or not isinstance(named, ast.Name):
            return texts
        given = given_for(self._module, named.id)
        return tuple(text for each in given for text in self._read(each).texts)


def _asks_what_was_kept(test: ast.expr, origins: OriginNames) -> bool:
    """Whether a test asks for what another function has made of the origin (`g.tenant`)."""
    parts = test.values if isinstance(test, ast.BoolOp) else [test]
    return any(
        origins.mentions(part) and not reads_origin(part) and isinstance(part, ast.Attribute | ast.Call)
        for part in parts
    )


def _questioned(call: ast.AST) -> Iterator[ast.expr]:
    """What a call decides about: its arguments and its object, unless it only sets a header."""
    if isinstance(call, ast.Call):
        is_setter = isinstance(call.func, ast.Attribute) and call.func.attr in _SETTERS
        yield from () if is_setter else call.args
        if isinstance(call.func, ast.Attribute):
            yield call.func.value


def _is_lookup(call: ast.Call) -> bool:
    """`table.get(key, default)`."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "get" and len(call.args) > 1
