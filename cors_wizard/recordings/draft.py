"""One request and its response while a text is read line by line, and what becomes of them in the end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.recordings.entry import Entry
from cors_wizard.recordings.header_names import Side, is_known

_TOOLS = re.compile(r"(?i)^(?:curl|httpie|wget|postman|insomnia|python-|xh/|powershell|bruno|okhttp|go-http)")
_PORT = re.compile(r":443$")


@dataclass
class Draft:
    """What was gathered of one exchange so far."""

    request: list[tuple[str, str]] = field(default_factory=list)
    response: list[tuple[str, str]] = field(default_factory=list)
    general: dict[str, str] = field(default_factory=dict)
    """What the lines beside the headers say: `url`, `method`, `host`, `path`, `scheme`, `status`, `error`."""
    labels: set[str] = field(default_factory=set)
    """What those lines are called."""
    side: Side | None = None
    is_titled: bool = False
    """Whether a panel's title says whose headers these are."""
    is_raw: bool = False
    """Whether a request line or a status line does: then a blank line ends the headers."""
    has_request_line: bool = False
    by_command: bool = False
    is_filtered: bool = False
    """Whether the command shows only some of the lines."""
    is_encrypted: bool = False
    lines: list[tuple[int, int]] = field(default_factory=list)
    """Where its lines are in the text."""

    @property
    def status(self) -> int:
        """The response's status; 0 where none is given."""
        code = self.general.get("status", "")[:3]
        return int(code) if code.isdecimal() and code.isascii() and len(code) == 3 else 0

    @property
    def has_response(self) -> bool:
        """Whether anything of a response is there."""
        return bool(self.response) or self.status >= 100

    @property
    def has_request(self) -> bool:
        """Whether anything of a request is there."""
        return bool(self.request) or bool(self.general.keys() & {"url", "method", "path", "host"})

    @property
    def is_worth_reading(self) -> bool:
        """Whether it gives two things that HTTP knows: one may be in any text."""
        known = sum(is_known(name) for name, _ in (*self.request, *self.response))
        told = bool(self.status) + bool(self.general.get("method")) + bool(self.general.get("host"))
        return known + told >= 2

    @property
    def is_only_a_command(self) -> bool:
        """Whether nothing came of it, as far as the text shows."""
        return self.by_command and not self.has_response

    def is_answer_to(self, method: str, target: str) -> bool:
        """Whether it is a response whose request's own headers are still to come, as Firefox copies them."""
        parsed = parse_url(self.general.get("url", ""))
        here = parsed is not None and target in (parsed.href, parsed.path_and_query)
        return here and self.has_response and not self.request and self.general.get("method") == method

    def add(self, name: str, value: str, side: Side) -> None:
        """One header."""
        if side == "response":
            self.response.append((name, value))
        elif not (self.by_command and (name, value) in self.request):
            self.request.append((name, value))

    def entry(self, number: int) -> Entry:
        """What it comes to."""
        headers, response = Headers.of(self.request), Headers.of(self.response)
        url = self._url(headers, response)
        return Entry(
            number,
            self.general.get("method") or ("OPTIONS" if "Access-Control-Request-Method" in headers else ""),
            url.partition("#")[0],
            headers,
            Response(self.status or 200, response) if self.has_response else None,
            redirects_to=_absolute(response.get("Location"), url),
            error=self.general.get("error", ""),
            by_tool=self._by_tool(headers),
            is_picked=True,
            knows_status=self.status >= 100,
            knows_headers=self._knows_headers(response),
        )

    def _knows_headers(self, response: Headers) -> bool:
        """Whether the response's headers are complete: none at all, or a filter, leaves some out."""
        if self.is_filtered:
            return "Access-Control-Allow-Origin" in response
        return len(response) > 0

    def _by_tool(self, headers: Headers) -> bool:
        return self.by_command or bool(_TOOLS.match(headers.get("User-Agent") or ""))

    def _url(self, headers: Headers, response: Headers) -> str:
        path = self.general.get("path", "")
        if "://" in self.general.get("url", ""):
            return self.general["url"]
        if "://" in path:
            return path
        host = self.general.get("host") or headers.get("Host") or ""
        if not host:
            return ""
        return f"{self._scheme(host, headers, response)}://{_PORT.sub('', host)}{path}"

    def _scheme(self, host: str, headers: Headers, response: Headers) -> str:
        """`Host` never tells: HTTP/2 is spoken over TLS alone, and a page of HTTPS may not ask plain HTTP."""
        if told := self.general.get("scheme"):
            return told
        secure_page = (headers.get("Origin") or headers.get("Referer") or "").startswith("https:")
        parsed = parse_url(f"http://{host}")
        nearby = parsed is not None and is_loopback(parsed.host)
        encrypted = self.is_encrypted or "Strict-Transport-Security" in response or _PORT.search(host)
        return "https" if encrypted or (secure_page and not nearby) else "http"


def follow_up(draft: Draft) -> Draft:
    """Where a redirect was followed: the same request at another URL, its response still to come."""
    location = next((value for name, value in draft.response if name.lower() == "location"), "")
    url = draft.entry(0).url
    general: Mapping[str, str] = {"url": _absolute(location, url), "method": draft.general.get("method", "")}
    kept = {name: value for name, value in general.items() if value}
    return Draft(
        request=list(draft.request), general=kept, by_command=draft.by_command, side="response", is_raw=True
    )


def _absolute(location: str | None, url: str) -> str:
    parsed = parse_url(location, url) if location else None
    return parsed.href.partition("#")[0] if parsed else location or ""
