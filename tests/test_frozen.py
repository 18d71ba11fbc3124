"""Our `dataclass(frozen=True)` does what the standard one does."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import field, replace
from typing import Any

import pytest

from cors_wizard import frozen


def _point(decorator: Callable[..., Any], **options: bool) -> Any:
    class Point:
        x: int
        names: tuple[str, ...] = ()
        unlike: int = field(default=0, compare=False, repr=False)
        table: dict[str, int] = field(default_factory=dict, hash=False)

    return decorator(frozen=True, **options)(Point)


_BOTH = [_point(frozen.dataclass), _point(dataclasses.dataclass)]


@pytest.mark.parametrize("point", _BOTH, ids=["ours", "standard"])
def test_it_compares_hashes_and_shows(point: Any) -> None:
    """By its fields, without those that are left out."""
    one = point(1, ("a",), table={"b": 2})
    assert one == point(1, names=("a",), unlike=5, table={"b": 2})
    assert one != point(2, ("a",), table={"b": 2})
    assert one != point(1, ("a",), table={})
    assert hash(one) == hash(point(1, ("a",), unlike=6))
    assert hash(one) != hash(point(1))
    assert repr(one).endswith("Point(x=1, names=('a',), table={'b': 2})")
    assert replace(one, x=3) == point(3, ("a",), table={"b": 2})
    assert point.__match_args__ == ("x", "names", "unlike", "table")


def test_it_is_unlike_another_class() -> None:
    """Equal fields aren't enough, as in the standard one."""
    ours, standard = _BOTH
    other = _point(frozen.dataclass)
    assert ours(1) != standard(1)
    assert ours(1) != other(1)
    assert ours(1) != 1


def test_what_is_not_compared_is_itself_alone() -> None:
    """`eq=False` leaves both methods to `object`."""
    lone = _point(frozen.dataclass, eq=False)
    one = lone(1)
    assert one == one
    assert one != lone(1)
    assert hash(one) == object.__hash__(one)


def test_names_may_be_demanded() -> None:
    """`kw_only=True` takes no value by its place."""
    named = _point(frozen.dataclass, kw_only=True)
    assert named(x=1).x == 1
    with pytest.raises(TypeError):
        named(1)


def test_methods_of_its_own_are_kept() -> None:
    """A class may say how it is shown, and one without fields is its class."""

    @frozen.dataclass(frozen=True)
    class Nothing:
        def __repr__(self) -> str:
            return "nothing"

    assert repr(Nothing()) == "nothing"
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1


def _family(decorator: Callable[..., Any]) -> tuple[Any, Any, Any]:
    @decorator(frozen=True)
    class Base:
        names: list[str] = field(default_factory=list)

    @decorator(frozen=True, kw_only=True)
    class Named(Base):
        size: int
        unit: str = "px"

    class Plain(Named):
        def __init__(self, size: int) -> None:
            super().__init__(size=size)  # type: ignore[call-arg]  # mypy sees no fields

    return Base, Named, Plain


@pytest.mark.parametrize("decorator", [frozen.dataclass, dataclasses.dataclass], ids=["ours", "standard"])
def test_a_class_is_complete_whoever_looks_first(decorator: Callable[..., Any]) -> None:
    """A subclass, decorated or not, a look at its fields, a copy: nobody sees a class that is half made."""
    assert [each.name for each in dataclasses.fields(_family(decorator)[1])] == ["names", "size", "unit"]
    base, named, plain = _family(decorator)
    assert plain(3) == plain(3) != plain(4)
    assert named(["a"], size=1) == copy(named(["a"], size=1))
    assert base() == base([])
    assert base().names is not base().names
    assert dataclasses.is_dataclass(base)


def test_threads_may_be_the_first_together() -> None:
    """One completes the class, the others wait for it."""
    points = [_point(frozen.dataclass) for _ in range(200)]
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda number: points[number // 8](number).x, range(1_600)))
    assert made == list(range(1_600))
