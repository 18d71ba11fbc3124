"""Flask has no CORS, and the proxy in front of it has a list of origins: the page joins it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project

PAGE, OTHER = "https://shop.example", "https://admin.example"
APP = 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/api/me")\ndef me():\n    return {}\n'
SENDS = "add_header Access-Control-Allow-Origin $cors always;"
PASS = "proxy_pass http://127.0.0.1:5000;"
NGINX = (
    f'map $http_origin $cors {{\n  "{OTHER}" $http_origin;\n}}\n'
    f"server {{\n  location / {{\n    {SENDS}\n    {PASS}\n  }}\n}}\n"
)
NGINX_IF = (
    f"server {{\n  location / {{\n    if ($http_origin = '{OTHER}') {{\n"
    f"      add_header Access-Control-Allow-Origin $http_origin always;\n    }}\n    {PASS}\n  }}\n}}\n"
)
VIRTUAL = (
    "<VirtualHost *:80>\n  {}\n  Header always set Access-Control-Allow-Origin %{{OK}}e env=OK\n"
    "  ProxyPass / http://127.0.0.1:5000/\n</VirtualHost>\n"
)
APACHE = VIRTUAL.format(r'SetEnvIf Origin "^https://admin\.example$" OK=$0')
APACHE_GROUP = VIRTUAL.format(r'SetEnvIf Origin "^(https://(admin|www)\.example)$" OK=$1')
CADDY = (
    f"api.example {{\n  @known header Origin {OTHER}\n  header @known Access-Control-Allow-Origin {OTHER}\n"
    "  reverse_proxy 127.0.0.1:5000\n}\n"
)
CADDY_PATTERN = (
    "api.example {\n  @known header_regexp Origin ^https://(admin|www)\\.example$\n"
    "  header @known Access-Control-Allow-Origin {header.Origin}\n  reverse_proxy 127.0.0.1:5000\n}\n"
)
CADDY_SENT_BACK = CADDY.replace(f"Allow-Origin {OTHER}", "Allow-Origin {header.Origin}")
HAPROXY = (
    f"frontend web\n  bind :80\n  acl known hdr(origin) -i {OTHER}\n"
    "  http-request set-var(txn.o) req.hdr(origin) if known\n"
    "  http-response set-header Access-Control-Allow-Origin %[var(txn.o)] if { var(txn.o) -m found }\n"
    "  default_backend api\nbackend api\n  server a 127.0.0.1:5000\n"
)
PASTE = (
    f"Access to fetch at 'https://api.example/api/me' from origin '{PAGE}' has been blocked by CORS policy: "
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
    "GET https://api.example/api/me net::ERR_FAILED 200 (OK)"
)
PROXIES = [
    pytest.param("nginx.conf", NGINX, 2, id="nginx-map"),
    pytest.param("nginx.conf", NGINX_IF, 3, id="nginx-if"),
    pytest.param("site.conf", APACHE, 2, id="apache"),
    pytest.param("site.conf", APACHE_GROUP, 2, id="apache-group"),
    pytest.param("Caddyfile", CADDY, 2, id="caddy"),
    pytest.param("Caddyfile", CADDY_PATTERN, 2, id="caddy-pattern"),
    pytest.param("Caddyfile", CADDY_SENT_BACK, 2, id="caddy-sent-back"),
    pytest.param("haproxy.cfg", HAPROXY, 3, id="haproxy"),
]


def _diagnosed(folder: Path, file: str, settings: str, *facts: Fact) -> Diagnosis:
    (folder / "app.py").write_text(APP)
    (folder / file).write_text(settings)
    scan = scan_project(folder)
    begun = Diagnosis.begin(load_knowledge(), PASTE).with_given(*facts)
    return asyncio.run(investigate(begun, sender=send, may_probe=ProbeConsent("never"), scanner=lambda: scan))


@pytest.mark.parametrize(("file", "settings", "line"), PROXIES)
def test_the_list_is_the_proxys(file: str, settings: str, line: int, tmp_path: Path) -> None:
    """The cause is the list, with its line; the page is added, and the origin that was there stays."""
    found = _diagnosed(tmp_path, file, settings)
    assert found.cause is not None
    assert found.cause.id == "origin-not-allowed"
    assert found.facts.text("left_out_at") == f"{file}:{line}"
    after = "".join(change.after for change in found.changes.changes).replace("\\", "")
    assert PAGE in after
    assert "admin" in after


@pytest.mark.parametrize(("seen", "cause"), [((OTHER,), "origin-not-allowed"), ((), "cors-not-initialized")])
def test_a_list_for_other_paths(seen: tuple[str, ...], cause: str, tmp_path: Path) -> None:
    """Where an origin of the list gets no header either, the list isn't why the page gets none."""
    tried = [Fact("origin_policy", "none", "probed")]
    tried += [Fact("allowed_origins_seen", seen, "probed")] if seen else []
    found = _diagnosed(tmp_path, "haproxy.cfg", HAPROXY, *tried)
    assert found.cause is not None
    assert found.cause.id == cause
    # The list stays as it is where it isn't the page's.
    assert {change.path for change in found.changes.changes} == {"haproxy.cfg" if seen else "app.py"}
