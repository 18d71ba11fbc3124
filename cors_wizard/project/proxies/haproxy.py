"""Reads HAProxy's settings; the fact `proxy` calls it `other`, and the notes call it by its name."""

from __future__ import annotations

import re

from cors_wizard.facts.found import Found, TextFile, clean, place, scanned
from cors_wizard.project.proxies.comments import hash_lines

_HEADER = "access-control-allow-"
_CUTS = re.compile(
    r"\s*http-request\s{1,9}(?:"
    r"replace-(?:path|uri)\s{1,9}\^?(?P<path>/[\w./-]{1,100}?)/?\((?:/\??)?\.\*\)\$?\s{1,9}/?\\1"
    r"|set-path\s{1,9}%\[path,regsub\(\^?(?P<cut>/[\w./-]{1,100}?)/?,/?\)\]"
    r")\s{0,9}(?:if\s.{0,200})?"
)


def cut_prefix(line: str) -> str:
    """The beginning of the path that a line takes away; empty for any other line."""
    found = _CUTS.fullmatch(line)
    return (found["path"] or found["cut"]) if found else ""


def is_haproxy(name: str) -> bool:
    """Whether a file is named as HAProxy's settings are."""
    return name.lower().startswith("haproxy") and name.endswith((".cfg", ".cfg.j2", ".cfg.template"))


def read_haproxy(file: TextFile) -> Found:
    """The facts `proxy`, `proxy_drops` and `proxy_sets`, with a note on each header that it writes."""
    found = Found()
    for number, line in hash_lines(file.lines):
        found += _read_line(line, place(file.path, number))
    return found


def _read_line(line: str, where: str) -> Found:
    rule, action, name = (*line.split(maxsplit=3), "", "", "")[:3]
    if rule == "server" and name:
        return Found((scanned("proxy", "other", where, line),))
    is_answer = rule == "http-response" and name.lower().startswith(_HEADER)
    if action == "del-header" and (is_answer or (rule == "http-request" and name.lower() == "origin")):
        dropped = "response-header" if is_answer else "origin"
        return Found((scanned("proxy_drops", dropped, where, line),))
    if is_answer and action in ("add-header", "set-header"):
        told = f"{where}: HAProxy sets {clean(name, 60)} itself: {clean(line)}"
        return Found((scanned("proxy_sets", (f"{where}: {line}",), where, line),), (told,))
    return Found()
