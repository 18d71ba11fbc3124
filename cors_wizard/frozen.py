"""`dataclass(frozen=True)` that costs nothing before its first instance: a start makes hundreds of them.

Fields and methods are made when somebody first looks at them. That nobody assigns to a field is for the type
checker, which sees the standard decorator.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from operator import attrgetter
from reprlib import recursive_repr
from threading import RLock
from typing import TYPE_CHECKING, Any

_FIELDS = "__dataclass_fields__"
_COMPLETING = RLock()

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, eq: bool = True, kw_only: bool = False) -> Callable[[type], type]:
        """What the standard decorator does, for classes whose instances never change."""
        assert frozen, "What changes has the standard decorator."

        def made(cls: type) -> type:
            makers = {"__init__": _initializer, "__repr__": lambda _: _shown}
            makers |= {"__eq__": _equality, "__hash__": _hash} if eq else {}
            makers = {name: make for name, make in makers.items() if name not in cls.__dict__}

            def complete() -> None:
                with _COMPLETING:
                    if isinstance(cls.__dict__[_FIELDS], _LateFields):
                        dataclasses.dataclass(init=False, eq=False, repr=False, kw_only=kw_only)(cls)
                        for name, make in makers.items():
                            setattr(cls, name, make(cls))

            setattr(cls, _FIELDS, _LateFields(complete))
            for name in makers:
                setattr(cls, name, _late(cls, name, complete))
            return cls

        return made


class _LateFields:
    """Stands for the fields of a class until somebody looks."""

    def __init__(self, complete: Callable[[], None]) -> None:
        self._complete = complete

    def __get__(self, instance: object, owner: type) -> Any:
        self._complete()
        return getattr(owner, _FIELDS)


def _late(cls: type, name: str, complete: Callable[[], None]) -> Callable[..., Any]:
    """Stands for the method until it's called."""

    def first(self: object, *given: Any, **named: Any) -> Any:
        complete()
        return getattr(cls, name)(self, *given, **named)

    return first


def _initializer(cls: type) -> Any:
    # Of a class with these fields alone: for `cls`, the decorator would leave the stand-in where it is.
    fields = [(each.name, each.type, each) for each in dataclasses.fields(cls)]
    after = {"__post_init__": cls.__post_init__} if hasattr(cls, "__post_init__") else {}
    bare: Any = dataclasses.make_dataclass(cls.__name__, fields, eq=False, repr=False, namespace=after)
    return bare.__init__


def _equality(cls: type) -> Callable[[object, object], bool]:
    compared = _values_of(each.name for each in dataclasses.fields(cls) if each.compare)

    def is_equal(self: object, other: object) -> bool:
        return compared(self) == compared(other) if type(other) is type(self) else NotImplemented

    return is_equal


def _hash(cls: type) -> Callable[[object], int]:
    fields = (each for each in dataclasses.fields(cls) if each.compare and each.hash is not False)
    hashed = _values_of(each.name for each in fields)
    return lambda self: hash(hashed(self))


def _values_of(names: Iterable[str]) -> Callable[[object], object]:
    found = tuple(names)
    return attrgetter(*found) if found else type


@recursive_repr()
def _shown(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"
