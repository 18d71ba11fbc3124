"""Each promise of SECURITY.md names the tests that hold it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PROMISES = [
    line
    for line in (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("- ")
]
_HELD_BY = re.compile(r"[.] \((?P<tests>`tests/[^()]+`)\)$")
_FILE = re.compile(r"`(?P<path>tests/[a-z_/]+\.py)`: (?P<names>`[a-z0-9_]+`(?:, `[a-z0-9_]+`)*)")


def named_tests(promise: str) -> list[tuple[str, str]]:
    """Each file and test function that the promise names; fails where it is written in another way."""
    held_by = _HELD_BY.search(promise)
    assert held_by, promise
    found = []
    for part in held_by["tests"].split("; "):
        named = _FILE.fullmatch(part)
        assert named, part
        found += [(named["path"], name) for name in re.findall(r"[a-z0-9_]+", named["names"])]
    return found


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise[2:40])
def test_every_promise_has_its_tests(promise: str) -> None:
    """Each function is there, is collected by pytest, and checks something."""
    for path, name in named_tests(promise):
        tree = ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))
        functions = {
            each.name: each for each in tree.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))
        }
        assert name.startswith("test_"), name
        assert name in functions, (path, name)
        skipped = [
            ast.unparse(each) for each in functions[name].decorator_list if "skip" in ast.unparse(each)
        ]
        assert not skipped, (path, name)


def test_there_are_promises_of_every_kind() -> None:
    """What is read, sent, written and kept, and what never happens."""
    assert len(PROMISES) > 25
