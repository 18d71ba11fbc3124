"""The drivers: what a page's request led to, and every line of the console, word for word."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from tests.browsers.driver import Browser, BrowserError, find_browser
from tests.browsers.pages import PageRequest, PageServer
from tests.browsers.webkit import console_messages

FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {api}"
)
WEBKIT = "XMLHttpRequest cannot load {api}"
MISSING = "(Reason: CORS header ‘Access-Control-Allow-Origin’ missing)"  # noqa: RUF001  Firefox prints these quotes
CASES = [
    pytest.param(
        PageRequest("/open", credentials="omit"),
        {"readable": True, "status": 200, "error": ""},
        {"chromium": [], "firefox": [], "webkit": []},
        id="readable",
    ),
    pytest.param(
        PageRequest("/gone"),
        {"readable": True, "status": 404, "error": ""},
        {"chromium": ["GET {api}/gone 404 (NOT FOUND)"], "firefox": [], "webkit": []},
        id="readable-with-an-error-status",
    ),
    pytest.param(
        PageRequest("/closed", api="xhr"),
        {"readable": False, "status": 0, "error": "error"},
        {
            "chromium": [
                "Access to XMLHttpRequest at '{api}/closed' from origin '{page}' has been blocked "
                "by CORS policy: No 'Access-Control-Allow-Origin' header is present on the "
                "requested resource.",
                "GET {api}/closed net::ERR_FAILED 200 (OK)",
            ],
            "firefox": [f"{FIREFOX}/closed. {MISSING}. Status code: 200."],
            "webkit": [
                "Origin {page} is not allowed by Access-Control-Allow-Origin. Status code: 200",
                f"{WEBKIT}/closed due to access control checks.",
            ],
        },
        id="missing-header",
    ),
    pytest.param(
        PageRequest("/open", "PUT", {"Content-Type": "application/json"}, body="{}", api="xhr"),
        {"readable": False, "status": 0, "error": "error"},
        {
            "chromium": [
                "Access to XMLHttpRequest at '{api}/open' from origin '{page}' has been blocked "
                "by CORS policy: Response to preflight request doesn't pass access control check: "
                "It does not have HTTP ok status.",
                "PUT {api}/open net::ERR_FAILED",
            ],
            "firefox": [
                f"{FIREFOX}/open. (Reason: CORS preflight response did not succeed). Status code: 403.",
                f"{FIREFOX}/open. (Reason: CORS request did not succeed). Status code: (null).",
            ],
            "webkit": [
                "Preflight response is not successful. Status code: 403",
                f"{WEBKIT}/open due to access control checks.",
            ],
        },
        id="preflight-refused",
    ),
]


class _Api(BaseHTTPRequestHandler):
    """Answers by path; refuses every preflight."""

    cookies: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        self.cookies.append(self.headers["Cookie"])
        self._answer(404 if self.path == "/gone" else 200)

    def do_OPTIONS(self) -> None:
        self._answer(403)

    def _answer(self, status: int) -> None:
        self.send_response(status, {404: "NOT FOUND"}.get(status))
        if self.path != "/closed":
            self.send_header("Access-Control-Allow-Origin", "*")
        if self.path == "/remember":
            self.send_header("Set-Cookie", "session=1; SameSite=Lax; Path=/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Keeps quiet."""


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    """The origin of a server that answers as its paths say."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Api)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize(("request_", "result", "console"), CASES)
def test_page_tells_what_became_of_its_request(
    every_browser: Browser,
    page_server: PageServer,
    api: str,
    request_: PageRequest,
    result: dict[str, object],
    console: dict[str, list[str]],
) -> None:
    """A page's request is reported as JavaScript saw it, and the console as a developer sees it."""
    page = page_server.new_origin()
    run = every_browser.run(page_server.page(page, request_.at(api)))
    assert run.result == result
    assert list(run.console) == [line.format(api=api, page=page) for line in console[every_browser.engine]]


@pytest.mark.browser
def test_no_page_has_the_cookies_of_an_earlier_one(
    every_browser: Browser, page_server: PageServer, api: str
) -> None:
    """What one test stores is no matter for the next, whichever ran first."""
    _Api.cookies.clear()
    remember = PageRequest(f"{api}/remember", mode="no-cors", credentials="include")
    for _ in range(2):
        every_browser.run(page_server.page(page_server.new_origin(), remember))
    assert _Api.cookies == [None, None]


@pytest.mark.browser
def test_no_page_has_the_storage_of_an_earlier_one(every_browser: Browser, page_server: PageServer) -> None:
    """Nor what else a browser keeps for an origin: ports are used again, and so are origins."""
    script = """
    settle({readable: localStorage.length === 0, status: 0, error: ""});
    localStorage.setItem("seen", "1");
    """
    page = page_server.page(page_server.new_origin(), script)
    assert [every_browser.run(page).result["readable"] for _ in range(2)] == [True, True]


@pytest.mark.browser
def test_uncaught_rejection_is_in_the_console(browser: Browser, page_server: PageServer, api: str) -> None:
    """A fetch that nobody catches leaves its line, as on most people's pages."""
    run = browser.run(page_server.page(page_server.new_origin(), PageRequest(f"{api}/closed")))
    assert run.console[-1].startswith("Uncaught (in promise) TypeError: ")


def test_missing_browser_is_a_failure_with_a_remedy() -> None:
    """Whoever lacks a browser is told how to get it."""
    with pytest.raises(BrowserError, match="apt-get install no-such-browser"):
        find_browser("no-such-browser")


def test_script_cannot_end_its_element(page_server: PageServer) -> None:
    """A value with a closing tag in it stays inside the script."""
    url = page_server.page(page_server.new_origin(), PageRequest("/</script><script>alert(1)</script>"))
    with urllib.request.urlopen(url) as page:
        assert page.read().count(b"</script>") == 2


def test_messages_of_webkit() -> None:
    """A message may have lines, and a place in front; what else is written is none."""
    said = [
        "Gtk-WARNING: something",
        "CONSOLE SECURITY ERROR Origin null is not allowed.",
        "http://localhost:1/page:6:27: CONSOLE JS ERROR Fetch API cannot load x.",
        "second line",
        "",
        "CONSOLE LOG done",
    ]
    assert list(console_messages(said)) == [
        "Origin null is not allowed.",
        "Fetch API cannot load x.\nsecond line",
        "done",
    ]
