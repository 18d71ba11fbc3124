"""Secrets in URLs: user name and password, parameters, fragments, parts of the path."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from cors_wizard.masking.names import MASK, is_secret_parameter
from cors_wizard.masking.words import TOKEN, mask_words

_PASSWORD = re.compile(
    r"(?<=://)[^\s/?#@:\"'`<>]{0,200}:(?![0-9]{1,5}(?:[/?#\s\"'`<>]|$))[^\s\\\"'`<>]{1,300}?"
    r"@(?=(?:[A-Za-z0-9._\-]{1,255}|\[[0-9A-Fa-f:.]{2,60}\])(?::[0-9]{1,5})?(?:[/?#\s\"'`<>,;)\\]|$))"
)
"""A password may hold what ends an authority: people write it as it is."""
_USER_INFO = re.compile(r"(?<=://)[^\s/?#@\\\"'`<>]{1,300}@")
"""Not behind a backslash, which ends the authority for browsers: `http://evil.test\\@localhost/`."""
_PARAMETER = re.compile(
    r"(?P<before>[?&;#]|%3F|%26|\\u0026|&amp;)(?P<name>[A-Za-z0-9_.\-\[\]%]{1,120})(?P<equals>=|%3D)"
    r"(?P<value>[^&;\s\"'`#<>\\)]{1,4000})",
    re.IGNORECASE,
)
_HOOK = re.compile(
    r"(?<=//)((?:[a-z]{1,20}\.)?discord(?:app)?\.com/api/webhooks/[0-9]{1,30}/|hooks\.slack\.com/[a-z]{1,20}/"
    r"|[a-z0-9-]{1,60}\.webhook\.office\.com/|hooks\.zapier\.com/hooks/catch/|maker\.ifttt\.com/trigger/)"
    r"[^\s\"'`<>\\)]{1,1000}",
    re.IGNORECASE,
)
"""Whoever knows such an address can use it."""
_LINK = re.compile(
    r"(/(?:[a-z]{1,20}[-_])?(?:reset|password|token|confirm|activate|invite|magic|verify)(?:[-_][a-z]{1,20})?/)"
    r"(?![a-z]{1,20}(?:[-_][a-z]{1,20}){0,5}(?![\w.~-]))[\w.~-]{16,1000}",
    re.IGNORECASE,
)
"""What a mail's link ends in: `/reset-password/...`; a path in words stays."""


def mask_urls(text: str) -> str:
    """The text with what is secret in its URLs masked."""
    text = _LINK.sub(rf"\1{MASK}", _HOOK.sub(rf"\1{MASK}", text))
    text = _PASSWORD.sub(f"{MASK}@", text)
    text = _USER_INFO.sub(f"{MASK}@", text)
    return _PARAMETER.sub(_parameter, text)


@lru_cache(maxsize=1024)  # Each fact of a request names its URL anew.
def masked_url(url: str) -> str:
    """A URL without user name, password and fragment, what is secret in its query and path masked."""
    try:
        parts = urlsplit(_USER_INFO.sub("", _PASSWORD.sub("", url)))
        text = urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))
    except ValueError:
        text = url
    return mask_words(TOKEN.sub(MASK, mask_urls(text)), MASK)


def _parameter(found: re.Match[str]) -> str:
    if not is_secret_parameter(found["name"]):
        # What is behind it may be a URL with parameters of its own.
        at = found.start("value") - found.start()
        return found[0][:at] + _PARAMETER.sub(_parameter, found[0][at:])
    return f"{found['before']}{found['name']}{found['equals']}{MASK}"
