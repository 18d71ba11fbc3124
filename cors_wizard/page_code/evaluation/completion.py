"""How statements end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from cors_wizard.page_code.evaluation.conditions import on_condition
from cors_wizard.page_code.evaluation.values import Value

Jump = Literal["", "break", "continue"]


@dataclass(frozen=True, slots=True)
class Completion:
    """How a statement ended: whether what follows it still runs, and what it returned."""

    exits: bool = False
    value: Value | None = None
    condition: tuple[str, bool] = ("", False)
    """Under which condition it returned or jumped, where what follows still runs."""
    jump: Jump = ""
    """Whether it leaves its loop, or the loop's round, rather than its function."""

    @property
    def is_lost(self) -> bool:
        """Whether it ends by an error: what was changed on this way leads to no request."""
        return self.exits and self.value is None and not self.jump

    def within(self, *jumps: Jump) -> Completion:
        """The same, seen from outside of what these jumps leave."""
        if self.jump not in jumps:
            return self
        return replace(self, exits=False, jump="") if self.value is not None else NORMAL


NORMAL = Completion()


def joined(condition: tuple[str, bool], first: Completion, second: Completion) -> Completion:
    """How a branch ended of which nobody knows the way."""
    exits = first.exits and second.exits and not (first.jump or second.jump)
    name, is_negated = condition
    if first.value is not None and second.value is not None:
        return Completion(exits, on_condition(*condition, first.value, second.value), condition)
    if first.value is None and second.value is None:
        return _jumped(condition, first, second)
    if first.value is None:
        return Completion(exits, second.value, (name, not is_negated))
    return Completion(exits, first.value, condition)


def _jumped(condition: tuple[str, bool], first: Completion, second: Completion) -> Completion:
    if first.jump and second.jump:
        is_both = first.exits and second.exits
        return Completion(is_both, None, condition, first.jump if first.jump == second.jump else "continue")
    name, is_negated = condition
    exits = first.exits and second.exits
    if first.jump:
        return Completion(exits, None, condition, first.jump)
    return Completion(exits, None, (name, not is_negated), second.jump)


def then(before: Completion, after: Completion) -> Completion:
    """How two statements ended of which the second runs where the first has let it."""
    if before.value is None:
        return after
    if after.value is None:
        return Completion(after.exits and not after.jump, before.value, before.condition)
    value = on_condition(*before.condition, before.value, after.value)
    return Completion(after.exits, value, before.condition)
