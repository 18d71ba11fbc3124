"""The session on disk: what is written comes back, and what is broken is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cors_wizard.facts import CORRECTED, Fact
from cors_wizard.tui.session import FOLDER_NAME, Session, discard, is_open_elsewhere, load, load_all, save

FULL = Session(
    id="one",
    text="line\nzwei \ud83d ☃",
    given=(Fact("url", "http://localhost:5000", "answered", CORRECTED), Fact("status", 404, "answered")),
    answers=(("objection", "missing-allow-origin"), ("headers", ("X-A", "X-B"))),
    project="/home/me/api",
    saved="14 November, 10:21",
    request="GET http://localhost:5000",
    state="A question is open",
    holder=1,
)


def test_what_is_saved_is_loaded(state: Path) -> None:
    """All of it, with its types."""
    save(FULL, state)
    assert load(state, "one") == FULL


def test_several_are_listed_the_newest_first(state: Path) -> None:
    """Each window has a file of its own; what is not a session is passed over."""
    for number, name in enumerate(("old", "new"), 1):
        save(replace(FULL, id=name), state)
        os.utime(state / FOLDER_NAME / f"{name}.json", (number, number))
    (state / FOLDER_NAME / "broken.json").write_text("{")
    (state / FOLDER_NAME / "folder.json").mkdir()
    assert [each.id for each in load_all(state)] == ["new", "old"]


def test_one_that_another_window_has_open_is_told_from_one_whose_window_is_gone() -> None:
    """A process that runs holds it; our own and one that has ended do not."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert is_open_elsewhere(replace(FULL, holder=child.pid))
    child.communicate(b"\n")
    assert not is_open_elsewhere(replace(FULL, holder=child.pid))
    assert not is_open_elsewhere(replace(FULL, holder=os.getpid()))
    assert not is_open_elsewhere(replace(FULL, holder=10**30))


def test_a_write_that_fails_leaves_the_old_session(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is replaced in one step or not at all, and nothing is left behind."""
    save(FULL, state)

    def full_disk(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        save(Session("one", "new"), state)
    assert load(state, "one") == FULL
    assert [path.name for path in (state / FOLDER_NAME).iterdir()] == ["one.json"]


def test_discarding_twice_is_fine(state: Path) -> None:
    """There may be nothing to forget."""
    save(FULL, state)
    discard(state, "one")
    discard(state, "one")
    assert load(state, "one") is None


_NEARLY = [b'{"version": 2}', b'{"version": 2, "given": [["a", true]]}']


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.binary(max_size=200) | st.sampled_from(_NEARLY))
def test_any_bytes_are_a_session_or_none(state: Path, content: bytes) -> None:
    """Never an exception."""
    (state / FOLDER_NAME).mkdir(exist_ok=True, parents=True)
    (state / FOLDER_NAME / "one.json").write_bytes(content)
    found = load(state, "one")
    assert found is None or isinstance(found, Session)
