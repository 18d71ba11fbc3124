"""What each function of the code sends as its CORS headers, as one expression over `origin`.

It comes to a pair: the origin that is allowed, and what Access-Control-Allow-Credentials says.

All conditions count together: nested branches, what leaves the function before, `and` and `not`, helpers,
loops over known lists. See `origin_words` for the words, and `origin_patterns.sent` for who reads them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope
from cors_wizard.flask_code.header_code.own_headers import OwnHeader, find_own_headers
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_code.origin_run import SENT, OriginRun, given_back
from cors_wizard.flask_code.origin_code.origin_words import TooMuchError
from cors_wizard.flask_code.origin_code.origin_writer import Found, OriginWriter, function_called

_ALLOW_ORIGIN = "access-control-allow-origin"
_LONGEST = 6_000
_MOST_FUNCTIONS = 20
_DEEPEST = 4
_KEEPS = re.compile(r"max-age=[1-9]|\bmax_age\s{0,4}=|cache-control[^\n]{0,40}public|flask_caching")


def read_sent_origins(modules: Sequence[Module], evaluator: Evaluator) -> Iterator[Fact]:
    """The fact `code_sends`, each function as `path:line: sends 'EXPRESSION'`."""
    ours = [module for module in modules if not module.is_test]
    every = [one for module in ours for one in find_own_headers(module, evaluator) if one.name in SENT]
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


def _beginnings(written: Sequence[OwnHeader], evaluator: Evaluator) -> list[Found]:
    """The functions that Flask calls: those that write the header, or that call one that does."""
    found: dict[int, Found] = {}
    for each in written:
        owner = each.scope.node
        if isinstance(owner, FunctionNode):
            for one in _callers((each.module, owner, each.scope.outer or Scope()), evaluator, 0):
                found.setdefault(id(one[1]), one)
    return [*found.values()]


def _callers(found: Found, evaluator: Evaluator, depth: int) -> Iterator[Found]:
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


def _where(found: Found, written: Sequence[OwnHeader]) -> str:
    inside = {id(each) for each in ast.walk(found[1])}
    own = next((each for each in written if id(each.node) in inside), None)
    return own.module.where(own.node) if own else found[0].where(found[1])


def _sends(found: Found, written: Sequence[OwnHeader], evaluator: Evaluator) -> str:
    module, function, scope = found
    inner = Scope(function.name, node=function, outer=scope)
    run = OriginRun(OriginWriter(module, inner, evaluator, given_back), written)
    try:
        sent = run.sent(function, scope)
        text = ast.unparse(ast.fix_missing_locations(ast.Expression(sent)))
    except (TooMuchError, RecursionError, ValueError):
        text = ""
    if 0 < len(text) <= _LONGEST and text.isprintable():
        return text
    evaluator.is_exhausted = True
    return "unread"
