"""What the tests of the window share; all but the pure ones are marked `window`, since each opens one."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App

from tests.tui import idle

_PURE = frozenset(
    {
        "test_display.py",
        "test_exchange_timeline.py",
        "test_fact_input.py",
        "test_idle.py",
        "test_session.py",
        "test_words.py",
    }
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what opens the window."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and item.path.name not in _PURE:
            item.add_marker("window")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are offered beside the user's files; here that is an empty folder."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)


@pytest.fixture(autouse=True)
def _idle_is_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    idle.use(monkeypatch)


@pytest.fixture(autouse=True)
def _messages_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message goes after five seconds, which a busy machine may need until a test looks."""
    monkeypatch.setattr(App, "NOTIFICATION_TIMEOUT", 3600.0)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The folder of the saved session."""
    return tmp_path / "state"
