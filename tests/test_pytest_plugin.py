"""The fixture `cors_client`, in a real pytest run of a small project, as a user's suite has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, redirect, session
from flask.typing import ResponseReturnValue
from flask_cors import CORS

import cors_wizard
from cors_wizard.pytest_plugin import CorsClient

ROOT = Path(cors_wizard.__file__).parent.parent
PAGE = "http://localhost:3000"
APP = """\
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"], supports_credentials=True)


@app.route("/api/orders", methods=["GET", "PUT"])
def orders():
    return {}
"""
SUITE = """\
from app import app


def test_the_page_passes(cors_client):
    page = cors_client(app, origin="http://localhost:3000")
    page.request("/api/orders", "PUT", json={}, credentials="include").assert_readable()


def test_nobody_else(cors_client):
    cors_client(app, origin="https://evil.example").request("/api/orders").assert_refused()


def test_that_fails(cors_client):
    cors_client(app, origin="https://evil.example").request("/api/orders", "PUT").assert_readable()


def test_that_fails_too(cors_client):
    cors_client(app, origin="http://localhost:3000").request("/api/orders").assert_refused()
"""


def run_suite(folder: Path, *options: str, **environment: str) -> str:
    """What pytest prints for the project."""
    (folder / "app.py").write_text(APP)
    (folder / "test_cors.py").write_text(SUITE)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, "test_cors.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.process
def test_a_suite_of_ones_own(tmp_path: Path) -> None:
    """Two tests pass; the others fail with what the browser would object to."""
    out = run_suite(tmp_path, "-p", "cors_wizard.pytest_plugin", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert "2 failed, 2 passed" in out
    assert "The browser blocks PUT /api/orders for https://evil.example:" in out
    assert "[preflight-missing-allow-origin]" in out
    assert "The browser lets the page read GET /api/orders for http://localhost:3000." in out


@pytest.mark.process
def test_a_run_without_the_fixture_loads_nothing_heavy() -> None:
    """The plugin is imported in every suite of the environment."""
    heavy = ("cors_wizard.fetch_standard", "pydantic", "textual", "httpx", "flask", "publicsuffixlist")
    code = (
        f"import sys, cors_wizard.pytest_plugin; print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "[]\n"


def shop() -> Flask:
    """An API with a login, and a path that is redirected."""
    app = Flask("shop")
    app.secret_key = "a"
    CORS(app, origins=[PAGE], supports_credentials=True, allow_headers=["Content-Type"])

    @app.route("/login", methods=["POST"])
    def login() -> dict[str, bool]:
        session["user"] = "ann"
        return {}

    @app.route("/me/", methods=["GET", "PUT"])
    def me() -> dict[str, object]:
        return {"user": session.get("user")}

    @app.route("/sent", methods=["POST"])
    def sent() -> ResponseReturnValue:
        return redirect("/me/")

    @app.route("/away")
    def away() -> ResponseReturnValue:
        return redirect("https://login.example/")

    return app


REQUESTS = [
    pytest.param("/me/", "GET", {}, (), 200, id="simple"),
    pytest.param("/me", "GET", {}, (), 200, id="redirect-within-the-app"),
    pytest.param("/me", "PUT", {}, ("preflight-disallowed-redirect",), None, id="redirected-preflight"),
    pytest.param("/sent", "POST", {}, (), 200, id="post-redirect-get"),
    pytest.param("/me/", "PUT", {"X-Tenant": "a"}, ("header-disallowed",), None, id="header"),
    pytest.param("/me/", "PUT", {"Content-Type": "application/json"}, (), 200, id="preflighted"),
]


@pytest.mark.parametrize(("path", "method", "headers", "symptoms", "status"), REQUESTS)
def test_what_the_browser_does(
    path: str, method: str, headers: dict[str, str], symptoms: tuple[str, ...], status: int | None
) -> None:
    """The preflight first, redirects as the standard has them, and nothing follows a failed preflight."""
    result = CorsClient(shop(), PAGE).request(path, method, headers=headers)
    assert result.symptoms == symptoms
    assert result.readable == (not symptoms)
    assert (result.response.status_code if result.response else None) == status


@pytest.mark.parametrize(
    "location",
    ["//[broken", "/\\evil.test/", "\\\\evil.test", "http://evil.test\\@localhost/", "http:///evil.test/"],
)
def test_a_redirect_leads_where_a_browser_goes(location: str) -> None:
    """Where it goes is read as browsers read it; what isn't a URL is no redirect within the app."""
    app = Flask("odd")
    inner = app.wsgi_app

    def raw(environ: Any, start_response: Any) -> Any:
        # Werkzeug would write a tidier Location.
        if environ["PATH_INFO"] != "/odd":
            return inner(environ, start_response)
        start_response("302 FOUND", [("Location", location), ("Access-Control-Allow-Origin", PAGE)])
        return []

    app.wsgi_app = raw  # type: ignore[method-assign]  # as Flask tells people to put in a middleware
    result = CorsClient(app, PAGE).request("/odd")
    assert result.redirected_to
    assert not result.readable


@pytest.mark.parametrize("path", ["http://other.example/", "//x:t:5000", "//[::1"])
def test_what_is_no_path_of_the_app(path: str) -> None:
    """The app can't respond for another server."""
    with pytest.raises(ValueError, match="Give the path of a URL of the app"):
        CorsClient(shop(), PAGE).request(path)


def test_a_redirect_to_another_server_is_not_followed() -> None:
    """What that server responds isn't known here, so the request is called neither readable nor refused."""
    result = CorsClient(shop(), PAGE).request("/away")
    assert not result.readable
    for assertion in (result.assert_readable, result.assert_refused):
        with pytest.raises(pytest.fail.Exception, match=r"redirected to https://login\.example/"):
            assertion()


def test_cookies_go_along_only_with_credentials() -> None:
    """Those of the client that was given, which logged in before."""
    app = shop()
    client = app.test_client()
    client.post("/login")
    page = CorsClient(app, PAGE, client)
    assert page.request("/me/", credentials="include").response.json == {"user": "ann"}
    assert page.request("/me/").response.json == {"user": None}
    assert page.request("/me/", "PUT", json={}).preflight.status_code == 200
