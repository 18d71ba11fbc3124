"""Short ways to write exchanges: a page, an API on another host, and what it answers."""

from __future__ import annotations

from cors_wizard.fetch_standard.cookies import CookieVerdict
from cors_wizard.fetch_standard.engine_differences import Engine
from cors_wizard.http_exchange import CredentialsMode, Exchange, Headers, Request, Response

PAGE = "https://page.example"
API = "https://api.example"
OTHER = "https://other.example"

Pairs = tuple[tuple[str, str], ...]


def answer(status: int = 200, /, *pairs: tuple[str, str]) -> Response:
    """A response with these headers."""
    return Response(status, Headers.of(pairs))


def allowed(*pairs: tuple[str, str], status: int = 200, origin: str = PAGE) -> Response:
    """A response that allows the page's origin, credentials too."""
    return answer(
        status,
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Allow-Credentials", "true"),
        *pairs,
    )


def permitted(methods: str = "", headers: str = "", *, status: int = 200, origin: str = PAGE) -> Response:
    """A preflight response that permits these methods and headers."""
    return allowed(
        *((("Access-Control-Allow-Methods", methods),) if methods else ()),
        *((("Access-Control-Allow-Headers", headers),) if headers else ()),
        status=status,
        origin=origin,
    )


def asked(
    method: str = "GET",
    *headers: tuple[str, str],
    credentials: CredentialsMode = "same-origin",
    url: str = f"{API}/data",
) -> Request:
    """A request to the API."""
    return Request(url, method, Headers.of(headers), credentials)


def exchanged(
    request: Request, response: Response | None = None, preflight: Response | None = None
) -> Exchange:
    """An exchange of the page; without a response the server allows everything that was asked for."""
    return Exchange(PAGE, request, preflight, allowed() if response is None else response)


def sent_in(verdict: CookieVerdict, engine: Engine) -> bool:
    """Whether this engine sends the cookie, whatever the user has set."""
    held = (reason for reason in verdict.reasons if engine in reason.engines)
    return not any(reason.prevents != "some-browsers" for reason in held)
