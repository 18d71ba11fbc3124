"""What all tests share: nothing of the developer's machine reaches them, none is judged by its time."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from cors_wizard.probe.send import Limits, send

pytest_plugins = ("tests.browsers.fixtures",)

# Developers draw some new examples each time; CI judges a change by more of them, and always the same.
_IN_CI = "CI" in os.environ
settings.register_profile("house", deadline=None, derandomize=_IN_CI, max_examples=100 if _IN_CI else 40)
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
_NEED_THE_NETWORK = ("versions", "install")
_SECONDS = {"versions": 100, "install": 50, "browser": 8, "process": 2, "window": 1}
_GARBAGE = (20_000, 20, 10)
"""New objects (and rounds) until Python looks for garbage; its own default is 700."""
_FETCHING = 2400
"""Seconds until a test that installs many versions counts as hung."""


@pytest.fixture(scope="session", autouse=True)
def nothing_of_the_developers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home folder that begins empty, and an environment without colours and settings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        # An app that a fix changes within the same second, and not in size, would run from its old bytecode.
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        for name in list(os.environ):
            if name in _UNSET or name.startswith(_UNSET_BEGINNINGS):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def servers_may_be_slow() -> Iterator[None]:
    """A busy machine needs seconds for what takes a moment elsewhere."""
    patient = {**(send.__kwdefaults__ or {}), "limits": Limits(request_seconds=10, body_seconds=10)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(send, "__kwdefaults__", patient)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """All tests stay until the end: Python doesn't search them for garbage again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files come first, so that no process is left alone with one at the end.

    Tests that install many versions first may take long before they begin.
    """
    weights: dict[Path, int] = {}
    for item in items:
        weights[item.path] = weights.get(item.path, 0) + _weight(item)
        if item.get_closest_marker("versions"):
            item.add_marker(pytest.mark.timeout(_FETCHING))
    items.sort(key=lambda item: -weights[item.path])


def _weight(item: pytest.Item) -> int:
    """About how many seconds a test takes."""
    return max((weight for marker, weight in _SECONDS.items() if item.get_closest_marker(marker)), default=0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """No proxy of the developer's, but for the tests that fetch packages."""
    # For each test: the window's start sets it back.
    gc.set_threshold(*_GARBAGE)
    proxies = [name for name in os.environ if name.lower() in _PROXIES]
    if not proxies or any(item.get_closest_marker(marker) for marker in _NEED_THE_NETWORK):
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        for name in proxies:
            patch.delenv(name)
        return (yield)
