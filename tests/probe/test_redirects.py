"""Redirects: followed on the same host, looked at where they leave it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, Response
from flask_cors import CORS

from cors_wizard.facts import FactValue
from cors_wizard.http_exchange import Hop
from cors_wizard.http_exchange import Response as Answer
from cors_wizard.probe.findings import findings
from cors_wizard.probe.redirects import MOST_HOPS, redirect_kind
from cors_wizard.probe.result import ProbeRequest
from cors_wizard.probe.run import run_probes
from cors_wizard.probe.send import send
from tests.probe.rounds import Server, answer, play
from tests.probe.serving import PAGE, SocketServer, facts_of, flask_server, saying

BASE = "http://api.example"
GET: dict[str, FactValue] = {"method": "GET", "request_headers": ()}


def redirecting(status: int, *locations: str) -> Server:
    """A server that redirects `/0` to the first location, that one to the second, and so on."""

    def respond(request: ProbeRequest) -> Answer:
        if request.method == "OPTIONS":
            names = request.headers.get("Access-Control-Request-Headers") or ""
            return answer(
                204,
                Access_Control_Allow_Origin="*",
                Access_Control_Allow_Headers=names,
                Access_Control_Allow_Methods="PUT",
            )
        for number, location in enumerate(locations):
            if request.url.endswith(f"/{number}"):
                return answer(status, Location=location, Access_Control_Allow_Origin="*")
        return answer(Access_Control_Allow_Origin="*")

    return respond


def hops_of(
    server: Server, agreed: frozenset[str] = frozenset(), /, **given: FactValue
) -> list[ProbeRequest]:
    """The requests that follow a redirect."""
    results = play(facts_of(url=f"{BASE}/0", **given), server, agreed)
    return [result.request for result in results if result.request.id.startswith("redirect")]


@pytest.mark.parametrize(
    ("location", "followed"),
    [
        pytest.param("/b", f"{BASE}/b", id="path"),
        pytest.param("b?x=1", f"{BASE}/b?x=1", id="relative"),
        pytest.param("https://api.example/0", "https://api.example/0", id="https-of-the-same-host"),
        pytest.param(f"{BASE}:8080/b", None, id="another-port"),
        pytest.param("https://api.example:8443/b", None, id="https-on-another-port"),
        pytest.param("https://login.example/", None, id="another-host"),
        pytest.param("//login.example/", None, id="another-host-without-a-scheme"),
        pytest.param("http://api.example.evil/", None, id="host-that-begins-the-same"),
        pytest.param("http://api.example@evil.example/", None, id="host-as-a-user-name"),
        pytest.param("http://user:p@api.example/", None, id="user-name"),
        pytest.param("ftp://api.example/", None, id="another-scheme"),
        pytest.param("http://[/", None, id="not-a-url"),
        pytest.param("", f"{BASE}/0", id="empty-leads-to-itself"),
    ],
)
def test_only_the_agreed_origin_is_asked(location: str, followed: str | None) -> None:
    """A redirect cannot send the wizard elsewhere."""
    hops = hops_of(redirecting(302, location), **GET)
    assert (hops[0].url if hops else None) == followed


def test_no_more_than_five_hops() -> None:
    """A loop ends."""
    assert len(hops_of(redirecting(302, "/0"), **GET)) == MOST_HOPS


@pytest.mark.parametrize(
    ("location", "origin"),
    [
        pytest.param("/b", PAGE, id="same-origin"),
        pytest.param("https://api.example/b", "null", id="another-origin-of-the-same-host"),
    ],
)
def test_origin_after_a_redirect(location: str, origin: str) -> None:
    """A redirect to yet another origin makes the browser send `Origin: null`."""
    assert hops_of(redirecting(307, location), **GET)[0].headers.get("Origin") == origin


@pytest.mark.parametrize(
    ("status", "method", "agreed", "sent", "preflight"),
    [
        pytest.param(307, "PUT", frozenset(), "GET", "PUT", id="stand-in"),
        pytest.param(307, "PUT", frozenset({"PUT"}), "PUT", "PUT", id="agreed-and-kept"),
        pytest.param(303, "PUT", frozenset({"PUT"}), "GET", None, id="agreed-and-turned-into-get"),
    ],
)
def test_method_after_a_redirect(
    status: int, method: str, agreed: frozenset[str], sent: str, preflight: str | None
) -> None:
    """The hop is asked as the browser would, and never with a method that nobody agreed to."""
    hops = hops_of(redirecting(status, "/b"), agreed, method=method, request_headers=())
    assert hops[0].method == sent
    asked = [hop.headers.get("Access-Control-Request-Method") for hop in hops[1:]]
    assert asked == ([preflight] if preflight else [])


def test_hops_are_part_of_the_exchange() -> None:
    """What a redirect leads to is judged with the rest."""
    facts = facts_of(url=f"{BASE}/0", method="PUT", request_headers=("X-Key",))
    found = findings(facts, play(facts, redirecting(307, "/1", "/b")))
    assert found.exchange is not None
    assert [hop.url for hop in found.exchange.redirects] == [f"{BASE}/1", f"{BASE}/b"]
    assert all(isinstance(hop, Hop) and hop.preflight_response for hop in found.exchange.redirects)
    assert found.verdict is not None
    assert found.verdict.readable


def test_refusal_at_the_end_of_a_redirect() -> None:
    """The first response is fine, the one after it is not: the evidence speaks of the second."""

    def server(request: ProbeRequest) -> Answer:
        if request.url == f"{BASE}/0":
            return answer(302, Location="/login", Access_Control_Allow_Origin="*")
        return answer(200)

    facts = facts_of(url=f"{BASE}/0", **GET)
    found = {fact.name: fact for fact in findings(facts, play(facts, server)).facts}
    assert found["symptom"].value == "missing-allow-origin"
    assert found["cors_headers_seen"].value == "on-another-response"
    assert f"{BASE}/login got status 200" in found["symptom"].evidence


async def test_redirect_on_a_real_server_is_followed_to_its_end() -> None:
    """A slash that is missing in the URL: the request itself ends well, the preflight does not."""
    app = Flask("api")
    CORS(app)

    @app.get("/api/data/")
    def data() -> dict[str, str]:
        return {}

    with flask_server(app) as base:
        facts = facts_of(url=f"{base}/api/data", **GET)
        found = findings(facts, await run_probes(facts, send))
    values = {fact.name: fact.value for fact in found.facts}
    assert (values["status"], values["probe_outcome"]) == (308, "unsettled")
    assert values["redirect_url"] == f"{base}/api/data/"


async def test_server_on_another_host_hears_nothing() -> None:
    """The address in Location is looked at, and not asked."""
    with SocketServer(saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as other:
        app = Flask("api")
        elsewhere = f"http://localhost:{other.port}/"

        @app.route("/<path:path>", methods=["GET", "OPTIONS"])
        def anything(path: str) -> Response:
            return Response(status=307, headers={"Location": elsewhere, "Access-Control-Allow-Origin": PAGE})

        with flask_server(app) as base:
            facts = facts_of(url=f"{base}/api", method="GET", request_headers=("X-Key",))
            results = await run_probes(facts, send)
        found = findings(facts, results)
    assert other.requests == []
    assert {result.request.url.partition("/api")[0] for result in results} == {base}
    assert {fact.name: fact.value for fact in found.facts}["redirect_url"] == elsewhere


def test_half_the_results_are_enough() -> None:
    """Findings can be read while probes are still under way, and a lost hop is no hop."""
    facts = facts_of(url=f"{BASE}/0", method="PUT", request_headers=())
    results = play(facts, redirecting(307, "/1", "/b"))
    outcomes = []
    for count in range(len(results) + 1):
        found = {fact.name: fact.value for fact in findings(facts, results[:count]).facts}
        outcomes.append(found.get("probe_outcome"))
        findings(facts, [replace(result, response=None, failure="timed-out") for result in results[:count]])
    assert outcomes == [None] * len(results) + ["unsettled"]


def test_lost_hop_is_a_refusal() -> None:
    """Where the redirect leads, nothing answers."""
    facts = facts_of(url=f"{BASE}/0", **GET)
    server = redirecting(307, "/b")
    found = findings(facts, play(facts, lambda r: None if r.url.endswith("/b") else server(r)))
    assert found.verdict is not None
    assert [(v.symptom, v.stage) for v in found.verdict.violations] == [("network-failure", "redirect")]


def test_redirect_that_names_no_target() -> None:
    """A redirect's status without Location is a response like any other."""
    facts = facts_of(url=f"{BASE}/0", **GET)
    found = findings(facts, play(facts, lambda _: answer(302, Access_Control_Allow_Origin="*")))
    values = {fact.name: fact.value for fact in found.facts}
    assert values["probe_outcome"] == "unsettled"
    assert "redirect_url" not in values


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        pytest.param("http://api.example/users/", "slash", id="slash added"),
        pytest.param("http://api.example/users/?page=1", "slash", id="slash and query"),
        pytest.param("https://api.example/users", "scheme", id="to https"),
        pytest.param("http://www.api.example/users", "host", id="another host"),
        pytest.param("http://api.example:8080/users", "host", id="another port"),
        pytest.param("http://api.example:8080/users/", "slash", id="slash and hidden port"),
        pytest.param("http://[broken", "host", id="no URL"),
        pytest.param("http://api.example/login", "path", id="another path"),
    ],
)
def test_what_a_redirect_changes(target: str, kind: str) -> None:
    """The user is told whether a slash, the scheme, the host or the path differs."""
    assert redirect_kind("http://api.example/users", target) == kind
