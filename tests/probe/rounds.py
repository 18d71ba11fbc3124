"""Plays probes, round after round, against a server that is one pure function."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.facts import Facts
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.probe.plan import plan, plan_more
from cors_wizard.probe.result import ProbeRequest, ProbeResult

Server = Callable[[ProbeRequest], Response | None]
"""What a server answers; None for a connection that it closes."""


def answer(status: int = 200, **headers: str) -> Response:
    """A response; underscores in the names of headers stand for hyphens."""
    return Response(status, Headers.of({name.replace("_", "-"): value for name, value in headers.items()}))


def result(request: ProbeRequest, response: Response | None) -> ProbeResult:
    """What the sender makes of an answer."""
    if response:
        return ProbeResult(request, response)
    return ProbeResult(request, failure="no-http", detail="The connection was closed.")


def play(
    facts: Facts, server: Server, agreed_methods: frozenset[str] = frozenset()
) -> tuple[ProbeResult, ...]:
    """All results of all rounds."""
    results: tuple[ProbeResult, ...] = ()
    requests = plan(facts, agreed_methods=agreed_methods)
    while requests:
        results += tuple(result(request, server(request)) for request in requests)
        requests = plan_more(facts, results)
    return results


def strict_server(
    *, headers: frozenset[str] = frozenset(), methods: frozenset[str] = frozenset({"GET", "POST"})
) -> Server:
    """A server that answers a preflight without CORS headers as soon as it dislikes any part of it."""

    def respond(request: ProbeRequest) -> Response:
        origin = request.headers.get("Origin") or "*"
        method = request.headers.get("Access-Control-Request-Method")
        if method is None:
            return answer(Access_Control_Allow_Origin=origin)
        asked = request.headers.get("Access-Control-Request-Headers")
        if method not in methods or not headers.issuperset(asked.split(",") if asked else ()):
            return answer(403)
        return answer(
            204,
            Access_Control_Allow_Origin=origin,
            Access_Control_Allow_Methods=", ".join(methods),
            Access_Control_Allow_Headers=", ".join(headers),
        )

    return respond
