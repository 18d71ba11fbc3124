"""What is often said about proxies, and what nginx, Apache and Caddy really do with Flask's headers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cors_wizard.http_exchange import Headers
from tests.browsers.pages import PageRequest
from tests.knowledge.harness.exchanges import exchange_over_http
from tests.knowledge.harness.proxies import start_proxies
from tests.knowledge.harness.wsgi_runner import load
from tests.ports import unused_port
from tests.probe.serving import flask_server

PAGE = "http://localhost:3000"
ORIGIN = "Access-Control-Allow-Origin"
APP = f"""
from flask import Flask, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["{PAGE}"])


@app.route("/ok")
def ok():
    seen = {{name: request.headers.get(f"X-Forwarded-{{name}}", "") for name in ("Proto", "Host", "For")}}
    return "ok", {{f"X-Saw-{{name}}": value for name, value in seen.items()}}
"""
NGINX = "server {{\n    listen {port};\n    {line}\n    location / {{ proxy_pass {flask}; {inner} }}\n}}\n"
APACHE = "Listen {port}\n<VirtualHost *:{port}>\n    ProxyPass / {flask}/\n    {line}\n</VirtualHost>\n"
CADDY = "http://:{port} {{\n    {line}\n    reverse_proxy {flask} {{\n        {inner}\n    }}\n}}\n"


@contextmanager
def behind(name: str, settings: str, folder: Path, line: str = "", inner: str = "") -> Iterator[str]:
    """The app behind a proxy with these lines in its settings; yields the proxy's address."""
    with flask_server(load(APP, False)) as flask:
        port = unused_port()
        text = settings.format(port=port, flask=flask, line=line, inner=inner)
        (folder / name).write_text(text, encoding="utf-8")
        running = start_proxies(folder)
        try:
            yield f"http://localhost:{port}"
        finally:
            for server in running:
                server.close()


def headers(url: str) -> Headers:
    """What the page's request is answered with."""
    response = exchange_over_http(PageRequest(url), PAGE).response
    assert response is not None
    return response.headers


@pytest.mark.versions
def test_nginx_adds_no_header_to_errors_without_always(tmp_path: Path) -> None:
    """`add_header` covers a few statuses; with `always` it covers all."""
    inner = "add_header X-Sometimes 1; add_header X-Always 1 always;"
    with behind("nginx.conf", NGINX, tmp_path, inner=inner) as api:
        found, missing = headers(f"{api}/ok"), headers(f"{api}/nothing-there")
        assert ("X-Sometimes" in found, "X-Always" in found) == (True, True)
        assert ("X-Sometimes" in missing, "X-Always" in missing) == (False, True)


@pytest.mark.versions
@pytest.mark.parametrize(
    ("inner", "kept"),
    [pytest.param("", True, id="none"), pytest.param("add_header X-Own 1;", False, id="one")],
)
def test_nginx_forgets_the_headers_of_the_server_block(tmp_path: Path, inner: str, kept: bool) -> None:
    """One `add_header` in a location switches off all those around it."""
    with behind("nginx.conf", NGINX, tmp_path, "add_header X-Around 1;", inner) as api:
        assert ("X-Around" in headers(f"{api}/ok")) is kept


@pytest.mark.versions
@pytest.mark.parametrize(
    ("line", "seen"),
    [
        pytest.param(f'Header set {ORIGIN} "*"', ("*",), id="set-overwrites"),
        pytest.param(f'Header always set {ORIGIN} "*"', ("*", PAGE), id="always-set-doubles"),
        pytest.param(f"Header unset {ORIGIN}", (), id="unset-removes"),
        pytest.param(f"Header always unset {ORIGIN}", (PAGE,), id="always-unset-removes-nothing"),
    ],
)
def test_apache_and_the_header_that_flask_sends(tmp_path: Path, line: str, seen: tuple[str, ...]) -> None:
    """`always` is about another list of headers than the one that a proxied answer is in."""
    with behind("apache.conf", APACHE, tmp_path, line) as api:
        assert headers(f"{api}/ok").all(ORIGIN) == seen


@pytest.mark.versions
@pytest.mark.parametrize(
    ("line", "inner", "seen"),
    [
        pytest.param(f"header {ORIGIN} *", "", ("*", PAGE), id="header-doubles"),
        pytest.param("", f"header_down {ORIGIN} *", ("*",), id="header-down-overwrites"),
        pytest.param("", f"header_down -{ORIGIN}", (), id="header-down-removes"),
    ],
)
def test_caddy_and_the_header_that_flask_sends(
    tmp_path: Path, line: str, inner: str, seen: tuple[str, ...]
) -> None:
    """`header` sets it ahead of the proxied answer, which then brings its own."""
    with behind("Caddyfile", CADDY, tmp_path, line, inner) as api:
        assert headers(f"{api}/ok").all(ORIGIN) == seen


@pytest.mark.versions
@pytest.mark.parametrize(
    ("name", "settings", "line", "told"),
    [
        pytest.param("nginx.conf", NGINX, "", set(), id="nginx"),
        pytest.param("apache.conf", APACHE, "", {"Host", "For"}, id="apache"),
        pytest.param(
            "apache.conf",
            APACHE,
            'RequestHeader set X-Forwarded-Proto "https"',
            {"Proto", "Host", "For"},
            id="apache-told",
        ),
        pytest.param("Caddyfile", CADDY, "", {"Proto", "Host", "For"}, id="caddy"),
    ],
)
def test_what_each_tells_flask_by_itself(
    tmp_path: Path, name: str, settings: str, line: str, told: set[str]
) -> None:
    """Caddy tells all; Apache leaves the scheme out; nginx tells nothing."""
    with behind(name, settings, tmp_path, line) as api:
        seen = headers(f"{api}/ok")
        assert {part for part in ("Proto", "Host", "For") if seen.get(f"X-Saw-{part}")} == told
