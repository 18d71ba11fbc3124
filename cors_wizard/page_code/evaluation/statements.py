"""What statements do: declare, branch, return."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from cors_wizard.page_code.evaluation.comparisons import compare
from cors_wizard.page_code.evaluation.completion import NORMAL, Completion, then
from cors_wizard.page_code.evaluation.conditions import condition_of, truth
from cors_wizard.page_code.evaluation.expressions import expression
from cors_wizard.page_code.evaluation.functions import new_class
from cors_wizard.page_code.evaluation.members import get_member
from cors_wizard.page_code.evaluation.patterns import bind
from cors_wizard.page_code.evaluation.run import STATEMENTS, Run, Statement
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.values import UNDEFINED, Object, Unknown, Value
from cors_wizard.page_code.sources.syntax import Syntax

_MOST_CASES = 20
_FUNCTIONS = ("function_declaration", "generator_function_declaration")
_CLASSES = ("class_declaration", "abstract_class_declaration", "class")


def statement(*types: str) -> Callable[[Statement], Statement]:
    """Says which nodes a function reads."""

    def register(handler: Statement) -> Statement:
        STATEMENTS.update(dict.fromkeys(types, handler))
        return handler

    return register


def execute_all(run: Run, nodes: Iterable[Syntax], scope: Scope) -> Completion:
    """Follows statements one after the other; functions are known before their line is reached."""
    nodes = tuple(nodes)
    for node in nodes:
        declared = node.field("declaration") if node.type == "export_statement" else node
        if declared is not None and declared.type in _FUNCTIONS:
            _declare_function(run, declared, scope)
    return _sequence(run, nodes, 0, scope)


def _sequence(run: Run, nodes: tuple[Syntax, ...], start: int, scope: Scope) -> Completion:
    """Follows statements; what is behind `if (...) return` is the other way of that branch."""
    returned = NORMAL
    for index in range(start, len(nodes)):
        node = nodes[index]
        if not run.frames and scope.outer is None:
            run.begin_statement()
        if node.type == "if_statement" and index + 1 < len(nodes) and _leaves(node):
            done = _guard(run, node, scope, partial(_sequence, run, nodes, index + 1, scope))
            return then(returned, done)
        returned = then(returned, run.execute(node, scope))
        if returned.exits:
            break
    return returned


_LEAVING = ("return_statement", "break_statement", "continue_statement", "throw_statement")


def _leaves(node: Syntax) -> tuple[str, ...]:
    """Which of the ways of an `if` end with a statement that leaves the block around."""
    return tuple(part for part in ("consequence", "alternative") if _ends_by_leaving(node.field(part)))


def _ends_by_leaving(node: Syntax | None) -> bool:
    while node is not None and node.type in ("statement_block", "else_clause") and node.children:
        node = node.children[-1]
    return node is not None and node.type in _LEAVING


def _guard(run: Run, node: Syntax, scope: Scope, rest: Callable[[], Completion]) -> Completion:
    leaving = _leaves(node)

    def follow(part: str) -> Completion:
        branch = node.field(part)
        done = run.execute(branch, scope.inner()) if branch is not None else NORMAL
        return done if part in leaving or done.exits else then(done, rest())

    condition = node.field("condition")
    value = run.eval(condition, scope)
    known = truth(value)
    if known is not None:
        return follow("consequence" if known else "alternative")
    name = condition_of(value, condition.text if condition is not None else "", scope.activation)
    return run.branch(name, lambda: follow("consequence"), lambda: follow("alternative"), scope)


def _declare_function(run: Run, node: Syntax, scope: Scope) -> None:
    name = node.field("name")
    if name is not None:
        closure = run.closure(node, scope)
        run.write(scope.names, name.text, closure)


@statement(*_FUNCTIONS, "function_signature")
def _function(run: Run, node: Syntax, scope: Scope) -> Completion:
    return NORMAL


@statement(
    "import_statement",
    "interface_declaration",
    "type_alias_declaration",
    "ambient_declaration",
    "empty_statement",
    "import_alias",
)
def _nothing(run: Run, node: Syntax, scope: Scope) -> Completion:
    return NORMAL


@statement("program", "statement_block", "ERROR", "class_static_block")
def _block(run: Run, node: Syntax, scope: Scope) -> Completion:
    inner = scope if node.type in ("program", "ERROR") else scope.inner()
    return execute_all(run, node.children, inner)


@statement("else_clause", "finally_clause", "labeled_statement")
def _wrapped(run: Run, node: Syntax, scope: Scope) -> Completion:
    body = node.field("body") or (node.children[-1] if node.children else None)
    return run.execute(body, scope) if body is not None else NORMAL


@statement("internal_module", "module")
def _namespace(run: Run, node: Syntax, scope: Scope) -> Completion:
    """TypeScript's `namespace Net { ... }`: an object of what is in it."""
    name, body, inner = node.field("name"), node.field("body"), scope.inner()
    execute_all(run, body.children if body is not None else (), inner)
    if name is not None:
        run.write(scope.names, name.text, Object(inner.names, is_open=True))
    return NORMAL


@expression("internal_module")
def _namespace_value(run: Run, node: Syntax, scope: Scope) -> Value:
    _namespace(run, node, scope)
    return UNDEFINED


@statement(*_CLASSES)
def _class(run: Run, node: Syntax, scope: Scope) -> Completion:
    name = node.field("name")
    made = new_class(run, node, scope)
    if name is not None:
        run.write(scope.names, name.text, made)
    return NORMAL


@expression(*_CLASSES)
def _class_value(run: Run, node: Syntax, scope: Scope) -> Value:
    return new_class(run, node, scope)


@statement("return_statement", "throw_statement")
def _return(run: Run, node: Syntax, scope: Scope) -> Completion:
    value = run.eval(node.children[0], scope) if node.children else UNDEFINED
    return Completion(True, value if node.type == "return_statement" else None)


@statement("break_statement", "continue_statement")
def _jump(run: Run, node: Syntax, scope: Scope) -> Completion:
    """One with a label leaves more than the nearest loop; no round of that follows, either."""
    is_next_round = node.type == "continue_statement" and not node.children
    return Completion(True, jump="continue" if is_next_round else "break")


@statement("if_statement")
def _if(run: Run, node: Syntax, scope: Scope) -> Completion:
    condition = node.field("condition")
    consequence, alternative = node.field("consequence"), node.field("alternative")

    def follow(branch: Syntax | None) -> Completion:
        return run.execute(branch, scope.inner()) if branch is not None else NORMAL

    value = run.eval(condition, scope)
    known = truth(value)
    if known is not None:
        return follow(consequence if known else alternative)
    name = condition_of(value, condition.text if condition is not None else "", scope.activation)
    return run.branch(name, lambda: follow(consequence), lambda: follow(alternative))


@statement("switch_statement")
def _switch(run: Run, node: Syntax, scope: Scope) -> Completion:
    subject, body = node.field("value"), node.field("body")
    value = run.eval(subject, scope)
    cases = body.children[:_MOST_CASES] if body is not None else ()
    written = subject.text if subject is not None else ""
    done = _follow_cases(run, list(cases), (written, value), scope.inner())
    return Completion(
        done.exits and bool(cases) and cases[-1].type == "switch_default", done.value, done.condition
    )


def _follow_cases(run: Run, cases: list[Syntax], subject: tuple[str, Value], scope: Scope) -> Completion:
    """The first case or else the others; labels without statements share those of the next."""
    if not cases:
        return NORMAL
    first, *others = cases
    label = first.field("value")
    if first.type == "switch_default" or label is None:
        return _follow_case(run, cases, scope)
    written, value = subject
    known = truth(compare(value, run.eval(label, scope)))
    if known is not None:
        return _follow_case(run, cases, scope) if known else _follow_cases(run, others, subject, scope)
    return run.branch(
        (f"{written}==={label.text}#{scope.activation}", False),
        lambda: _follow_case(run, cases, scope),
        lambda: _follow_cases(run, others, subject, scope),
    )


def _follow_case(run: Run, cases: list[Syntax], scope: Scope) -> Completion:
    return execute_all(run, _statements_from(cases), scope.inner()).within("break")


def _statements_from(cases: list[Syntax]) -> list[Syntax]:
    for case in cases:
        label = case.field("value")
        inside = [each for each in case.children if label is None or each.node != label.node]
        if inside:
            return inside
    return []


@statement("try_statement")
def _try(run: Run, node: Syntax, scope: Scope) -> Completion:
    body, handler = node.field("body"), node.field("handler")
    finalizer = node.field("finalizer")
    done = run.execute(body, scope) if body is not None else NORMAL
    caught = handler.field("body") if handler is not None else None
    if caught is not None:
        inner = scope.inner()
        parameter = handler.field("parameter") if handler is not None else None
        if parameter is not None:
            bind(run, parameter, Unknown("error"), inner)
        run.activations += 1
        condition = f"throws#{run.activations}", True
        recovered = run.branch(condition, lambda: NORMAL, lambda: run.execute(caught, inner))
        if done.value is None:
            done = Completion(False, recovered.value, recovered.condition)
    if finalizer is not None:
        run.execute(finalizer, scope)
    return done


@statement("with_statement")
def _with(run: Run, node: Syntax, scope: Scope) -> Completion:
    body = node.field("body")
    get_member(run, run.eval(node.field("object"), scope), "")
    return run.execute(body, scope) if body is not None else NORMAL
