"""Paths that nginx serves from a folder: no response of Flask's, and no header of Flask's, is for them."""

from __future__ import annotations

import re

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.blocks import blocks

_PREFIX = re.compile(r"\s*location\s{1,9}(?:\^~\s{1,9})?(/[^\s{]{0,200})\s{0,9}\{")
_PATTERN = re.compile(r"\s*location\s{1,9}~")
_FOLDER = re.compile(r"\s*(?:root|alias)\s")
_ELSEWHERE = re.compile(r"\s*(?:\w{1,20}_pass|return|rewrite|try_files|include)\s")
_LISTEN = re.compile(r"\s*listen\s{1,9}(?:[^\s;]{0,100}:)?(\d{1,5})\b")
_MOST = 20


def read_served(file: TextFile) -> Found:
    """The fact `proxy_serves`, each as `path:line: PORTS /prefix`; none where patterns choose, too."""
    if any(_PATTERN.match(line) for line in file.lines):
        return Found()
    found = []
    for block in blocks(file.lines):
        opened, inside = file.lines[block.first - 1], file.lines[block.first : block.last]
        prefix = _PREFIX.match(opened)
        if prefix and any(map(_FOLDER.match, inside)) and not any(map(_ELSEWHERE.match, inside)):
            found.append((block.first, opened, prefix[1]))
    listens = [listen[1] for line in file.lines if (listen := _LISTEN.match(line))]
    ports = ",".join(dict.fromkeys(listens)) or "80"
    told = tuple(f"{place(file.path, line)}: {ports} {prefix}" for line, _, prefix in found[:_MOST])
    return Found(
        tuple(scanned("proxy_serves", told, place(file.path, at), says) for at, says, _ in found[:1])
    )
