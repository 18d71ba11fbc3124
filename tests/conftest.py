"""What all tests share: nothing of the developer's machine reaches them, none is judged by its time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import count

import pytest
from hypothesis import settings

pytest_plugins = ("tests.browsers.fixtures",)

# Developers draw new examples each time; CI judges a change by the same ones.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")

_UNSET = (
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "LINES",
    "PYTHONPATH",
    "BROWSER",
)
_UNSET_BEGINNINGS = ("XDG_", "FLASK_", "TEXTUAL", "CORS_WIZARD", "SSH_")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy")
_NUMBERS = count()
_NEED_THE_NETWORK = ("versions", "install")


@pytest.fixture(autouse=True)
def nothing_of_the_developers(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """An empty home folder, and an environment without colours, proxies and settings."""
    # Numbered here: pytest looks at every folder there is to number the next one.
    home = tmp_path_factory.mktemp(f"home-{next(_NUMBERS)}", numbered=False)
    monkeypatch.setenv("HOME", str(home))
    may_need_a_proxy = any(request.node.get_closest_marker(marker) for marker in _NEED_THE_NETWORK)
    for name in list(os.environ):
        is_proxy = name.lower() in _PROXIES and not may_need_a_proxy
        if name in _UNSET or name.startswith(_UNSET_BEGINNINGS) or is_proxy:
            monkeypatch.delenv(name)
    yield
    # Thousands of empty folders would take the next run seconds to clear away.
    with suppress(OSError):
        home.rmdir()
