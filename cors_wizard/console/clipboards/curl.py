"""A cURL command, as the browsers' network panels copy it for bash and for cmd, or as people type it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Call, Copied, copied, request_facts

_COMMAND = re.compile(r"(?:^|[\s$>`])curl(?:\.exe)?[ \t^]")
_MOST = 100_000
_WITH_VALUE = frozenset(
    {
        *("-A", "-b", "-c", "-C", "-d", "-D", "-e", "-E", "-F", "-H", "-K", "-m", "-o", "-Q"),
        *("-r", "-T", "-u", "-U", "-w", "-x", "-X", "-y", "-Y", "-z", "--aws-sigv4", "--cacert"),
        *("--capath", "--cert", "--cert-type", "--ciphers", "--config", "--connect-timeout"),
        *("--connect-to", "--continue-at", "--cookie", "--cookie-jar", "--data", "--data-ascii"),
        *("--data-binary", "--data-raw", "--data-urlencode", "--dns-servers", "--doh-url"),
        *("--dump-header", "--form", "--form-string", "--header", "--interface", "--json"),
        *("--key", "--limit-rate", "--max-redirs", "--max-time", "--netrc-file", "--noproxy"),
        *("--oauth2-bearer", "--output", "--output-dir", "--pass", "--pinnedpubkey", "--preproxy"),
        *("--proto", "--proxy", "--proxy-user", "--quote", "--range", "--referer", "--request"),
        *("--resolve", "--retry", "--retry-delay", "--retry-max-time", "--socks5"),
        *("--socks5-hostname", "--stderr", "--time-cond", "--tls-max", "--trace", "--trace-ascii"),
        *("--unix-socket", "--upload-file", "--url", "--url-query", "--user", "--user-agent"),
        *("--write-out"),
    }
)
"""The options of curl that take a value: what follows them isn't a URL."""
_LONG = {
    "-X": "--request",
    "-H": "--header",
    "-b": "--cookie",
    "-u": "--user",
    "-A": "--user-agent",
    "-e": "--referer",
    "-I": "--head",
    "-G": "--get",
    "-d": "--data",
    "-F": "--form",
    "-T": "--upload-file",
}
_AS_HEADERS = {"--cookie": "Cookie", "--user": "Authorization", "--oauth2-bearer": "Authorization"}
_AS_HEADERS |= {"--referer": "Referer", "--user-agent": "User-Agent"}
_OF_BROWSERS = frozenset(["user-agent", "accept-language", "referer", "sec-fetch-mode"])
_BODY = frozenset(
    {
        *("--data", "--data-ascii", "--data-raw", "--data-binary", "--data-urlencode", "--form"),
        *("--form-string", "--json"),
    }
)
_METHODS = {"--get": "GET", "--head": "", "--upload-file": "PUT"} | dict.fromkeys(_BODY, "POST")
"""The method that an option stands for, where none is named; `-I` says nothing of what the page sends."""


def read_curl(text: str) -> Copied | None:
    """The facts of the first cURL command in the text."""
    call = curl_call(text)
    if call is None:
        return None
    facts = (*request_facts(*call), ("origin_sent", _origin_sent(call[2])))
    return copied("a cURL command", facts)


def curl_call(text: str) -> Call | None:
    """URL, method and headers of the first cURL command in the text, nothing masked."""
    found = _COMMAND.search(text)
    if not found:
        return None
    command = text[found.end() : found.end() + _MOST]
    words = shell_words(_without_carets(command) if "^" in command.partition("\n")[0] else command)
    url, method, headers = _parse(words)
    return (url, method, headers) if url else None


def _origin_sent(headers: list[tuple[str, str]]) -> str:
    """Whether the command sends Origin; unknown where a browser copied it, which knows when to."""
    names = {name.lower() for name, _ in headers}
    return "yes" if "origin" in names else "" if names & _OF_BROWSERS else "no"


def _parse(words: Iterator[str]) -> Call:
    url, method, headers = "", "", list[tuple[str, str]]()
    told: set[str] = set()
    for option, value in _options(words):
        told.add(option)
        if option == "--request":
            method = value
        elif option == "--header":
            name, _, content = value.partition(":")
            headers.append((name.strip(), content.strip()))
        elif option in _AS_HEADERS:
            headers.append((_AS_HEADERS[option], value))
        elif option == "--json":
            headers.append(("Content-Type", "application/json"))
        elif option == "--url" or (not option and not url and _is_address(value)):
            url = value
    usual = next((usual for option, usual in _METHODS.items() if option in told), "GET")
    return url, method or usual, headers


def _options(words: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Each option in its long form with its value; an argument without an option is alone."""
    for word in words:
        if word.startswith("--"):
            name, _, glued = word.partition("=")
            yield name, (glued or next(words, "")) if name in _WITH_VALUE else ""
        elif word.startswith("-") and len(word) > 1:
            yield from _short_options(word, words)
        else:
            yield "", word


def _short_options(word: str, words: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Short options written as one word; what follows the first that takes a value is its value."""
    for place, letter in enumerate(word[1:], start=2):
        option = f"-{letter}"
        if option in _WITH_VALUE:
            yield _LONG.get(option, option), word[place:] or next(words, "")
            return
        yield _LONG.get(option, option), ""


def _is_address(word: str) -> bool:
    return "://" in word or "." in word.rstrip(".") or word.startswith(("localhost", ":"))


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
        elif character.isspace() or character in ";|&`":
            if started or word:
                yield "".join(word).removeprefix("$")
            word, started = [], False
            # Of a command in the middle of a Markdown sentence the back-tick is the end.
            if character in "\n;|&`":
                return
        else:
            word.append(character)
    if started or word:
        yield "".join(word).removeprefix("$")
