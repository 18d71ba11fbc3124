"""A request as JavaScript or PowerShell: what "Copy as fetch" and its siblings give, or a line of code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cors_wizard.console.clipboards.copied import Copied, copied, request_facts
from cors_wizard.facts import FactValue

_MOST = 20_000
_CALL = re.compile(
    r"(?<![\w$.])(?:(?:window\.)?fetch|(?:axios|ky)(?:\.[a-z]{3,7})?|(?:\$|jQuery)\.[a-zA-Z]{3,7}"
    r"|this\.http(?:Client)?\.[a-z]{3,7}(?:<[^<>\n]{1,200}>)?|new (?:EventSource|WebSocket))"
    r"\(\s{0,50}(?:new Request\(\s{0,50})?([\"'`])([^\"'`\s]{1,4000})\1"
)
_CLIENTS = (
    ("fetch", "fetch"),
    ("window.fetch", "fetch"),
    ("axios", "axios"),
    ("$", "jquery"),
    ("jQuery", "jquery"),
    ("this.http", "angular"),
    ("xhr ", "xhr"),
)
_DEFAULTS = re.compile(
    r"\baxios\.defaults\.(?:baseURL\s{0,5}=\s{0,5}[\"'`]([^\"'`\s]{1,4000})[\"'`]"
    r"|(withCredentials)\s{0,5}=\s{0,5}true)"
)
_OPEN = re.compile(
    r"\.open\(\s{0,20}[\"']([A-Za-z]{1,20})[\"']\s{0,20},\s{0,20}[\"'`]([^\"'`\s]{1,4000})[\"'`]"
)
_OBJECT = re.compile(r"(?:(?<![\w$])(?:\$|jQuery)\.ajax|\baxios(?:\.create|\.request)?)\(\s{0,50}\{")
_ADDRESS = re.compile(r"\b(?:url|baseURL)[\"']?\s{0,5}:\s{0,5}[\"'`]([^\"'`\s]{1,4000})[\"'`]")
_SET_HEADER = re.compile(
    r"\.setRequestHeader\(\s{0,20}[\"']([A-Za-z0-9_-]{1,100})[\"']\s{0,20},\s{0,20}[\"'`]?([^\"'`\n)]{0,4000})"
)
_CONTENT_TYPE = re.compile(r"(?:-ContentType\s{1,5}|\bcontentType\s{0,5}:\s{0,5})[\"']([^\"'\n]{1,200})[\"']")
_SESSION_AGENT = re.compile(r"\$session\.UserAgent\s{0,5}=\s{0,5}\"([^\"\n]{1,1000})\"")
_VERB = re.compile(r"[\w$.]{1,40}\.(get|head|post|put|patch|delete|options)(?:JSON)?(?:<[^<>\n]{1,200}>)?\(")
_UNNAMED = re.compile(r"(?<![\w$.])(?:window\.)?fetch\(")
"""A call whose address is put together elsewhere."""
_POWERSHELL = re.compile(
    r"\b(?:Invoke-(?:WebRequest|RestMethod)|iwr|irm)\b(?:.{0,200}?-Uri)?\s{1,5}"
    r"(?:[\"']([^\"'\s]{1,4000})|(https?://[^\s\"'`]{1,4000}))",
    re.DOTALL | re.IGNORECASE,
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
    r"\bheaders[\"']?\s{0,5}:\s{0,5}(?:new \w{1,20}\(\s{0,20})?\{((?:[^{}$]|\$\{[^{}]{0,200}\}|\$){0,4000})\}"
    r"|-Headers\s{1,5}@\{([^{}]{0,4000})\}",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"(?:[\"']([A-Za-z0-9_:-]{1,100})[\"']|\b([A-Za-z][A-Za-z0-9]{0,99}))\s{0,5}[:=]\s{0,5}"
    r"(?:\"((?:[^\"\\`\n]|[\\`].){0,4000})\"|'((?:[^'\\\n]|\\.){0,4000})'|`([^`\n]{0,4000})`)?"
)


def read_script_call(text: str) -> Copied | None:
    """The facts of the first request in JavaScript or PowerShell that names its URL."""
    if found := _CALL.search(text):
        call = _whole_call(text[found.start() :][:_MOST])
        if call.startswith("new WebSocket"):
            # It has neither a method nor a mode.
            return copied("a request in JavaScript", [("url", found[2])])
        shared = _of_defaults(text[:_MOST], found[2]) if call.startswith("axios") else {}
        told = dict(_facts(found[2], call))
        if found[1] == "`" and found[2].startswith("${"):
            # What stands for the host isn't what is sent; in other quotes it is.
            told.pop("url", None)
        return copied("a request in JavaScript", (told | shared).items())
    if found := _OPEN.search(text):
        rest = f"xhr method: '{found[1]}' {text[found.end() :][:_MOST]}"
        return copied("a request in JavaScript", _facts(found[2], rest))
    if (found := _OBJECT.search(text)) and (
        address := _ADDRESS.search(rest := text[found.start() :][:_MOST])
    ):
        kind = "a request in JavaScript"
        told = _facts(address[1], rest)
        if "axios.create" in found[0]:
            # Its methods are called elsewhere.
            return copied(kind, ((name, value) for name, value in told if name != "method"))
        return copied(kind, told)
    if found := _POWERSHELL.search(text):
        agent = _SESSION_AGENT.search(text[: found.start()])
        cookies = "$session.Cookies.Add(" in text[: found.start()]
        kept = [("User-Agent", agent[1])] if agent else []
        kept += [("Cookie", "***")] if cookies else []
        return copied(
            "a PowerShell request", _facts(found[1] or found[2], text[found.start() :][:_MOST], kept)
        )
    return _of_unnamed_address(text)


def _of_unnamed_address(text: str) -> Copied | None:
    """What a call's options tell where its address is a variable."""
    found = _UNNAMED.search(text)
    call = _whole_call(text[found.start() :][:_MOST]) if found else ""
    told = {"request_mode": _MODE.search(call), "credentials": _CREDENTIALS.search(call)}
    facts = [(name, match[1]) for name, match in told.items() if match]
    return copied("a request in JavaScript", facts) if facts else None


def _whole_call(text: str) -> str:
    """The text up to the bracket that closes its first one; what follows is another call's."""
    depth, quote, escaped = 0, "", False
    for index, character in enumerate(text):
        if escaped or character == "\\":
            escaped = not escaped
        elif quote:
            quote = "" if character == quote else quote
        elif character in "'\"`":
            quote = character
        else:
            depth += (character in "([{") - (character in ")]}")
            if character == ")" and depth <= 0:
                return text[: index + 1]
    return text


def _of_defaults(text: str, url: str) -> dict[str, FactValue | None]:
    """What is set once for all calls of axios."""
    told = dict[str, FactValue | None]()
    for found in _DEFAULTS.finditer(text):
        if found[2]:
            told["credentials"] = "include"
        elif "://" not in url:
            told["url"] = f"{found[1].rstrip('/')}/{url.lstrip('/')}"
    return told


def _facts(
    url: str, rest: str, kept: Iterable[tuple[str, str]] = ()
) -> Iterator[tuple[str, FactValue | None]]:
    method = _METHOD.search(rest)
    verb = _VERB.match(rest)
    referrer = _REFERRER.search(rest)
    credentials = _CREDENTIALS.search(rest)
    headers = [*kept, *_headers(rest)]
    if referrer:
        headers.append(("Referer", referrer[1]))
    name = (method[1] or method[2]) if method else verb[1] if verb else "GET"
    told = dict(request_facts(url, name.upper(), headers))
    if credentials or _WITH_CREDENTIALS.search(rest):
        told["credentials"] = credentials[1] if credentials else "include"
    yield from told.items()
    yield "client", next((client for word, client in _CLIENTS if rest.startswith(word)), None)
    if mode := _MODE.search(rest):
        yield "request_mode", mode[1]


def _headers(rest: str) -> Iterator[tuple[str, str]]:
    yield from ((found[1], found[2]) for found in _SET_HEADER.finditer(rest))
    block = _HEADERS.search(rest)
    for found in _HEADER.finditer((block[1] or block[2] or "") if block else ""):
        yield found[1] or found[2], found[3] or found[4] or found[5] or ""
    if content := _CONTENT_TYPE.search(rest):
        yield "Content-Type", content[1]
