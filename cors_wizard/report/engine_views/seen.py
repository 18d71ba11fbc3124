"""What an engine speaks about: the message and what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cors_wizard.fetch_standard import Violation, serialize_origin
from cors_wizard.fetch_standard.hops import JudgedHop, hops_of
from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    from cors_wizard.http_exchange import Exchange, Response


@dataclass(frozen=True)
class Seen:
    """A message of `knowledge/messages/`, and its values."""

    message_id: str
    values: Mapping[str, str] = field(default_factory=dict)
    """What stands for the placeholders."""
    saying: frozenset[str] = frozenset()
    """The optional sentences without a placeholder that are printed too."""
    reason: Seen | None = None
    """A message that is printed within this one, where that has `{_reason}`."""


@dataclass(frozen=True)
class Refusal:
    """A violation with its request and response."""

    violation: Violation
    exchange: Exchange
    hop: JudgedHop
    before: JudgedHop | None = None
    """The hop whose response redirects here."""

    @property
    def response(self) -> Response | None:
        """The response that was refused."""
        is_preflight = self.violation.stage == "preflight"
        return self.hop.preflight_response if is_preflight else self.hop.response

    @property
    def page_origin(self) -> str:
        """The page's own origin, serialized."""
        return serialize_origin(self.exchange.page_origin)

    @property
    def scheme(self) -> str:
        """The scheme of the URL that was refused; empty if it isn't a URL."""
        return self.hop.parsed.scheme if self.hop.parsed else ""

    @property
    def page_url(self) -> str:
        """The page's URL; the root of its origin if it isn't known."""
        return self.exchange.page_url or f"{self.exchange.page_origin}/"

    @property
    def first_url(self) -> str:
        """The URL that the page asked, absolute."""
        return self.hop.urls[0]

    @property
    def url(self) -> str:
        """The URL that was refused."""
        return self.hop.request.url

    @property
    def is_asked_again(self) -> bool:
        """Whether a redirect led here."""
        return not self.hop.is_first

    def usual_values(self) -> dict[str, str]:
        """What most messages hold, under the names of the facts."""
        violation, response = self.violation, self.response
        got = violation.got or ""
        values = {
            "url": self.url,
            "origin": self.hop.origin,
            "allow_origin": got,
            "allow_credentials": got,
            "_value": got,
            "method": self.hop.request.method,
            "refused_method": violation.wanted or self.hop.request.method,
            "refused_header": (violation.wanted or "").lower(),
            "page_url": self.page_url,
        }
        if response is not None:
            values["status"] = values["preflight_status"] = str(response.status)
            values["_phrase"] = reason_phrase(response.status)
        return values


def refusal(violation: Violation, exchange: Exchange) -> Refusal:
    """The violation with its hop."""
    hops = hops_of(exchange)
    found = [hop for hop in hops if hop.request.url == violation.url] or [hops[0]]
    # A redirect may lead back to an earlier URL.
    hop = found[-1 if violation.stage == "redirect" else 0]
    return Refusal(violation, exchange, hop, None if hop.is_first else hops[hops.index(hop) - 1])


def reason_phrase(status: int) -> str:
    """What servers usually write beside a status; empty where it is none of the known."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def without_user(url: str) -> str:
    """A URL less its user name and password, as browsers show it."""
    scheme, slashes, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{authority.rpartition('@')[2]}{slash}{path}"


def host_of(url: str) -> str:
    """The host in a URL, for messages that name it alone."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
