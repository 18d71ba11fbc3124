"""A cURL command, as the browsers' network panels copy it for bash and for cmd, or as people type it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Copied, copied, request_facts

_COMMAND = re.compile(r"(?:^|[\s$>`])curl(?:\.exe)?[ \t^]")
_MOST = 100_000
_WITH_VALUE = frozenset(
    [
        "-X",
        "--request",
        "-H",
        "--header",
        "-d",
        "--data",
        "--data-raw",
        "--data-binary",
        "--data-urlencode",
        "-F",
        "--form",
        "-b",
        "--cookie",
        "-u",
        "--user",
        "-A",
        "--user-agent",
        "-e",
        "--referer",
        "-o",
        "--output",
        "--url",
        "--json",
        "-m",
        "--max-time",
        "--connect-timeout",
        "-T",
        "--upload-file",
    ]
)
_OF_BROWSERS = frozenset(["user-agent", "accept-language", "referer", "sec-fetch-mode"])
_BODY = frozenset(
    ["-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "-F", "--form", "--json"]
)


def read_curl(text: str) -> Copied | None:
    """The facts of the first cURL command in the text."""
    found = _COMMAND.search(text)
    if not found:
        return None
    command = text[found.end() : found.end() + _MOST]
    words = shell_words(_without_carets(command) if "^" in command.partition("\n")[0] else command)
    url, method, headers = _parse(words)
    if not url:
        return None
    facts = (*request_facts(url, method, headers), ("origin_sent", _origin_sent(headers)))
    return copied("a cURL command", facts)


def _origin_sent(headers: list[tuple[str, str]]) -> str:
    """Whether the command sends Origin; unknown where a browser copied it, which knows when to."""
    names = {name.lower() for name, _ in headers}
    return "yes" if "origin" in names else "" if names & _OF_BROWSERS else "no"


def _parse(words: Iterator[str]) -> tuple[str, str, list[tuple[str, str]]]:
    url, method, headers = "", "", list[tuple[str, str]]()
    usual = "GET"
    for word in words:
        option, glued = _option(word)
        value = (glued or next(words, "")) if option in _WITH_VALUE else ""
        if option in ("-X", "--request"):
            method = value
        elif option in ("-H", "--header"):
            name, _, content = value.partition(":")
            headers.append((name.strip(), content.strip()))
        elif option in ("-b", "--cookie"):
            headers.append(("Cookie", value))
        elif option in ("-u", "--user"):
            headers.append(("Authorization", value))
        elif option in ("-e", "--referer"):
            headers.append(("Referer", value))
        elif option in ("-I", "--head"):
            usual = "HEAD"
        elif option in _BODY:
            usual = "POST"
            headers += [("Content-Type", "application/json")] if option == "--json" else []
        elif option == "--url" or (not option and not url and _is_address(word)):
            url = value or word
    return url, method or usual, headers


def _option(word: str) -> tuple[str, str]:
    if word.startswith("--"):
        name, _, glued = word.partition("=")
        return name, glued
    if word.startswith("-") and len(word) > 1:
        return word[:2], word[2:]
    return "", ""


def _is_address(word: str) -> bool:
    return "://" in word or "." in word or word.startswith(("localhost", ":"))


def _without_carets(command: str) -> str:
    """cmd's escapes undone: a caret before a line break joins lines, before anything else it is dropped."""
    return re.sub(r"\^(\r?\n|.)", lambda found: " " if found[1].endswith("\n") else found[1], command)


def shell_words(command: str) -> Iterator[str]:
    """The shell words up to the end of the command, without ever failing on what is not closed."""
    word, started, quote = [], False, ""
    characters = iter(command)
    for character in characters:
        if quote:
            if character == quote:
                quote = ""
            elif character == "\\" and quote == '"':
                word.append(next(characters, ""))
            else:
                word.append(character)
        elif character in "'\"":
            quote, started = character, True
        elif character == "\\":
            following = next(characters, "")
            word += [] if following in "\r\n" else [following]
        elif character.isspace() or character in ";|&":
            if started or word:
                yield "".join(word).removeprefix("$")
            word, started = [], False
            if character in "\n;|&":
                return
        else:
            word.append(character)
    if started or word:
        yield "".join(word).removeprefix("$")
