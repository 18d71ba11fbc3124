"""Each promise of SECURITY.md names the test that holds it."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PROMISES = [
    line
    for line in (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("- ")
]


def test_every_promise_has_a_test() -> None:
    """The file exists, and holds tests."""
    assert len(PROMISES) > 15
    for promise in PROMISES:
        named = re.search(r"\(`(tests/[a-z_/]+\.py)`\)$", promise)
        assert named, promise
        assert "def test_" in (REPOSITORY / named[1]).read_text(encoding="utf-8"), promise
