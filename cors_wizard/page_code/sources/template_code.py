"""What a server's template does around a script: Jinja's `{% if %}` becomes a condition of the script's own.

Every byte keeps its place: a tag has at least as many characters as what it becomes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice

HOLE = "$_"
"""What a template's expression becomes, filled up with `_` to its own length."""
_LONGEST_COMMENT, _LONGEST_EXPRESSION, _LONGEST_TAG = 2_000, 500, 1_000
_TAG = re.compile(rb"\{%[-+]?\s*(\w+)(.*?)[-+]?%\}", re.DOTALL)
_NOT_BLANK = re.compile(rb"[^\n]")
_SKIPPED = re.compile(
    rb"//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\]|\\.)*`", re.DOTALL
)
"""Comments and strings: brackets in them count for nothing."""
_MEMBER = re.compile(rb"\s*,?\s*(?:\"[^\"\n]*\"|'[^'\n]*'|[\w$-]+|\[[^\]\n]*\])\s*:(?!:)")
_GOES_ON = re.compile(rb"\s*(?:[.+*?:)\]}&|<>=]|/(?![/*])|else\b|in\b|instanceof\b)")
"""What is part of something that began before it."""
_DECLARES = re.compile(rb"(?<![\w$.])(?:function|class|import|export)\b")
_LEXICAL = re.compile(rb"(?<![\w$.])(?:const|let)(?=\s)")
_BEFORE_VALUE = re.compile(rb"(?:[:=(?+|&!,\[]|=>|(?<![\w$.])return)\Z")
_BEFORE_ONE = re.compile(rb"(?:[:=]|(?<![\w$.])return)\Z")
_STATEMENT_ENDS = re.compile(rb"[;{})\]>]\Z")
_LINE_ENDS = re.compile(rb"[\w$'\"`]\Z")
_MOST_TAGS = 400
_LONGEST_LINE = 2_000

Branches = list[bytes]


@dataclass
class _If:
    """One `{% if %}`: its tags, in order; what is between two of them is a branch."""

    tags: list[re.Match[bytes]] = field(default_factory=list)

    @property
    def has_else(self) -> bool:
        return self.tags[-2][1] == b"else"


@dataclass(frozen=True)
class _Around:
    """The code before one and behind it, blanks left out."""

    before: bytes
    after: bytes
    is_on_new_line: bool


def template_code(text: bytes) -> bytes:
    """The script that a template holds, with holes for what the server fills in."""
    code = _replaced(text, b"{#", b"#}", _LONGEST_COMMENT, lambda start, end: _blank(text[start:end]))
    code = _replaced(code, b"{{", b"}}", _LONGEST_EXPRESSION, lambda start, end: _filled(text[start:end]))
    if b"{%" not in code:
        return code
    tags = [_TAG.match(code, *span) for span in islice(_spans(code, b"{%", b"%}", _LONGEST_TAG), _MOST_TAGS)]
    for found in _conditions([tag for tag in tags if tag is not None]):
        code = _rewritten(code, found)
    left = count()

    def left_over(start: int, end: int) -> bytes:
        """Inside a string a hole for what a tag prints; elsewhere it prints nothing that is followed."""
        is_printed = next(left) < _MOST_TAGS and _is_in_string(code, start)
        return _filled(code[start:end]) if is_printed else _blank(code[start:end])

    return _replaced(code, b"{%", b"%}", _LONGEST_TAG, left_over)


def _spans(code: bytes, opening: bytes, closing: bytes, longest: int) -> Iterator[tuple[int, int]]:
    """Each stretch between two signs, as long as a tag may be."""
    start, end = code.find(opening), -1
    while start >= 0:
        if end < start + 2:
            end = code.find(closing, start + 2)
        if end < 0:
            return
        is_near = end + 2 - start <= longest
        # `{{% if a %}` opens an object.
        if is_near and not (opening == b"{{" and code.find(b"{%", start + 1, end) >= 0):
            yield start, end + 2
            start = code.find(opening, end + 2)
        else:
            start = code.find(opening, start + 1 if is_near else max(start + 1, end + 2 - longest))


def _replaced(
    code: bytes, opening: bytes, closing: bytes, longest: int, change: Callable[[int, int], bytes]
) -> bytes:
    parts: list[bytes] = []
    last = 0
    for start, end in _spans(code, opening, closing, longest):
        parts += [code[last:start], change(start, end)]
        last = end
    return b"".join((*parts, code[last:]))


def _conditions(tags: Sequence[re.Match[bytes]]) -> Sequence[_If]:
    """Every `{% if %}`, the inner ones first; `else` may belong to a loop."""
    found: list[_If] = []
    around: list[tuple[bytes, _If]] = []
    for tag in tags:
        word = tag[1]
        if word in (b"if", b"for"):
            around.append((word, _If([tag])))
        elif word in (b"elif", b"else") and around and around[-1][0] == b"if":
            around[-1][1].tags.append(tag)
        elif word in (b"endif", b"endfor") and around and around[-1][0] == word[3:]:
            kind, made = around.pop()
            made.tags.append(tag)
            found += [made] if kind == b"if" else []
    return found


def _rewritten(code: bytes, found: _If) -> bytes:
    """The code with one `{% if %}` as JavaScript; as it was, where it isn't clear what it stands for."""
    start, end = found.tags[0].start(), found.tags[-1].end()
    if _is_in_string(code, start):
        return code[:start] + _filled(code[start:end]) + code[end:]
    ends = zip(found.tags, found.tags[1:], strict=False)
    branches = [code[one.end() : other.start()] for one, other in ends]
    if not all(map(_is_whole, branches)):
        return code
    before = code[:start].rstrip()
    around = _Around(before, code[end:].lstrip(), b"\n" in code[len(before) : start])
    for shape in (_members, _value, _elements, _statements):
        made = shape(found, branches, around)
        if made is not None:
            return code[:start] + made + code[end:]
    return code


def _is_in_string(code: bytes, byte: int) -> bool:
    """Whether a string has begun before that byte on its line, and not ended."""
    line = code[max(code.rfind(b"\n", 0, byte) + 1, byte - _LONGEST_LINE) : byte]
    rest = _SKIPPED.sub(b"", line)
    return any(quote in rest for quote in (b"'", b'"', b"`"))


def _is_whole(branch: bytes) -> bool:
    """Whether every bracket that a branch opens is closed in it."""
    depth = 0
    for byte in _SKIPPED.sub(b"", branch):
        depth += (byte in b"([{") - (byte in b")]}")
        if depth < 0:
            return False
    return not depth


def _opener(before: bytes) -> bytes:
    """The bracket that is open there."""
    depth = 0
    for byte in reversed(_SKIPPED.sub(b"", before[-20_000:])):
        depth += (byte in b")]}") - (byte in b"([{")
        if depth < 0:
            return bytes((byte,))
    return b""


def _members(found: _If, branches: Branches, around: _Around) -> bytes | None:
    """`{% if admin %}'X-Admin': '1',{% endif %}`: entries of an object."""
    filled = [branch for branch in branches if branch.strip()]
    is_inside = _opener(around.before) == b"{" and bool(filled)
    if not is_inside or not all(_MEMBER.match(branch) for branch in filled):
        return None
    return _spread(found, branches, around, b"{}")


def _elements(found: _If, branches: Branches, around: _Around) -> bytes | None:
    """`[a, {% if b %}b,{% endif %}]`, `send(a{% if b %}, b{% endif %})`."""
    filled = [branch.strip() for branch in branches if branch.strip()]
    is_list = all(branch.startswith(b",") or branch.endswith(b",") for branch in filled)
    if not filled or not is_list or _opener(around.before) not in (b"[", b"("):
        return None
    return _spread(found, branches, around, b"[]")


def _spread(found: _If, branches: Branches, around: _Around, pair: bytes) -> bytes | None:
    leads = [branch.lstrip().startswith(b",") for branch in branches if branch.strip()]
    if any(leads) != all(leads) or not (all(leads) or around.before.endswith((pair[:1], b"(", b","))):
        return None
    first, opened, closed = (b"," if all(leads) else b""), pair[:1], pair[1:]
    last = b"" if around.after.startswith(b",") else b","
    ending = closed + (b")" if found.has_else else b":" + pair + b")") + last
    kept = [branch.replace(b",", b" ", 1) if all(leads) else branch for branch in branches]
    start = (first + b"...(", b"?" + opened)
    return _put(found, kept, start, (closed + b":", b"?" + opened), (closed + b":" + opened, ending))


def _value(found: _If, branches: Branches, around: _Around) -> bytes | None:
    """`method: {% if entry %}'PUT'{% else %}'POST'{% endif %}`, also with the comma inside."""
    ends = {branch.rstrip().endswith(b",") for branch in branches}
    pattern = _BEFORE_ONE if True in ends else _BEFORE_VALUE
    is_value = all(branch.strip() and not _GOES_ON.match(branch) for branch in branches)
    has_statement = any(b";" in _SKIPPED.sub(b"", branch) for branch in branches)
    if not is_value or len(ends) > 1 or has_statement or not pattern.search(around.before):
        return None
    kept, ending = branches, b")" if found.has_else else b":void 0)"
    if True in ends:
        kept = [b" ".join(branch.rsplit(b",", 1)) for branch in branches]
        ending += b","
    return _put(found, kept, (b"(", b"?"), (b":", b"?"), (b":", ending))


def _statements(found: _If, branches: Branches, around: _Around) -> bytes | None:
    """Statements; what they declare is seen after them, as it is without the template."""
    if any(_GOES_ON.match(branch) or _DECLARES.search(branch) for branch in branches):
        return None
    is_new = not around.before or _STATEMENT_ENDS.search(around.before)
    if not is_new and not (around.is_on_new_line and _LINE_ENDS.search(around.before)):
        return None
    kept = [_LEXICAL.sub(lambda match: b"var".ljust(len(match.group())), branch) for branch in branches]
    return _put(found, kept, (b"if(", b"){"), (b"}else if(", b"){"), (b"}else{", b"}"))


def _put(
    found: _If,
    branches: Branches,
    opening: tuple[bytes, bytes],
    further: tuple[bytes, bytes],
    ending: tuple[bytes, bytes],
) -> bytes | None:
    """The branches between what their tags become; None where a tag is too short for that."""
    parts: list[bytes] = []
    words = {b"if": opening, b"elif": further}
    for tag, branch in zip(found.tags, [*branches, b""], strict=True):
        written = tag.group()
        breaks = written.count(b"\n")
        first, last = words.get(tag[1], (ending[tag[1] != b"else"], b""))
        room = len(written) - breaks - len(first) - len(last)
        named = tag[1] in words
        if room < named:
            return None
        name = (b"$_" + re.sub(rb"\W", b"", tag[2]))[:room] if named else b""
        parts += [(first + name + last).ljust(len(written) - breaks) + b"\n" * breaks, branch]
    return b"".join(parts)


def _filled(text: bytes) -> bytes:
    """A name of the same length: it is a value outside of a string, and marks one inside."""
    breaks = text.count(b"\n")
    return b"$" + b"_" * (len(text) - breaks - 1) + b"\n" * breaks


def _blank(text: bytes) -> bytes:
    return _NOT_BLANK.sub(b" ", text)
