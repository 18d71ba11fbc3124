"""What the fields of a failed request's error object tell, as consoles, trackers and tests print it.

AxiosError, HttpErrorResponse and DioException name the address in fields of their own, not in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Copied, copied
from cors_wizard.facts import FactValue

_NAMED = re.compile(
    r"\b(?:AxiosError|HttpErrorResponse|DioException|DioError|FetchError|AjaxError|ERR_NETWORK|ERR_BAD_RE"
    r"|ECONNABORTED|ClientException|SSL Error|CypressError|Breadcrumbs|WORKER TIMEOUT|status_code [0-9]{3}"
    r"|Headers (?:Origin|Access-Control))|^headers: ",
    re.MULTILINE,
)
"""Without one of these words a `url:` may be anything."""
_READ = 20_000
_FIELD = re.compile(
    r"(?<![\w.])[\"']?(baseURL|url|uri|method)[\"']?[ \t]{0,3}[:=][ \t]{0,3}[\"'`]?([^\s\"'`,;{}()]{1,2000})"
)
_CALLED = re.compile(r"(?<!\w)(GET|HEAD|POST|PUT|PATCH|DELETE)[ \t]{1,5}(https?://[^\s\"'`<>,;]{1,2000})")
_METHOD = re.compile(r"get|head|post|put|patch|delete", re.IGNORECASE)
_METHOD_WORD = re.compile(r"(?<!\w)method[ \t]{1,3}(GET|HEAD|POST|PUT|PATCH|DELETE)(?!\w)")


def read_error_object(text: str) -> Copied | None:
    """The address and the method that the object's fields name."""
    start = text[:_READ]
    if not _NAMED.search(start):
        return None
    found = copied("an error object", _facts(start))
    return found if found.facts else None


def _facts(text: str) -> Iterator[tuple[str, FactValue | None]]:
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(text):
        fields.setdefault(name, value.rstrip(".\u2026"))
    called = _CALLED.search(text)
    url = _url(fields.get("url") or fields.get("uri", ""), fields.get("baseURL", ""))
    yield "url", url or (called[2].rstrip(".") if called else "")
    method = fields.get("method", "")
    word = _METHOD_WORD.search(text)
    if _METHOD.fullmatch(method):
        yield "method", method.upper()
    elif word or called:
        yield "method", word[1] if word else called[1] if called else ""


def _url(url: str, base: str) -> str:
    if "://" in url:
        return url
    return f"{base.rstrip('/')}/{url.lstrip('/')}" if url and "://" in base else ""
