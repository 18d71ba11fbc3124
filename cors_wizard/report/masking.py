"""Secrets masked in whatever leaves the wizard: reports, result lines, terminal output.

Works on any text, since a secret in a pasted log, a header list and the curl line of a fix looks the same.
Every pattern is bounded, so the time is linear in the text.
"""

from __future__ import annotations

import re

from cors_wizard.facts import FactValue
from cors_wizard.probe.masking import MASK

_SECRET_NAME = (
    r"(?:[A-Za-z0-9_.\-\[%]{0,40}(?:token|secret|passw(?:or)?d|pwd|signature|session[_-]?id|api[_-]?key|auth(?!or)|credential|jwt)"
    r"[A-Za-z0-9_.\-\]%]{0,40}|key|code|sig|sid|state)"
)
_PARAMETER = re.compile(rf"([?&;]{_SECRET_NAME}=)[^&;\s\"'`#<>\\)]{{1,4000}}", re.IGNORECASE)
_USER_INFO = re.compile(r"(://)[^\s/?#@\"'`<>]{1,300}@")
_COOKIE_SET = re.compile(
    r"(\bset-cookie[\"']?\s{0,3}[:=]\s{0,3}[\"']?)([^=;\s\"',]{1,200})=[^;\r\n\"'`]{0,5000}", re.IGNORECASE
)
_HEADER = re.compile(
    r"(?<![\w-])((?:proxy-)?authorization|cookie|x-api-key|x-auth-token|x-access-token|x-csrf-?token|x-xsrf-token)"
    r"([\"']?\s{0,3}[:=]\s{0,3}[\"']?)[^\r\n\"'`]{1,5000}",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"(?<![\w-])((?:[A-Za-z0-9]{1,20}_){0,2}"
    r"(?:password|passwd|pwd|secret|secret_key|secret_access_key|api_?key|access_token|refresh_token|id_token))"
    r"([\"']?\]?\s{0,3}[:=]\s{0,3}[\"']?)[^\s\"'`,;&}]{1,2000}",
    re.IGNORECASE,
)
_OF_A_COMMAND = re.compile(
    r"((?:^|\s)(?:(?:-u|--user|--proxy-user|-a|--auth)[ =]{1,3}\^?[\"']?[^\s:\"']{1,100}:"
    r"|--oauth2-bearer[ =]{1,3}|(?:-b|--cookie)[ =]{1,3}(?=[^\s=]{1,200}=)\^?[\"']?))"
    r"(?:(?<=[\"'])[^\"'\r\n]{1,5000}|[^\s\"'`]{1,5000})"
)
"""What curl and HTTPie take: `-u name:password`, `-b name=value`."""
_NAMED_VALUE = re.compile(
    rf"(\"name\"\s{{0,9}}:\s{{0,9}}\"(?:{_SECRET_NAME}|(?:proxy-)?authorization|(?:set-)?cookie)\"\s{{0,9}},\s{{0,9}}\"value\"\s{{0,9}}:\s{{0,9}}\")"
    r"(?:[^\"\\]|\\.){1,5000}",
    re.IGNORECASE,
)
"""A header or parameter in a HAR."""
_COOKIE_VALUE = re.compile(
    r"(\"value\"\s{0,9}:\s{0,9}\")(?:[^\"\\]|\\.){1,5000}(?=\"\s{0,9},\s{0,9}\"(?:path|domain|expires|httpOnly|secure|sameSite)\")"
    r"|(\bNet\.Cookie\(\"[^\"]{1,200}\",\s{0,3}\")[^\"]{1,5000}"
)
"""A cookie in a HAR, and in what Chrome copies for PowerShell."""
_BEARER = re.compile(r"\b(Bearer\s{1,3})[A-Za-z0-9._~+/=-]{12,4000}", re.IGNORECASE)
_JSON_WEB_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]{8,300}+\.[A-Za-z0-9_.-]{0,8000}")


def mask_text(text: str) -> str:
    """The text with every secret in it replaced by `***`."""
    text = _OF_A_COMMAND.sub(rf"\1{MASK}", text)
    text = _NAMED_VALUE.sub(rf"\1{MASK}", text)
    text = _COOKIE_VALUE.sub(lambda found: f"{found[1] or found[2]}{MASK}", text)
    text = _COOKIE_SET.sub(rf"\1\2={MASK}", text)
    text = _HEADER.sub(rf"\1\2{MASK}", text)
    text = _ASSIGNED.sub(rf"\1\2{MASK}", text)
    text = _PARAMETER.sub(rf"\1{MASK}", text)
    text = _USER_INFO.sub(rf"\1{MASK}@", text)
    text = _BEARER.sub(rf"\1{MASK}", text)
    return _JSON_WEB_TOKEN.sub(MASK, text)


def mask_value(value: FactValue) -> FactValue:
    """A fact's value with every secret in it replaced."""
    if isinstance(value, tuple):
        return tuple(mask_text(item) for item in value)
    return mask_text(value) if isinstance(value, str) else value


def mask_header(name: str, value: str) -> str:
    """One header as `Name: value`, its secret masked."""
    return mask_text(f"{name}: {value}")
