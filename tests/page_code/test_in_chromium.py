"""What is read from a page's code is what Chromium sends when the page runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cors_wizard.page_code import PageCall
from cors_wizard.page_code.read_page_code import read_page_code
from tests.browsers.driver import Browser
from tests.page_code.recorder import BROWSERS_OWN, Recorded, Recorder
from tests.page_code.snippets import CodeFile

PAGES = {
    block.partition("\n")[0]: block.partition("\n")[2]
    for block in re.split(
        r"^=== ", (Path(__file__).parent / "pages.txt").read_text(encoding="utf-8"), flags=re.MULTILINE
    )[1:]
}

_OF_A_PAGE = {"superagent": "superagent", "io(": "socket.io", "hx-": "htmx", "Dropzone": "dropzone"}
"""Libraries that only the pages load which use them, by a word that tells."""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    """The page's server and the API's."""
    with Recorder() as running:
        yield running


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_browser_sends_what_was_read(page: str, recorder: Recorder, chromium: Browser) -> None:
    """Method, path, header names and constant values, credentials, and whether a preflight is needed."""
    text = page.replace("{API}", recorder.api)
    is_html = text.startswith("--html\n")
    html = text.removeprefix("--html\n") if is_html else f"<script>\n{text}</script>"
    every = read_page_code([CodeFile("page.html", html)]).calls
    # Nobody submits a form here: a script sends what is in it.
    calls = tuple(call for call in every if call.initiator != "form")
    waiting = f"<script>window.outcome = fetch('/recorded?{len(calls)}').then((r) => r.json());</script>"
    names = ["axios", "jquery", *(name for word, name in _OF_A_PAGE.items() if word in page)]
    libraries = "".join(f"<script src='/{name}.js'></script>" for name in names)
    chromium.run(recorder.serve(f"<!doctype html>{libraries}{waiting}{html}"))
    sent = sorted(map(_as_sent, recorder.requests()))
    assert sent == sorted(_as_read(call, recorder.api) for call in calls)
    assert sent
    for request in recorder.requests():
        assert_values(request, calls, recorder.api)


Shown = tuple[str, str, list[str], bool]
_VALUE = re.compile(r"\{[^{}]*\}|(?<=/)\d+")


def _shape(url: str, api: str) -> str:
    """A path with one sign for all that a page fills in."""
    return _VALUE.sub("*", url.removeprefix(api).partition("?")[0])


def _as_sent(request: Recorded) -> Shown:
    return request.method, _shape(request.path, ""), request.names(), request.has_cookie


def _as_read(call: PageCall, api: str) -> Shown:
    assert call.url.startswith(api)
    assert call.uncertain == ()
    names = sorted(name.lower() for name, _ in call.headers if name.lower() not in BROWSERS_OWN)
    return call.method, _shape(call.url, api), names, call.credentials == "include"


def assert_values(request: Recorded, calls: tuple[PageCall, ...], api: str) -> None:
    """Every value that was read as a constant is what was sent; a boundary is the browser's own."""
    sent = _as_sent(request)
    call = next(call for call in calls if _as_read(call, api) == sent)
    for name, value in call.headers:
        assert request.headers[name.lower()].lower().startswith(value.lower())
    assert request.has_preflight or not call.forces_preflight
