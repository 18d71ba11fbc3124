"""Bisection: which part of a preflight a server refuses, when it refuses the whole without a word."""

from __future__ import annotations

import pytest

from cors_wizard.facts import FactValue
from cors_wizard.http_exchange import Response
from cors_wizard.probe.findings import findings
from cors_wizard.probe.plan import MOST_REQUESTS, plan_more
from cors_wizard.probe.result import ProbeRequest
from tests.probe.rounds import Server, answer, play, strict_server
from tests.probe.serving import PAGE, facts_of

URL = "http://api.example/api"


def refused_parts(server: Server, **given: FactValue) -> tuple[FactValue | None, FactValue | None]:
    """The refused method and header that the probes find."""
    facts = facts_of(url=URL, **given)
    found = {fact.name: fact.value for fact in findings(facts, play(facts, server)).facts}
    return found.get("refused_method"), found.get("refused_header")


@pytest.mark.parametrize(
    ("allowed", "given", "expected"),
    [
        pytest.param(("content-type",), ("Content-Type", "X-Key"), "x-key", id="second-of-two"),
        pytest.param((), ("X-Key",), "x-key", id="the-only-one"),
        pytest.param(("x-a", "x-c"), ("X-A", "X-B", "X-C"), "x-b", id="the-middle-one"),
        pytest.param(
            tuple(f"x-{n:02}" for n in range(40) if n != 23),
            tuple(f"X-{n:02}" for n in range(40)),
            "x-23",
            id="one-of-forty",
        ),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_refused_header_is_found(
    allowed: tuple[str, ...], given: tuple[str, ...], expected: str, method: str
) -> None:
    """The server says 403 and nothing else; the wizard names the header."""
    server = strict_server(headers=frozenset(allowed))
    assert refused_parts(server, method=method, request_headers=given) == (None, expected)


def test_refused_method_is_found() -> None:
    """The same for a method."""
    server = strict_server(headers=frozenset({"x-key"}))
    assert refused_parts(server, method="DELETE", request_headers=("X-Key",)) == ("DELETE", None)
    assert refused_parts(server, method="DELETE", request_headers=()) == ("DELETE", None)


def test_refused_method_and_header_are_both_found() -> None:
    """One is not hidden by the other."""
    assert refused_parts(strict_server(), method="DELETE", request_headers=("X-Key",)) == ("DELETE", "x-key")


def test_server_that_allows_post_alone() -> None:
    """The search does not depend on GET being allowed."""
    server = strict_server(headers=frozenset({"x-a"}), methods=frozenset({"POST"}))
    assert refused_parts(server, method="POST", request_headers=("X-A", "X-B")) == (None, "x-b")


def test_connection_that_is_closed_on_a_header() -> None:
    """A firewall that hangs up is searched like one that answers 403."""
    strict = strict_server()

    def server(request: ProbeRequest) -> Response | None:
        response = strict(request)
        return None if response is None or response.status == 403 else response

    assert refused_parts(server, method="POST", request_headers=("X-Key",)) == (None, "x-key")


def test_server_that_refuses_every_preflight_is_not_searched() -> None:
    """No part is blamed where none matters, and few requests are lost."""
    asked: list[str] = []

    def server(request: ProbeRequest) -> Response:
        asked.append(request.id)
        return answer(405) if request.method == "OPTIONS" else answer(Access_Control_Allow_Origin=PAGE)

    assert refused_parts(server, method="PUT", request_headers=("X-A", "X-B")) == (None, None)
    assert [id for id in asked if id.startswith("preflight-") and "origin" not in id] == [
        "preflight-method-only",
        "preflight-get-only",
    ]


def test_part_that_was_only_assumed_is_not_blamed() -> None:
    """A server that refuses Content-Type is fine as long as nobody knows that the page sends one."""
    facts = facts_of(url=URL)
    found = findings(facts, play(facts, strict_server()))
    values = {fact.name: fact.value for fact in found.facts}
    assert values["probe_outcome"] == "unsettled"
    assert found.verdict is not None
    assert found.verdict.violations == ()


def test_part_that_was_assumed_for_a_failed_preflight_is_not_blamed() -> None:
    """The same where the browser did say that a preflight failed."""
    facts = facts_of(url=URL, symptom="preflight-missing-allow-origin")
    found = findings(facts, play(facts, strict_server()))
    assert {fact.name for fact in found.facts}.isdisjoint({"refused_header", "refused_method", "symptom"})


def test_each_round_asks_something_new_and_the_rounds_end() -> None:
    """No question is asked twice, and at the end there is none."""
    facts = facts_of(url=URL, method="PUT", request_headers=tuple(f"X-{n}" for n in range(20)))
    results = play(facts, strict_server())
    assert len({result.request.id for result in results}) == len(results) <= MOST_REQUESTS
    assert plan_more(facts, results) == ()
