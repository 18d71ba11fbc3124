"""Where the wizard keeps things, also for a user who has no home."""

from __future__ import annotations

import pwd

import pytest

from cors_wizard.user_folders import settings_file, state_folder


def test_a_user_without_a_home_gets_no_folder_called_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's user may have neither the variable nor an entry in the list of users."""

    def nobody(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert state_folder().is_absolute()
    assert settings_file().is_absolute()
    assert not settings_file().parent.exists()
    with pytest.raises(NotADirectoryError):
        state_folder().mkdir(parents=True)
