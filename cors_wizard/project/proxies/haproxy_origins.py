"""Whom HAProxy's settings allow: its ACLs of the Origin, and what they guard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.frozen import dataclass

_ORIGIN = r"(?:req\.|cap_req\.|s)?f?hdr(?:_(?P<how>beg|end|sub|reg|dom|str))?\(origin(?:,-?\d+)?\)"
_ACL = re.compile(
    rf"acl\s{{1,9}}(?P<name>\S{{1,60}})\s{{1,9}}{_ORIGIN}\s{{1,9}}(?P<rest>\S.{{0,1000}})", re.IGNORECASE
)
_ANONYMOUS = re.compile(
    rf"\{{\s{{1,9}}{_ORIGIN}\s{{1,9}}(?P<rest>[^{{}}]{{1,1000}}?)\s{{1,9}}\}}", re.IGNORECASE
)
_FLAG = re.compile(r"-(?:i|m\s{1,9}(?P<how>\w{1,9})|-)\s{1,9}")
_KINDS = {"beg": "startswith", "end": "endswith", "sub": "contains", "reg": "search", "dom": "contains"}
_CONDITION = re.compile(r"\s(?:if|unless)\s(?P<text>.{1,500})")
_VARIABLE = re.compile(r"var\(([\w.]{1,60})\)")
_SETS = re.compile(r"http-request\s{1,9}set-var\(([\w.]{1,60})\)\s")
_SENT = ("capture.req.hdr(", "req.hdr(origin)", "req.fhdr(origin)")
_SENDS = re.compile(
    r"http-(?:after-)?response\s{1,9}(?:set|add)-header\s{1,9}access-control-allow-origin\s{1,9}(?P<value>\S.{0,500})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class OriginAcl:
    """One comparison of the Origin, in an `acl` or in braces."""

    line: int
    name: str
    """Empty for one in braces."""
    kind: str
    """As of the checks of an origin: `is`, `startswith`, `search`, ..."""
    texts: tuple[str, ...]
    end: int
    """Where on the line its values end."""


def origin_acls(lines: Sequence[str]) -> Iterator[OriginAcl]:
    """Every comparison of the Origin; what a file of texts holds isn't known."""
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("#"):
            continue
        named = _ACL.search(line) if line.lstrip().startswith("acl") else None
        for found in (named,) if named else _ANONYMOUS.finditer(line):
            rest, how = found["rest"], found["how"] or ""
            while flag := _FLAG.match(rest):
                how, rest = flag["how"] or how, rest[flag.end() :]
            if how in ("found", "len"):
                continue
            words = rest.partition(" #")[0].rstrip()
            end = found.start("rest") + len(found["rest"]) - len(rest) + len(words)
            texts = tuple(each.strip("\"'") for each in words.split())
            name = found["name"] if named else ""
            if rest.startswith("-f"):
                yield OriginAcl(number, name, "guard", ("",), end)
                continue
            yield OriginAcl(number, name, _KINDS.get(how, "is"), texts, end)


def sent_back(lines: Sequence[str]) -> Iterator[tuple[int, tuple[OriginAcl, ...]]]:
    """Each line that sends the Origin back, and what is compared before it does; nothing for any website."""
    acls = tuple(origin_acls(lines))
    for number, line in enumerate(lines, start=1):
        found = None if line.lstrip().startswith("#") else _SENDS.search(line)
        if found and _is_sent_origin(found["value"], lines):
            yield number, _guards(number, line, lines, acls)


def _is_sent_origin(value: str, lines: Sequence[str]) -> bool:
    """Whether it is the Origin, directly or through a variable that is set to it."""
    text = value.partition(" if ")[0]
    names = _VARIABLE.findall(text)
    setting = [line for line in lines if (found := _SETS.search(line)) and found[1] in names]
    return "%[" in text and any(each in part.lower() for part in (text, *setting) for each in _SENT)


def _guards(
    number: int, line: str, lines: Sequence[str], acls: tuple[OriginAcl, ...]
) -> tuple[OriginAcl, ...]:
    """The comparisons that its condition names, or that of a variable in it."""
    condition = _CONDITION.search(line)
    words = condition["text"].replace("!", " ").split() if condition else []
    own = [each for each in acls if each.line == number or each.name in words]
    names = _VARIABLE.findall(line)
    for at, each in enumerate(lines, start=1):
        found = _SETS.search(each)
        if found and found[1] in names and at != number:
            if ",map" in each:
                own.append(OriginAcl(at, "", "guard", ("",), len(each)))
            own += _guards(at, f" {each}", lines, acls)
    return tuple(dict.fromkeys(own))
