"""The state of following code: what was sent, by which chain of calls, and how much may still be read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cors_wizard.page_code.evaluation.completion import NORMAL, Completion, joined
from cors_wizard.page_code.evaluation.conditions import on_condition, or_absent
from cors_wizard.page_code.evaluation.values import (
    COUNT,
    UNDEFINED,
    Class,
    Closure,
    Imported,
    Object,
    Unknown,
    Value,
)
from cors_wizard.page_code.sources.syntax import Place, Syntax

if TYPE_CHECKING:
    from cors_wizard.page_code.evaluation.modules import Module, Modules
    from cors_wizard.page_code.evaluation.scope import Scope
    from cors_wizard.page_code.libraries.draft import Draft

_DEEPEST = 150
"""Expressions within expressions, through all functions that are followed."""
_MOST_FRAMES = 12
_MOST_AGAIN = 1
"""How often a function may call itself: a retry is seen, with what it sends besides."""
_MOST_STEPS = 1_000_000
_STEPS_OF_A_ROOT = 20_000
_SENDINGS_OF_A_ROOT = 300

Journal = dict[tuple[int, Any], tuple[MutableMapping[Any, Value], Value | None]]
"""Names and properties that a branch has set, each with what it was before."""
Handler = Callable[["Run", Syntax, "Scope"], Value]
Statement = Callable[["Run", Syntax, "Scope"], "Completion"]
EXPRESSIONS: dict[str, Handler] = {}
STATEMENTS: dict[str, Statement] = {}


@dataclass(frozen=True, slots=True)
class Sending:
    """A request that the code makes, and the calls that lead to it, the outermost first."""

    sites: tuple[Place, ...]
    draft: Callable[[], Draft | None]


class Run(ABC):
    """Follows code."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.sendings: list[Sending] = []
        self.sites: list[Place] = []
        self.frames: list[Syntax] = []
        self.pending: deque[tuple[Closure | Class, tuple[Place, ...]]] = deque()
        """What may be called by code that isn't seen, and the calls that made it."""
        self.pending_inside: deque[tuple[Closure | Class, tuple[Place, ...]]] = deque()
        """The same, made by a function that was called: followed if all that called it have been."""
        self.classes: list[Class] = []
        """Every class of the project that was met."""
        self.workers: list[tuple[Value, Syntax]] = []
        """What a service worker passes the page's requests to, and where that is written."""
        self.listeners: list[Value] = []
        """What is to be called with the messages that a worker gets."""
        self.activations = 0
        self.is_exhausted = False
        self.was_too_deep = False
        self._defaults: dict[str, Value] = {}
        self._waiting: dict[str, list[tuple[list[Place], Syntax, Sequence[Value]]]] = defaultdict(list)
        """What is called by a function that is set for all: by which calls, where, and with what."""
        self._depth = 0
        self._steps = 0
        self._steps_of_root = 0
        self._sendings_of_root = 0
        self.root_birth = -1
        self._journal: Journal | None = None
        self._branch = -1
        self._conditions: list[tuple[tuple[str, bool], int]] = []
        """What the branches that are being tried depend on, each with its beginning."""

    def eval(self, node: Syntax | None, scope: Scope) -> Value:
        """What an expression yields."""
        if node is None:
            return UNDEFINED
        handler = EXPRESSIONS.get(node.type)
        if handler is None or not self._may_go_on():
            return Unknown()
        self._depth += 1
        try:
            return handler(self, node, scope)
        finally:
            self._depth -= 1

    def execute(self, node: Syntax, scope: Scope) -> Completion:
        """Follows a statement."""
        handler = STATEMENTS.get(node.type)
        if not self._may_go_on():
            return NORMAL
        self._depth += 1
        try:
            if handler is None:
                self.eval(node, scope)
                return NORMAL
            return handler(self, node, scope)
        finally:
            self._depth -= 1

    def _may_go_on(self) -> bool:
        self._steps += 1
        self._steps_of_root += 1
        if self._steps > _MOST_STEPS:
            self.is_exhausted = True
        self.was_too_deep |= self._depth > _DEEPEST
        return self._depth <= _DEEPEST and self._steps_of_root <= _STEPS_OF_A_ROOT and not self.is_exhausted

    def begin_root(self, sites: Sequence[Place] = ()) -> None:
        """Starts a function that no code is seen to call, or a module."""
        self.begin_statement()
        self.root_birth = -1
        self.sites = list(sites)
        self.frames = []

    def begin_statement(self) -> None:
        """Gives what comes next as much time as what came before."""
        self._steps_of_root = self._sendings_of_root = 0

    def is_older(self, target: Object) -> bool:
        """Whether an object was there before the function that is followed was called."""
        return target.birth < self.root_birth

    def may_follow(self, node: Syntax) -> bool:
        """Whether a function's code may be followed: once more while it runs already, and not endlessly."""
        same = sum(
            frame.node.start_byte == node.node.start_byte and frame.file == node.file for frame in self.frames
        )
        return len(self.frames) < _MOST_FRAMES and same <= _MOST_AGAIN

    @abstractmethod
    def lookup(self, name: str, scope: Scope) -> Value:
        """What a name means in a scope."""

    @abstractmethod
    def closure(self, node: Syntax, scope: Scope) -> Closure:
        """A function where it is written, with what it sees around it."""

    @abstractmethod
    def created(self, made: Closure | Class) -> None:
        """Records a function or class that may be called from where nobody sees it."""

    @abstractmethod
    def call(self, callee: Value, arguments: Sequence[Value], this: Value, node: Syntax | None) -> Value:
        """What a call yields."""

    @abstractmethod
    def construct(self, callee: Value, arguments: Sequence[Value], node: Syntax) -> Value:
        """What `new` yields."""

    @abstractmethod
    def imported(self, name: Imported) -> Value:
        """What another module exports."""

    @abstractmethod
    def ensure(self, module: Module) -> None:
        """Follows a module's own statements, if that hasn't been done."""

    @abstractmethod
    def default_of(self, module: Module) -> Value:
        """What a module exports by default."""

    @abstractmethod
    def of_type(self, written: str, scope: Scope) -> Value | None:
        """The object that an injector gives for a type, where the project's code tells."""

    @abstractmethod
    def provided(self, keys: Sequence[str], file: str) -> Value:
        """What Vue's `inject` gives for a key that a file asks for."""

    @abstractmethod
    def injected(self, kind: Value) -> Value | None:
        """The one object of a class, as an injector makes it."""

    @abstractmethod
    def returned(self, function: Closure) -> Value:
        """What a function returns, whatever it is called with."""

    @abstractmethod
    def of_super(self, scope: Scope, name: str) -> Value:
        """A method of the base class."""

    @abstractmethod
    def is_hot(self, node: Syntax) -> bool:
        """Whether that code may send a request."""

    def of_default(self, library: str, node: Syntax, arguments: Sequence[Value]) -> None:
        """Calls the function that a library was given for all of its hooks, as soon as that is known."""
        if library in self._defaults:
            self.call(self._defaults[library], arguments, UNDEFINED, node)
        else:
            self._waiting[library].append((list(self.sites), node, arguments))

    def set_default(self, library: str, function: Value) -> None:
        """Calls the function for every hook that has been seen, and for those to come."""
        self._defaults[library] = function
        for sites, node, arguments in self._waiting.pop(library, []):
            before, self.sites = self.sites, sites
            self.call(function, arguments, UNDEFINED, node)
            self.sites = before

    def send(self, node: Syntax, draft: Callable[[], Draft | None]) -> None:
        """Records that the code sends a request here."""
        self.send_at(node.place, draft)

    def send_at(self, place: Place, draft: Callable[[], Draft | None]) -> None:
        """The same, for a place that is known without its code."""
        self._sendings_of_root += 1
        if self._sendings_of_root <= _SENDINGS_OF_A_ROOT:
            self.sendings.append(Sending((*self.sites, place), draft))

    def write(self, mapping: MutableMapping[Any, Value], key: Any, value: Value) -> None:
        """Sets a name or a property, so that a branch that isn't taken can be undone."""
        if self._journal is not None:
            self._journal.setdefault((id(mapping), key), (mapping, mapping.get(key)))
        mapping[key] = value

    def write_property(self, target: Object, name: str, value: Value) -> None:
        """Sets a property; an object that the branch itself has made is kept as the branch leaves it."""
        if target.birth > self._branch:
            target.properties[name] = value
        else:
            self.write(target.properties, name, value)

    def branch(
        self,
        condition: tuple[str, bool],
        then: Callable[[], Completion],
        otherwise: Callable[[], Completion],
        scope: Scope | None = None,
    ) -> Completion:
        """Follows both ways, each from the same state; what they leave behind depends on the condition.

        With a scope, the ways go on to the end of its function: what one of them has changed on its way out
        counts, but for the names of the function itself.
        """
        outer = self._journal
        first, first_state, first_before = self._try(then, condition)
        other = condition[0], not condition[1]
        second, second_state, second_before = self._try(otherwise, other)
        self._journal = outer
        own = scope.own_names() if scope is not None else None
        stays = first if second.is_lost else second if first.is_lost else None
        if stays is None and first.exits != second.exits:
            stays = second if first.exits else first
        for key, (mapping, old) in {**second_before, **first_before}.items():
            yes, no = first_state.get(key, old), second_state.get(key, old)
            is_of_one = own is None or key[0] in own or first.is_lost or second.is_lost
            if stays is not None and is_of_one:
                yes = no = yes if stays is first else no
            elif own is not None and key[0] in own and old is None:
                yes = no = yes or no
            if yes is not None or no is not None:
                self.write(mapping, key[1], on_condition(*condition, or_absent(yes), or_absent(no)))
        return joined(condition, first, second)

    def apart(self, function: Value, argument: Value, node: Syntax, *others: Value) -> Value:
        """What a function makes of an argument, long after: what it sends meanwhile was seen before."""
        return self._apart(function, (argument, *others), node)[0]

    def sent_by(self, function: Value, argument: Value, node: Syntax) -> list[Sending]:
        """What a function sends that gets an argument, long after."""
        return self._apart(function, (argument,), node)[1]

    def _apart(
        self, function: Value, arguments: Sequence[Value], node: Syntax
    ) -> tuple[Value, list[Sending]]:
        kept = self.sendings, self.pending, self.pending_inside
        around = self.sites, self.frames, self.root_birth
        self.sendings, self.pending, self.pending_inside = [], deque(), deque()
        self.begin_root()
        with self.aside():
            made = self.call(function, arguments, UNDEFINED, node)
        sent = self.sendings
        self.sites, self.frames, self.root_birth = around
        self.sendings, self.pending, self.pending_inside = kept
        return made, sent

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Follows something that isn't part of the branch that is being tried."""
        journal, branch, conditions = self._journal, self._branch, self._conditions
        self._journal, self._branch, self._conditions = None, -1, []
        try:
            yield
        finally:
            self._journal, self._branch, self._conditions = journal, branch, conditions

    def condition_of(self, target: Value) -> tuple[str, bool] | None:
        """What it hangs on that an object is changed here: the first branch that began after it was made."""
        birth = target.birth if isinstance(target, Object) else 0
        return next((condition for condition, start in self._conditions if birth < start), None)

    def _try(
        self, way: Callable[[], Completion], condition: tuple[str, bool]
    ) -> tuple[Completion, dict[tuple[int, Any], Value | None], Journal]:
        journal: Journal = {}
        outer = self._branch
        self._journal, self._branch = journal, next(COUNT)
        self._conditions.append((condition, self._branch))
        completion = way()
        self._conditions.pop()
        self._branch = outer
        state = {key: mapping.get(key[1]) for key, (mapping, _) in journal.items()}
        for key, (mapping, old) in journal.items():
            if old is None:
                mapping.pop(key[1], None)
            else:
                mapping[key[1]] = old
        return completion, state, journal
