"""What is known of a request whose method no probe may send: what the route says that it takes."""

from __future__ import annotations

from collections.abc import Mapping

from cors_wizard.facts import Facts
from cors_wizard.fetch_standard.headers import extract_list
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.probe.page_request import PageRequest, told
from cors_wizard.probe.result import ProbeResult

_CORS = "access-control-"
_BY_OPTIONS = ("options", "preflight")


def was_sent(page: PageRequest, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether the request went out with the page's own method."""
    result = by_id.get("request")
    return result is None or result.request.method == page.request.method


def response_of_route(facts: Facts, page: PageRequest, by_id: Mapping[str, ProbeResult]) -> Response | None:
    """The 405 that the page's method gets, where every `Allow` of an OPTIONS response leaves it out.

    RFC 9110, section 10.2.1: the methods that the target resource takes. Flask's own OPTIONS response names
    those of all its routes for the path. Its 405 has the CORS headers that other errors of the API have.
    """
    refused_elsewhere = told(facts, "status") is None and facts.number("status") in (None, 405)
    if was_sent(page, by_id) or page.assumed_method or not refused_elsewhere:
        return None
    allowed = _methods_of_route(by_id)
    if not allowed or any(page.request.method in names for names in allowed):
        return None
    return Response(405, Headers((*_cors_headers_of_errors(by_id), ("Allow", ", ".join(allowed[0])))))


def is_allowed(page: PageRequest, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether the route says that it takes the page's method."""
    return any(page.request.method in names for names in _methods_of_route(by_id))


def _methods_of_route(by_id: Mapping[str, ProbeResult]) -> list[tuple[str, ...]]:
    answered = [result.response for id in _BY_OPTIONS if (result := by_id.get(id)) and result.response]
    return [names for response in answered if (names := _allowed(response))]


def _allowed(response: Response) -> tuple[str, ...]:
    if not 200 <= response.status <= 299 or "Allow" not in response.headers:
        return ()
    return tuple(name.upper() for name in extract_list(response.headers, "Allow") or ())


def _cors_headers_of_errors(by_id: Mapping[str, ProbeResult]) -> tuple[tuple[str, str], ...]:
    result = by_id.get("error-path")
    if result is None or result.response is None or result.response.status < 400:
        return ()
    return tuple(pair for pair in result.response.headers if pair[0].lower().startswith(_CORS))
