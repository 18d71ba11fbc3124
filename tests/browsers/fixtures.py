"""Fixtures: every browser is started once, by the first test that wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.browsers.chromium import Chromium
from tests.browsers.driver import Browser
from tests.browsers.firefox import Firefox
from tests.browsers.pages import PageServer
from tests.browsers.webkit import WebKit

START: dict[str, Callable[[], Browser]] = {"chromium": Chromium, "firefox": Firefox}
"""The browsers that every proof runs in."""

EVERY: dict[str, Callable[[], Browser]] = {**START, "webkit": WebKit}
"""Those that the differential test runs in."""


@pytest.fixture(scope="session")
def running_browsers() -> Iterator[dict[str, Browser]]:
    """The browsers that have been started so far, by engine."""
    running: dict[str, Browser] = {}
    yield running
    for browser in running.values():
        browser.close()


@pytest.fixture(params=sorted(START))
def browser(request: pytest.FixtureRequest, running_browsers: dict[str, Browser]) -> Browser:
    """Each browser of the proofs in turn."""
    return running(request.param, running_browsers)


@pytest.fixture(params=sorted(EVERY))
def every_browser(request: pytest.FixtureRequest, running_browsers: dict[str, Browser]) -> Browser:
    """Each real browser in turn, WebKit too."""
    return running(request.param, running_browsers)


@pytest.fixture
def chromium(running_browsers: dict[str, Browser]) -> Browser:
    """The one Chromium of the session."""
    return running("chromium", running_browsers)


def running(engine: str, running_browsers: dict[str, Browser]) -> Browser:
    """The one browser of an engine, started by the first who asks for it."""
    if engine not in running_browsers:
        running_browsers[engine] = EVERY[engine]()
    return running_browsers[engine]


@pytest.fixture(scope="session")
def page_server() -> Iterator[PageServer]:
    """A server of pages on as many origins as a test wants."""
    with PageServer() as server:
        yield server
