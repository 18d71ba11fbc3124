"""Reads what Traefik's settings (its files, or labels in Docker Compose) do with headers of the protocol."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.comments import hash_lines

_ENTRY = re.compile(r"[-\s\"']*([A-Za-z.@-]{1,200})[\"']?\s{0,9}[:=]\s{0,9}(.{0,300})")


def is_traefik(name: str) -> bool:
    """Whether a file is named as Traefik's settings mostly are."""
    return name.lower().startswith("traefik") and name.endswith((".yml", ".yaml", ".toml"))


def read_traefik(file: TextFile) -> Found:
    """The facts `proxy` and `proxy_drops`, and a note where Traefik answers preflights itself."""
    lines = [(number, line) for number, line in hash_lines(file.lines) if line]
    proxy = tuple(scanned("proxy", "traefik", place(file.path, number), line) for number, line in lines[:1])
    return Found(proxy) + read_headers(file.path, lines)


def read_headers(path: str, lines: Iterable[tuple[int, str]]) -> Found:
    """What a `headers` middleware takes away (an empty value) or answers by itself."""
    found = Found()
    for number, line in lines:
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            continue
        name, value = entry[1].rpartition(".")[2].lower(), entry[2].strip(" \"'")
        if name.startswith("access-control-allow-") and not value:
            found += Found((scanned("proxy_drops", "response-header", place(path, number), line),))
        elif name == "origin" and not value:
            found += Found((scanned("proxy_drops", "origin", place(path, number), line),))
        elif name.startswith("accesscontrolalloworiginlist"):
            found += Found(notes=(f"{place(path, number)}: Traefik itself handles CORS here.",))
    return found
