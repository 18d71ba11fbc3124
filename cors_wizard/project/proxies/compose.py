"""Reads Docker Compose files for a web server among the services."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.frozen import dataclass
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

_PUBLISHED = re.compile(r"(?<![0-9/])([0-9]{2,5}):([0-9]{2,5})(?![0-9:])")


def published_ports(line: str) -> Iterator[tuple[int, int]]:
    """The port inside and the published one, of each `8000:5000` in a line of ports."""
    if line.startswith(("-", "ports:")):
        for found in _PUBLISHED.finditer(line):
            yield int(found[2]), int(found[1])


@dataclass(frozen=True)
class Service:
    """A service of Compose: its name, and its lines without comments, numbered."""

    name: str
    lines: tuple[tuple[int, str], ...]

    def found(self, pattern: re.Pattern[str]) -> str:
        """What the pattern finds in the first line that it fits."""
        return next((match[1] for _, text in self.lines if (match := pattern.match(text))), "")


def services(file: TextFile) -> Iterator[Service]:
    """The services of a file, by their indentation."""
    lines: list[tuple[int, str]] = []
    depth, is_inside = -1, False
    for (number, text), whole in zip(hash_lines(file.lines), file.lines, strict=True):
        if not text:
            continue
        indent = len(whole) - len(whole.lstrip())
        if lines and indent <= depth:
            yield _service(lines)
            lines = []
        if indent == 0:
            is_inside, depth = text.startswith("services:"), -1
        elif is_inside:
            depth = indent if depth < 0 else depth
            lines.append((number, text))
    if lines:
        yield _service(lines)


def _service(lines: Sequence[tuple[int, str]]) -> Service:
    return Service(lines[0][1].partition(":")[0].strip("\"'"), tuple(lines))


def service_addresses(files: Sequence[TextFile]) -> dict[str, str]:
    """Where a service is on this machine, `api:5000` to `127.0.0.1:8000`, by the ports that it publishes."""
    found: dict[str, str] = {}
    for service in (each for file in files for each in services(file)):
        for inside, outside in (ports for _, text in service.lines for ports in published_ports(text)):
            found.setdefault(f"{service.name}:{inside}", f"127.0.0.1:{outside}")
    return found


def proxy_of(service: Service) -> str | None:
    """Which proxy a service runs, by its image."""
    return next(filter(None, (_proxy(text) for _, text in service.lines)), None)


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
