"""The session on disk: what is written comes back, and what is broken is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cors_wizard.facts import Fact
from cors_wizard.tui.session import FILE_NAME, Session, discard, load, save

FULL = Session(
    text="line\nzwei \ud83d ☃",
    given=(Fact("url", "http://localhost:5000", "answered"), Fact("status", 404, "answered")),
    answers=(("objection", "missing-allow-origin"), ("headers", ("X-A", "X-B"))),
    project="/home/me/api",
    saved="14 November, 10:21",
)


def test_what_is_saved_is_loaded(state: Path) -> None:
    """All of it, with its types."""
    save(FULL, state)
    assert load(state) == FULL


def test_a_write_that_fails_leaves_the_old_session(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is replaced in one step or not at all, and nothing is left behind."""
    save(FULL, state)

    def full_disk(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        save(Session("new"), state)
    assert load(state) == FULL
    assert [path.name for path in state.iterdir()] == [FILE_NAME]


def test_discarding_twice_is_fine(state: Path) -> None:
    """There may be nothing to forget."""
    save(FULL, state)
    discard(state)
    discard(state)
    assert load(state) is None


_NEARLY = [b'{"version": 1}', b'{"version": 1, "given": [["a", true]]}']


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.binary(max_size=200) | st.sampled_from(_NEARLY))
def test_any_bytes_are_a_session_or_none(state: Path, content: bytes) -> None:
    """Never an exception."""
    state.mkdir(exist_ok=True)
    (state / FILE_NAME).write_bytes(content)
    found = load(state)
    assert found is None or isinstance(found, Session)
