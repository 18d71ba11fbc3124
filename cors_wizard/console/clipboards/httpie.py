"""An HTTPie command: `http PUT :5000/api Name:value field=value`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Call, Copied, copied_command
from cors_wizard.console.clipboards.curl import shell_words

_COMMAND = re.compile(r"(?:^|[$>`] ?)(https?|xhs?)[ \t]{1,5}(?=[-:a-zA-Z0-9])", re.MULTILINE)
_MOST = 10_000
_METHOD = re.compile(r"[A-Z]{3,10}|get|head|post|put|patch|delete|options")
_ADDRESS = re.compile(
    r"(?:https?://|:[0-9]{1,5}|localhost\b|[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,10}[:/])\S{0,4000}"
)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,99}):(?!=)(.{0,4000})", re.DOTALL)
_WITH_VALUE = frozenset(
    {
        *("-A", "--auth-type", "-s", "--style", "-o", "--output", "--timeout", "--session"),
        *("--session-read-only", "--proxy", "--verify", "--cert", "--cert-key", "--boundary"),
        *("--raw", "--pretty", "--print", "-p", "--max-redirects", "--format-options"),
    }
)
_AUTH = ("-a", "--auth")


def read_httpie(text: str) -> Copied | None:
    """The facts of the first HTTPie command in the text."""
    return copied_command("an HTTPie command", httpie_call(text))


def httpie_call(text: str) -> Call | None:
    """URL, method and headers of the first HTTPie command in the text, nothing masked."""
    for found in _COMMAND.finditer(text):
        words = list(_arguments(shell_words(text[found.end() : found.end() + _MOST])))
        given = [word for word in words if word.startswith("Authorization:")]
        bare = [word for word in words if word not in given]
        method = bare.pop(0) if bare and _METHOD.fullmatch(bare[0]) else ""
        if bare and _ADDRESS.fullmatch(bare[0]):
            return _call(found[1], method.upper(), bare[0], given + bare[1:])
    return None


def _arguments(words: Iterator[str]) -> Iterator[str]:
    for word in words:
        if word in _AUTH:
            # What a user name and password become.
            next(words, "")
            yield "Authorization:***"
        elif word in _WITH_VALUE:
            next(words, "")
        elif not word.startswith("-"):
            yield word


def _call(command: str, method: str, address: str, items: list[str]) -> Call:
    headers = [(found[1], found[2]) for item in items if (found := _HEADER.fullmatch(item))]
    usual = "POST" if len(headers) < len(items) else "GET"
    scheme = "https" if command in ("https", "xhs") else "http"
    local = f"localhost{address}" if address.startswith(":") else address
    url = address if "://" in address else f"{scheme}://{local}"
    return url, method or usual, headers
