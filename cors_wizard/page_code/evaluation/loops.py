"""Loops: round by round where that is known, and once where nobody knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from cors_wizard.page_code.evaluation.builtin_objects import names_of
from cors_wizard.page_code.evaluation.completion import NORMAL, Completion, then
from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.lists import MOST_ITEMS, as_array, each_item
from cors_wizard.page_code.evaluation.patterns import bind
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.statements import statement
from cors_wizard.page_code.evaluation.values import (
    Array,
    Choice,
    Constant,
    Object,
    Unknown,
    Value,
    text,
)
from cors_wizard.page_code.sources.syntax import Syntax

_COUNTED = re.compile(
    r"(?<![\w$.])([A-Za-z_$][\w$]{0,60})\s*(?:\+\+|--|[-+*/]=|=(?![=>]))|(?:\+\+|--)([A-Za-z_$][\w$]{0,60})"
)
Round = Callable[[], Completion]


@statement("for_in_statement")
def _for_in(run: Run, node: Syntax, scope: Scope) -> Completion:
    is_of = any(word == "of" for word in node.words)
    return _over(run, node, scope, run.eval(node.field("right"), scope), is_of)


def _over(run: Run, node: Syntax, scope: Scope, subject: Value, is_of: bool) -> Completion:
    if isinstance(subject, Choice):
        yes, no = subject.yes, subject.no
        return run.branch(
            (subject.condition, False),
            lambda: _over(run, node, scope, yes, is_of),
            lambda: _over(run, node, scope, no, is_of),
        )
    items, is_known = _items(subject, is_of)
    left = node.field("left")
    unknown = Unknown(left.text[:60] if left is not None else "")
    every = items if is_known else [*items, unknown]
    return _rounds(run, [_round(run, node, scope, item) for item in every])


def _items(subject: Value, is_of: bool) -> tuple[list[Value], bool]:
    if is_of:
        walked = as_array(subject)
        if isinstance(walked, Constant) and walked.value is None:
            return [], True
        is_known = isinstance(walked, Array) and not walked.is_open and len(walked.items) <= MOST_ITEMS
        return (walked.items[:MOST_ITEMS] if isinstance(walked, Array) else []), is_known
    if isinstance(subject, Array) and not subject.is_open:
        indices: list[Value] = [text(str(index)) for index in range(len(subject.items))]
        return indices[:MOST_ITEMS], True
    if isinstance(subject, Object) and not isinstance(subject, Array):
        return names_of(subject)[:MOST_ITEMS], not subject.is_open
    return [], isinstance(subject, Constant)


def _round(run: Run, node: Syntax, scope: Scope, item: Value) -> Round:
    left, body = node.field("left"), node.field("body")

    def follow(given: Value) -> Completion:
        inner = scope.inner()
        if left is not None:
            bind(run, left, given, inner)
        return run.execute(body, inner).within("continue") if body is not None else NORMAL

    return lambda: each_item(run, item, follow)


def _rounds(run: Run, rounds: Sequence[Round]) -> Completion:
    """One round after the other; what follows a `break` under a condition depends on that."""
    returned = NORMAL
    for index, follow in enumerate(rounds):
        done = follow()
        if done.exits and done.jump == "break":
            return returned
        if done.jump == "break":
            rest = partial(_rounds, run, rounds[index + 1 :])
            later = run.branch(done.condition, lambda: NORMAL, rest)
            return then(returned, later)
        returned = then(returned, done.within("continue"))
        if returned.exits:
            break
    return returned


@statement("for_statement", "while_statement", "do_statement")
def _loop(run: Run, node: Syntax, scope: Scope) -> Completion:
    """Counted where the numbers are known; otherwise once around is enough, and counters may be anything."""
    inner = scope.inner()
    initializer = node.field("initializer")
    if initializer is not None:
        run.execute(initializer, inner)
    returned = _body(run, node, inner) if node.type == "do_statement" else NORMAL
    for _ in range(MOST_ITEMS):
        if returned.exits:
            break
        is_next = truth(run.eval(node.field("condition"), inner))
        if is_next is False:
            return returned.within("break", "continue")
        if is_next is None:
            return then(returned, _once(run, node, inner)).within("break", "continue")
        returned = then(returned.within("continue"), _body(run, node, inner))
        run.eval(node.field("increment"), inner)
    else:
        return then(returned, _once(run, node, inner)).within("break", "continue")
    return returned.within("break", "continue")


def _body(run: Run, node: Syntax, scope: Scope) -> Completion:
    body = node.field("body")
    return run.execute(body, scope.inner()).within("continue") if body is not None else NORMAL


def _once(run: Run, node: Syntax, scope: Scope) -> Completion:
    for name in _counted(node):
        holder = scope.holder(name)
        if holder is not None and isinstance(holder.names[name], Constant):
            run.write(holder.names, name, Unknown(name))
    run.eval(node.field("increment"), scope)
    done = _body(run, node, scope)
    return Completion(False, done.value, done.condition)


def _counted(node: Syntax) -> set[str]:
    """What a loop sets from round to round, by its name."""
    return {first or second for first, second in _COUNTED.findall(node.text)}
