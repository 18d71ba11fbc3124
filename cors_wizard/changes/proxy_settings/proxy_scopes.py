"""Which lines of a proxy's settings concern the page's request: blocks of other paths stay as they are."""

from __future__ import annotations

import re

from cors_wizard.changes.proxy_settings.proxy_files import ProxyFile
from cors_wizard.changes.source_text.source import Source
from cors_wizard.project.proxies.blocks import Block, around, blocks, sections

_LOCATION = re.compile(r"""\s*location\s+(?:(=|\^~|~\*?)\s*)?["']?([^\s"'{]+)""")
_PASS = re.compile(r"^\s*(?:proxy|uwsgi|fastcgi|grpc|scgi)_pass\s+([^;#]+);", re.MULTILINE)
_ADDS = re.compile(r"\s*add_header\s")
_APACHE_PATH = re.compile(r"\s*<(Location|LocationMatch)\s+(~\s+)?[\"']?([^\s\"'>]+)", re.IGNORECASE)
_CADDY_PATH = re.compile(r"\s*(?:handle|handle_path|route|header|redir|reverse_proxy)\s+((?:[/@*]\S*\s*)+)")
_LONGEST = 200


def concerns(file: ProxyFile, line: int, path: str) -> bool:
    """Whether a line holds for the responses that the path gets from Flask, as far as its blocks say."""
    source = file.source
    if file.kind == "nginx":
        location = next((each for each in _around(source, line) if _location(source, each)), None)
        return location is None or location in _same_way(source, path)
    if file.kind == "apache":
        headings = [source.lines[each.first - 1] for each in around(sections(source.lines), line)]
        return all(_apache_fits(each, path) for each in headings)
    if file.kind == "caddy":
        headings = [source.lines[line - 1], *(source.lines[each.first - 1] for each in _around(source, line))]
        return all(_caddy_fits(source, each, path) for each in headings)
    return True


def is_for_path(file: ProxyFile, line: int, path: str) -> bool:
    """Whether a line holds for the path itself: what another location lets in is its own matter."""
    return concerns(file, line, path) and not other_location(file, line, path)


def other_location(file: ProxyFile, line: int, path: str) -> str:
    """nginx: the path or pattern of the location around a line that is not the path's own; else empty."""
    source = file.source
    own = next((each for each in _around(source, line) if _location(source, each)), None)
    if file.kind != "nginx" or own is None:
        return ""
    every = [each for each in blocks(source.lines) if _location(source, each)]
    found = _location(source, own)
    return "" if found is None or own == _chosen(source, every, path) else found[2]


def location_of(file: ProxyFile, path: str) -> Block | None:
    """nginx: the location that a path gets."""
    return _chosen(
        file.source, [each for each in blocks(file.source.lines) if _location(file.source, each)], path
    )


def heirs(file: ProxyFile, line: int, path: str) -> list[int]:
    """nginx: the lines that open locations of other programs' paths, which inherit the header of a line."""
    source = file.source
    inside = _around(source, line)
    if file.kind != "nginx" or any(_location(source, each) for each in inside) or not inside:
        return []
    ours, server = _same_way(source, path), inside[0]
    return [
        each.first
        for each in blocks(source.lines)
        if _location(source, each) and server.first < each.first < server.last and each not in ours
        if not any(_ADDS.match(text) for text in source.lines[each.first : each.last])
    ]


def _around(source: Source, line: int) -> list[Block]:
    """The blocks in braces around a line, innermost first."""
    return around(blocks(source.lines), line)


# nginx.


def _location(source: Source, block: Block) -> re.Match[str] | None:
    return _LOCATION.match(source.lines[block.first - 1])


def _same_way(source: Source, path: str) -> list[Block]:
    """The location that the path gets, and those that send to the same program."""
    every = [each for each in blocks(source.lines) if _location(source, each)]
    chosen = _chosen(source, every, path)
    if chosen is None:
        return every
    target = _target(source, chosen)
    return [each for each in every if each == chosen or (target and _target(source, each) == target)]


def _chosen(source: Source, every: list[Block], path: str) -> Block | None:
    """https://nginx.org/en/docs/http/ngx_http_core_module.html#location"""
    prefixes: list[tuple[int, str, Block]] = []
    patterns = []
    for block in every:
        found = _location(source, block)
        assert found is not None
        kind, said = found[1] or "", found[2]
        if kind == "=" and said == path:
            return block
        if kind.startswith("~"):
            patterns += [block] if _searches(said, path, ignore_case=kind == "~*") else []
        elif kind != "=" and path.startswith(said):
            prefixes.append((len(said), kind, block))
    longest = max(prefixes, key=lambda each: each[0], default=None)
    if longest is not None and (longest[1] == "^~" or not patterns):
        return longest[2]
    return min(patterns, key=lambda each: each.first, default=None)


def _searches(pattern: str, path: str, *, ignore_case: bool) -> bool:
    """Whether a simple pattern is found in the path; one that is not simple is taken to fit."""
    if len(pattern) > _LONGEST or re.search(r"[*+}]\)?[*+{]|\)[*+{]", pattern):
        return True
    try:
        return bool(re.search(pattern, path, re.IGNORECASE if ignore_case else 0))
    except re.error:
        return True


def _target(source: Source, block: Block) -> str:
    """The program that a location sends to."""
    text = "\n".join(source.lines[block.first - 1 : block.last])
    found = _PASS.search(text)
    return re.sub(r"^(\w+://[^/]*).*", r"\1", found[1].strip()) if found else ""


# Apache.


def _apache_fits(heading: str, path: str) -> bool:
    found = _APACHE_PATH.match(heading)
    if found is None:
        return True
    if found[1].lower() == "locationmatch" or found[2]:
        return _searches(found[3], path, ignore_case=False)
    said = found[3].rstrip("/")
    return path == said or path.startswith(f"{said}/")


# Caddy.


def _caddy_fits(source: Source, heading: str, path: str) -> bool:
    found = _CADDY_PATH.match(heading)
    if found is None:
        return True
    said = [part for each in found[1].split() for part in _of_matcher(source, each)]
    return not said or any(_caddy_path_fits(each, path) for each in said)


def _of_matcher(source: Source, said: str) -> list[str]:
    """The paths of a matcher: itself, or those of the named one; none where it is about something else."""
    if not said.startswith("@"):
        return [said]
    named = re.search(rf"^\s*{re.escape(said)}\s+path\s+([^\n{{]+)$", source.text, re.MULTILINE)
    return named[1].split() if named else []


def _caddy_path_fits(said: str, path: str) -> bool:
    return path.startswith(said[:-1]) if said.endswith("*") else path == said
