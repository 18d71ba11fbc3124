"""A proxy that sends any website its origin back never gets `Access-Control-Allow-Credentials` beside it."""

from __future__ import annotations

import re

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:5175"
_APP = 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/api/me")\ndef me():\n    return {}\n'
_NGINX = "{}server {{\n  listen 8080;\n  location /api/ {{\n    {}\n    proxy_pass http://flask;\n  }}\n}}\n"
_APACHE = '<VirtualHost *:8080>\n  {}\n  ProxyPass / "http://127.0.0.1:5000/"\n</VirtualHost>\n'
_CADDY = "http://localhost:8080 {{\n  {}\n  reverse_proxy localhost:5000\n}}\n"
_HAPROXY = (
    "frontend web\n  bind :8080\n  {}\n  default_backend app\n\nbackend app\n  server one 127.0.0.1:5000\n"
)
_SENDS = "add_header Access-Control-Allow-Origin"
_SET = "Header set Access-Control-Allow-Origin"
_HTTP = "http-response set-header Access-Control-Allow-Origin"
_MAP = "map $http_origin $who {{ {} }}\n"
_OPEN = {
    "nginx": ("nginx.conf", _NGINX.format("", f"{_SENDS} $http_origin always;")),
    "nginx-variable": ("nginx.conf", _NGINX.format("", f"set $who $http_origin;\n    {_SENDS} $who;")),
    "nginx-map-default": (
        "nginx.conf",
        _NGINX.format(_MAP.format("default $http_origin;"), f"{_SENDS} $who;"),
    ),
    "nginx-map-pattern": (
        "nginx.conf",
        _NGINX.format(_MAP.format("~localhost $http_origin;"), f"{_SENDS} $who;"),
    ),
    "nginx-if-pattern": (
        "nginx.conf",
        _NGINX.format("", f'if ($http_origin ~ "localhost") {{ {_SENDS} $http_origin; }}'),
    ),
    "apache": ("site.conf", _APACHE.format(f'{_SET} "%{{HTTP_ORIGIN}}e"')),
    "apache-pattern": (
        "site.conf",
        _APACHE.format(f'SetEnvIf Origin ".*localhost.*" OWN=$0\n  {_SET} "%{{OWN}}e" env=OWN'),
    ),
    "apache-any": (
        "site.conf",
        _APACHE.format(f'SetEnvIf Origin "^(.*)$" OWN=$1\n  {_SET} "%{{OWN}}e" env=OWN'),
    ),
    "caddy": ("Caddyfile", _CADDY.format("header Access-Control-Allow-Origin {header.Origin}")),
    "haproxy": ("haproxy.cfg", _HAPROXY.format(f"{_HTTP} %[capture.req.hdr(0)]")),
    "haproxy-found": (
        "haproxy.cfg",
        _HAPROXY.format(
            "http-request set-var(txn.o) req.hdr(origin)\n"
            f"  {_HTTP} %[var(txn.o)] if {{ var(txn.o) -m found }}"
        ),
    ),
    "haproxy-pattern": (
        "haproxy.cfg",
        _HAPROXY.format(
            "acl known hdr(origin) -m sub localhost\n  http-request set-var(txn.o) req.hdr(origin) if known\n"
            f"  {_HTTP} %[var(txn.o)] if {{ var(txn.o) -m found }}"
        ),
    ),
}


@pytest.mark.parametrize(("name", "text"), _OPEN.values(), ids=list(_OPEN))
@pytest.mark.parametrize("seen", ["for-this-origin", "unknown"])
def test_no_credentials_for_any_website(knowledge: Knowledge, name: str, text: str, seen: str) -> None:
    """Either Flask takes over and the proxy's line goes, or nothing is changed in the proxy."""
    known: dict[str, FactValue] = {
        "url": "http://localhost:8080/api/me",
        "origin": _PAGE,
        "method": "GET",
        "credentials": "include",
        "symptom": "invalid-allow-credentials",
        "request_headers": (),
    }
    if seen != "unknown":
        known["cors_headers_seen"] = seen
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", _APP), name: TextFile(name, text)}
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, files)
    after = {each.path: each.after for each in made.changes}.get(name, text)
    sends_back = re.search(r"Access-Control-Allow-Origin [^\n]*[$%{]", after)
    assert "Allow-Credentials" not in after or not sends_back, after
