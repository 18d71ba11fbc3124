"""Raw headers: of a request, of a response, of curl -i and -v, and the Network panel's "General" block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Copied, copied, masked, request_facts
from cors_wizard.console.clipboards.header_lines import header_lines
from cors_wizard.facts import FactValue

_MOST_LINES = 2000
_FIELD = re.compile(r"(?:[<>*] ?)?([A-Za-z][A-Za-z0-9-]{0,99}):[ \t]{0,20}(.{0,8000})")
_STATUS_LINE = re.compile(r"(?:< ?)?HTTP/[0-9.]{1,3} ([0-9]{3})\b")
_REQUEST_LINE = re.compile(r"(?:> ?)?([A-Z]{3,10}) (/[^ \n]{0,4000}) HTTP/[0-9.]{1,3}")
_GENERAL = re.compile(
    r"(Request URL|URL|Request Method|Status Code|:?scheme|:authority|:path|:method|filename|Status)"
    r"[ \t]{0,5}(?::|(?<=[LlDdEe])[ \t])[ \t]{0,20}(.{0,4000})",
    re.IGNORECASE,
)
_PANEL = {
    "request url": "url",
    "url": "url",
    ":path": "path",
    "filename": "path",
    ":authority": "host",
    "scheme": "scheme",
    ":scheme": "scheme",
    "request method": "method",
    ":method": "method",
    "status code": "status",
    "status": "status",
}
"""What the lines above the headers are called in the panels, and in HTTP/2."""
_METHOD = re.compile(r"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)")
_ASKED = re.compile(rf"({_METHOD.pattern})[ \t]{{1,5}}(https?://\S{{1,4000}})")
"""How Postman's console begins."""
_OF_NGINX_LOG = re.compile(
    r"""$|[^"\s]{0,300},$|[^"]{0,300}, (?:request|upstream|host|client|referrer):(?: |$)|"[^"]{0,300}"?$"""
)
"""How `server` and `host` go on in a line of nginx's error log that was broken before them."""
_OPTIONS = re.compile(r"-X ?['\"]?OPTIONS|\bhttp OPTIONS\b|--request ['\"]?OPTIONS")
_VERSION = re.compile(r"\b(Werkzeug|Python|gunicorn)/([0-9][0-9A-Za-z.]{0,20})")
_REDIRECTS = (301, 302, 303, 307, 308)
_OF_REQUESTS = frozenset(
    [
        "host",
        "origin",
        "referer",
        "user-agent",
        "accept",
        "cookie",
        "access-control-request-method",
        "access-control-request-headers",
        "accept-language",
        "accept-encoding",
        "authorization",
    ]
)
_OF_BOTH = frozenset(
    ["connection", "content-type", "content-length", "cache-control", "date", "via", "te", "pragma"]
)
_OF_RESPONSES = frozenset(
    ["server", "allow", "vary", "etag", "location", "set-cookie", "expires", "last-modified"]
)
_ANSWERING = {"AirTunes": "airplay", "Werkzeug": "flask"}


def read_headers(text: str) -> Copied | None:
    """The facts of the headers in a text; at least two lines must be headers that HTTP knows."""
    block = _Block()
    for line in header_lines(text.splitlines()[:_MOST_LINES]):
        block.take(line)
    if len(block.request) + len(block.response) + bool(block.status) + bool(block.general.get("method")) < 2:
        return None
    preflight = block.general.get("method") == "OPTIONS" or bool(_OPTIONS.search(text))
    return copied("a block of HTTP headers", _facts(block, preflight=preflight))


class _Block:
    """What is gathered line by line."""

    def __init__(self) -> None:
        self.request = list[tuple[str, str]]()
        self.response = list[tuple[str, str]]()
        self.general: dict[str, str] = {}
        self.status = 0
        self.redirect = ""
        self._inside = False

    def take(self, line: str) -> None:
        """Add what a line tells."""
        if found := _STATUS_LINE.match(line):
            self._begin_response(int(found[1]))
        elif found := _REQUEST_LINE.match(line):
            self.general["method"] = found[1]
            self.general.setdefault("path", found[2])
        elif found := _ASKED.fullmatch(line):
            self.general |= {"method": found[1], "url": found[2]}
        elif _METHOD.fullmatch(line):
            self.general.setdefault("method", line)
        elif found := _GENERAL.match(line):
            self._add_general(_PANEL[found[1].lower()], found[2].strip())
        elif (found := _FIELD.match(line)) and not _is_logged(found[1], found[2].strip()):
            self._file_under(found[1], found[2].strip())
        else:
            self._inside = False

    def _begin_response(self, status: int) -> None:
        if self.status in _REDIRECTS and self.response:
            where = next((value for name, value in self.response if name.lower() == "location"), "")
            self.redirect = self.redirect or where
        self.status, self._inside = status, True
        self.response.clear()

    def _add_general(self, what: str, value: str) -> None:
        if what == "status":
            code = value[:3]
            self.status = int(code) if code.isdecimal() and code.isascii() else self.status
        elif value:
            self.general[what] = value

    def _file_under(self, name: str, value: str) -> None:
        lower = name.lower()
        if lower in _OF_REQUESTS:
            self.request.append((name, value))
        elif lower in _OF_RESPONSES or (lower.startswith("access-control-") and "request" not in lower):
            self.response.append((name, value))
        elif lower in _OF_BOTH or lower.startswith(("x-", "sec-")):
            (self.response if self.status else self.request).append((name, value))
        elif self._inside:
            self.response.append((name, value))


def response_facts(
    status: int, headers: list[tuple[str, str]], *, preflight: bool
) -> Iterator[tuple[str, FactValue | None]]:
    """What a response tells."""
    origins = [value for name, value in headers if name.lower() == "access-control-allow-origin"]
    allowed = [value for name, value in headers if name.lower() == "access-control-allow-credentials"]
    server = " ".join(value for name, value in headers if name.lower() == "server")
    yield "preflight_status" if preflight else "status", status
    yield "preflight_headers" if preflight else "response_headers", tuple(masked(*pair) for pair in headers)
    yield "allow_origin", ", ".join(origins)
    yield "allow_credentials", ", ".join(allowed)
    yield "allow_origin_lines", len(origins)
    yield "answered_by", next((by for word, by in _ANSWERING.items() if word in server), None)
    for product, version in _VERSION.findall(server):
        if product in ("Werkzeug", "Python"):
            yield f"{product.lower()}_version", version


def _is_logged(name: str, value: str) -> bool:
    return name in ("server", "host") and _OF_NGINX_LOG.match(value) is not None


def _announced(request: list[tuple[str, str]]) -> str | None:
    """What a preflight without its answer tells: it only names Authorization, it never carries it."""
    values = {name.lower(): value for name, value in request}
    if "access-control-request-method" not in values:
        return None
    names = values.get("access-control-request-headers", "").lower().split(",")
    return "authorization" if "authorization" in (name.strip() for name in names) else "other"


def _whole(block: _Block) -> str:
    """The URL, from its parts where they are told apart."""
    if "url" in block.general:
        return block.general["url"]
    of_headers = (value for name, value in block.request if name.lower() == "host")
    host, path = block.general.get("host") or next(of_headers, ""), block.general.get("path", "")
    if "://" in path:
        return path
    return f"{block.general.get('scheme', 'http')}://{host}{path}" if host else ""


def _facts(block: _Block, *, preflight: bool) -> Iterator[tuple[str, FactValue | None]]:
    url, method = _whole(block), block.general.get("method", "")
    yield from request_facts(url, "" if preflight else method, block.request)
    if block.redirect:
        begins = "/".join(url.split("/")[:3]) if block.redirect.startswith("/") else ""
        yield "redirect_url", begins + block.redirect
    if block.status or block.response:
        yield from response_facts(block.status, block.response, preflight=preflight)
    else:
        yield "preflight_announces", _announced(block.request)
