"""The page calls the project's proxy, and nothing listens there: the proxy is to be started, not Flask."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.project import scan_project

APP = "from flask import Flask\n\napp = Flask(__name__)\nif __name__ == '__main__':\n    app.run(port=5077)\n"
NGINX = "server {\n  # listen 8098;\n  listen [::]:8099;\n  location / { proxy_pass http://app:5077; }\n}\n"
APACHE = '<VirtualHost *:8099>\n  ProxyPass "/" "http://127.0.0.1:5077/"\n</VirtualHost>\n'
CADDY = "localhost:8099 {\n  reverse_proxy localhost:5077\n}\n"


@pytest.mark.parametrize(
    ("file", "text", "port", "named"),
    [
        ("nginx.conf", NGINX, 8099, "nginx (nginx.conf:3)"),
        ("site.conf", APACHE, 8099, "Apache (site.conf:1)"),
        ("Caddyfile", CADDY, 8099, "Caddy (Caddyfile:1)"),
        ("nginx.conf", NGINX, 8098, None),
        ("nginx.conf", NGINX, 5077, None),
    ],
)
def test_who_is_to_listen_there(file: str, text: str, port: int, named: str | None, tmp_path: Path) -> None:
    """A port of the proxy's settings is the proxy's; another one, or Flask's own, isn't."""
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / file).write_text(text)

    async def send(
        requests: tuple[ProbeRequest, ...], *, on_result: object = None
    ) -> tuple[ProbeResult, ...]:
        return tuple(ProbeResult(each, failure="refused") for each in requests)

    scan = scan_project(tmp_path)
    begun = Diagnosis.begin(
        load_knowledge(), f"POST http://localhost:{port}/api/orders net::ERR_CONNECTION_REFUSED"
    )
    done = asyncio.run(investigate(begun, sender=send, may_probe=ProbeConsent("auto"), scanner=lambda: scan))
    assert done.facts.text("own_proxy") == named
    if named:
        assert done.cause is not None
        assert done.cause.id == "server-unreachable"
        assert done.fix is not None
        assert done.fix.id == "start-the-proxy"


@pytest.mark.parametrize(("port", "by"), [(8099, "proxy"), (5077, None)])
def test_what_it_does_with_options_where_nothing_is_sent(port: int, by: str | None, tmp_path: Path) -> None:
    """Its settings say who rejects a preflight that is sent to it; of Flask's own port they say nothing."""
    (tmp_path / "app.py").write_text(APP)
    haproxy = (
        "frontend web\n  mode http\n  bind :8099\n  http-request deny unless METH_GET or METH_POST\n"
        "  default_backend app\nbackend app\n  mode http\n  server flask 127.0.0.1:5077\n"
    )
    (tmp_path / "haproxy.cfg").write_text(haproxy)
    text = (
        f"Access to fetch at 'http://localhost:{port}/api/orders' from origin 'http://localhost:5173' "
        "has been blocked by CORS policy: Response to preflight request doesn't pass access control check: "
        "No 'Access-Control-Allow-Origin' header is present on the requested resource."
    )
    begun = Diagnosis.begin(load_knowledge(), text).without_probing().with_scan(scan_project(tmp_path))
    assert begun.facts.text("options_answered_by") == by
    assert not by or begun.fixes[0].id == "let-the-proxy-pass-options"
