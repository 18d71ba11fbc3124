"""Finds the checks of an Origin that code makes by itself: `startswith`, `in`, patterns, a list, or none.

Each has the line that decides: of a list the item's, of a compiled pattern the one that compiles it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from cors_wizard.facts.found import Found, scanned
from cors_wizard.flask_code.configuration.variable_names import one_variable
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name
from cors_wizard.flask_code.evaluation.values import sources
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_code.origin_forms import (
    definition_of,
    given_for,
    is_host,
    is_nothing,
    lets_in_without_list,
    looks_at_scheme,
    loop_lists,
    of_label,
    part_of,
    values_of_case,
    with_scheme,
)
from cors_wizard.flask_code.origin_code.origin_made import OriginMade
from cors_wizard.flask_code.origin_code.origin_names import OriginNames, is_of_request
from cors_wizard.flask_code.origin_code.origin_queries import is_loose_query
from cors_wizard.frozen import dataclass

_MOST = 20
_LONGEST = 200
_SCHEMES = ("http", "https", "http://", "https://", "://")
_SEARCHES = ("match", "search", "fullmatch")
_RE_SEARCHES = tuple(f"re.{name}" for name in _SEARCHES)
_FINDERS = ("find", "index", "count", "rfind", "rindex")
_GIVES_ACCESS = re.compile(r"allow(?:ed)?[-_]?origin", re.IGNORECASE)
"""Code that names neither the header nor a list of origins looks at the Origin for another reason."""
_OF_PYTHON = frozenset({"all", "any", "bool", "len", "str"})
"""What these are given is looked at separately."""
_LOOSE = ("startswith", "contains")
"""Checks that something longer passes, too, whichever text they look for."""
_LAST = ("is", "guard", "like")
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
    readers = [_Reader(module, evaluator) for module in modules if "rigin" in module.file.text]
    found = [check for reader in readers for check in reader.checks()]
    # A check of the scheme alone stands beside the one that decides.
    deciding = [one for one in found if one.text not in _SCHEMES] or found
    shown = [each for each in deciding if len(each.text) <= _LONGEST and each.text.isprintable()]
    lines = {
        f"{check.where}: {check.kind} '{check.text}'": check.says
        for check in sorted(shown, key=lambda each: each.kind in _LAST)
    }
    for line, says in lines.items():
        checks = scanned("origin_checks", tuple(lines)[:_MOST], line.partition(": ")[0], says)
        variables = {name: at for reader in readers for name, at in reader.variables.items()}
        return Found((checks, *one_variable(variables)))
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
        self._made = OriginMade(module, self._constant)
        self.variables: dict[str, tuple[str, str]] = {}
        """The environment variables that lists come from, each with the place and the line of its check."""

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

    def _at(self, kind: str, text: str, node: ast.AST) -> _Check:
        return _Check(kind, text, self._module.where(node), self._module.says(node))

    def _call(self, call: ast.Call) -> Iterator[_Check]:
        if not call.args:
            return
        of_module = self._module.meaning(call.func)
        if is_loose_query(call, self._origins, self._texts):
            yield self._at("like", "LIKE", call)
        elif of_module in _RE_SEARCHES:
            if len(call.args) > 1 and self._origins.mentions(call.args[1]):
                yield from self._patterns(of_module.removeprefix("re."), call.args[0], call)
            elif len(call.args) > 1 and self._origins.is_whole(call.args[0]):
                yield from (self._at("within", text, call) for text in self._texts(call.args[1]))
        elif of_module.startswith("fnmatch."):
            if self._origins.mentions(call.args[0]):
                yield from (self._at("glob", text, call) for text in self._texts(call.args[-1]))
        elif isinstance(call.func, ast.Attribute):
            yield from self._method(call, call.func.attr, call.func.value)

    def _method(self, call: ast.Call, name: str, owner: ast.expr) -> Iterator[_Check]:
        """A call of a method: the origin's, a compiled pattern's, a table's, a listed text's."""
        if name in ("startswith", "endswith") and self._origins.mentions(owner):
            yield from self._part(name, owner, call.args[0], call)
        elif name in _FINDERS and self._origins.mentions(owner):
            yield from self._part("contains", owner, call.args[0], call)
        elif name in ("startswith", *_FINDERS) and self._origins.is_whole(call.args[0]):
            if self._is_each_text(owner):
                yield from (self._at("within", text, call) for text in self._texts(owner))
            else:
                yield from self._looked_up(call.args[0], owner, call)
        elif name in _SEARCHES and self._origins.mentions(call.args[0]):
            yield from self._patterns(name, owner, call)
        elif name == "get" and not is_of_request(owner) and self._origins.mentions(call.args[0]):
            yield from self._looked_up(call.args[0], owner, call)

    def _part(self, kind: str, origin: ast.expr, given: ast.expr, node: ast.AST) -> Iterator[_Check]:
        """A part of the origin is compared with each of these texts."""
        texts, origin = self._texts(given), self._as_written(origin)
        name, _, number = kind.partition(" ")
        for text in texts:
            if name == "label":
                yield self._at(*of_label(int(number), text, origin), node)
            else:
                yield self._at(kind, with_scheme(text, origin) if kind == "startswith" else text, node)
        if not texts and kind in _LOOSE:
            yield self._at("like", kind, node)
        elif not texts:
            yield self._at("guard", "", node)

    def _is_each_text(self, owner: ast.expr) -> bool:
        """Whether it is one text, or stands for each of a list."""
        held = self._read(owner)
        is_each = isinstance(owner, ast.Name) and owner.id in self._lists
        return held.kind == "text" or (is_each and len(held.texts) == len(held.items) > 0)

    def _patterns(self, kind: str, pattern: ast.expr, call: ast.Call) -> Iterator[_Check]:
        """A pattern is decided on where it is compiled."""
        at = self._definition(pattern) or call
        texts = self._texts(pattern)
        listed = {each.text: each.span for each in self._read(pattern).items}
        for text in texts:
            span = listed.get(text)
            yield _Check(kind, text, span.where, f"'{text}'") if span else self._at(kind, text, at)
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
            if not self._origins.mentions(left) and self._origins.is_whole(right):
                yield from self._part("contains", right, left, compare)
        elif isinstance(operator, ast.In | ast.NotIn) and self._origins.mentions(left):
            if kind := part_of(left):
                yield from self._part(kind, left, right, compare)
            elif self._is_each_text(right) and self._origins.is_whole(left):
                yield from (self._at("within", text, compare) for text in self._texts(right))
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
        texts = [each.text for each in items if each.kind == "text" and each.text]
        if texts and (made := self._made.written(origin, self._scope)):
            before = "origin.startswith('https:') and " if self._asks_for_scheme() else ""
            yield from (self._at("made", f"{before}{made} == {text!r}", node) for text in texts)
        elif hosts and is_host(self._as_written(origin)) and not self._asks_for_scheme():
            yield from (
                _Check("host", each.text, self._module.where(node), self._module.says(node)) for each in hosts
            )
        elif named and self._origins.is_whole(origin):
            for one in sources(held):
                self.variables.setdefault(one.name, (self._module.where(node), self._module.says(node)))
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

    def _read(self, expression: ast.expr) -> Value:
        listed = self._lists.get(expression.id) if isinstance(expression, ast.Name) else None
        return self._evaluator.read(listed or expression, self._module, self._scope)

    def _constant(self, expression: ast.expr) -> str | int | None:
        """The text or the number that an expression is."""
        if isinstance(expression, ast.Call) and dotted_name(expression.func) == "len" and expression.args:
            measured = self._constant(expression.args[0])
            return len(measured) if isinstance(measured, str) else None
        if isinstance(expression, ast.UnaryOp) and isinstance(expression.op, ast.USub):
            number = self._constant(expression.operand)
            return -number if isinstance(number, int) else None
        if isinstance(expression, ast.Constant) and isinstance(expression.value, int):
            return expression.value
        texts = self._read(expression).texts
        return texts[0] if len(texts) == 1 else None

    def _texts(self, expression: ast.expr) -> tuple[str, ...]:
        texts = self._read(expression).texts
        named = self._lists.get(expression.id, expression) if isinstance(expression, ast.Name) else expression
        if texts or not isinstance(named, ast.Name):
            return texts
        given = given_for(self._module, named.id)
        return tuple(text for each in given for text in self._read(each).texts)
