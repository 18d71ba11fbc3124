"""Whom the settings of nginx, Apache or Caddy allow: the lines that look at the Origin, or send it back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.comments import hash_lines

_MOST = 20
_LONGEST = 200
_ALLOW_ORIGIN = "access-control-allow-origin"
_SENT = (
    "$http_origin",
    "%{http_origin}e",
    "%{origin}i",
    "{http.request.header.origin}",
    "{header.origin}",
    "{>origin}",
)
"""The origin that was sent, as the three write it; other variables are set by the lines that look at it."""
_IF = re.compile(r"\(\s{0,9}\$http_origin\s{0,9}(~\*?|=)\s{0,9}(\S{1,300}?)\s{0,9}\)\s{0,9}(?:\{.{0,300})?")
_ENV_IF = re.compile(
    r"setenvif(?:nocase)?\s{1,9}origin\s{1,9}(\"[^\"]{1,300}\"|\S{1,300})\s.*", re.IGNORECASE
)
_MATCHER = re.compile(
    r"(?:@\S{1,60}\s{1,9})?(header(?:_regexp)?)\s{1,9}(?:\S{1,60}\s{1,9})?origin\s{1,9}(\S{1,300})",
    re.IGNORECASE,
)


def read_origin_rules(file: TextFile) -> Found:
    """The fact `proxy_origin_checks`, each as `path:line: kind 'text'`."""
    found = [
        (f"{place(file.path, number)}: {kind} '{text}'", line, number)
        for number, line in hash_lines(file.lines)
        for kind, text in _rules(line, _is_in_map(file, number))
        if len(text) <= _LONGEST and text.isprintable()
    ]
    if not found:
        return Found()
    _, says, number = found[0]
    lines = tuple(dict.fromkeys(line for line, _, _ in found))[:_MOST]
    return Found((scanned("proxy_origin_checks", lines, place(file.path, number), says),))


def _rules(line: str, is_in_map: bool) -> Iterator[tuple[str, str]]:
    lower = line.lower()
    if is_in_map:
        yield from _of_map(line)
    elif _ALLOW_ORIGIN in lower:
        if any(sent in lower for sent in _SENT):
            yield "any", ""
    elif found := _IF.fullmatch(line.removeprefix("if").strip()):
        text = found[2].strip("\"'")
        yield ("is", text) if found[1] == "=" else ("search", text)
    elif found := _ENV_IF.fullmatch(line):
        yield "search", found[1].strip('"')
    elif found := _MATCHER.fullmatch(line):
        text = found[2].strip("\"'`")
        by_pattern = found[1].lower() == "header_regexp"
        yield ("search", text) if by_pattern else ("glob" if "*" in text else "is", text)


def _of_map(line: str) -> Iterator[tuple[str, str]]:
    """`"~^https://.*$" $http_origin;` and `"https://shop.example" $http_origin;` in nginx's `map`."""
    key, _, value = line.rstrip(";").rpartition(" ")
    key, value = key.strip().strip("\"'"), value.strip("\"'")
    if key in ("default", "") and value == "$http_origin":
        yield "any", ""
    elif key.startswith("~") and value not in ("", "0"):
        yield "search", key.lstrip("~").lstrip("*")
    elif "://" in key and value not in ("", "0"):
        yield "is", key


def _is_in_map(file: TextFile, number: int) -> bool:
    """Whether a line is inside a `map $http_origin ... {` that was not closed before it."""
    for line in reversed(file.lines[max(0, number - 60) : number - 1]):
        if "}" in line:
            return False
        if "{" in line:
            return line.strip().lower().startswith("map $http_origin")
    return False
