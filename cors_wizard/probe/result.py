"""What a probe asks and what came of it, as plain frozen data; nothing here talks to a network."""

from __future__ import annotations

from typing import Literal

from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Headers, Response

NO_HEADERS = Headers()
_ALLOW_ORIGIN = "Access-Control-Allow-Origin"
_ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"

_IN_ITS_PLACE = frozenset({429, 502, 503, 504})
"""Too many requests, or a gateway without its server: nobody else's request would have fared better."""

FailureKind = Literal[
    "refused",
    "timed-out",
    "name-not-resolved",
    "tls-failed",
    "no-http",
    "too-large",
    "not-sent",
]
"""Why no response came: nobody listens, silence, no such host, no trusted certificate, an answer that is no
HTTP, headers without end, or a request that could not be put on the wire at all."""


@dataclass(frozen=True)
class ProbeRequest:
    """One request worth sending, word for word, and why."""

    id: str
    """Stable and kebab-case; `findings` knows a probe by it."""
    purpose: str
    """What it is, as a noun phrase for the user."""
    method: str
    url: str
    headers: Headers = NO_HEADERS


_REFUSALS = (401, 403)


@dataclass(frozen=True)
class ProbeResult:
    """What came of one probe: a response or the kind of failure, never both."""

    request: ProbeRequest
    response: Response | None = None
    failure: FailureKind | None = None
    detail: str = ""
    """One plain sentence about the failure, or about a body that was cut."""
    body: str = ""
    """A short excerpt of an error's body, secrets masked; empty for a success."""
    wants_tls: bool = False
    """Whether plain HTTP was sent to a port that takes HTTPS alone."""

    @property
    def is_in_its_place(self) -> bool:
        """Whether its status is that of a rate limit, or of a gateway without its server."""
        return self.response is not None and self.response.status in _IN_ITS_PLACE

    def allows(self, origin: str) -> bool:
        """Whether the response to this origin passes the CORS check of a request without credentials."""
        if self.response is None:
            return False
        is_preflight = "Access-Control-Request-Method" in self.request.headers
        if is_preflight and not 200 <= self.response.status < 300:
            return False
        values = self.response.headers.all(_ALLOW_ORIGIN)
        return len(values) == 1 and values[0] in ("*", origin)

    def allows_credentials(self, origin: str) -> bool:
        """Whether it passes that of a request with credentials."""
        headers = self.response.headers if self.response else NO_HEADERS
        is_named = self.allows(origin) and headers.get(_ALLOW_ORIGIN) == origin
        return is_named and headers.get(_ALLOW_CREDENTIALS) == "true"

    def is_refused(self, own: ProbeResult | None) -> bool:
        """Whether the server refuses this origin itself (401, 403), and not the page.

        Args:
            own: what the page got for the same request.
        """
        lets_page_in = own is not None and own.response is not None and own.response.status not in _REFUSALS
        return lets_page_in and self.response is not None and self.response.status in _REFUSALS

    def is_turned_away(self, own: ProbeResult | None = None) -> bool:
        """Whether the response came in the route's place, so that it does not show whom the route allows.

        Args:
            own: what the page got; an error of the server that it did not meet shows nothing of a list.
        """
        answer = self.response
        if answer is None or _ALLOW_ORIGIN in answer.headers:
            return False
        fails_here = answer.status >= 500 and bool(own and own.response and own.response.status < 500)
        return self.is_in_its_place or fails_here
