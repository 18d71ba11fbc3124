"""`check`: one request against a real API, judged as a browser would."""

from __future__ import annotations

import json

import pytest
from flask import Flask, Response, request
from flask_cors import CORS

from tests.cli import broken_apps
from tests.cli.conftest import Command
from tests.cli.error_texts import PAGE
from tests.ports import unused_port
from tests.probe.serving import flask_server


def shop() -> Flask:
    """An API that allows one page, cookies and one header."""
    app = Flask(__name__)
    app.add_url_rule("/api/data", view_func=lambda: {"value": 1}, methods=["GET", "PUT"])
    CORS(app, origins=[PAGE], supports_credentials=True, allow_headers=["X-Tenant"])
    return app


CHECKS = [
    pytest.param([], 0, [], id="readable"),
    pytest.param(["--credentials"], 0, [], id="with-credentials"),
    pytest.param(["--method", "PUT", "--header", "X-Tenant: a"], 0, [], id="preflighted"),
    pytest.param(["--header", "X-Other"], 1, ["header-disallowed"], id="header"),
    pytest.param(["--method", "PURGE"], 1, ["method-disallowed"], id="method"),
    pytest.param(["--origin", "https://evil.example"], 1, ["missing-allow-origin"], id="origin"),
]


@pytest.mark.parametrize(("options", "status", "symptoms"), CHECKS)
def test_verdict(options: list[str], status: int, symptoms: list[str], command: Command) -> None:
    """Every violation in order; the exit status tells a script."""
    with flask_server(shop()) as api:
        done = command("check", f"{api}/api/data", "--origin", PAGE, *options, "--format", "json")
    line = json.loads(done.out)
    assert done.status == status
    assert [each["symptom"] for each in line["violations"]] == symptoms
    assert line["readable"] == (status == 0)


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_for_people(format: str, command: Command) -> None:
    """The timeline, and what each browser would print."""
    with flask_server(broken_apps.without_cors()) as api:
        done = command("check", f"{api}/api/data", "--origin", PAGE, "--method", "PUT", "--format", format)
    assert done.status == 1
    assert "the browser stops here" in done.out
    assert "Firefox would print:" in done.out
    assert "Why there is a preflight" in done.out


def test_nobody_listens(command: Command) -> None:
    """Whether CORS is right cannot be told."""
    done = command("check", f"http://127.0.0.1:{unused_port()}/", "--origin", PAGE, "--format", "json")
    assert done.status == 3
    assert json.loads(done.out)["violations"][0]["symptom"] == "network-failure"
    done = command("check", f"http://127.0.0.1:{unused_port()}/", "--origin", PAGE)
    assert done.status == 3
    assert done.out.startswith("No usable response from the server\n")


def test_warnings(command: Command) -> None:
    """What bites later is told though the page may read the response: any origin, and no Vary."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=dict)

    @app.after_request
    def echo(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", PAGE)
        return response

    with flask_server(app) as api:
        done = command("check", f"{api}/", "--origin", PAGE)
    assert done.status == 0
    assert "Security warnings" in done.out
    assert "Vary: Origin" in done.out


def test_one_fixed_origin_needs_no_vary(command: Command) -> None:
    """Whoever asks, the header is that name: no cache can mix anything up."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: ({}, {"Access-Control-Allow-Origin": PAGE}))
    with flask_server(app) as api:
        done = command("check", f"{api}/", "--origin", PAGE)
    assert done.status == 0
    assert done.out.startswith("Works for your page, and for nobody else\n")
    assert "Vary: Origin" not in done.out


def test_one_browser_alone_refuses(command: Command) -> None:
    """An API on this machine, asked for a page over HTTPS: what Safari has against it fails nobody's CI."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: ({}, {"Access-Control-Allow-Origin": "*"}))
    with flask_server(app) as api:
        done = command("check", f"{api}/", "--origin", "https://shop.example", "--format", "json")
    line = json.loads(done.out)
    assert done.status == 0
    assert line["readable_in"] == {"chromium": True, "firefox": True, "webkit": False}
    assert "requested insecure content" in line["console"]["webkit"]
    assert "mixed-content-localhost" in {warning["id"] for warning in line["warnings"]}


def test_a_port_that_no_browser_asks(command: Command) -> None:
    """That is no silence: the browser refuses by itself, whatever listens there."""
    done = command("check", "http://127.0.0.1:1/", "--origin", PAGE, "--format", "json")
    assert done.status == 1
    assert "port 1" in json.loads(done.out)["violations"][0]["message"]


def test_a_user_name_in_the_url(command: Command) -> None:
    """curl takes it, fetch() throws."""
    done = command("check", "http://ana:secret@127.0.0.1:1/", "--origin", PAGE)
    assert (done.status, done.out) == (2, "")
    assert "user name" in done.err
    assert "secret" not in done.err


@pytest.mark.parametrize(("cookie", "options", "status"), [
    ("", [], 1), ("", ["--credentials"], 1), ("a=b", [], 1), ("a=b", ["--credentials"], 3),
])  # fmt: skip
def test_redirects_in_a_circle(cookie: str, options: list[str], status: int, command: Command) -> None:
    """A browser gives up; only a cookie that it sends along might end it."""
    app = Flask(__name__)
    headers = {"Access-Control-Allow-Origin": PAGE, "Access-Control-Allow-Credentials": "true"}
    headers |= {"Set-Cookie": cookie} if cookie else {}
    app.add_url_rule("/a", view_func=lambda: ("", 302, {**headers, "Location": "/b"}))
    app.add_url_rule("/b", endpoint="b", view_func=lambda: ("", 302, {**headers, "Location": "/a"}))
    with flask_server(app) as api:
        done = command("check", f"{api}/a", "--origin", PAGE, *options)
    assert done.status == status
    assert ("form a loop" in done.out) is (status == 1)


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 1), ("localhost", 0)])
def test_the_cookie_is_part_of_what_works(host: str, status: int, command: Command) -> None:
    """CORS passes; the login is lost all the same, and `check` says why and what helps."""
    app = Flask("shop")
    headers = {"Access-Control-Allow-Origin": "http://localhost:3000", "Vary": "Origin"}
    headers |= {"Access-Control-Allow-Credentials": "true", "Set-Cookie": "session=1"}
    app.add_url_rule("/login", view_func=lambda: ("ok", 200, headers))
    with flask_server(app) as api:
        url = f"{api.replace('127.0.0.1', host)}/login"
        done = command("check", url, "--origin", "http://localhost:3000", "--credentials")
    assert done.status == status
    assert ("Use one host name for both" in " ".join(done.out.split())) is (status == 1)
    assert ("blocks the cookie" in done.out) is (status == 1)
