"""What a Python traceback ends with: the line of the user's own code that raised, and the error. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.facts import Fact
from cors_wizard.masking import mask_text

_BEGINS = re.compile(r"^(?P<before>.{0,200}?)Traceback \(most recent call last\):", re.MULTILINE)
_FRAME = re.compile(r'\s{0,20}File "(?P<path>[^"\n]{1,500})", line (?P<line>[0-9]{1,7})\b')
_SHOWN = re.compile(rf"^{_FRAME.pattern}[^\n]{{0,500}}\n[^\n]{{0,500}}", re.MULTILINE)
_NOT_OURS = re.compile(r"(?:site|dist)-packages[/\\]|[/\\]lib(?:64)?[/\\]python[0-9]|^<")
_ERROR = re.compile(r"[A-Za-z_][\w.]{0,150}(?:: .*)?")
_MOST_READ = 200_000
_MOST_LINES = 400
_LONGEST = 160


def raised_in(text: str) -> Iterator[Fact]:
    """The facts `raised_at` and `raised` of the last traceback; none where no frame is the user's own.

    Args:
        text: outside text; only its last 200,000 characters are read.
    """
    read = text[-_MOST_READ:]
    begins = list(_BEGINS.finditer(read))
    if not begins:
        return
    # What a log writes before each line is as long on each of them.
    margin = len(begins[-1]["before"])
    lines = [line[margin:].rstrip() for line in read[begins[-1].end() :].split("\n")[1:_MOST_LINES]]
    place = ""
    for line in lines:
        if frame := _FRAME.match(line):
            if not _NOT_OURS.search(frame["path"]):
                parts = re.split(r"[/\\]", frame["path"])
                place = f"{'/'.join(parts[-2:]).lstrip('/')}:{frame['line']}"
        elif line[:1].strip():
            if place and _ERROR.fullmatch(line):
                error = mask_text(line[:2_000])[:_LONGEST]
                yield Fact("raised_at", place, "pasted", line[:_LONGEST])
                yield Fact("raised", error, "pasted", line[:_LONGEST])
            return


def without_frames(text: str) -> str:
    """The text without the frames of tracebacks and the source lines that they show."""
    return _SHOWN.sub("", text)
