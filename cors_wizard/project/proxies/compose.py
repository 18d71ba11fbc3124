"""Reads Docker Compose files for a web server among the services."""

from __future__ import annotations

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.comments import hash_lines
from cors_wizard.project.proxies.traefik import read_headers

_IMAGES = {
    "nginx": "nginx",
    "nginx-proxy": "nginx",
    "openresty": "nginx",
    "httpd": "apache",
    "caddy": "caddy",
    "traefik": "traefik",
    "haproxy": "other",
    "envoy": "other",
}


def read_compose(file: TextFile) -> Found:
    """The fact `proxy`, from the image of a service; labels of Traefik count, and tell what it drops."""
    facts = []
    lines = list(hash_lines(file.lines))
    for number, line in lines:
        proxy = _proxy(line.removeprefix("- ").strip())
        if proxy:
            facts.append(scanned("proxy", proxy, place(file.path, number), line))
    return Found(tuple(facts)) + read_headers(file.path, (each for each in lines if "traefik." in each[1]))


def _proxy(line: str) -> str | None:
    if line.strip("\"'").startswith("traefik.http."):
        return "traefik"
    key, _, value = line.partition(":")
    if key != "image":
        return None
    image = value.strip().strip("\"'").rpartition("/")[2].partition(":")[0].partition("@")[0]
    return _IMAGES.get(image)
