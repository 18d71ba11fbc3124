"""A method that no probe may send is judged by what the route says of itself, never taken for accepted."""

from __future__ import annotations

from cors_wizard.facts import FactValue
from cors_wizard.http_exchange import Response
from cors_wizard.probe.findings import Findings, findings
from cors_wizard.probe.result import ProbeRequest
from tests.probe.rounds import Server, answer, play
from tests.probe.serving import facts_of

CORS = "http://page.example"


def route(allow: str, *, errors_have_cors: bool = False) -> Server:
    """A route that names its methods in the response to OPTIONS."""

    def serve(request: ProbeRequest) -> Response:
        if "no-such-path" in request.url:
            return answer(404, Access_Control_Allow_Origin=CORS) if errors_have_cors else answer(404)
        headers = {"Access_Control_Allow_Origin": CORS, "Access_Control_Allow_Methods": "GET, POST, PUT"}
        if request.method == "OPTIONS":
            return answer(200, Allow=allow, Access_Control_Allow_Headers="x-a", **headers)
        return answer(200, **headers)

    return serve


def found(server: Server, **values: FactValue) -> Findings:
    """What the probes find out about a POST."""
    usual: dict[str, FactValue] = {
        "url": "http://api.example/api",
        "origin": CORS,
        "method": "POST",
        "request_headers": ("X-A: 1",),
        "credentials": "same-origin",
    }
    facts = facts_of(**{**usual, **values})
    return findings(facts, play(facts, server))


def values(seen: Findings) -> dict[str, FactValue]:
    """Facts by name."""
    return {fact.name: fact.value for fact in seen.facts}


def test_a_method_that_the_route_lacks_is_refused() -> None:
    """Allow lists GET alone, and errors have no CORS headers: the page can't read its 405."""
    seen = found(route("GET, HEAD, OPTIONS"))
    assert seen.verdict is not None
    assert [each.symptom for each in seen.verdict.violations] == ["missing-allow-origin"]
    assert values(seen)["status"] == 405
    assert values(seen)["probe_outcome"] == "refused"


def test_the_405_may_be_readable() -> None:
    """Where errors have CORS headers, CORS does not stand in the way."""
    seen = found(route("GET, HEAD, OPTIONS", errors_have_cors=True))
    assert seen.verdict is not None
    assert seen.verdict.readable
    assert values(seen)["status"] == 405


def test_what_was_not_sent_is_said() -> None:
    """The preflight passes and the route takes POST: its own response was still not seen."""
    seen = found(route("POST, GET, HEAD, OPTIONS"))
    assert seen.verdict is not None
    assert seen.verdict.readable
    assert "request-not-sent" in [each.id for each in seen.verdict.warnings]


def test_a_method_that_the_browser_saw_succeed_is_not_doubted() -> None:
    """The message has the status of the page's own request."""
    assert values(found(route("GET, HEAD, OPTIONS"), status=201)).get("status") != 405


def test_a_sent_method_needs_no_guess() -> None:
    """GET is sent as it is."""
    seen = found(route("POST"), method="GET")
    assert seen.verdict is not None
    assert not [each for each in seen.verdict.warnings if each.id == "request-not-sent"]


def test_the_404_of_the_get_is_not_that_of_the_route() -> None:
    """Another view had the GET: a catch-all that found no file, or one that found no such entry."""

    def serve(request: ProbeRequest) -> Response:
        if request.method == "OPTIONS":
            return answer(200, Allow="POST, GET, HEAD, OPTIONS")
        return answer(404)

    assert "status" not in values(found(serve))
    assert values(found(lambda request: answer(404)))["status"] == 404
