"""Fixes of the page's own code, run in real Chromium with each library: what arrives at the server tells.

For Angular a stand-in of HttpClient makes the request: the call is run, a whole Angular app is not.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fixes import tailor
from cors_wizard.knowledge_base import Knowledge
from tests.browsers.driver import Browser
from tests.browsers.pages import PageServer

LIBRARIES = {
    "jquery": Path("/usr/share/javascript/jquery/jquery.min.js"),
    "axios": Path("/usr/share/nodejs/axios/dist/axios.min.js"),
}
"""Where Debian puts them: the packages libjs-jquery and node-axios."""

CLIENTS = ("fetch", "xhr", "axios", "jquery", "angular")
SHARED_HEADER = {
    "axios": 'axios.defaults.headers.common["Access-Control-Allow-Origin"] = "*";',
    "jquery": '$.ajaxSetup({ headers: { "Access-Control-Allow-Origin": "*" } });',
}
"""How people send the header with every request, without seeing it at the call."""

HTTP_CLIENT = """
const http = {
  request(method, url, options = {}) {
    return { subscribe: () => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      request.withCredentials = Boolean(options.withCredentials);
      request.send();
    } };
  },
  get(url, options) { return http.request("GET", url, options); },
};
"""


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    method: str
    headers: dict[str, str]


@dataclass
class Api:
    """A server that lets every page in, and remembers what it was asked."""

    url: str = ""
    received: list[Received] = field(default_factory=list)


@pytest.fixture
def api() -> Iterator[Api]:
    """The server, on a port of its own."""
    kept = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            kept.received.append(Received(self.command, headers))
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", self.headers["Origin"])
            self.send_header("Access-Control-Allow-Credentials", "true")
            self.send_header("Access-Control-Allow-Methods", "PUT")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"[]")

        do_PUT = do_OPTIONS = do_GET

        def log_message(self, *_args: object) -> None:
            """Keeps quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        kept.url = f"http://localhost:{server.server_address[1]}/api/orders"
        yield kept
        server.shutdown()


def code_of(knowledge: Knowledge, cause: str, fix: str, **facts: FactValue) -> str:
    """The JavaScript that the wizard hands over."""
    known = Facts.of(Fact(name, value, "pasted") for name, value in facts.items())
    (found,) = [each for each in tailor(knowledge, [knowledge.causes[cause]], known) if each.id == fix]
    (code,) = [step.code for step in found.steps if step.code]
    return code.text


def page_of(client: str, code: str, before: str = "") -> str:
    """A page's script: the library, what the page did before, the code as it was copied."""
    library = LIBRARIES[client].read_text(encoding="utf-8") if client in LIBRARIES else ""
    code = f"{HTTP_CLIENT}({{ http, run() {{ {code} }} }}).run();" if client == "angular" else code
    return "\n".join(('document.cookie = "user=ada";', library, before, code))


def run(browser: Browser, page_server: PageServer, script: str) -> None:
    """Opens the page; its request must come through."""
    result = browser.run(page_server.page(page_server.new_origin("localhost"), script)).result
    assert result == {"readable": True, "status": 200, "error": ""}


@pytest.mark.browser
@pytest.mark.parametrize("browser", ["chromium"], indirect=True)
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("cause", "fix", "has_cookie"),
    [
        pytest.param("cookie-not-sent", "send-credentials", True, id="with"),
        pytest.param("wildcard-with-credentials", "send-no-credentials", False, id="without"),
    ],
)
def test_credentials(
    browser: Browser,
    page_server: PageServer,
    knowledge: Knowledge,
    api: Api,
    client: str,
    cause: str,
    fix: str,
    has_cookie: bool,
) -> None:
    """The cookie goes along where the page needs it, and stays away where it does not."""
    code = code_of(knowledge, cause, fix, url=api.url, method="PUT", client=client)
    run(browser, page_server, page_of(client, code))
    (asked,) = [each for each in api.received if each.method == "PUT"]
    assert ("user=ada" in asked.headers.get("cookie", "")) is has_cookie


@pytest.mark.browser
@pytest.mark.parametrize("browser", ["chromium"], indirect=True)
@pytest.mark.parametrize("client", CLIENTS)
def test_no_header_of_the_server_is_sent(
    browser: Browser, page_server: PageServer, knowledge: Knowledge, api: Api, client: str
) -> None:
    """Neither at the call nor from the library's shared settings: so no preflight is needed either."""
    facts = {"url": api.url, "client": client, "refused_header": "Access-Control-Allow-Origin"}
    code = code_of(knowledge, "client-sets-cors-header", "send-no-cors-headers", **facts)
    run(browser, page_server, page_of(client, code, SHARED_HEADER.get(client, "")))
    assert [each.method for each in api.received] == ["GET"]
    assert "access-control-allow-origin" not in api.received[0].headers


@pytest.mark.browser
@pytest.mark.parametrize("browser", ["chromium"], indirect=True)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_simple_request_needs_no_preflight(
    browser: Browser, page_server: PageServer, knowledge: Knowledge, api: Api, client: str
) -> None:
    """What is sent without a header of its own is asked at once."""
    facts: dict[str, FactValue] = {"url": api.url, "client": client, "method": "GET"}
    code = code_of(knowledge, "preflight-not-handled", "send-a-simple-request", **facts)
    run(browser, page_server, page_of(client, code))
    assert [each.method for each in api.received] == ["GET"]


@pytest.mark.browser
@pytest.mark.parametrize("browser", ["chromium"], indirect=True)
@pytest.mark.parametrize(("client", "word"), [("axios", "axios.create"), ("jquery", "$.getJSON")])
def test_one_address_for_all_calls(
    browser: Browser, page_server: PageServer, knowledge: Knowledge, api: Api, client: str, word: str
) -> None:
    """Calls name the path alone, and the API is asked, at once."""
    facts: dict[str, FactValue] = {"url": api.url, "client": client}
    known = Facts.of(Fact(name, value, "pasted") for name, value in facts.items())
    fix = tailor(knowledge, [knowledge.causes["wrong-base-url"]], known)[0]
    (code,) = [step.code.text for step in fix.steps if step.code and word in step.code.text]
    run(browser, page_server, page_of(client, code))
    assert [each.method for each in api.received] == ["GET"]
