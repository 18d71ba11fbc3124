"""What the page sets while it runs: a variable, or a member of an object, that begins as something else."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cors_wizard.page_code.evaluation.conditions import choose, truth
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import Array, Constant, Object, Text, Unknown, Value
from cors_wizard.page_code.sources.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_ASSIGNMENTS = 50
_MOST_PARENTS = 60
_FUNCTIONS = (
    "arrow_function",
    "function_declaration",
    "function_expression",
    "generator_function",
    "generator_function_declaration",
    "method_definition",
)
_IS_SET = rb"\s*(?:\|\||\?\?|&&)?=(?![=>])"
_IS_COUNTED = rb"\s*(?:[-+]?=(?![=>])|\+\+|--)"
_WORDS = re.compile(
    r"(?:GET|HEAD|POST|PUT|PATCH|DELETE|include|omit|same-origin|cors|no-cors)", re.IGNORECASE
)
"""What decides about a request: the other values of such a variable matter as much as its first."""
_WORD = re.compile(r"[\w-]+")
_PLAIN = ("object", "class", "ref")
_REFERENCE = frozenset({"current", "value"})
_DEEPEST_BOUND = 3


def unless_set_later(run: Run, declaration: Syntax, declarator: Syntax, value: Value) -> Value:
    """`let token = null`, which some other function sets: by the time that it is read it may be anything."""
    name = declarator.field("name")
    if name is None or name.type != "identifier":
        return value
    value = unless_bound(run, name.text, value)
    if isinstance(value, Object) and function_around(declarator.node) is None:
        forget_members(run, name.text, value)
    is_object = isinstance(value, Object) and type(value) is Object and value.kind == "object"
    is_nothing = truth(value) is False or (isinstance(value, Object) and is_object and not value.properties)
    is_passing = passes(value)
    if "const" in declaration.words or not (is_nothing or is_object or is_passing or is_switch(value)):
        return value
    in_markup = is_passing and declarator.file.endswith(".svelte")
    if not in_markup and not _is_set_elsewhere(run, declarator, name.text, passing=is_passing):
        return value
    return (
        Unknown(name.text)
        if is_nothing or is_passing
        else choose(f"{name.text} is set", Unknown(name.text), value)
    )


def unless_bound(run: Run, name: str, value: Value) -> Value:
    """The value of a variable or a member, unless it is what a person enters: `v-model="request.method"`."""
    bound = run.modules.bound
    if name in bound and (is_switch(value) or (isinstance(value, Array) and not value.is_open)):
        return Unknown(name.rpartition(".")[2])
    if isinstance(value, Object) and type(value) is Object:
        for member, each in value.properties.items():
            path = name if value.properties.keys() == _REFERENCE else f"{name}.{member}"
            if path in bound or (isinstance(each, Object) and path.count(".") < _DEEPEST_BOUND):
                value.properties[member] = unless_bound(run, path, each)
    return value


def of_component(run: Run, name: str, value: Value) -> Value:
    """A member of a component's state: what a person enters, and what begins empty, changes later."""
    value = unless_bound(run, name, value)
    is_nothing = isinstance(value, Constant | Text) and truth(value) is False
    if is_nothing or passes(value) or (isinstance(value, Array) and not value.items):
        return Unknown(name)
    if type(value) is Object and value.kind == "object" and not value.properties:
        return Object(is_open=True)
    return value


def unless_set(run: Run, name: str, written: str, value: Value) -> Value:
    """React's `state = { method: 'GET' }`, where the class has a `setState`; a URL in it stays what it is."""
    if name != "state" or "setState(" not in written or type(value) is not Object:
        return value
    for member, each in value.properties.items():
        kept = of_component(run, member, each)
        value.properties[member] = Unknown(member) if is_switch(kept) else kept
    return value


def passes(value: Value) -> bool:
    """Whether state begins with a number or a word, which tells nothing of what it is later: a page."""
    if isinstance(value, Text):
        word = value.constant
        return word is not None and _WORD.fullmatch(word) is not None and not is_switch(value)
    return isinstance(value, Constant) and isinstance(value.value, float)


def is_switch(value: Value) -> bool:
    """Whether a value decides about a request: a method, a mode, a yes."""
    if isinstance(value, Text):
        return value.constant is not None and _WORDS.fullmatch(value.constant) is not None
    return isinstance(value, Constant) and value.value is True


def _is_set_elsewhere(run: Run, declarator: Syntax, name: str, *, passing: bool) -> bool:
    code, own = run.modules.at(declarator.file).code, declarator.node
    sign = _IS_COUNTED if passing else _IS_SET
    assigned = re.compile(rb"(?<![\w$.])" + re.escape(name).encode() + sign)
    around = function_around(own)
    first, last = (0, len(code)) if around is None else (around.start_byte, around.end_byte)
    root = run.modules.at(declarator.file).root.node
    for match in islice(assigned.finditer(code, first, last), _MOST_ASSIGNMENTS):
        if own.start_byte <= match.start() < own.end_byte:
            continue
        if (around is None and not passing) or _is_in_other(root, match.start(), around):
            return True
    return False


def _is_in_other(root: Node, byte: int, function: Node | None) -> bool:
    """Whether something is in a function within that function."""
    there = root.descendant_for_byte_range(byte, byte + 1)
    nearest = function_around(there) if there is not None else None
    return nearest is not None and (function is None or nearest.start_byte != function.start_byte)


def function_around(node: Node) -> Node | None:
    """The function that a node is in."""
    around = node.parent
    for _ in range(_MOST_PARENTS):
        if around is None or around.type in _FUNCTIONS:
            return around
        around = around.parent
    return None


def forget_members(run: Run, name: str, value: Object) -> None:
    """`const session = { token: null }`, and anywhere in the code `session.token = ...`."""
    if value.kind not in _PLAIN:
        return
    for member, each in value.properties.items():
        is_nothing = isinstance(each, Constant | Text) and truth(each) is False
        if (is_nothing or is_switch(each)) and run.modules.sets(name, member):
            unknown = Unknown(member)
            value.properties[member] = unknown if is_nothing else choose(f"{member} is set", unknown, each)
