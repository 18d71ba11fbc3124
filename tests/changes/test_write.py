"""Undoing gives the file back letter by letter, from a journal that holds only the lines that changed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.changes.change import Change, ChangeSet
from cors_wizard.changes.write import apply, undo

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "\n", "é\n", "\u2028x\n"]), max_size=12).map("".join)


@given(before=LINES, after=LINES)
def test_what_was_there_comes_back(tmp_path_factory: pytest.TempPathFactory, before: str, after: str) -> None:
    """Whatever the change was."""
    root, state = tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("state")
    file = root / "app.py"
    file.write_bytes(before.encode())
    apply(ChangeSet((Change("app.py", "edit", before, after),)), root, state)
    assert file.read_bytes() == after.encode()
    undo(root, state)
    assert file.read_bytes() == before.encode()


def test_the_journal_holds_no_more_than_it_needs(tmp_path: Path) -> None:
    """Lines that stay may hold a secret key; they are copied nowhere, and nobody else may read the rest."""
    before = 'app.secret_key = "s3cr3t-4711"\nCORS(app)\n'
    after = 'app.secret_key = "s3cr3t-4711"\nCORS(app, origins=["http://localhost:5173"])\n'
    (tmp_path / "app.py").write_text(before)
    apply(ChangeSet((Change("app.py", "edit", before, after),)), tmp_path, tmp_path / "state")
    (journal,) = (tmp_path / "state" / "undo").iterdir()
    assert "4711" not in journal.read_text()
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.parent.stat().st_mode) == 0o700
