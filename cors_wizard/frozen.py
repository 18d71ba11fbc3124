"""`dataclass(frozen=True)` at a third of its price: a start makes nearly two hundred such classes.

Python 3.11 compiles six methods for each class. Here it compiles `__init__` alone; what compares, hashes and
shows is shared. That nobody assigns to a field is for the type checker, which sees the standard decorator.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, eq: bool = True, kw_only: bool = False) -> Callable[[type], type]:
        """What the standard decorator does, for classes whose instances never change."""
        assert frozen, "What changes has the standard decorator."

        def made(cls: type) -> type:
            own = set(cls.__dict__)
            dataclasses.dataclass(eq=False, repr=False, kw_only=kw_only)(cls)
            methods = {"__repr__": _shown, **(_comparing(cls) if eq else {})}
            for name in methods.keys() - own:
                setattr(cls, name, methods[name])
            return cls

        return made


def _comparing(cls: type) -> dict[str, Callable[..., Any]]:
    fields = [each for each in dataclasses.fields(cls) if each.compare]
    compared = _values_of(each.name for each in fields)
    hashed = _values_of(each.name for each in fields if each.hash is not False)

    def is_equal(self: object, other: object) -> bool:
        return compared(self) == compared(other) if type(other) is type(self) else NotImplemented

    def hash_of(self: object) -> int:
        return hash(hashed(self))

    return {"__eq__": is_equal, "__hash__": hash_of}


def _values_of(names: Iterable[str]) -> Callable[[object], object]:
    found = tuple(names)
    return attrgetter(*found) if found else type


@recursive_repr()
def _shown(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"
