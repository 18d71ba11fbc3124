"""A wget command."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Call, Copied, copied_command
from cors_wizard.console.clipboards.curl import shell_words

_COMMAND = re.compile(r"(?:^|[$>`] ?)wget[ \t]{1,5}", re.MULTILINE)
_MOST = 10_000
_WITH_VALUE = frozenset(["-O", "-o", "-P", "-U", "-t", "-T", "-e", "-a", "-i"])
_BODY = ("--post-data", "--post-file")


def read_wget(text: str) -> Copied | None:
    """The facts of the first wget command in the text."""
    return copied_command("a wget command", wget_call(text))


def wget_call(text: str) -> Call | None:
    """URL, method and headers of the first wget command in the text, nothing masked."""
    found = _COMMAND.search(text)
    if not found:
        return None
    url, method, headers = "", "GET", list[tuple[str, str]]()
    for option, value in _options(shell_words(text[found.end() : found.end() + _MOST])):
        if option == "--header":
            name, _, content = value.partition(":")
            headers.append((name.strip(), content.strip()))
        elif option in ("--user", "--http-user"):
            headers.append(("Authorization", value))
        elif option in ("--method", *_BODY):
            method = "POST" if option in _BODY else value.upper()
        elif not option and not url and ("://" in value or value.startswith("localhost")):
            url = value if "://" in value else f"http://{value}"
    return (url, method, headers) if url else None


def _options(words: Iterator[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        if word.startswith("--"):
            name, glued, value = word.partition("=")
            yield name, value if glued else next(words, "") if name == "--header" else ""
        elif word.startswith("-") and len(word) > 1:
            yield word, next(words, "") if word in _WITH_VALUE else ""
        else:
            yield "", word
