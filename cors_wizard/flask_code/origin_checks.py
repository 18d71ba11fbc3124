"""Finds the checks of an Origin that code makes by itself: `startswith`, `endswith`, `in`, patterns, or none.

A check of a list by equality is not named: it lets in whom it lists.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cors_wizard.facts.found import Found, scanned
from cors_wizard.flask_code.evaluate import Evaluator
from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.own_headers import written_headers
from cors_wizard.flask_code.scopes import Scope, dotted_name

_MOST = 20
_LONGEST = 200
_ALLOW_ORIGIN = "access-control-allow-origin"
_SCHEMES = ("http", "https", "http://", "https://", "://")
_SEARCHES = ("match", "search", "fullmatch")


@dataclass(frozen=True)
class _Check:
    kind: str
    text: str
    node: ast.AST


def read_origin_checks(modules: Sequence[Module], evaluator: Evaluator) -> Found:
    """The fact `origin_checks`, each check as `path:line: kind 'text'` (see `origin_patterns.read_check`)."""
    found = [
        (module, check)
        for module in modules
        if "rigin" in module.file.text
        for check in _Reader(module, evaluator).checks()
    ]
    # A check of the scheme alone stands beside the one that decides.
    deciding = [one for one in found if one[1].text not in _SCHEMES] or found
    lines = {
        f"{module.where(check.node)}: {check.kind} '{check.text}'": module.says(check.node)
        for module, check in deciding
        if len(check.text) <= _LONGEST and check.text.isprintable()
    }
    for line, says in lines.items():
        where = line.partition(": ")[0]
        return Found((scanned("origin_checks", tuple(lines)[:_MOST], where, says),))
    return Found()


class _Reader:
    """Reads one file."""

    def __init__(self, module: Module, evaluator: Evaluator) -> None:
        self._module = module
        self._evaluator = evaluator
        self._scope = Scope()
        """Where the node that is looked at is."""
        self._lists = dict(_loop_lists(module))
        self._origins = frozenset(_origin_names(module))

    def checks(self) -> Iterator[_Check]:
        """Every check in the file, in the order of the source."""
        for node, scope in self._module.nodes:
            self._scope = scope
            if isinstance(node, ast.Call):
                yield from self._call(node)
            elif isinstance(node, ast.Compare):
                yield from self._compare(node)
        yield from self._unchecked()

    def _call(self, call: ast.Call) -> Iterator[_Check]:
        if not isinstance(call.func, ast.Attribute) or not call.args:
            return
        name, owner = call.func.attr, call.func.value
        if name in ("startswith", "endswith") and self._is_origin(owner):
            for text in self._texts(call.args[0]):
                yield _Check(name, _with_scheme(text, owner) if name == "startswith" else text, call)
        elif name in _SEARCHES and self._module.meaning(call.func) == f"re.{name}":
            if len(call.args) > 1 and self._is_origin(call.args[1]):
                yield from (_Check(name, text, call) for text in self._texts(call.args[0]))
        elif name in _SEARCHES and self._is_origin(call.args[0]):
            yield from (_Check(name, text, call) for text in self._texts(owner))
        elif self._module.meaning(call.func).startswith("fnmatch.") and self._is_origin(call.args[0]):
            yield from (_Check("glob", text, call) for text in self._texts(call.args[-1]))

    def _compare(self, compare: ast.Compare) -> Iterator[_Check]:
        if len(compare.ops) != 1 or not isinstance(compare.ops[0], ast.In | ast.NotIn):
            return
        if self._is_origin(compare.comparators[0]) and not self._is_origin(compare.left):
            yield from (_Check("contains", text, compare) for text in self._texts(compare.left))

    def _unchecked(self) -> Iterator[_Check]:
        """The header is set to the origin that was sent, and nothing around it looks at that origin."""
        for node, scope in self._module.nodes:
            for name, value in written_headers(node):
                is_ours = (text_of(name) or "").strip().lower() == _ALLOW_ORIGIN and value is not None
                if is_ours and self._is_bare(value) and not self._looks_at_it(scope.function):
                    yield _Check("any", "", node)

    def _is_bare(self, value: ast.expr | None) -> bool:
        """Whether it is the origin as it was sent, perhaps with a default (`origin or "*"`)."""
        if value is None:
            return False
        if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
            value = value.values[0]
        return _reads_origin(value) or dotted_name(value) in self._origins

    def _looks_at_it(self, function: str) -> bool:
        """Whether anything in the same function asks which origin it is."""
        for node, scope in self._module.nodes:
            if scope.function != function:
                continue
            if isinstance(node, ast.Compare) and self._asks_which(node):
                return True
            is_call = isinstance(node, ast.Call) and not _reads_origin(node)
            if is_call and any(self._is_origin(each) for each in _questioned(node)):
                return True
        return False

    def _asks_which(self, compare: ast.Compare) -> bool:
        compared = (compare.left, *compare.comparators)
        is_none = any(isinstance(each, ast.Constant) and not each.value for each in compared)
        return not is_none and any(map(self._is_origin, compared))

    def _is_origin(self, expression: ast.expr) -> bool:
        """Whether an expression is the origin that was sent, or made of it."""
        return any(
            _reads_origin(node) or (isinstance(node, ast.Name) and node.id in self._origins)
            for node in ast.walk(expression)
        )

    def _texts(self, expression: ast.expr) -> tuple[str, ...]:
        listed = self._lists.get(expression.id) if isinstance(expression, ast.Name) else None
        return self._evaluator.read(listed or expression, self._module, self._scope).texts


def _questioned(call: ast.AST) -> Iterator[ast.expr]:
    """What a call decides about: its arguments and its object, unless it only sets a header."""
    if isinstance(call, ast.Call):
        is_setter = isinstance(call.func, ast.Attribute) and call.func.attr in ("add", "set", "setdefault")
        yield from () if is_setter else call.args
        if isinstance(call.func, ast.Attribute):
            yield call.func.value


def _with_scheme(text: str, owner: ast.expr) -> str:
    """A text that a host begins with, as the beginning of an origin."""
    is_host = any(
        isinstance(node, ast.Attribute) and node.attr in ("netloc", "hostname") for node in ast.walk(owner)
    )
    return f"https://{text}" if is_host else text


def _reads_origin(node: ast.AST) -> bool:
    """Whether it is `request.headers.get("Origin")`, `request.origin` or the like."""
    if isinstance(node, ast.Attribute):
        return dotted_name(node).endswith("request.origin")
    if isinstance(node, ast.Subscript):
        return _names_origin(text_of(node.slice)) and _is_of_request(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return bool(node.args) and _names_origin(text_of(node.args[0])) and _is_of_request(node.func.value)
    return False


def _names_origin(name: str | None) -> bool:
    return name is not None and name.lower() in ("origin", "http_origin")


def _is_of_request(owner: ast.expr) -> bool:
    return dotted_name(owner).rpartition(".")[2] in ("headers", "environ")


def _origin_names(module: Module) -> Iterator[str]:
    """Names that hold the origin: set from it, or a parameter that is called so."""
    known: set[str] = set()
    for node, scope in module.nodes:
        known.update(name for name in scope.parameters if _is_called_origin(name))
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            inner = ast.walk(node.value)
            if any(
                _reads_origin(each) or (isinstance(each, ast.Name) and each.id in known) for each in inner
            ):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                known.update(dotted_name(target) for target in targets if isinstance(target, ast.Name))
    return iter(known)


def _is_called_origin(name: str) -> bool:
    return name.lower() in ("origin", "req_origin", "request_origin", "origin_header")


def _loop_lists(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """What the names of loops run over, as `p` in `any(origin.endswith(p) for p in DOMAINS)`."""
    for node, _ in module.nodes:
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            yield node.target.id, node.iter
