"""What a proxy's settings take away: the headers of the CORS protocol, or `Origin`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.folders import evidence, scan, values


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        pytest.param(
            "nginx.conf", "proxy_hide_header Access-Control-Allow-Origin;", "response-header", id="nginx"
        ),
        pytest.param(
            "nginx.conf", 'more_clear_headers "Access-Control-Allow-Origin";', "response-header", id="more"
        ),
        pytest.param("nginx.conf", 'proxy_set_header Origin "";', "origin", id="nginx-origin"),
        pytest.param("nginx.conf", "proxy_set_header Origin '';", "origin", id="single-quotes"),
        pytest.param("nginx.conf", "proxy_set_header Origin $http_origin;", None, id="origin-passed-on"),
        pytest.param("nginx.conf", "proxy_hide_header X-Powered-By;", None, id="another-header"),
        pytest.param("nginx.conf", '# proxy_set_header Origin "";', None, id="comment"),
        pytest.param("api.conf", "Header unset Access-Control-Allow-Origin", "response-header", id="apache"),
        pytest.param("api.conf", "Header always unset Access-Control-Allow-Origin", None, id="apache-always"),
        pytest.param("api.conf", "RequestHeader unset Origin", "origin", id="apache-origin"),
        pytest.param("api.conf", "Header set Access-Control-Allow-Origin *", None, id="apache-sets"),
        pytest.param("Caddyfile", "header_down -Access-Control-Allow-Origin", "response-header", id="caddy"),
        pytest.param("Caddyfile", "header_up -Origin", "origin", id="caddy-origin"),
        pytest.param("Caddyfile", "header Access-Control-Allow-Origin *", None, id="caddy-sets"),
        pytest.param(
            "haproxy.cfg",
            "http-response del-header Access-Control-Allow-Origin",
            "response-header",
            id="haproxy",
        ),
        pytest.param("haproxy.cfg", "http-request del-header Origin", "origin", id="haproxy-origin"),
        pytest.param("haproxy.cfg", "http-request del-header Cookie", None, id="haproxy-another-header"),
        pytest.param("haproxy.cfg", "http-response del-header", None, id="haproxy-cut"),
        pytest.param("traefik.yml", 'Access-Control-Allow-Origin: ""', "response-header", id="traefik"),
        pytest.param("traefik-dynamic.toml", "Origin = ''", "origin", id="traefik-origin"),
        pytest.param("traefik.yml", "Access-Control-Allow-Origin: x", None, id="traefik-sets"),
        pytest.param(
            "compose.yml",
            "- traefik.http.middlewares.a.headers.customresponseheaders.Access-Control-Allow-Origin=",
            "response-header",
            id="label",
        ),
        pytest.param("compose.yml", "- Access-Control-Allow-Origin=", None, id="no-label"),
    ],
)
def test_settings_that_drop_headers(tmp_path: Path, name: str, line: str, expected: str | None) -> None:
    """One line of the settings explains why Flask's header never arrives."""
    found = scan(tmp_path, {name: f"{line}\n"})
    assert values(found).get("proxy_drops") == expected
    if expected:
        assert evidence(found, "proxy_drops").startswith(f"{name}:1: ")


def test_both_facts_come_from_one_file(tmp_path: Path) -> None:
    """Who the proxy is, and what it drops."""
    found = scan(tmp_path, {"nginx.conf": 'proxy_pass http://x;\nproxy_set_header Origin "";\n'})
    assert values(found)["proxy"] == "nginx"
    assert values(found)["proxy_drops"] == "origin"
