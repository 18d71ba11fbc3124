"""Whom a proxy's settings allow: the lines that look at the Origin, or send it back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.blocks import Block, around, blocks, sections
from cors_wizard.project.proxies.comments import hash_lines
from cors_wizard.project.proxies.haproxy import is_haproxy
from cors_wizard.project.proxies.haproxy_origins import sent_back

Lines = tuple[tuple[int, str], ...]
Blocks = Sequence[Block]

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
ENV_IF = re.compile(r"setenvif(?:nocase)?\s{1,9}origin\s{1,9}(\"[^\"]{1,300}\"|\S{1,300})\s.*", re.IGNORECASE)
_MATCHED = re.compile(r"\s(\w{1,60})=\$0(?=\s|$)")
_MAP = "map $http_origin"
_MAPPED = re.compile(r"map\s{1,9}\$http_origin\s{1,9}\$(\w{1,60})\s{0,9}\{(.*)", re.IGNORECASE | re.DOTALL)
_DEFAULT = re.compile(r"[\s{;]default\s{1,9}(?!0\s{0,9};|\"\"|'')", re.IGNORECASE)
"""What a map gives to any other origin: more than nothing."""
_IF_SET = re.compile(
    r"\(\s{0,9}\$(\w{1,60})\s{0,9}(?:=\s{0,9}(?!0\s{0,9}\)|\"\"|'')[^)]{1,60})?\)\s{0,9}(?:\{.{0,300})?"
)
_IF_NOT = re.compile(r"if\s{0,9}\(\s{0,9}\$http_origin\s{0,9}!(~\*?|=)\s{0,9}(\S{1,300}?)\s{0,9}\)")
_SETS = re.compile(r"(?:^|[\s{;])set\s{1,9}\$(\w{1,60})\s{1,9}([^;]{0,200})")
_ENV = re.compile(r"\benv=(\w{1,60})")
_EXPRESSION = re.compile(
    r"<if\s|expr=[^\"]{0,200}\"\s{1,9}\"expr=|@\S{1,60}\s{1,9}expression\s", re.IGNORECASE
)
"""A comparison of Apache's or Caddy's; the value that Apache sends is an expression of its own."""
_LISTS = re.compile(r"==|\sin\s")
_WRITTEN_OUT = re.compile(r"['\"](https?://[\w.:\[\]-]{1,260})['\"]", re.IGNORECASE)
_NAME = re.compile(r"@[\w-]{1,60}")
"""A matcher of Caddy's."""
_VARIABLE = re.compile(r"(?:%\{(?=\w{1,60}\}e)|\$)(\w{1,60})")
"""Apache's and nginx's."""
_SET = re.compile(r"set\s{1,9}\$(\w{1,60})\s{1,9}[\"']?\$http_origin[\"']?\s{0,9};")
MATCHER = re.compile(
    r"(?:@\S{1,60}\s{1,9})?(header(?:_regexp)?)\s{1,9}(?:\S{1,60}\s{1,9})?origin\s{1,9}(\S{1,300})",
    re.IGNORECASE,
)


def read_origin_rules(file: TextFile) -> Found:
    """The fact `proxy_origin_checks`, each as `path:line: kind 'text'`."""
    lines_read = tuple(hash_lines(file.lines))
    writing = [line for _, line in lines_read if _ALLOW_ORIGIN in line.lower()]
    every = _every_block(file.lines)
    opens_map = {number for number, line in lines_read if line.lower().startswith(_MAP)}
    maps = [each for each in every if each.first in opens_map]
    chosen = _chosen(lines_read, every, (_mapped(file.lines[each.first - 1 : each.last]) for each in maps))
    sent = frozenset(name.lower() for line in writing for name in _VARIABLE.findall(line))
    rules = (
        (number, kind, text)
        for at, (number, line) in enumerate(lines_read)
        for kind, text in _rules(line, sent, bool(around(maps, number)))
        if kind != "any" or not _is_guarded(lines_read, every, at, chosen)
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


def _of_haproxy(lines: Lines) -> Iterator[tuple[int, str, str]]:
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
    elif found := _IF_NOT.search(line):
        text = found[2].strip("\"'")
        yield ("is", text) if found[1] == "=" else ("search", text)
    elif "origin" in lower and "!" not in line and _EXPRESSION.search(line):
        named = _WRITTEN_OUT.findall(line) if _LISTS.search(line) else []
        yield from (("is", each) for each in named) if named else (("guard", ""),)
    elif _ALLOW_ORIGIN in lower:
        if any(each in lower for each in _SENT):
            yield "any", ""
    elif found := ENV_IF.fullmatch(line):
        # `NAME=$0` is what matched: sent back, it is the page's origin only where that is all of it.
        is_whole = any(name.lower() in sent for name in _MATCHED.findall(line))
        yield "fullmatch" if is_whole else "search", found[1].strip('"')
    elif found := MATCHER.fullmatch(line):
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


def _mapped(block: Sequence[str]) -> str:
    """The variable that a map of origins sets for some of them; empty where it is set for all."""
    found = _MAPPED.match("\n".join(block).strip())
    return found[1].lower() if found and not _DEFAULT.search(f" {found[2]}") else ""


def _chosen(lines: Lines, every: Blocks, mapped: Iterable[str]) -> frozenset[str]:
    """nginx's variables that are set for some origins only."""
    names, others = {*mapped}, set[str]()
    for at, (_, line) in enumerate(lines):
        for name, value in _SETS.findall(line):
            if any(_checks_origin(each, names) for each in (line, *_around(lines, every, at))):
                names.add(name.lower())
            elif "$" not in value and value.strip("\"' ") not in ("", "0"):
                others.add(name.lower())
    return frozenset(names - others)


def _is_guarded(lines: Lines, every: Blocks, at: int, chosen: frozenset[str]) -> bool:
    """Whether the Origin is sent back only where a check of it, which is a rule of its own, let it pass."""
    line = lines[at][1]
    around = tuple(_around(lines, every, at))
    names = {name.lower() for each in (line, *around) for name in _NAME.findall(each)}
    # Apache's variable holds what `SetEnvIf` put into it.
    names |= {f"{name.lower()}=" for name in (*_VARIABLE.findall(line), *_ENV.findall(line))}
    return any(_checks_origin(each, chosen) for each in around) or any(
        (name in each.lower() and _looks_at_origin(lines, number)) or _turns_away(lines, every, number, at)
        for number, (_, each) in enumerate(lines[max(0, at - _FAR) : at + _FAR], max(0, at - _FAR))
        for name in (names or {"@"})
        if number != at
    )


def _turns_away(lines: Lines, every: Blocks, number: int, at: int) -> bool:
    """Whether a line before one, in a block around it, responds to all other origins itself."""
    if number > at or not _IF_NOT.search(lines[number][1]):
        return False
    own, outer = around(every, number + 1), around(every, at + 1)
    return own[:1] == [each for each in outer if each in own][:1] and any(
        "return" in line for _, line in lines[number : number + 3]
    )


def _every_block(lines: Sequence[str]) -> Blocks:
    return (*blocks(lines), *sections(lines))


def _around(lines: Lines, every: Blocks, at: int) -> Iterator[str]:
    """The lines that open the blocks in which a line is, the innermost first."""
    yield from (lines[each.first - 1][1] for each in around(every, at + 1))


def _checks_origin(opener: str, chosen: Collection[str]) -> bool:
    """Whether a block is run only for some origins; `if ($http_origin)` is true of all."""
    condition = opener.removeprefix("if").strip()
    by_set = _IF_SET.fullmatch(condition)
    if _IF.fullmatch(condition) or (by_set and by_set[1].lower() in chosen):
        return True
    return "<if " in opener.lower() and "origin" in opener.lower()


def _looks_at_origin(lines: Lines, number: int) -> bool:
    """Whether a line, or the block that it opens, sets a name by what the Origin is."""
    line = lines[number][1]
    block = lines[number : number + 8] if line.endswith("{") else lines[number : number + 1]
    looks = (MATCHER.fullmatch(each) or ENV_IF.fullmatch(each) for _, each in block)
    return any(looks) or ("origin" in line.lower() and bool(_EXPRESSION.search(line)))
