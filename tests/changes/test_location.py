"""A cause whose line is in the user's files points to it."""

from __future__ import annotations

import pytest

from cors_wizard.changes import Change
from cors_wizard.changes.location import faulty

CASES = [
    pytest.param("a\nCORS(app, origins='*')\n", "a\nCORS(app, origins=['x'])\n", 2, "'*'", id="replaced"),
    pytest.param("a\nCORS(app)\nb\n", "a\nb\n", 2, "CORS(app)", id="removed"),
    pytest.param(
        "from flask import Flask\n\nCORS(app)\n",
        "from flask import Flask, request\n\nCORS(app, a=1)\n",
        3,
        "app",
        id="an-import-is-at-no-fault",
    ),
    pytest.param("a\n\n\n@hook\ndef f(): ...\nb\n", "a\nb\n", 4, "@hook", id="below-blank-lines"),
    pytest.param("CORS(app, a=1)\n", "CORS(app, a=1, b=2)\n", 1, "a=1", id="added-to-the-line"),
]


@pytest.mark.parametrize(("before", "after", "line", "part"), CASES)
def test_the_faulty_part_is_underlined(before: str, after: str, line: int, part: str) -> None:
    """Line, text and part of it."""
    found = faulty([Change("app.py", "edit", before, after)])
    assert found is not None
    assert (found.path, found.line, found.text[found.start : found.end]) == ("app.py", line, part)
    assert found.drawn()[2].index("^") == found.drawn()[1].index(part)


def test_what_is_only_added_is_nowhere() -> None:
    """A new line has no faulty line before it."""
    assert (
        faulty([Change("app.py", "edit", "a\n", "a\nCORS(app)\n"), Change("new", "create", "", "x")]) is None
    )
