"""Secrets in any text: a paste, a log, a list of headers, code, JSON, a command."""

from __future__ import annotations

import re
from collections.abc import Callable

from cors_wizard.masking.names import (
    IN_HEADER,
    IN_NAME,
    MASK,
    is_header_name,
    is_public_header,
    is_secret_header,
    is_secret_name,
)
from cors_wizard.masking.urls import mask_urls
from cors_wizard.masking.words import PRIVATE_KEY, TOKEN, looks_like_an_id, mask_words

_PARTS = (*IN_NAME.split("|"), "cookie", "pin", "ticket", "bypass", "saml")
"""Each secret's name, whether `IN_NAME` or `IN_HEADER` knows it, holds one of these."""
_QUOTE = r"\\{0,6}[\"'`]"
_COOKIE_SET = re.compile(
    rf"(\bset-cookie2?(?:{_QUOTE})?\s{{0,3}}[:=,]\s{{0,3}}(?:{_QUOTE})?)([^=;\s\"',\\]{{1,200}})="
    r"[^;\r\n\"'`\\]{0,5000}",
    re.IGNORECASE,
)
_HEADER = re.compile(
    rf"(?<![\w\-])(?!access-control-|www-authenticate|proxy-authenticate)(?=[a-z0-9\-]{{0,80}}?(?:{IN_HEADER}))"
    r"(?P<name>authorization|cookie2?|[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){1,8})"
    rf"(?P<sign>(?:{_QUOTE})?[ \t]{{0,3}}:(?:[ \t]{{0,3}}|[ \t]{{0,3}}\r?\n)(?:{_QUOTE})?)"
    r"(?P<value>(?:[^\r\n\"'`\\]|(?<==)\"[^\"\r\n]{0,500}\"){1,5000})",
    re.IGNORECASE,
)
"""A header as `Name: value`, in quotes or not, or with its value on the next line."""
_OWN_HEADER = re.compile(
    rf"(?P<end>-[A-Za-z0-9]{{1,40}})(?P<sign>(?:{_QUOTE})?[ \t]{{0,3}}:[ \t]{{0,3}}(?:{_QUOTE})?)"
    r"(?P<value>[A-Za-z0-9_+/=~|\-]{8,200})(?![\w/]|[.:][\w/])"
)
"""The end of a header's name, since a search for its hyphen is quick, and a value in one word."""
_NAME_BEFORE = re.compile(r"[A-Za-z0-9\-]{1,60}$")
_ASSIGNED = re.compile(
    rf"(?<![\w\-])(?=[A-Za-z0-9_.\-]{{0,80}}?(?:{IN_NAME}))(?P<name>[A-Za-z_][A-Za-z0-9_.\-]{{1,80}})"
    rf"(?P<sign>(?:{_QUOTE})?\]?[ \t]{{0,3}}"
    r"(?::[ \t]{0,3}[A-Za-z]{1,20}[ \t]{0,3}=|=>|:=|:|={1,3})\s{0,3})"
    r"(?:(?P<prefix>[rbfuRBFU]{0,2})(?P<quote>\\{0,6}[\"'`])"
    r"(?P<text>(?:(?!(?P=quote))[^\r\n]){1,4000})(?P=quote)"
    r"|(?P<bare>[^\s\"'`,;&}\])]{1,2000}))",
    re.IGNORECASE,
)
_NO_VALUE = re.compile(
    r"(?:true|false|none|null|nil|undefined|yes|no|on|off|include|omit|same-origin|optional|required|invalid|missing|str|"
    r"string|int|number|bool|boolean|bytes|any|object|lax|strict|\*{3}|[0-9]{1,3}|[<{$%].{0,200}|"
    r"(?:os|process|import|self|settings|config|app|current_app|env|environ|secrets|data|request|req|res|response)[.\[(].{0,300}|"
    r"[A-Za-z_.]{1,60}[(\[].{0,200})",
    re.IGNORECASE | re.DOTALL,
)
"""What is assigned and says nothing: types, modes, references to a setting elsewhere."""
_VERSION = re.compile(
    r"(?P<sign>[\^~]=?|[<>]=)?\s?[0-9]{1,4}(?:\.[0-9]{1,4}){1,4}(?:\.\*|\.?[a-z]{1,4}[0-9]{0,3})?"
)
"""A package's version, as files of requirements ask for it."""
_NAMED_PAIR = re.compile(
    rf"(?P<before>{_QUOTE}name{_QUOTE}\s{{0,9}}:\s{{0,9}}{_QUOTE}|[\[(]\s{{0,9}}{_QUOTE})(?P<name>[^\"'\\]{{1,120}})"
    rf"(?P<between>{_QUOTE}\s{{0,9}},\s{{0,9}}(?:{_QUOTE}value{_QUOTE}\s{{0,9}}:\s{{0,9}})?(?P<quote>{_QUOTE}))"
    r"(?P<value>(?:(?!(?P=quote))(?:[^\\]|\\.)){1,5000})"
)
"""A header or parameter as a HAR writes it, and as a pair in a list."""
_ONLY_SCHEME = re.compile(r"(?:Bearer|Basic|Token|Digest|JWT|ApiKey)\s{0,3}", re.IGNORECASE)
_COOKIE_VALUE = re.compile(
    r"(\"value\"\s{0,9}:\s{0,9}\")(?:[^\"\\]|\\.){1,5000}(?=\"\s{0,9},\s{0,9}\"(?:path|domain|expires|httpOnly|secure|sameSite)\")"
    r"|(\bNet\.Cookie\(\"[^\"]{1,200}\",\s{0,3}\")[^\"]{1,5000}"
)
"""A cookie in a HAR, and in what Chrome copies for PowerShell."""
_OF_A_COMMAND = re.compile(
    r"((?:^|\s)(?:(?:-u|--user|--proxy-user|-a|--auth)[ =]{1,3}\^?[\"']?[^\s:\"']{1,100}:"
    r"|--(?:[a-z0-9]{1,20}-){0,4}(?:password|passwd|pass|token|secret|api-?key|bearer)[ =]{1,3}"
    r"|(?:-b|--cookie)[ =]{1,3}(?=[^\s=]{1,200}=)\^?[\"']?))"
    r"(?:(?<=[\"'])[^\"'\r\n]{1,5000}|\^?[\"'][^\"'\r\n]{1,5000}[\"']|[^\s\"'`]{1,5000})",
    re.IGNORECASE | re.MULTILINE,
)
"""What curl, HTTPie and other programs take: `-u name:password`, `-b name=value`, `--token value`."""
_SCHEME = re.compile(
    r"\b((?:Bearer|Basic|Negotiate|ApiKey|AWS4-HMAC-SHA256)[\s,]{1,3})"
    r"(?=[^\s\"'`]{0,200}[0-9A-Z=+/_.]|[a-z]{24})[A-Za-z0-9._~+/=,\-]{8,4000}",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    r"((?:\b(?:passwort|kennwort|contrase[ñn]a|senha|mot[ _-]?de[ _-]?passe|has[łl]o|wachtwoord|l[öo]senord)"
    rf"|пароль|密码|密碼|パスワード|비밀번호)(?:{_QUOTE})?\s{{0,3}}[:=\uff1a]\s{{0,3}}(?:{_QUOTE})?"
    r"|\blogin\s{1,3}\S{1,100}\s{1,3}password\s{1,3}|\bdebugger pin:\s{0,3})[^\s\"'`\\,;]{1,200}",
    re.IGNORECASE,
)
"""Passwords named in other languages, those of a `.netrc`, and the PIN of Werkzeug's debugger."""


def mask_text(text: str) -> str:
    """The text with every secret in it replaced by `***`."""
    text = PRIVATE_KEY.sub(rf"\1{MASK}", text)
    text = _OF_A_COMMAND.sub(rf"\1{MASK}", text)
    text = _COOKIE_VALUE.sub(lambda found: f"{found[1] or found[2]}{MASK}", text)
    text = _NAMED_PAIR.sub(_named_pair, text)
    text = _COOKIE_SET.sub(rf"\1\2={MASK}", text)
    text = _near_names(lambda part: _HEADER.sub(_header, part), text)
    text = _OWN_HEADER.sub(_own_header, text)
    text = mask_urls(text)
    text = _near_names(lambda part: _ASSIGNED.sub(_assigned, part), text)
    text = _IN_WORDS.sub(rf"\1{MASK}", _SCHEME.sub(rf"\1{MASK}", text))
    return mask_words(TOKEN.sub(MASK, text), MASK)


def _near_names(replace: Callable[[str], str], text: str) -> str:
    """The text with only those lines looked at that hold a part of a secret's name, and two behind each.

    A log of a day has a hundred thousand lines without one; looking at each word of them takes seconds.
    """
    whole = text.lower()
    if not any(part in whole for part in _PARTS):
        return text
    if len(text) < 2000:
        return replace(text)
    done: list[str] = []
    waiting: list[str] = []
    left = 0
    for line in text.splitlines(keepends=True):
        lowered = line.lower()
        left = 3 if any(part in lowered for part in _PARTS) else left - 1
        if left > 0:
            waiting.append(line)
            continue
        if waiting:
            done.append(replace("".join(waiting)))
            waiting = []
        done.append(line)
    return "".join((*done, replace("".join(waiting))))


def _named_pair(found: re.Match[str]) -> str:
    name = found["name"]
    if not (is_secret_header(name) or is_secret_name(name)) or name.lower().startswith("set-cookie"):
        return found[0]
    value = found["value"]
    if "value" not in found["between"] and (is_header_name(value) or value == MASK or found["quote"] == "`"):
        return found[0]  # A list of names; prose puts code into back-ticks.
    if _ONLY_SCHEME.fullmatch(value):
        return found[0]  # Code adds the login to it.
    return f"{found['before']}{name}{found['between']}{MASK}"


def _header(found: re.Match[str]) -> str:
    name = found["name"]
    if not is_secret_header(name) or name.lower().startswith("set-cookie") or _says_nothing(found["value"]):
        return _inside(_HEADER, _header, found)
    return f"{name}{found['sign']}{MASK}"


def _own_header(found: re.Match[str]) -> str:
    before = _NAME_BEFORE.search(found.string, max(0, found.start() - 60), found.start())
    name = f"{before[0]}{found['end']}" if before else ""
    if not name or is_public_header(name.lstrip("-")) or not looks_like_an_id(found["value"]):
        return found[0]
    return f"{found['end']}{found['sign']}{MASK}"


def _assigned(found: re.Match[str]) -> str:
    value = found["bare"] or found["text"]
    if not is_secret_name(found["name"]) or _says_nothing(value) or _is_version(found["sign"], value):
        return _inside(_ASSIGNED, _assigned, found)
    quote = found["quote"] or ""
    return f"{found['name']}{found['sign']}{found['prefix'] or ''}{quote}{MASK}{quote}"


def _inside(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], found: re.Match[str]) -> str:
    """What was found as it is, but for what the pattern finds in the value itself."""
    at = found.end("sign") - found.start()
    return found[0][:at] + pattern.sub(replace, found[0][at:])


def _is_version(sign: str, value: str) -> bool:
    """`flask-jwt-extended==4.7.1`, `flask-jwt-extended = "^4.7"`."""
    version = _VERSION.fullmatch(value)
    return version is not None and ("==" in sign or bool(version["sign"]))


def _says_nothing(value: str) -> bool:
    return bool(_NO_VALUE.fullmatch(value.strip().rstrip(",;)")))
