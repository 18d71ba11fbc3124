"""The demo before real browsers: what it lets the user paste is what Chromium prints, and a repair is one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.demo import start_demo
from tests.browsers.driver import Browser
from tests.browsers.pages import PageRequest, PageServer

CASES = [
    pytest.param(
        "missing",
        PageRequest(""),
        ("app = Flask(__name__)", "app = Flask(__name__)\nimport flask_cors\nflask_cors.CORS(app)"),
        id="missing",
    ),
    pytest.param(
        "preflight",
        PageRequest("", headers={"Authorization": "Bearer demo"}),
        ("    if request", '    if request.method != "OPTIONS" and request'),
        id="preflight",
    ),
    pytest.param(
        "credentials",
        PageRequest("", credentials="include"),
        ("send_wildcard=True", "supports_credentials=True"),
        id="credentials",
    ),
]


@pytest.mark.browser
@pytest.mark.parametrize(("name", "request_", "repair"), CASES)
def test_text_is_the_browsers_and_the_repair_is_one(
    browser: Browser, page_server: PageServer, name: str, request_: PageRequest, repair: tuple[str, str]
) -> None:
    """The same page fails with the demo's text, and succeeds after app.py was edited."""
    page = page_server.new_origin()
    with start_demo(name) as demo:
        source = demo.app_file.read_text(encoding="utf-8").replace(demo.origin, page)
        demo.app_file.write_text(source, encoding="utf-8")
        request_ = replace(request_, url=demo.url)
        broken = browser.run(page_server.page(page, request_))
        assert broken.result["readable"] is False
        if browser.engine == "chromium":
            assert list(broken.console[:2]) == demo.text.replace(demo.origin, page).splitlines()
        assert repair[0] in source
        demo.app_file.write_text(source.replace(*repair), encoding="utf-8")
        repaired = browser.run(page_server.page(page, request_))
        assert repaired.result == {"readable": True, "status": 200, "error": ""}
