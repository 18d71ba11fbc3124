"""The code spans of prose, for every face: needs nothing, since the first screen has prose."""

from __future__ import annotations

import re
from collections.abc import Iterator


def spans(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a code span's content (CommonMark 0.31, section 6.1)."""
    runs = list(re.finditer("`+", text))
    last = {len(run[0]): run.start() for run in runs}
    at, opening = 0, None
    for run in runs:
        if opening is None:
            opening = run if last[len(run[0])] > run.start() else None
        elif len(run[0]) == len(opening[0]):
            yield text[at : opening.start()], False
            yield _unpadded(text[opening.end() : run.start()].replace("\n", " ")), True
            at, opening = run.end(), None
    yield text[at:], False


def _unpadded(code: str) -> str:
    padded = len(code) > 2 and code.startswith(" ") and code.endswith(" ") and bool(code.strip())
    return code[1:-1] if padded else code
