"""For which methods HAProxy's `http-request` rules hold, as far as their conditions say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.frozen import dataclass

_RULE = re.compile(
    r"http-request\s{1,9}(?P<action>deny|reject|return|tarpit|silent-drop)\b(?P<says>.{0,600}?)"
    r"(?:\s(?P<how>if|unless)\s(?P<condition>.{1,300}))?$"
)
_ACL = re.compile(r"acl\s{1,9}(\S{1,60})\s{1,9}method\s{1,9}(?:-i\s{1,9})?([A-Za-z ]{1,100})$")
_STATUS = re.compile(r"\b(?:status|deny_status)\s{1,9}([1-5][0-9]{2})\b")
_TERM = re.compile(r"(!?)\s{0,9}(\{[^{}]{0,200}\}|[^\s!{}]{1,100})")
_METHOD = re.compile(r"\{\s{0,9}method\s{1,9}(?:-i\s{1,9})?([A-Za-z ]{1,100}?)\s{0,9}\}")
_PREDEFINED = "METH_"


@dataclass(frozen=True)
class MethodRule:
    """One rule that ends a request."""

    line: int
    says: str
    status: str
    """What it responds, if the rule says so; empty for a rejection of HAProxy's own."""
    how: str
    """`if`, `unless` or nothing."""
    condition: str
    methods: dict[str, frozenset[str]]
    """The methods of the file's ACLs, by name."""

    def holds(self, method: str) -> bool | None:
        """Whether the rule ends a request with that method; None where it depends on more."""
        if not self.how:
            return True
        ways = [self._all(each, method) for each in re.split(r"\s(?:or|\|\|)\s", self.condition)]
        met = True if True in ways else None if None in ways else False
        return met if self.how == "if" or met is None else not met

    def _all(self, terms: str, method: str) -> bool | None:
        met = [self._term(bool(found[1]), found[2], method) for found in _TERM.finditer(terms)]
        return False if False in met else None if None in met or not met else True

    def _term(self, is_negated: bool, name: str, method: str) -> bool | None:
        anonymous = _METHOD.fullmatch(name)
        if anonymous:
            methods = frozenset(anonymous[1].upper().split())
        elif name.startswith(_PREDEFINED):
            named = name.removeprefix(_PREDEFINED)
            methods = frozenset({named, "HEAD"} if named == "GET" else {named})
        elif name in self.methods:
            methods = self.methods[name]
        else:
            return None
        return (method in methods) is not is_negated


def method_rules(lines: Sequence[str]) -> Iterator[MethodRule]:
    """Every rule that ends requests; the lines are without comments."""
    acls: dict[str, frozenset[str]] = {}
    for line in lines:
        if found := _ACL.fullmatch(line):
            acls[found[1]] = acls.get(found[1], frozenset()) | frozenset(found[2].upper().split())
    for number, line in enumerate(lines, start=1):
        if found := _RULE.fullmatch(line):
            status = _STATUS.search(found["says"])
            given = status[1] if status else "200" if found["action"] == "return" else ""
            yield MethodRule(number, line, given, found["how"] or "", found["condition"] or "", acls)
