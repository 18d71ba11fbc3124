"""The server behind the proxy allows the page, and the proxy's response doesn't: which line is guilty."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.layers import LayerDifference
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.project import scan_project
from cors_wizard.report.layers import guilty_lines
from cors_wizard.report.what_runs import what_runs

PAGE, OTHER, URL = "http://localhost:3000", "http://localhost:4000", "http://localhost:8080/api/me"
APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    f'CORS(app, origins=["{PAGE}", "{OTHER}"])\n\n\n@app.get("/api/me")\ndef me():\n    return {{}}\n'
)
NGINX = (
    "server {{\n  listen 8080;\n  location / {{\n    {};\n    proxy_pass http://127.0.0.1:5000;\n  }}\n}}\n"
)
APACHE = '<VirtualHost *:8080>\n  {}\n  ProxyPass "/" "http://127.0.0.1:5000/"\n</VirtualHost>\n'


@pytest.mark.parametrize(
    ("file", "line", "sent", "cause"),
    [
        ("nginx.conf", "proxy_cache kept", None, "cached-response"),
        ("nginx.conf", "proxy_cache kept", OTHER, "cached-response"),
        ("api.conf", "CacheEnable disk /", None, "cached-response"),
        ("nginx.conf", "proxy_cache off", None, "proxy-strips-headers"),
        ("nginx.conf", 'proxy_set_header Origin ""', OTHER, "proxy-strips-headers"),
        ("nginx.conf", 'proxy_set_header Origin ""', None, "proxy-strips-headers"),
        ("api.conf", "RequestHeader unset Origin", OTHER, "proxy-strips-headers"),
        ("api.conf", "RequestHeader unset Origin", None, "proxy-strips-headers"),
    ],
)
def test_the_guilty_line(file: str, line: str, sent: str | None, cause: str, tmp_path: Path) -> None:
    """A response that is kept for all, or an Origin that never gets to the server."""
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / file).write_text((NGINX if file == "nginx.conf" else APACHE).format(line))

    async def send(
        requests: tuple[ProbeRequest, ...], *, on_result: object = None
    ) -> tuple[ProbeResult, ...]:
        def response(request: ProbeRequest) -> Response:
            origin = request.headers.get("Origin")
            own = origin if ":5000" in request.url and origin in (PAGE, OTHER) else None
            allowed = own if ":5000" in request.url else sent
            named = {"Access-Control-Allow-Origin": allowed} if allowed else {}
            return Response(200, Headers.of({"Server": "Werkzeug", **named}))

        return tuple(ProbeResult(request, response(request)) for request in requests)

    given: dict[str, FactValue] = {
        "url": URL,
        "origin": PAGE,
        "method": "GET",
        "credentials": "omit",
        "request_headers": (),
    }
    known = Facts.of(Fact(name, value, "answered") for name, value in given.items())
    header = "'Access-Control-Allow-Origin' header"
    text = f"Access to fetch at '{URL}' from origin '{PAGE}' has been blocked by CORS policy: " + (
        f"The {header} has a value '{sent}' that is not equal to the supplied origin."
        if sent
        else f"No {header} is present on the requested resource."
    )
    scan = scan_project(tmp_path)
    begun = Diagnosis.begin(load_knowledge(), text, known)
    done = asyncio.run(investigate(begun, sender=send, may_probe=ProbeConsent("auto"), scanner=lambda: scan))
    assert done.cause is not None
    assert done.cause.id == cause
    is_shown_behind = bool(done.findings and done.findings.layers)
    assert (f"{file}:" in what_runs(done, has_project=True)) is not is_shown_behind


BY_PATH = f'CORS(app, resources={{r"/api/*": {{"origins": ["{PAGE}"]}}}})'
BY_BLUEPRINT = f'others = Blueprint("others", __name__)\nCORS(others, origins=["{PAGE}"])'


@pytest.mark.parametrize(
    ("setup", "cause"),
    [(BY_PATH, "resource-pattern-mismatch"), (BY_BLUEPRINT, "blueprint-not-covered")],
)
def test_the_app_has_the_page_for_other_paths(setup: str, cause: str, tmp_path: Path) -> None:
    """Nothing of the app's is lost on the way: it sends nothing, and the proxy a header of its own."""
    imports = "from flask import Blueprint, Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    view = '@app.get("/me")\ndef me():\n    return {}\n'
    registered = "\n\napp.register_blueprint(others)\n" if setup is BY_BLUEPRINT else ""
    (tmp_path / "app.py").write_text(f"{imports}{setup}\n\n\n{view}{registered}")
    added = f"  location /api/ {{\n    add_header Access-Control-Allow-Origin {OTHER};\n"
    passed = "    proxy_pass http://127.0.0.1:5000/;\n  }\n}\n"
    (tmp_path / "nginx.conf").write_text(f"server {{\n  listen 8080;\n{added}{passed}")

    async def send(
        requests: tuple[ProbeRequest, ...], *, on_result: object = None
    ) -> tuple[ProbeResult, ...]:
        own = Response(200, Headers.of({"Server": "Werkzeug"}))
        through = Response(200, Headers.of({"Server": "nginx", "Access-Control-Allow-Origin": OTHER}))
        return tuple(ProbeResult(each, own if ":5000" in each.url else through) for each in requests)

    known = Facts.of((Fact("url", URL, "answered"), Fact("origin", PAGE, "answered")))
    text = f"Access to fetch at '{URL}' from origin '{PAGE}' has been blocked by CORS policy: The "
    text += f"'Access-Control-Allow-Origin' header has a value '{OTHER}' that is not equal to "
    text += "the supplied origin."
    scan = scan_project(tmp_path)
    begun = Diagnosis.begin(load_knowledge(), text, known)
    done = asyncio.run(investigate(begun, sender=send, may_probe=ProbeConsent("auto"), scanner=lambda: scan))
    assert done.facts.text("path_behind") == "/me"
    assert done.cause is not None
    assert done.cause.id == cause


@pytest.mark.parametrize(
    ("headers", "cause"),
    [
        ({"Server": "Caddy"}, "proxy-error-response"),
        ({"Server": "nginx/1.22.1", "Content-Type": "text/html"}, "proxy-error-response"),
        ({"Server": "nginx/1.22.1", "Content-Type": "text/html; charset=utf-8"}, "route-not-found"),
        ({"Server": "Werkzeug/3.1"}, "route-not-found"),
    ],
)
def test_who_says_404(headers: dict[str, str], cause: str, tmp_path: Path) -> None:
    """A proxy's own error page says nothing about Flask's routes."""
    (tmp_path / "app.py").write_text(APP)

    async def send(
        requests: tuple[ProbeRequest, ...], *, on_result: object = None
    ) -> tuple[ProbeResult, ...]:
        return tuple(ProbeResult(each, Response(404, Headers.of(headers))) for each in requests)

    known = Facts.of((Fact("url", URL, "answered"), Fact("origin", PAGE, "answered")))
    text = f"Access to fetch at '{URL}' from origin '{PAGE}' has been blocked by CORS policy: No "
    text += "'Access-Control-Allow-Origin' header is present on the requested resource."
    scan = scan_project(tmp_path)
    begun = Diagnosis.begin(load_knowledge(), text, known)
    done = asyncio.run(investigate(begun, sender=send, may_probe=ProbeConsent("auto"), scanner=lambda: scan))
    assert done.cause is not None
    assert done.cause.id == cause


def test_nothing_listens_behind_the_proxy(tmp_path: Path) -> None:
    """The 502 is explained by the address in the settings, with its line."""
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "nginx.conf").write_text(NGINX.format("proxy_buffering off"))

    async def send(
        requests: tuple[ProbeRequest, ...], *, on_result: object = None
    ) -> tuple[ProbeResult, ...]:
        gateway = Response(502, Headers.of({"Server": "nginx/1.22.1"}))
        return tuple(
            ProbeResult(each, failure="refused") if ":5000" in each.url else ProbeResult(each, gateway)
            for each in requests
        )

    known = Facts.of((Fact("url", URL, "answered"), Fact("origin", PAGE, "answered")))
    scan = scan_project(tmp_path)
    begun = Diagnosis.begin(load_knowledge(), "", known)
    done = asyncio.run(investigate(begun, sender=send, may_probe=ProbeConsent("auto"), scanner=lambda: scan))
    assert done.facts.text("silent_upstream") == "http://127.0.0.1:5000 (nginx.conf:5)"
    told = "The proxy sends requests to http://127.0.0.1:5000 (nginx.conf:5), and nothing listens there."
    assert what_runs(done, has_project=True) == told


def test_the_line_that_decides_comes_before_the_one_that_sends(tmp_path: Path) -> None:
    """Apache's `SetEnvIf` looks at the Origin, `Header` sends it back."""
    rule = 'SetEnvIf Origin "^https?://a\\.example$" OWN=$0'
    sends = 'Header always set Access-Control-Allow-Origin "%{OWN}e" env=OWN'
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "api.conf").write_text(f"{rule}\n{sends}\n")
    facts = Facts.of(scan_project(tmp_path).facts)
    added = LayerDifference("", "Access-Control-Allow-Origin", "http://a.example", "-")
    first, second = guilty_lines(facts, (added,))
    assert first == "api.conf:1: checks the Origin, '^https?://a\\.example$'"
    assert second == f"api.conf:2: {sends}"


def test_a_line_that_sends_any_origin_back_checks_none(tmp_path: Path) -> None:
    """It stands in the table once, as the line that sends the header."""
    sends = "add_header Access-Control-Allow-Origin $http_origin always"
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "nginx.conf").write_text(NGINX.format(sends))
    facts = Facts.of(scan_project(tmp_path).facts)
    added = LayerDifference("", "Access-Control-Allow-Origin", "http://a.example", "-")
    assert guilty_lines(facts, (added,)) == (f"nginx.conf:4: {sends};",)


def test_a_file_that_python_cannot_read_stops_the_app(tmp_path: Path) -> None:
    """Nothing listens, and the code shows why: the line is named, with the reason."""
    (tmp_path / "app.py").write_text(f"{APP}\nconfigure(\n")

    async def send(
        requests: tuple[ProbeRequest, ...], *, on_result: object = None
    ) -> tuple[ProbeResult, ...]:
        return tuple(ProbeResult(each, failure="refused") for each in requests)

    scan = scan_project(tmp_path)
    known = Facts.of((Fact("url", URL, "answered"), Fact("origin", PAGE, "answered")))
    begun = replace(Diagnosis.begin(load_knowledge(), "", known), ask_optional=False)
    done = asyncio.run(investigate(begun, sender=send, may_probe=ProbeConsent("auto"), scanner=lambda: scan))
    assert done.fix is not None
    assert done.fix.id == "correct-the-syntax"
    assert "'(' was never closed" in done.fix.steps[0].text
    assert "app.py:" in done.fix.steps[0].text
