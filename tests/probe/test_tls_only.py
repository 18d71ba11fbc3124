"""A port that accepts only https, called over plain http: what is wrong is the scheme."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.http_exchange import Headers
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.result import ProbeRequest
from cors_wizard.probe.send import send
from cors_wizard.probe.tls_only import says_tls_only
from cors_wizard.project import scan_project
from tests.browsers.certificates import certificate
from tests.probe.serving import SocketServer, saying


@pytest.fixture
def tls_port() -> Iterator[int]:
    """A server that speaks TLS, with a certificate that nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate().chain, certificate().key)
    server = make_server("127.0.0.1", 0, lambda environ, start: [], ssl_context=context, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _asked(port: int) -> ProbeRequest:
    return ProbeRequest("request", "", "GET", f"http://localhost:{port}/api/me", Headers.of({}))


async def test_the_port_takes_https(tls_port: int) -> None:
    """Nothing but a handshake is tried; a server that only hangs up is another matter."""
    (of_tls,) = await send([_asked(tls_port)])
    with SocketServer(saying("")) as server:
        (of_other,) = await send([_asked(server.port)])
    assert (of_tls.failure, of_tls.wants_tls) == ("no-http", True)
    assert (of_other.failure, of_other.wants_tls) == ("no-http", False)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, "<center>The plain HTTP request was sent to HTTPS port</center>", True),
        (400, "Reason: You're speaking plain HTTP to an SSL-enabled server port.", True),
        (400, "Client sent an HTTP request to an HTTPS server.", True),
        (400, "name is required", False),
        (200, "The plain HTTP request was sent to HTTPS port", False),
    ],
)
def test_what_servers_say(status: int, body: str, expected: bool) -> None:
    """nginx, Apache and servers written in Go respond in plain text."""
    assert says_tls_only(status, body) is expected


def test_the_page_is_changed(tls_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page writes https; no CORS setting is blamed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
        'CORS(app, origins=["http://localhost:3000"])\n\n\n@app.get("/api/me")\ndef me():\n    return {}\n'
    )
    (tmp_path / "page.js").write_text(f'fetch("http://localhost:{tls_port}/api/me")\n')
    url = Fact("url", f"http://localhost:{tls_port}/api/me", "answered")
    known = Facts.of((url, Fact("origin", "http://localhost:3000", "answered")))
    begun = Diagnosis.begin(load_knowledge(), "TypeError: Failed to fetch", known)
    scan = scan_project(tmp_path)
    done = asyncio.run(investigate(begun, sender=send, may_probe=ProbeConsent("auto"), scanner=lambda: scan))
    assert done.cause is not None
    assert (done.cause.id, done.changes.fix) == ("insecure-context", "ask-that-port-over-https")
    (change,) = done.changes.changes
    assert change.after == f'fetch("https://localhost:{tls_port}/api/me")\n'
