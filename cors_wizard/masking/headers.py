"""Secrets in header values, by the header's name or the value's shape, and in values that are stored."""

from __future__ import annotations

import re

from cors_wizard.masking.names import MASK, is_public_header, is_secret_header
from cors_wizard.masking.text import mask_text
from cors_wizard.masking.urls import mask_urls
from cors_wizard.masking.words import PRIVATE_KEY, TOKEN, looks_like_an_id, looks_secret

_OTHER_COOKIE = re.compile(r",(?=\s{0,3}[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}=)")

_HEADER_LINE = re.compile(
    r"((?:[A-Za-z0-9]{1,50}(?:-[A-Za-z0-9]{1,50}){1,8})|(?i:authorization|cookie|token|apikey|password|origin|vary))"
    r"(:\s{0,3})(?!//)(.{1,20000})",
    re.DOTALL,
)


def mask_header(name: str, value: str) -> str:
    """One header as `Name: value`, its secret masked."""
    return f"{name}: {masked_header_value(name, value)}"


def masked_header_value(name: str, value: str) -> str:
    """A header's value, its secret masked; what CORS and cookies are about stays readable."""
    lowered = name.strip().lower()
    if lowered in ("set-cookie", "set-cookie2"):
        return ",".join(_set_cookie(part) for part in _OTHER_COOKIE.split(value))
    if is_public_header(lowered):
        # A challenge is public, but a server may put one into it: `Bearer token="..."`.
        shown = mask_text(value) if lowered.endswith("-authenticate") else mask_urls(value)
        return TOKEN.sub(MASK, shown)
    if is_secret_header(lowered) or looks_secret(value) or looks_like_an_id(value):
        return MASK if value.strip() else value
    return mask_text(value)


def mask_value(value: str | int | tuple[str, ...]) -> str | int | tuple[str, ...]:
    """A fact's value with every secret in it replaced."""
    if isinstance(value, tuple):
        return tuple(map(_item, value))
    return mask_text(value) if isinstance(value, str) else value


def _item(text: str) -> str:
    """An item of a list: a header with its value, or any text."""
    text = PRIVATE_KEY.sub(rf"\1{MASK}", text)
    found = _HEADER_LINE.fullmatch(text)
    return f"{found[1]}{found[2]}{masked_header_value(found[1], found[3])}" if found else mask_text(text)


def _set_cookie(value: str) -> str:
    pair, semicolon, attributes = value.partition(";")
    name, equals, _ = pair.partition("=")
    return f"{name}{equals}{MASK}{semicolon}{attributes}" if equals else f"{MASK}{semicolon}{attributes}"


_BODY_OF_A_HAR = re.compile(r"(\"text\"\s{0,9}:\s{0,9}\")(?:[^\"\\]|\\.)*+(?=\")")
_BODY_OF_A_COMMAND = re.compile(
    r"((?:^|\s)(?:--data(?:-raw|-binary|-ascii|-urlencode)?|-d|--json|-F|--form|--body-data|--post-data)"
    r"[ =]{1,3}\$?)"
    r"(?:\"(?:[^\"\\]|\\.)*+\"|'[^']*+'|[^\s\"']{1,20000}+)",
    re.MULTILINE,
)
_BODY_OF_A_CALL = re.compile(
    r"((?<![\w.])[\"']?body[\"']?\s{0,3}:\s{0,3})(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+')"
)


def mask_for_storage(text: str) -> str:
    """The text without its secrets, and without the bodies of requests and responses: no check reads them."""
    if '"entries"' in text:
        text = _BODY_OF_A_HAR.sub(rf"\1{MASK}", text)
    text = _BODY_OF_A_COMMAND.sub(rf"\1'{MASK}'", text)
    text = _BODY_OF_A_CALL.sub(rf'\1"{MASK}"', text)
    return mask_text(text)
