"""A request named in passing: `POST https://...` in a tool's window, or the parts in Firefox's panel."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Copied, copied
from cors_wizard.console.reading import MOST_OF_PROSE
from cors_wizard.facts import FactValue

_CALLED = re.compile(
    r"(?<!\w)(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)[ \t]{1,5}(https?://[^\s\"'`<>,;|]{1,2000})"
)
_PARTS = re.compile(
    r"^[ \t]{0,20}scheme\s{1,5}(https?)\s{1,10}host\s{1,5}([A-Za-z0-9.:-]{1,260})"
    r"\s{1,10}filename\s{1,5}(/\S{0,2000})",
    re.IGNORECASE | re.MULTILINE,
)
_VERB = re.compile(r"^[ \t]{0,20}(GET|HEAD|POST|PUT|PATCH|DELETE)[ \t]{0,20}$", re.MULTILINE)
_ORIGIN = re.compile(
    r"(?<![\w-])Origin[ \t]{0,3}[: \t][ \t]{0,3}(https?://[^\s/\"'`<>,;|)]{1,300})(?![^\s\"'`<>,;|)])"
)
_LABELLED = re.compile(r"\bRequest URL:?[ \t]{0,20}\r?\n?[ \t]{0,20}(https?://[^\s\"'`<>,;|]{1,2000})")
_OF_HEROKU = re.compile(
    r'method=(?P<method>[A-Z]{3,7}) path="(?P<path>/[^"\n]{0,2000})" host=(?P<host>[A-Za-z0-9.:-]{1,260})'
    r"[^\n]{0,400}?(?:protocol=(?P<scheme>https?)\b(?!1)|tls=(?P<tls>true))"
)
_OF_NGINX = re.compile(
    r'request: "(?P<method>[A-Z]{3,7}) (?P<path>/[^ "\n]{0,2000}) HTTP/[0-9.]{1,3}",[^\n]{0,400}?'
    r'host: "(?P<host>[A-Za-z0-9.:-]{1,260})", referrer: "https://'
)
"""What a page of HTTPS asked for was asked for over HTTPS."""


def read_request_line(text: str) -> Copied | None:
    """The facts of the first such request."""
    start = text[:MOST_OF_PROSE]
    if found := _CALLED.search(start):
        return copied("a request", _facts(found[1], found[2].rstrip(".)"), start))
    if parts := _PARTS.search(start):
        verb = _VERB.search(start)
        url = f"{parts[1].lower()}://{parts[2]}{parts[3]}"
        return copied("a request", _facts(verb[1] if verb else "", url, start))
    if labelled := _LABELLED.search(start):
        return copied("a request", _facts("", labelled[1], start))
    logged = [*_OF_HEROKU.finditer(start), *_OF_NGINX.finditer(start)]
    urls = {f"{_scheme(each)}://{each['host']}{each['path']}" for each in logged}
    # Of several requests the messages tell which one failed.
    return copied("a request", _facts("", urls.pop(), start)) if len(urls) == 1 else None


def _scheme(logged: re.Match[str]) -> str:
    return logged.groupdict().get("scheme") or "https"


def _facts(method: str, url: str, text: str) -> Iterator[tuple[str, FactValue | None]]:
    yield "url", url
    # The browser's own preflight; the method of the page's request is another.
    yield "method", "" if method == "OPTIONS" else method
    origin = _ORIGIN.search(text)
    yield "origin", origin[1] if origin else ""
