"""Where a service of Docker Compose is on this machine, and so the server behind the proxy that names it."""

from __future__ import annotations

import pytest

from cors_wizard.behind_proxy import handed_on
from cors_wizard.facts import Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.project.proxies import read_proxies

COMPOSE = """services:
  web:
    image: nginx
    ports:
      - "8080:80"
  api:
    build: .
    ports: ["{ports}"]
volumes:
  api:
"""
NGINX = "server {\n  location /api/ {\n    proxy_pass http://%s;\n  }\n}\n"
GROUP = "upstream app { server api:5000; }\n"
CASES = [
    pytest.param("8000:5000", NGINX % "api:5000", "http://127.0.0.1:8000/api/x", id="service"),
    pytest.param("127.0.0.1:8000:5000", GROUP + NGINX % "app", "http://127.0.0.1:8000/api/x", id="group"),
    pytest.param("8000:5001", NGINX % "api:5000", "", id="another-port"),
    pytest.param("8000:5000", NGINX % "db:5000", "", id="another-service"),
    pytest.param("8000:5000", NGINX % "web:80", "", id="the-proxy-itself"),
]


@pytest.mark.parametrize(("ports", "nginx", "expected"), CASES)
def test_the_server_behind_a_service(ports: str, nginx: str, expected: str) -> None:
    """By the port that Compose publishes; of any other nothing is known."""
    files = [
        TextFile("nginx.conf", nginx),
        TextFile("docker-compose.yml", COMPOSE.replace("{ports}", ports)),
    ]
    facts = Facts.of(read_proxies(files).facts)
    assert handed_on("http://localhost:8080/api/x", facts) == expected
