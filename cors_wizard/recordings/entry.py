"""One request as somebody recorded it: every kind of recording is read into these first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard import is_same_origin, serialize_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Headers, InitiatorType, NetworkFailure, Response

if TYPE_CHECKING:
    from cors_wizard.facts import FactValue, Symptom

_NO_HEADERS = Headers()
_OTHER_MODES = frozenset({"navigate", "no-cors", "websocket"})
_NO_NAVIGATION = frozenset({"fetch", "xhr", "preflight", "eventsource"})
_INITIATORS: Mapping[str, InitiatorType] = {
    "xhr": "xmlhttprequest",
    "script": "script",
    "stylesheet": "link",
    "image": "img",
    "font": "css",
    "media": "video",
    "ping": "beacon",
    "eventsource": "other",
}
_FAILURES: Mapping[str, NetworkFailure] = {
    "net::ERR_CONNECTION_REFUSED": "refused",
    "net::ERR_CONNECTION_TIMED_OUT": "timed-out",
    "net::ERR_NAME_NOT_RESOLVED": "name-not-resolved",
    "net::ERR_CERT_AUTHORITY_INVALID": "certificate-not-trusted",
    "net::ERR_CERT_COMMON_NAME_INVALID": "certificate-not-trusted",
    "net::ERR_CERT_DATE_INVALID": "certificate-not-trusted",
    "net::ERR_SSL_PROTOCOL_ERROR": "no-tls",
    "net::ERR_EMPTY_RESPONSE": "empty-response",
    "net::ERR_CONNECTION_RESET": "connection-reset",
    "net::ERR_INVALID_HTTP_RESPONSE": "no-http",
}
_SAID_BY_ERRORS: Mapping[str, Symptom] = {
    "net::ERR_BLOCKED_BY_CLIENT": "blocked-by-client",
    "net::ERR_BLOCKED_BY_ORB": "resource-policy",
    "net::ERR_BLOCKED_BY_RESPONSE": "resource-policy",
    "net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin": "resource-policy",
    "net::ERR_BLOCKED_BY_RESPONSE.NotSameSite": "resource-policy",
    "net::ERR_BLOCKED_BY_CSP": "csp",
    "net::ERR_TOO_MANY_REDIRECTS": "redirect-blocked",
}
"""What Chromium's errors say by themselves; `net::ERR_FAILED` says nothing."""


@dataclass(frozen=True)
class Entry:
    """A request as it was sent, and its response (None where nothing came)."""

    number: int
    method: str
    """Empty where the recording doesn't show it."""
    url: str
    headers: Headers = _NO_HEADERS
    response: Response | None = None
    redirects_to: str = ""
    kind: str = ""
    """Chromium's own type of the request in lower case: `fetch`, `xhr`, `script`; empty elsewhere."""
    error: str = ""
    """The browser's own name of what went wrong, as `net::ERR_FAILED`."""
    page_url: str = ""
    says: Symptom | None = None
    """What the browser itself said it was."""
    by_tool: bool = False
    """Sent by curl and the like: nothing that a browser decides or adds is in it."""
    knows_headers: bool = True
    """Whether the response's headers are all there; an access log has none."""
    knows_status: bool = True
    is_picked: bool = False
    """Whether somebody chose this one request: it is kept even where CORS has no part in it."""
    notes_errors: bool = False
    """Whether the recorder notes that a browser kept the response from the page, as Chromium does."""
    sent_at: float | None = None
    """Seconds, from any beginning."""
    key: str = ""
    """The recorder's own id of the request, and of a preflight's request."""
    extra: tuple[tuple[str, FactValue], ...] = ()
    """Facts that only this kind of recording tells."""

    @property
    def is_preflight(self) -> bool:
        """Whether this is a CORS-preflight request."""
        announces = "Access-Control-Request-Method" in self.headers or self.kind == "preflight"
        return self.method == "OPTIONS" and announces

    @property
    def is_for_cors(self) -> bool:
        """Whether a script sent it in a way that CORS decides about."""
        mode = (self.headers.get("Sec-Fetch-Mode") or "cors").lower()
        if self.is_preflight or (mode in _OTHER_MODES and not self.is_picked):
            return False
        if self.is_picked or "Origin" in self.headers or self.says is not None:
            return True
        # What was never sent has no headers: neither Origin nor any other.
        never_sent = self.response is None and self.kind in _NO_NAVIGATION
        told = never_sent or self.kind in ("fetch", "xhr")
        return told and bool(self.page_url) and not is_same_origin(self.page_url, self.url)

    @property
    def origin(self) -> str:
        """The page's origin: as it was sent, or that of the page's URL; empty where neither is known."""
        sent = (self.headers.get("Origin") or "").strip()
        if sent:
            return sent
        referer = "" if self.by_tool else (self.headers.get("Referer") or "")
        origin = serialize_origin(self.page_url or referer)
        return "" if origin == "null" or is_same_origin(origin, self.url) else origin

    @property
    def initiator_type(self) -> InitiatorType:
        """Who asked, in the Fetch standard's words."""
        return _INITIATORS.get(self.kind, "fetch")

    @property
    def failure(self) -> NetworkFailure | None:
        """Why no response came, where the recorder says so."""
        return _FAILURES.get(self.error)

    @property
    def said(self) -> Symptom | None:
        """What the browser itself named, in our words."""
        return self.says or _SAID_BY_ERRORS.get(self.error)

    @property
    def is_http(self) -> bool:
        """Whether the URL is one that CORS could decide about."""
        parsed = parse_url(self.url)
        return parsed is not None and parsed.is_http
