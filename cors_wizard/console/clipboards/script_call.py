"""A request as JavaScript or PowerShell: what "Copy as fetch" and its siblings give, or a line of code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Copied, copied, request_facts
from cors_wizard.facts import FactValue

_MOST = 20_000
_CALL = re.compile(r"\b(?:fetch|axios(?:\.[a-z]{3,7})?|\$\.ajax)\(\s{0,50}([\"'`])([^\"'`\s]{1,4000})\1")
_CLIENTS = (("fetch", "fetch"), ("axios", "axios"), ("$", "jquery"))
_AXIOS_METHOD = re.compile(r"axios\.([a-z]{3,7})\(")
_POWERSHELL = re.compile(
    r"Invoke-(?:WebRequest|RestMethod)\b.{0,200}?-Uri\s{1,5}[\"']([^\"'\s]{1,4000})", re.DOTALL
)
_METHOD = re.compile(
    r"[\"']?\b(?:method|type)[\"']?\s{0,5}[:=]\s{0,5}[\"']([A-Za-z]{1,20})[\"']"
    r"|-Method\s{1,5}[\"']?([A-Za-z]{1,20})"
)
_CREDENTIALS = re.compile(r"\bcredentials[\"']?\s{0,5}:\s{0,5}[\"'](omit|same-origin|include)[\"']")
_MODE = re.compile(r"\bmode[\"']?\s{0,5}:\s{0,5}[\"'](cors|no-cors|same-origin)[\"']")
_WITH_CREDENTIALS = re.compile(r"\bwithCredentials[\"']?\s{0,5}[:=]\s{0,5}true")
_REFERRER = re.compile(r"\breferrer[\"']?\s{0,5}:\s{0,5}[\"']([^\"'\s]{1,4000})[\"']")
_HEADERS = re.compile(
    r"\bheaders[\"']?\s{0,5}:\s{0,5}\{((?:[^{}$]|\$\{[^{}]{0,200}\}|\$){0,4000})\}|-Headers\s{1,5}@\{([^{}]{0,4000})\}",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"(?:[\"']([A-Za-z0-9_:-]{1,100})[\"']|\b([A-Za-z][A-Za-z0-9]{0,99}))\s{0,5}[:=]\s{0,5}"
    r"(?:\"([^\"\n]{0,4000})\"|'([^'\n]{0,4000})'|`([^`\n]{0,4000})`)?"
)


def read_script_call(text: str) -> Copied | None:
    """The facts of the first call of fetch, axios, jQuery or Invoke-WebRequest that names its URL."""
    found = _CALL.search(text)
    shell = None if found else _POWERSHELL.search(text)
    if found:
        rest = text[found.start() : found.start() + _MOST]
        return copied("a request in JavaScript", _facts(found[2], rest))
    if shell:
        return copied("a PowerShell request", _facts(shell[1], text[shell.start() : shell.start() + _MOST]))
    return None


def _facts(url: str, rest: str) -> Iterator[tuple[str, FactValue | None]]:
    method = _METHOD.search(rest)
    axios = _AXIOS_METHOD.match(rest)
    referrer = _REFERRER.search(rest)
    credentials = _CREDENTIALS.search(rest)
    headers = list(_headers(rest))
    if referrer:
        headers.append(("Referer", referrer[1]))
    name = (method[1] or method[2]) if method else axios[1] if axios else "GET"
    for fact, value in request_facts(url, name.upper(), headers):
        if fact != "credentials":
            yield fact, value
    yield "client", next((client for word, client in _CLIENTS if rest.startswith(word)), None)
    if mode := _MODE.search(rest):
        yield "request_mode", mode[1]
    if credentials or _WITH_CREDENTIALS.search(rest):
        yield "credentials", credentials[1] if credentials else "include"


def _headers(rest: str) -> Iterator[tuple[str, str]]:
    block = _HEADERS.search(rest)
    if not block:
        return
    for found in _HEADER.finditer(block[1] or block[2] or ""):
        yield found[1] or found[2], found[3] or found[4] or found[5] or ""
