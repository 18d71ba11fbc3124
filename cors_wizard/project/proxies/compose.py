"""Reads Docker Compose files for a web server among the services."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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

_SERVICE = re.compile(r"(?P<indent>\s{1,8})(?P<name>[A-Za-z0-9_.-]{1,60}):\s{0,9}(?:#.*)?")
_PUBLISHED = re.compile(r"(?<![0-9/])([0-9]{2,5}):([0-9]{2,5})(?![0-9:])")


def published_ports(line: str) -> Iterator[tuple[int, int]]:
    """The port inside and the published one, of each `8000:5000` in a line of ports."""
    if line.startswith(("-", "ports:")):
        for found in _PUBLISHED.finditer(line):
            yield int(found[2]), int(found[1])


def service_addresses(files: Sequence[TextFile]) -> dict[str, str]:
    """Where a service is on this machine, `api:5000` to `127.0.0.1:8000`, by the ports that it publishes."""
    found: dict[str, str] = {}
    for file in files:
        names: dict[str, str] = {}
        service, depth = "", ""
        for (_, line), whole in zip(hash_lines(file.lines), file.lines, strict=True):
            if line and not whole[0].isspace():
                is_inside = line.startswith("services:")
                service, depth = "", "" if is_inside else "none"
            named = _SERVICE.fullmatch(whole.rstrip())
            if named and depth in ("", named["indent"]):
                service, depth = named["name"], named["indent"]
            for inside, outside in published_ports(line) if service else ():
                names.setdefault(f"{service}:{inside}", f"127.0.0.1:{outside}")
        found = {**names, **found}
    return found


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
