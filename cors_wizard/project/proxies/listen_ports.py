"""The ports on which a proxy's settings have it listen: nginx, Apache, HAProxy, Caddy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.facts.found import Found, TextFile, place, scanned

_MOST = 20
_CADDY = re.compile(r"[^\s{}]*:([0-9]{1,5})\b[^\n]*\{")
_OTHERS = re.compile(
    r"[ \t]*(?:listen[ \t]+(?:\S*:)?|<VirtualHost[ \t][^>\n]*:|bind[ \t]+\S*:)([0-9]{1,5})\b", re.IGNORECASE
)


def listen_ports(path: str, text: str) -> Iterator[tuple[int, int]]:
    """Each line that names such a port, and the port.

    Args:
        path: the settings' path, by which Caddy's are told from the others'.
        text: the settings.
    """
    pattern = _CADDY if "caddyfile" in path.rpartition("/")[2].lower() else _OTHERS
    for number, line in enumerate(text.split("\n"), 1):
        if found := pattern.match(line):
            yield number, int(found[1])


def read_listening(file: TextFile) -> Found:
    """The fact `proxy_listens`, each as `path:line: port`."""
    found = list(listen_ports(file.path, file.text))[:_MOST]
    ports = tuple(f"{place(file.path, number)}: {port}" for number, port in found)
    facts = (
        scanned("proxy_listens", ports, place(file.path, number), file.lines[number - 1])
        for number, _ in found[:1]
    )
    return Found(tuple(facts))
