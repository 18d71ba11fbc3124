"""Names in sight."""

from __future__ import annotations

from dataclasses import dataclass, field

from cors_wizard.page_code.evaluation.values import Value


@dataclass(eq=False, slots=True)
class Scope:
    """The names of a block, and the block around it."""

    outer: Scope | None = None
    names: dict[str, Value] = field(default_factory=dict)
    this: Value | None = None
    """What `this` is, where a function or module sets it."""
    activation: int = 0
    """Tells one run of a function from another."""
    is_function: bool = False
    """Whether `var` declares here."""

    def inner(self) -> Scope:
        """A block in this one."""
        return Scope(self, activation=self.activation)

    def function(self) -> Scope:
        """The scope of the function, or the module, that this is in."""
        scope = self
        while not scope.is_function and scope.outer is not None:
            scope = scope.outer
        return scope

    def own_names(self) -> set[int]:
        """The names of this block and those around it, up to its function, as what holds them."""
        found, scope, last = set[int](), self, self.function()
        while scope is not last and scope.outer is not None:
            found.add(id(scope.names))
            scope = scope.outer
        return {*found, id(last.names)}

    def holder(self, name: str) -> Scope | None:
        """The scope that declares that name."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.outer
        return scope

    def nearest_this(self) -> Value | None:
        """What `this` means here."""
        scope: Scope | None = self
        while scope is not None and scope.this is None:
            scope = scope.outer
        return scope.this if scope is not None else None
