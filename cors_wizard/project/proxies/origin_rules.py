"""Whom a proxy's settings allow: the lines that look at the Origin, or send it back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.blocks import around, blocks, sections
from cors_wizard.project.proxies.comments import hash_lines
from cors_wizard.project.proxies.haproxy import is_haproxy
from cors_wizard.project.proxies.haproxy_origins import sent_back

_MOST = 20
_LONGEST = 200
_FAR = 200
"""Lines before and after one that sends the Origin back, in which what guards it is looked for."""
_ALLOW_ORIGIN = "access-control-allow-origin"
_SENT = (
    "$http_origin",
    "%{http_origin}e",
    "%{origin}i",
    "%{req:origin}",
    "%{http:origin}",
    "{http.request.header.origin}",
    "{header.origin}",
    "{>origin}",
)
"""The origin that was sent, as the three write it; other variables are set by the lines that look at it."""
_IF = re.compile(r"\(\s{0,9}\$http_origin\s{0,9}(~\*?|=)\s{0,9}(\S{1,300}?)\s{0,9}\)\s{0,9}(?:\{.{0,300})?")
_ENV_IF = re.compile(
    r"setenvif(?:nocase)?\s{1,9}origin\s{1,9}(\"[^\"]{1,300}\"|\S{1,300})\s.*", re.IGNORECASE
)
_MATCHED = re.compile(r"\s(\w{1,60})=\$0(?=\s|$)")
_MAP = "map $http_origin"
_NAME = re.compile(r"@[\w-]{1,60}")
"""A matcher of Caddy's."""
_VARIABLE = re.compile(r"(?:%\{(?=\w{1,60}\}e)|\$)(\w{1,60})")
"""Apache's and nginx's."""
_SET = re.compile(r"set\s{1,9}\$(\w{1,60})\s{1,9}[\"']?\$http_origin[\"']?\s{0,9};")
_MATCHER = re.compile(
    r"(?:@\S{1,60}\s{1,9})?(header(?:_regexp)?)\s{1,9}(?:\S{1,60}\s{1,9})?origin\s{1,9}(\S{1,300})",
    re.IGNORECASE,
)


def read_origin_rules(file: TextFile) -> Found:
    """The fact `proxy_origin_checks`, each as `path:line: kind 'text'`."""
    lines_read = tuple(hash_lines(file.lines))
    writing = [line for _, line in lines_read if _ALLOW_ORIGIN in line.lower()]
    maps = [each for each in blocks(file.lines) if lines_read[each.first - 1][1].lower().startswith(_MAP)]
    sent = frozenset(name.lower() for line in writing for name in _VARIABLE.findall(line))
    rules = (
        (number, kind, text)
        for at, (number, line) in enumerate(lines_read)
        for kind, text in _rules(line, sent, bool(around(maps, number)))
        if kind != "any" or not _is_guarded(lines_read, at)
    )
    found = [
        (f"{place(file.path, number)}: {kind} '{text}'", lines_read[number - 1][1], number)
        for number, kind, text in (_of_haproxy(lines_read) if is_haproxy(file.name) else rules)
        if len(text) <= _LONGEST and text.isprintable()
    ]
    if not found:
        return Found()
    _, says, number = found[0]
    lines = tuple(dict.fromkeys(line for line, _, _ in found))[:_MOST]
    return Found((scanned("proxy_origin_checks", lines, place(file.path, number), says),))


def _of_haproxy(lines: tuple[tuple[int, str], ...]) -> Iterator[tuple[int, str, str]]:
    for number, guards in sent_back([line for _, line in lines]):
        if not guards:
            yield number, "any", ""
        for each in guards:
            yield from ((each.line, each.kind, text) for text in each.texts)


def _rules(line: str, sent: frozenset[str], is_in_map: bool) -> Iterator[tuple[str, str]]:
    lower = line.lower()
    if is_in_map:
        yield from _of_map(line)
    elif lower.startswith(_MAP) and "{" in line:
        yield from (one for each in line.partition("{")[2].split(";") for one in _of_map(each))
    elif found := _IF.fullmatch(line.removeprefix("if").strip()):
        text = found[2].strip("\"'")
        yield ("is", text) if found[1] == "=" else ("search", text)
    elif (found := _SET.fullmatch(line)) and found[1].lower() in sent:
        yield "any", ""
    elif _ALLOW_ORIGIN in lower:
        if any(each in lower for each in _SENT):
            yield "any", ""
    elif found := _ENV_IF.fullmatch(line):
        # `NAME=$0` is what matched: sent back, it is the page's origin only where that is all of it.
        is_whole = any(name.lower() in sent for name in _MATCHED.findall(line))
        yield "fullmatch" if is_whole else "search", found[1].strip('"')
    elif found := _MATCHER.fullmatch(line):
        text = found[2].strip("\"'`")
        by_pattern = found[1].lower() == "header_regexp"
        yield ("search", text) if by_pattern else ("glob" if "*" in text else "is", text)


def _of_map(line: str) -> Iterator[tuple[str, str]]:
    """`"~^https://.*$" $http_origin;` and `"https://shop.example" $http_origin;` in nginx's `map`."""
    key, _, value = line.strip().rstrip("}").rstrip().rstrip(";").rpartition(" ")
    key, value = key.strip().strip("\"'"), value.strip("\"'")
    if key in ("default", "") and value == "$http_origin":
        yield "any", ""
    elif key.startswith("~") and value not in ("", "0"):
        yield "search", key.lstrip("~").lstrip("*")
    elif "://" in key and value not in ("", "0"):
        yield "is", key


def _is_guarded(lines: tuple[tuple[int, str], ...], at: int) -> bool:
    """Whether the Origin is sent back only where a check of it, which is a rule of its own, let it pass."""
    line = lines[at][1]
    around = tuple(_around(lines, at))
    names = {name.lower() for each in (line, *around) for name in _NAME.findall(each)}
    # Apache's variable holds what `SetEnvIf` put into it.
    names |= {f"{name.lower()}=" for name in _VARIABLE.findall(line)}
    return any(map(_checks_origin, around)) or any(
        name in each.lower() and _looks_at_origin(lines, number)
        for number, (_, each) in enumerate(lines[max(0, at - _FAR) : at + _FAR], max(0, at - _FAR))
        for name in names
        if number != at
    )


def _around(lines: tuple[tuple[int, str], ...], at: int) -> Iterator[str]:
    """The lines that open the blocks in which a line is, the innermost first."""
    texts = [line for _, line in lines]
    for each in around([*blocks(texts), *sections(texts)], at + 1):
        yield texts[each.first - 1]


def _checks_origin(opener: str) -> bool:
    """Whether a block is run only for some origins; `if ($http_origin)` is true of all."""
    is_if = _IF.fullmatch(opener.removeprefix("if").strip())
    return is_if is not None or ("<if " in opener.lower() and "origin" in opener.lower())


def _looks_at_origin(lines: tuple[tuple[int, str], ...], number: int) -> bool:
    """Whether a line, or the block that it opens, sets a name by what the Origin is."""
    line = lines[number][1]
    block = lines[number : number + 8] if line.endswith("{") else lines[number : number + 1]
    return any(_MATCHER.fullmatch(each) or _ENV_IF.fullmatch(each) for _, each in block)
