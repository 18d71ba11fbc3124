"""What a piece of page code can be known to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from cors_wizard.page_code.sources.syntax import Place, Syntax

if TYPE_CHECKING:
    from cors_wizard.page_code.evaluation.invocation import Invocation
    from cors_wizard.page_code.evaluation.scope import Scope


class Value:
    """Anything that an expression can yield."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Unknown(Value):
    """A value that the code doesn't settle, under the name that the code calls it by."""

    name: str = ""
    variable: str = ""
    """The variable of the environment that it is, if it is one."""
    type: str = ""
    """What TypeScript says it is, if it does."""


@dataclass(frozen=True, slots=True)
class Constant(Value):
    """A number, a truth value, null or undefined."""

    value: float | bool | None
    is_undefined: bool = False


UNDEFINED = Constant(None, is_undefined=True)
NULL = Constant(None)
DELETED = Constant(None, is_undefined=True)
"""A property that was taken out: equal to undefined, and told from it by being this very object."""


@dataclass(frozen=True, slots=True)
class Hole:
    """The part of a text that isn't settled."""

    name: str
    variable: str = ""


@dataclass(frozen=True, slots=True)
class Text(Value):
    """A string: what is literal in it, and holes."""

    parts: tuple[str | Hole, ...] = ()
    variable: str = ""
    """The variable of the environment that it begins with, settled or not."""

    @property
    def constant(self) -> str | None:
        """The string, if it has no hole."""
        if any(isinstance(part, Hole) for part in self.parts):
            return None
        return "".join(part for part in self.parts if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Choice(Value):
    """One of two values: which one depends on a condition of the page's own."""

    condition: str
    """As it is written; two choices with one condition go together."""
    yes: Value
    no: Value


COUNT = count()
"""Counts objects and branches, so that it is known which came first."""


@dataclass(eq=False, slots=True)
class Object(Value):
    """An object: the properties that are known, and whether there may be others."""

    properties: dict[str, Value] = field(default_factory=dict)
    is_open: bool = False
    """Something unknown was spread into it."""
    settled: set[str] = field(default_factory=set)
    """In an open object: the properties that were set after the unknown."""
    kind: str = "object"
    """`object`, or what it was constructed as: `headers`, `form-data`, `axios`, ..."""
    place: Place | None = None
    places: dict[str, Place] = field(default_factory=dict)
    """Where the values of its properties are written."""
    parent: Class | None = None
    """The class that it is an instance of."""
    birth: int = field(default_factory=COUNT.__next__)

    def is_settled(self, name: str) -> bool:
        """Whether nothing unknown may have replaced that property."""
        return not self.is_open or name in self.settled

    def copy(self) -> Object:
        """Another object with the same properties."""
        return Object(
            dict(self.properties),
            self.is_open,
            set(self.settled),
            self.kind,
            self.place,
            dict(self.places),
            self.parent,
        )


@dataclass(eq=False, slots=True)
class Array(Object):
    """An array whose items are known, as long as it isn't open."""

    items: list[Value] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Closure(Object):
    """A function of the project, with what it sees around it."""

    node: Syntax | None = None
    scope: Scope | None = None
    this: Value | None = None
    name: str = ""
    home: Class | None = None
    """The class whose method it is: `super` begins there."""
    is_called: bool = False
    """Whether a call of it was followed."""
    is_inline: bool = False
    """Whether it was called by what it was written for: each item of a list, and nobody else."""


@dataclass(eq=False, slots=True)
class Class(Object):
    """A class of the project (its static members are its properties)."""

    methods: dict[str, Closure] = field(default_factory=dict)
    getters: dict[str, Closure] = field(default_factory=dict)
    node: Syntax | None = None
    scope: Scope | None = None
    base: Value | None = None
    name: str = ""


@dataclass(eq=False, slots=True)
class Native(Object):
    """A function of the browser or of a library, as far as it matters here."""

    call: Callable[[Invocation], Value] | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Imported(Value):
    """A name that stands for what another module exports."""

    specifier: str
    name: str
    """`default`, `*` for all of it, or the name over there."""
    importer: str


def text(string: str) -> Text:
    """A string without holes."""
    return Text((string,) if string else ())


def native(call: Callable[[Invocation], Value], name: str = "", **members: Value) -> Native:
    """A function of a library, with members of its own."""
    return Native(properties=dict(members), call=call, name=name)


SENDER_KINDS = frozenset(
    {
        *("axios", "instance", "ky", "superagent", "superagent-agent", "fetcher", "wretch"),
        *("context", "proxy", "trpc", "hono"),
    }
)
"""What an object is that sends for its caller."""
