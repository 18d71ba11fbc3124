"""Where nginx adds Access-Control-Allow-Origin to what Flask has sent, whether or not that has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.comments import hash_lines

_TOKEN = re.compile(r"[{};]|[^{};\n]{1,2000}")
_MOST_TOKENS = 20_000
_PASSING = ("proxy_pass", "uwsgi_pass", "fastcgi_pass")
_ALLOW_ORIGIN = "access-control-allow-origin"


@dataclass
class _Block:
    """What is directly in one pair of braces."""

    adds: list[tuple[str, str]] = field(default_factory=list)
    """Places and lines that write the header."""
    has_headers: bool = False
    """Whether it adds any header, so that it inherits none."""
    hides: bool = False
    passes: bool = False


def read_adding(file: TextFile) -> Found:
    """The fact `proxy_adds`, each as `path:line: line`."""
    if not any(each in file.text for each in _PASSING) or _ALLOW_ORIGIN not in file.text.lower():
        return Found()
    found = dict.fromkeys(_adding(file))
    lines = tuple(f"{where}: {line}" for where, line in found)
    for where, line in found:
        return Found((scanned("proxy_adds", lines, where, line),))
    return Found()


def _adding(file: TextFile) -> Iterator[tuple[str, str]]:
    """What holds in each block that hands requests on."""
    around = [_Block()]
    opened = ""
    for where, token in _tokens(file):
        if token == "{":
            around.append(_Block())
        elif token == "}" and len(around) > 1:
            yield from _in_effect(around)
            around.pop()
        elif token not in "};":
            opened = token.strip()
            _take(around[-1], where, opened)
    for _ in around:
        yield from _in_effect(around)
        around.pop()


def _tokens(file: TextFile) -> Iterator[tuple[str, str]]:
    left = _MOST_TOKENS
    for number, line in hash_lines(file.lines):
        for token in _TOKEN.findall(line):
            left -= 1
            if left < 0:
                return
            yield place(file.path, number), token


def _take(block: _Block, where: str, directive: str) -> None:
    name, _, rest = directive.partition(" ")
    if name in _PASSING:
        block.passes = True
    elif name == "add_header":
        block.has_headers = True
        if rest.strip().strip("\"'").lower().startswith(_ALLOW_ORIGIN):
            block.adds.append((where, f"{directive};"))
    elif name.endswith("_hide_header") and _ALLOW_ORIGIN in rest.lower():
        block.hides = True


def _in_effect(around: list[_Block]) -> Iterator[tuple[str, str]]:
    """The header's lines that hold in the innermost block, if it hands requests on: its own, or inherited."""
    if not around[-1].passes or any(each.hides for each in around):
        return
    having = (each for each in reversed(around) if each.has_headers)
    for block in having:
        yield from block.adds
        return
