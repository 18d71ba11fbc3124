"""The demo before real browsers: what it lets the user paste is what Chromium prints, and a repair is one."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from cors_wizard.changes.write import apply
from cors_wizard.cli.investigate import investigate
from cors_wizard.demo import Demo, start_demo
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from tests.browsers.driver import Browser
from tests.browsers.pages import PageRequest, PageServer
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes, may_read
from tests.knowledge.harness.workbench import stranger_pages

CASES = [
    pytest.param(
        "missing",
        PageRequest(""),
        ("app.py", "app = Flask(__name__)", "app = Flask(__name__)\nimport flask_cors\nflask_cors.CORS(app)"),
        id="missing",
    ),
    pytest.param(
        "preflight",
        PageRequest("", headers={"Authorization": "Bearer demo"}),
        ("app.py", "    if request", '    if request.method != "OPTIONS" and request'),
        id="preflight",
    ),
    pytest.param(
        "credentials",
        PageRequest("", credentials="include"),
        ("app.py", "send_wildcard=True", "supports_credentials=True"),
        id="credentials",
    ),
    pytest.param(
        "nginx", PageRequest(""), ("nginx.conf", "add_header Access-Control", "# add_header"), id="nginx"
    ),
]


def wait_until_served(demo: Demo, before: str) -> None:
    """nginx reads its settings again a moment after they were saved; the app with the next request."""
    settings = demo.folder / "nginx.conf"
    if not settings.exists() or settings.read_text(encoding="utf-8") == before:
        return
    log = demo.folder / "server.log"
    for _ in range(1200):
        if "exited with code 0" in log.read_text(encoding="utf-8", errors="replace"):
            return
        time.sleep(0.05)
    raise AssertionError("nginx did not take the new settings")


@pytest.mark.browser
@pytest.mark.parametrize(("name", "request_", "repair"), CASES)
def test_text_is_the_browsers_and_the_repair_is_one(
    browser: Browser, page_server: PageServer, name: str, request_: PageRequest, repair: tuple[str, str, str]
) -> None:
    """The same page fails with the demo's text, and succeeds after the file was edited."""
    file, old, new = repair
    page = page_server.new_origin()
    with start_demo(name) as demo:
        source = demo.app_file.read_text(encoding="utf-8").replace(demo.origin, page)
        demo.app_file.write_text(source, encoding="utf-8")
        request_ = replace(request_, url=demo.url)
        broken = browser.run(page_server.page(page, request_))
        assert broken.result["readable"] is False
        if browser.engine == "chromium":
            assert list(broken.console[:2]) == demo.text.replace(demo.origin, page).splitlines()
        text = (demo.folder / file).read_text(encoding="utf-8")
        assert old in text
        (demo.folder / file).write_text(text.replace(old, new), encoding="utf-8")
        wait_until_served(demo, text)
        repaired = browser.run(page_server.page(page, request_))
        assert repaired.result == {"readable": True, "status": 200, "error": ""}


@pytest.mark.browser
@pytest.mark.parametrize(("name", "request_", "_repair"), CASES)
def test_after_the_wizards_fix_strangers_are_refused(
    chromium: Browser,
    page_server: PageServer,
    tmp_path: Path,
    name: str,
    request_: PageRequest,
    _repair: tuple[str, str],
) -> None:
    """The demo's own text and folder lead to a change; then the page reads, and nobody else."""
    page = page_server.new_origin()
    with start_demo(name) as demo:
        source = demo.app_file.read_text(encoding="utf-8").replace(demo.origin, page)
        demo.app_file.write_text(source, encoding="utf-8")
        request_ = replace(request_, url=demo.url)
        begun = Diagnosis.begin(load_knowledge(), demo.text.replace(demo.origin, page))
        scanner = partial(scan_project, demo.folder)
        made = asyncio.run(
            investigate(
                begun.without_optional_questions(), sender=send, may_probe=lambda _url: True, scanner=scanner
            )
        ).changes
        assert made.changes, made.problem
        settings = demo.folder / "nginx.conf"
        before = settings.read_text(encoding="utf-8") if settings.exists() else ""
        apply(made, demo.folder, tmp_path)
        wait_until_served(demo, before)
        assert chromium.run(page_server.page(page, request_)).result["readable"], made.diff
        for what, origin in look_alikes(page).items():
            assert not may_read(exchange_over_http(request_, origin)), (what, made.diff)
        strangers = stranger_pages(page_server, page, request_, {}, tmp_path)
        assert len(strangers) == 5
        for what, url in strangers.items():
            assert not chromium.run(url).result["readable"], (what, made.diff)
