"""Calls that set CORS up in the middle of a sentence: "in Flask: CORS(app, origins=[...])"."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

_CALL = re.compile(r"(?<![\w.])(?:CORS|SocketIO|\w{1,40}\.init_app)(?=\()")
_MOST = 20
_LONGEST = 600
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def calls_in_prose(text: str) -> str:
    """The calls, each on a line of its own; empty where there are none."""
    return "\n".join(_calls(text))


def _calls(text: str) -> Iterator[str]:
    for count, found in enumerate(_CALL.finditer(text)):
        if count >= _MOST:
            return
        call = _whole(text, found.start(), found.end())
        # `CORS(app)` in a sentence is the name of a thing; with its options it is code.
        if "=" in call and _is_python(call):
            yield call


def _whole(text: str, start: int, opening: int) -> str:
    depth, quote = 0, ""
    for place in range(opening, min(len(text), opening + _LONGEST)):
        sign = text[place]
        if quote or sign in "\"'":
            quote = "" if sign == quote else quote or sign
            continue
        depth += _BRACKETS.get(sign, 0)
        if depth == 0:
            return " ".join(text[start : place + 1].split("\n"))
    return ""


def _is_python(call: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(call)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
