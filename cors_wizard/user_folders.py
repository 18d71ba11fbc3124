"""Where the wizard keeps what is the user's: state and settings, in each platform's usual folders."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_config_path, user_state_path

_NAME = "cors-wizard"


def state_folder() -> Path:
    """Holds sessions, the undo journal and the last copied code; made when first needed."""
    return user_state_path(_NAME, appauthor=False)


def settings_file() -> Path:
    """The user's settings; it need not exist."""
    return user_config_path(_NAME, appauthor=False) / "config.toml"
