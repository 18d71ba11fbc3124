"""One round is enough: Chromium's error, the project, one command; then the page's own request passes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browsers.driver import Browser, PageRun
from tests.cli.conftest import Command
from tests.cli.orders import FILES
from tests.page_code.recorder import Recorder
from tests.probe.serving import flask_server
from tests.project.folders import write

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

pytestmark = pytest.mark.browser

_TYPES = {": number": "", ": object": "", ": string": "", "import axios from 'axios';": "", "export ": ""}
_CALL = """window.outcome = saveOrder(7, { a: 1 }, 'secret').then(
  (response) => ({ readable: true, status: response.status, error: '' }),
  (error) => ({ readable: false, status: 0, error: String(error) }),
);
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project, as a user has it on disk."""
    return write(tmp_path / "orders", FILES)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    """The page's own server; its address is in the API's environment, with the slash that breaks it."""
    with Recorder() as running:
        monkeypatch.setenv("FRONTEND_URL", running.serve(""))
        yield running


def started(project: Path, monkeypatch: pytest.MonkeyPatch) -> WSGIApplication:
    """The app as its files are now."""
    monkeypatch.syspath_prepend(str(project))
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        monkeypatch.delitem(sys.modules, name)
    app: WSGIApplication = import_module("shop").create_app()
    return app


def page_of(project: Path) -> str:
    """The page's code as its bundler would hand it to the browser: without types and imports."""
    code = (project / "web" / "src" / "api.ts").read_text(encoding="utf-8")
    for written, bare in _TYPES.items():
        code = code.replace(written, bare)
    return f"<!doctype html><script src='/axios.js'></script><script>\n{code}\n{_CALL}</script>"


def test_one_round(
    command: Command,
    project: Path,
    pages: Recorder,
    chromium: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It fails; `fix --apply` with Chromium's own lines asks nothing; then the same page works."""

    def seen() -> PageRun:
        return chromium.run(pages.serve(page_of(project)))

    with flask_server(started(project, monkeypatch)) as api:
        source = project / "web" / "src" / "api.ts"
        source.write_text(source.read_text("utf-8").replace("http://localhost:5055", api), encoding="utf-8")
        broken = seen()
        assert not broken.result["readable"]
        text = "\n".join(broken.console)
        done = command("fix", "-", "--project", str(project), "--apply", stdin=text)
    assert done.status == 1, done.err
    assert "supports_credentials" in (project / "shop" / "__init__.py").read_text(encoding="utf-8")
    # The restart reads `.env` again, as `flask run` does.
    for line in (project / ".env").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    with flask_server(started(project, monkeypatch), urlsplit(api).port or 0):
        assert dict(seen().result) == {"readable": True, "status": 200, "error": ""}
