"""What an engine speaks about: the message and what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cors_wizard.fetch_standard import Violation, serialize_origin
from cors_wizard.fetch_standard.legs import Leg, legs_of
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
    leg: Leg
    before: Leg | None = None
    """The leg whose response redirects here."""

    @property
    def response(self) -> Response | None:
        """The response that was refused."""
        is_preflight = self.violation.stage == "preflight"
        return self.leg.preflight_response if is_preflight else self.leg.response

    @property
    def page_origin(self) -> str:
        """The page's own origin, serialized."""
        return serialize_origin(self.exchange.page_origin)

    @property
    def scheme(self) -> str:
        """The scheme of the URL that was refused; empty if it isn't a URL."""
        return self.leg.parsed.scheme if self.leg.parsed else ""

    @property
    def page_url(self) -> str:
        """The page's URL; the root of its origin if it isn't known."""
        return self.exchange.page_url or f"{self.exchange.page_origin}/"

    @property
    def first_url(self) -> str:
        """The URL that the page asked, absolute."""
        return self.leg.urls[0]

    @property
    def url(self) -> str:
        """The URL that was refused."""
        return self.leg.request.url

    @property
    def is_asked_again(self) -> bool:
        """Whether a redirect led here."""
        return not self.leg.is_first

    def usual_values(self) -> dict[str, str]:
        """What most messages hold, under the names of the facts."""
        violation, response = self.violation, self.response
        got = violation.got or ""
        values = {
            "url": self.url,
            "origin": self.leg.origin,
            "allow_origin": got,
            "allow_credentials": got,
            "_value": got,
            "method": self.leg.request.method,
            "refused_method": violation.wanted or self.leg.request.method,
            "refused_header": (violation.wanted or "").lower(),
            "page_url": self.page_url,
        }
        if response is not None:
            values["status"] = values["preflight_status"] = str(response.status)
            values["_phrase"] = reason_phrase(response.status)
        return values


def refusal(violation: Violation, exchange: Exchange) -> Refusal:
    """The violation with its leg."""
    legs = legs_of(exchange)
    found = [leg for leg in legs if leg.request.url == violation.url] or [legs[0]]
    # A redirect may lead back to an earlier URL.
    leg = found[-1 if violation.stage == "redirect" else 0]
    return Refusal(violation, exchange, leg, None if leg.is_first else legs[legs.index(leg) - 1])


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
