"""The page's own request once more: servers that take turns and don't run the same code are shown."""

from __future__ import annotations

from itertools import count

import pytest

from cors_wizard.facts import FactValue
from cors_wizard.http_exchange import Response
from cors_wizard.probe.findings import findings
from cors_wizard.probe.outcome import outcome
from cors_wizard.probe.repeats import plan_after_others
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.run import first_requests
from tests.probe.rounds import answer
from tests.probe.serving import PAGE, facts_of

KNOWN: dict[str, FactValue] = {"url": "http://api.example/api", "request_headers": (), "credentials": "omit"}
ALLOWED = answer(Access_Control_Allow_Origin=PAGE, Access_Control_Allow_Methods="PUT")


@pytest.mark.parametrize(
    ("method", "again", "says"),
    [
        pytest.param("GET", (ALLOWED,), "", id="always-alike"),
        pytest.param("GET", (answer(), ALLOWED), "is blocked in 2 of 4 more tries", id="two-servers"),
        pytest.param("PUT", (answer(),), "is blocked in 4 of 4 more tries", id="preflights"),
        pytest.param("GET", (answer(429),), "", id="a-rate-limit-shows-nothing"),
        pytest.param("GET", (answer(500),), "", id="nor-does-an-error"),
    ],
)
def test_the_same_request_gets_another_response(method: str, again: tuple[Response, ...], says: str) -> None:
    """It is no pass where one of the next requests is blocked, and the sentence says how often."""
    facts = facts_of(**{**KNOWN, "method": method})
    tries = count()

    def result(request: ProbeRequest) -> ProbeResult:
        own = request.headers.get("Origin") == PAGE
        response = again[next(tries) % len(again)] if request.id.startswith("again-") else ALLOWED
        return ProbeResult(request, response if own else answer())

    found = findings(facts, tuple(map(result, first_requests(facts))))
    went = outcome(found)
    assert went is not None
    assert says in found.varies
    assert (bool(found.varies), went.state) == (bool(says), "refused" if says else went.state)
    assert went.passes is not bool(says)


@pytest.mark.parametrize(("again", "differs"), [(answer(), True), (ALLOWED, False)])
def test_the_proxy_is_not_blamed_for_servers_that_differ(again: Response, differs: bool) -> None:
    """One of the two was asked directly, and the other responded through the proxy."""
    facts = facts_of(**{**KNOWN, "url": "http://localhost:8080/api", "direct_url": "http://localhost:5000"})

    def result(request: ProbeRequest) -> ProbeResult:
        blocked = again if request.id.startswith("again-") else answer()
        return ProbeResult(request, ALLOWED if request.id.startswith("direct-") else blocked)

    found = findings(facts, tuple(map(result, first_requests(facts))))
    # The page's own request is blocked either way.
    assert (bool(found.varies), bool(found.layers)) == (not differs, differs)


SHOP, ADMIN = PAGE, "https://admin.example"


def named(origin: str) -> Response:
    """What allows one origin."""
    return answer(Access_Control_Allow_Origin=origin, Access_Control_Allow_Methods="GET")


@pytest.mark.parametrize(
    ("known", "kept", "is_kept"),
    [
        pytest.param({"configured_origins": (SHOP, ADMIN)}, True, True, id="whoever-asks-first"),
        pytest.param({"configured_origins": (SHOP, ADMIN)}, False, False, id="each-its-own"),
        pytest.param({"proxy_caches": "yes"}, True, True, id="the-last-one-by-a-proxy"),
        pytest.param({"proxy_caches": "yes"}, False, False, id="a-proxy-that-keeps-them-apart"),
    ],
)
def test_a_response_is_kept_for_all(known: dict[str, FactValue], kept: bool, is_kept: bool) -> None:
    """A second wave asks again, and is sent only where something hints at a cache."""
    facts = facts_of(**{**KNOWN, "method": "GET", **known})

    def result(request: ProbeRequest) -> ProbeResult:
        own = request.headers.get("Origin") or ""
        mine = answer() if own not in (SHOP, ADMIN) else named(own)
        if not kept or request.method == "OPTIONS":
            return ProbeResult(request, mine)
        if "proxy_caches" in known:
            # Those who ask at once miss the cache, and one of them is what it keeps.
            is_late = request.id in ("again-3", "again-4", "again-after-others")
            return ProbeResult(request, answer() if is_late else mine)
        return ProbeResult(request, named(SHOP))

    first = tuple(map(result, first_requests(facts)))
    more = plan_after_others(facts, first)
    assert bool(more) == (kept or "proxy_caches" in known)
    everything = (*first, *map(result, more))
    assert plan_after_others(facts, everything) == ()
    found = {fact.name: fact.value for fact in findings(facts, everything).facts}
    assert found.get("responses_vary") == ("kept" if is_kept else None)


def test_a_response_that_nothing_shows_is_no_pass() -> None:
    """Only the preflight has the headers, and the GET in the POST's place shows nothing."""
    facts = facts_of(**{**KNOWN, "method": "POST", "request_headers": ("content-type: application/json",)})

    def result(request: ProbeRequest) -> ProbeResult:
        own = request.headers.get("Origin") == PAGE
        allowed = answer(
            Access_Control_Allow_Origin=PAGE, Access_Control_Allow_Headers="content-type", Allow="POST"
        )
        return ProbeResult(request, allowed if own and request.method == "OPTIONS" else answer(405))

    went = outcome(findings(facts, tuple(map(result, first_requests(facts)))))
    assert went is not None
    assert (went.state, went.passes) == ("not-seen", False)
