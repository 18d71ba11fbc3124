"""Whose host a name is: the patterns of `knowledge/hosts/` mean what `fnmatch` makes of them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.host_models import fits

_HOSTS = (
    "",
    "a",
    "ab",
    "aba",
    "a.b",
    "a.test",
    "x.a.test",
    "evil-a.test",
    "a.test.evil",
    "aa",
    "aaa",
    "a-b.c",
)
_PATTERNS = (
    "a",
    "*",
    "a*",
    "*a",
    "*.a.test",
    "a*a",
    "a*b*a",
    "a*.test",
    "*.b",
    "**",
    "*a*",
    "a-*.c",
    "a*a*a",
)


@pytest.mark.parametrize(("host", "pattern"), [*product(_HOSTS, _PATTERNS)])
def test_a_table(host: str, pattern: str) -> None:
    """A pattern's ends may not share a letter of the host, and its pieces come in order."""
    assert fits(host, pattern) == fnmatchcase(host, pattern)


@given(st.text("ab.-", max_size=12), st.text("ab.-*", max_size=8))
def test_any(host: str, pattern: str) -> None:
    """The same for whatever is drawn."""
    assert fits(host, pattern) == fnmatchcase(host, pattern)


def test_each_example_is_found_by_its_mark() -> None:
    """What is built in is matched by its own patterns."""
    marks = [mark for file in load_knowledge().hosts for mark in file.hosts]
    assert len(marks) > 10
    for mark in marks:
        host, _, rest = mark.example.partition("://")[2].partition("/")
        assert mark.matches(host, f"/{rest}"), mark.example
