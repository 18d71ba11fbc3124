"""What is said beside an exchange, in one table: the timeline, the summary and the verdict page use it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard import unfollowed_redirect
from cors_wizard.masking import mask_text

if TYPE_CHECKING:
    from cors_wizard.http_exchange import Exchange, Response

PREFLIGHT = "the preflight"
REQUEST = "the request itself"
REDIRECT = "where the redirect leads"
NEVER_SENT = "the browser never sends this"
STOPS_HERE = "the browser stops here"
NEXT = "next, once that is fixed"
PASSED = "A browser lets the page read this response."
NOT_FOLLOWED = "A browser goes on to {url}; nothing was recorded from there."
PREFLIGHT_PASSED = "The preflight passes; the response to the request itself was not seen."
UNSEEN = "The response to the page's own request was not seen."
NO_RESPONSE = "no response"
NOT_SEEN = "not seen"
NO_CORS_HEADERS = "(no Access-Control-... header)"
EXPECTED, ACTUAL, ABSENT = "expected", "actual", "absent"

_PHRASES = {status.value: status.phrase for status in HTTPStatus}


def probed_with(stand_in: str) -> str:
    """What was sent where the request's own method was not."""
    return f"; the probe sent {stand_in} instead" if stand_in else ""


def is_seen(exchange: Exchange) -> bool:
    """Whether the response that a page would read is known."""
    return exchange.response is not None and unfollowed_redirect(exchange) is None


def ending(exchange: Exchange) -> str:
    """How an exchange ends in which nothing is refused."""
    target = unfollowed_redirect(exchange)
    if target is not None:
        return NOT_FOLLOWED.format(url=mask_text(target))
    if exchange.response is not None:
        return PASSED
    return UNSEEN if exchange.preflight_response is None else PREFLIGHT_PASSED


def status_line(exchange: Exchange, response: Response | None) -> str:
    """The response's status with its usual phrase."""
    if response is None:
        return NO_RESPONSE if exchange.failure else NOT_SEEN
    return f"{response.status} {_PHRASES.get(response.status, '')}".strip()


def blocked_in(browser: str, message: str) -> str:
    """One browser that decides otherwise than the standard, and why."""
    return f"{browser} blocks it: {message}"


def allowed_in(browser: str) -> str:
    """One browser that decides otherwise than the standard."""
    return f"{browser} lets the page read it anyway"
