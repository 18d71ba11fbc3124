"""Takes out what is left behind where lines go: a comment about nothing but them, blank lines in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from cors_wizard.changes.source_text.editing import without_lines
from cors_wizard.changes.source_text.source import indent_of
from cors_wizard.changes.workspace import Workspace

_COMMENT = re.compile(r"\s*(?:#(?!!)|//|<!--.*-->\s*$)")
_CLOSES = re.compile(r"\s*(?:[)\]}]|</)")
_QUOTED = re.compile(r"[\"'`]([A-Za-z][A-Za-z]*(?:-[A-Za-z]+)+)[\"'`]")
_TITLE = re.compile(
    r"\s*(?:#|//)[\s-]*(?:(?:add|allow|enable|set)\s+)?CORS(?:\s+(?:headers?|settings?|setup))?[\s:.-]*$",
    re.IGNORECASE,
)
_OF_CORS = re.compile(r"access-control|cors|origin", re.IGNORECASE)
_NEAR = 6
_WHY = "It was about the lines that go."
_MOST_ROUNDS = 40
_LONGEST = 5000
"""Lines of a file that is compared; longer ones are data."""


def take_out_orphans(workspace: Workspace) -> None:
    """Look at each place of each changed file from which lines went, and none came."""
    for path, before in workspace.before.items():
        for _ in range(_MOST_ROUNDS):
            now = workspace.now[path]
            if now.raw == before.raw or max(len(before.lines), len(now.lines)) > _LONGEST:
                break
            first, last = next(_orphans(before.lines, now.lines), (0, 0))
            if not first:
                break
            for line in now.lines[first - 1 : last]:
                if line.strip():
                    workspace.remove(path, line.strip(), _WHY)
            workspace.edit(path, without_lines(now, first, last))


def _orphans(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The lines of the file as it is now that have lost their reason, counted from 1."""
    steps = SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    came = {line.strip() for tag, _, _, at, end in steps if tag != "equal" for line in now[at:end]}
    for tag, first, end, at, _ in steps:
        gone = [line for line in before[first:end] if line.strip()]
        # What is somewhere else now was moved: its comment is still true of it.
        if tag != "delete" or not gone or any(line.strip() in came for line in gone):
            continue
        yield from _comment_above(now, at, gone[0])
        yield from _about_what_went(now, at, gone)
        yield from _blank_lines(now, at)


def _comment_above(now: Sequence[str], at: int, gone: str) -> Iterator[tuple[int, int]]:
    """The comment on top of lines that went, where nothing follows that it could be about."""
    start = at
    while start and _COMMENT.match(now[start - 1]) and indent_of(now[start - 1]) == indent_of(gone):
        start -= 1
    if 0 < start < at and (_ends_here(now, at, gone) or _is_of_cors(now, start, at)):
        yield start + 1, at


def _is_of_cors(now: Sequence[str], start: int, at: int) -> bool:
    """Whether the comment says no more than "CORS headers", and nothing below it is about that."""
    block = takewhile(lambda line: line.strip() and not _CLOSES.match(line), now[at:])
    is_title = at - start == 1 and _TITLE.match(now[start])
    return bool(is_title) and not any(_OF_CORS.search(line) for line in block)


def _ends_here(now: Sequence[str], at: int, gone: str) -> bool:
    following = now[at] if at < len(now) else ""
    is_outside = len(indent_of(following)) < len(indent_of(gone))
    return not following.strip() or is_outside or bool(_CLOSES.match(following))


def _about_what_went(now: Sequence[str], at: int, gone: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A comment of one line, near by, that names a word in quotes which is in no code any more."""
    words = {word for line in gone for word in _QUOTED.findall(line)}
    code = [line for line in now if not _COMMENT.match(line)]
    words = {word for word in words if not any(word in line for line in code)}
    for number in range(max(0, at - _NEAR), min(len(now), at + _NEAR)):
        around = (*now[max(0, number - 1) : number], *now[number + 1 : number + 2])
        is_alone = bool(_COMMENT.match(now[number])) and not any(_COMMENT.match(line) for line in around)
        if is_alone and any(word in now[number] for word in words):
            yield number + 1, number + 1


def _blank_lines(now: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
    """Blank lines that met: as many stay as the longer of the two gaps had, none before a closing bracket."""
    above, below = at, at
    while above and not now[above - 1].strip():
        above -= 1
    while below < len(now) and not now[below].strip():
        below += 1
    if below < len(now) and _CLOSES.match(now[below]):
        if above < below:
            yield above + 1, below
    elif (surplus := min(at - above, below - at)) and below < len(now):
        yield above + 1, above + surplus
