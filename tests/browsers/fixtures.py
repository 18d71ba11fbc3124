"""Fixtures: every browser is started once, by the first test that wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.browsers.chromium import Chromium
from tests.browsers.driver import Browser
from tests.browsers.firefox import Firefox
from tests.browsers.pages import PageServer

START: dict[str, Callable[[], Browser]] = {"chromium": Chromium, "firefox": Firefox}


@pytest.fixture(scope="session")
def running_browsers() -> Iterator[dict[str, Browser]]:
    """The browsers that have been started so far, by engine."""
    running: dict[str, Browser] = {}
    yield running
    for browser in running.values():
        browser.close()


@pytest.fixture(params=sorted(START))
def browser(request: pytest.FixtureRequest, running_browsers: dict[str, Browser]) -> Browser:
    """Each real browser in turn."""
    engine = request.param
    if engine not in running_browsers:
        running_browsers[engine] = START[engine]()
    return running_browsers[engine]


@pytest.fixture(scope="session")
def page_server() -> Iterator[PageServer]:
    """A server of pages on as many origins as a test wants."""
    with PageServer() as server:
        yield server
