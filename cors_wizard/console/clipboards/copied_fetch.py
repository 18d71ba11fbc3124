"""A request as "Copy as fetch" and "Copy as PowerShell" of a browser's network panel give it.

What people write themselves is page code, and read as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Copied, copied, request_facts
from cors_wizard.facts import FactValue

_MOST = 20_000
_FETCH = re.compile(r"(?<![\w$.])fetch\(([\"'])([^\"'\s]{1,4000})\1,\s{0,5}(?=\{)")
"""Its options are JSON, to the last key: nobody writes them so."""
_POWERSHELL = re.compile(
    r"\b(?:Invoke-(?:WebRequest|RestMethod)|iwr|irm)\b(?:.{0,200}?-Uri)?\s{1,5}"
    r"(?:[\"']([^\"'\s]{1,4000})|(https?://[^\s\"'`]{1,4000}))",
    re.DOTALL | re.IGNORECASE,
)
_SESSION_AGENT = re.compile(r"\$session\.UserAgent\s{0,5}=\s{0,5}\"([^\"\n]{1,1000})\"")
_METHOD = re.compile(r"-Method\s{1,5}[\"']?([A-Za-z]{1,20})")
_HEADERS = re.compile(r"-Headers\s{1,5}@\{([^{}]{0,4000})\}", re.IGNORECASE)
_HEADER = re.compile(
    r"[\"']([A-Za-z0-9_:-]{1,100})[\"']\s{0,5}=\s{0,5}(?:\"((?:[^\"\\`\n]|[\\`].){0,4000})\"|'([^'\n]{0,4000})')"
)
_CONTENT_TYPE = re.compile(r"-ContentType\s{1,5}[\"']([^\"'\n]{1,200})[\"']")

COPIED_AS_FETCH = "a request copied as fetch"


def read_copied_fetch(text: str) -> Copied | None:
    """The facts of the first request that the network panel gave as fetch or for PowerShell."""
    for found in _FETCH.finditer(text):
        options = _options(text[found.end() :][:_MOST])
        if options is not None:
            return copied(COPIED_AS_FETCH, _of_fetch(found[2], options))
    shell = _POWERSHELL.search(text)
    if shell is None:
        return None
    before, rest = text[: shell.start()], text[shell.start() :][:_MOST]
    return copied("a PowerShell request", _of_powershell(shell[1] or shell[2], before, rest))


def _options(rest: str) -> dict[str, object] | None:
    try:
        options, _ = json.JSONDecoder().raw_decode(rest)
    except (ValueError, RecursionError):
        return None
    return options if isinstance(options, dict) else None


def _of_fetch(url: str, options: dict[str, object]) -> Iterator[tuple[str, FactValue | None]]:
    given = options.get("headers")
    headers = [(name, str(value)) for name, value in given.items()] if isinstance(given, dict) else []
    if referrer := _text(options, "referrer"):
        headers.append(("Referer", referrer))
    yield from request_facts(url, (_text(options, "method") or "GET").upper(), headers)
    yield "client", "fetch"
    if (credentials := _text(options, "credentials")) in ("omit", "same-origin", "include"):
        yield "credentials", credentials
    if (mode := _text(options, "mode")) in ("cors", "no-cors", "same-origin"):
        yield "request_mode", mode


def _text(options: dict[str, object], name: str) -> str:
    value = options.get(name)
    return value if isinstance(value, str) else ""


def _of_powershell(url: str, before: str, rest: str) -> Iterator[tuple[str, FactValue | None]]:
    agent, method = _SESSION_AGENT.search(before), _METHOD.search(rest)
    headers = [("User-Agent", agent[1])] if agent else []
    if "$session.Cookies.Add(" in before:
        headers.append(("Cookie", "***"))
    block = _HEADERS.search(rest)
    headers += [
        (found[1], found[2] or found[3] or "") for found in _HEADER.finditer(block[1] if block else "")
    ]
    if content := _CONTENT_TYPE.search(rest):
        headers.append(("Content-Type", content[1]))
    return request_facts(url, (method[1] if method else "GET").upper(), headers)
