"""Reads the plain part of YAML that settings are written in: tables, lists, texts, numbers and switches.

What is more than that (aliases, tags, blocks of text) is unknown, and so is every list that holds it.
"""

from __future__ import annotations

import re

from cors_wizard.frozen import dataclass

_KEY = re.compile(r"""("[^"\n]*"|'[^'\n]*'|[^\s"'\[\]{},#&*!|>%@`-][^\n]*?|-\S[^\n]*?)\s*:(?=\s|$)""")
_QUOTED = re.compile(r"""("[^"\n]*"|'[^'\n]*')""")
_PLAIN = re.compile(r"[^\n]*?(?=\s+#|\s*$)", re.MULTILINE)
_IN_FLOW = re.compile(r"[^,\[\]{}\n#]+")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False, "null": None}
_BEGINS = re.compile(r"\A((?:[ \t]*(?:#[^\n]*)?\n)*)---(?=\s|$)")
_DEEPEST = 20
_LONGEST = 200_000
UNKNOWN = ...
Plain = object


@dataclass(frozen=True)
class YamlNode:
    """One value, and where it is written."""

    value: Plain
    """A text, number, switch, None or UNKNOWN; nodes in a list or table."""
    start: int
    end: int
    """Behind its last character."""
    """In brackets; else a list or table has a line for each entry."""

    @property
    def plain(self) -> Plain:
        """As Python has it; UNKNOWN where a part of a list is."""
        if isinstance(self.value, list):
            items = [each.plain for each in self.value]
            return UNKNOWN if UNKNOWN in items else items
        if isinstance(self.value, dict):
            return {key: each.plain for key, each in self.value.items()}
        return self.value


def read_yaml(text: str) -> YamlNode | None:
    """The value of a file; None where it isn't a plain table."""
    bare = _BEGINS.sub(lambda found: found[1] + "   ", text, count=1)
    if len(text) > _LONGEST or re.search(r"^(?:---|\.\.\.)", bare, re.MULTILINE):
        return None
    try:
        found = _Reader(bare).block(0)
    except (_NotPlain, RecursionError):
        return None
    return found if isinstance(found.value, dict) else None


class _NotPlain(Exception):
    """What this reader cannot follow."""


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: list[tuple[int, int, int]] = []
        """Where each line that says something begins, its first letter is, and it ends."""
        start = 0
        for line in text.split("\n"):
            bare = line.strip(" ")
            if bare and not bare.startswith("#") and bare != "\r":
                if bare.startswith("\t"):
                    raise _NotPlain
                self._lines.append((start, start + len(line) - len(line.lstrip(" ")), start + len(line)))
            start += len(line) + 1
        self._at = 0

    def _indent(self) -> int:
        start, first, _ = self._lines[self._at]
        return first - start

    def block(self, depth: int) -> YamlNode:
        """What begins at this line, with all lines that are indented alike."""
        if self._at >= len(self._lines) or depth > _DEEPEST:
            raise _NotPlain
        first = self._lines[self._at][1]
        return self._list(depth) if self._is_item(first) else self._table(depth, self._indent())

    def _is_item(self, at: int) -> bool:
        return bool(re.compile(r"-(?:\s|$)").match(self._text, at))

    def _list(self, depth: int) -> YamlNode:
        indent, items, begin = self._indent(), list[YamlNode](), self._lines[self._at][1]
        while self._at < len(self._lines) and self._indent() == indent:
            _, first, end = self._lines[self._at]
            if not self._is_item(first):
                break
            at = first + 1 + len(self._text[first + 1 : end]) - len(self._text[first + 1 : end].lstrip(" "))
            if _KEY.match(self._text[at:end]) and self._text[at : at + 1] not in "[{":
                # A table in a list: its first key is on the line of the dash.
                self._lines[self._at] = (self._lines[self._at][0], at, end)
                items.append(self._table(depth + 1, at - self._lines[self._at][0]))
            else:
                items.append(self._value(at, end, indent, depth))
        return YamlNode(items, begin, items[-1].end if items else begin)

    def _table(self, depth: int, indent: int) -> YamlNode:
        entries, begin, last = dict[str, YamlNode](), self._lines[self._at][1], 0
        while self._at < len(self._lines) and self._indent() == indent:
            _, first, end = self._lines[self._at]
            found = _KEY.match(self._text, first, end)
            if found is None:
                if self._is_item(first):
                    break
                raise _NotPlain
            at = found.end()
            at += len(self._text[at:end]) - len(self._text[at:end].lstrip(" "))
            node = self._value(at, end, indent, depth)
            entries[found[1].strip("\"'")] = node
            last = node.end
        if self._at < len(self._lines) and self._indent() > indent:
            raise _NotPlain
        return YamlNode(entries, begin, last)

    def _value(self, at: int, end: int, indent: int, depth: int) -> YamlNode:
        """What is behind a key or a dash, here or in the lines below."""
        text = self._text
        if anchor := re.compile(r"&\S+\s*").match(text, at, end):
            at = anchor.end()
        rest = text[at:end].strip()
        here = self._at
        self._at += 1
        if not rest or rest.startswith("#"):
            is_deeper = self._at < len(self._lines) and (
                self._indent() > indent
                or (
                    self._indent() == indent
                    and self._is_item(self._lines[self._at][1])
                    and not self._is_item(self._lines[here][1])
                )
            )
            return self.block(depth + 1) if is_deeper else YamlNode(None, at, at)
        if rest[0] in "[{":
            node, stop = self._flow(at, depth)
            while self._at < len(self._lines) and self._lines[self._at][0] < stop:
                self._at += 1
            return node
        if rest[0] in "*!|>%@`":
            self._skip(indent)
            return YamlNode(UNKNOWN, at, end)
        if quoted := _QUOTED.match(text, at, end):
            return _scalar(quoted[0], quoted.start(), quoted.end())
        plain = _PLAIN.match(text, at, end)
        if plain is None or self._skip(indent):
            return YamlNode(UNKNOWN, at, end)
        return _scalar(plain[0].rstrip(), at, at + len(plain[0].rstrip()))

    def _skip(self, indent: int) -> bool:
        """Pass over what is indented more; whether there was something."""
        before = self._at
        while self._at < len(self._lines) and self._indent() > indent:
            self._at += 1
        return self._at > before

    def _flow(self, at: int, depth: int) -> tuple[YamlNode, int]:
        """A list or table in brackets, and the place behind it."""
        if depth > _DEEPEST:
            raise _NotPlain
        text, begin, is_list = self._text, at, self._text[at] == "["
        items, entries, key = list[YamlNode](), dict[str, YamlNode](), ""
        at += 1
        while at < len(text):
            if blank := re.compile(r"(?:[\s,]|(?<=\s)#[^\n]*)+").match(text, at):
                at = blank.end()
            if text[at : at + 1] in ("]", "}"):
                return YamlNode(items if is_list else entries, begin, at + 1), at + 1
            if not is_list:
                found = re.compile(r"""("[^"\n]*"|'[^'\n]*'|[^\s,\[\]{}:"']+)\s*:\s*""").match(text, at)
                if found is None:
                    raise _NotPlain
                key, at = found[1].strip("\"'"), found.end()
            if text[at : at + 1] in ("[", "{"):
                node, at = self._flow(at, depth + 1)
            else:
                one = _QUOTED.match(text, at) or _IN_FLOW.match(text, at)
                if one is None:
                    raise _NotPlain
                said = one[0].rstrip()
                node, at = _scalar(said, at, at + len(said)), one.end()
            if is_list:
                items.append(node)
            else:
                entries[key] = node
        raise _NotPlain


def _scalar(said: str, start: int, end: int) -> YamlNode:
    if said[:1] in ("'", '"'):
        return YamlNode(UNKNOWN if "\\" in said and said[0] == '"' else said[1:-1], start, end)
    if said[:1] in ("*", "!", "&"):
        return YamlNode(UNKNOWN, start, end)
    if said.lower() in _WORDS:
        return YamlNode(_WORDS[said.lower()], start, end)
    if _NUMBER.fullmatch(said):
        return YamlNode(float(said) if "." in said else int(said), start, end)
    return YamlNode(None if said == "~" else said, start, end)
