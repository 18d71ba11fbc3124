"""Where the wizard keeps what is the user's, in each platform's usual folders: state and settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from platformdirs import user_config_path, user_state_path

_NAME = "cors-wizard"


def state_folder() -> Path:
    """Holds sessions, the undo journal and the last copied code; made when first needed."""
    return _usable(user_state_path)


def settings_file() -> Path:
    """The user's settings; it need not exist."""
    return _usable(user_config_path) / "config.toml"


def make_private(folder: Path) -> None:
    """Make the folder and those above it that are missing, each for its user alone; raises OSError."""
    if folder.parent != folder and not folder.parent.is_dir():
        make_private(folder.parent)
    folder.mkdir(exist_ok=True, mode=0o700)


def _usable(find: Callable[..., Path]) -> Path:
    """The folder; for a user without a home, a place where nothing can be kept, not a folder named `~`."""
    nowhere = Path("/dev/null") / _NAME
    try:
        folder = find(_NAME, appauthor=False)
    except RuntimeError:
        return nowhere
    return folder if folder.is_absolute() else nowhere
