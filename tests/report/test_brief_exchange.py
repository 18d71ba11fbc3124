"""What the browser saw, in at most four lines."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from flask_cors import CORS

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.request_view import PageRequestView, RequestPart
from cors_wizard.exchange_words import DEPENDS, PREFLIGHT_PASSED
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Hop, Request, Response
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.report.brief_exchange import brief_exchange
from cors_wizard.report.timeline import timeline
from tests.probe.serving import flask_server
from tests.report.conftest import probed


def _lines(exchange: Exchange) -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in brief_exchange(exchange, judge(exchange))]


def test_a_refused_preflight_is_told_in_three_lines() -> None:
    """What was asked for, the status, the line that is missing."""
    request = Request("http://localhost:5000/api/orders/7", "PUT", Headers.of({"Authorization": "Bearer x"}))
    exchange = Exchange("http://localhost:5173", request, preflight_response=Response(200))
    sent, received, refused, *more = _lines(exchange)
    assert sent == ("sent", "OPTIONS  /api/orders/7  Origin: http://localhost:5173  (PUT, authorization)")
    assert received == ("received", "200")
    assert refused == ("refused", "Access-Control-Allow-Origin: absent, expected http://localhost:5173")
    assert len(more) <= 1


def test_a_readable_response_says_so() -> None:
    """The last line is the good news."""
    headers = Headers.of({"Access-Control-Allow-Origin": "http://localhost:5173"})
    exchange = Exchange(
        "http://localhost:5173", Request("http://localhost:5000/"), response=Response(200, headers)
    )
    assert _lines(exchange)[-1][0] == "passed"


def test_secrets_in_the_url_are_masked() -> None:
    """The report is for the team."""
    request = Request("http://localhost:5000/?access_token=hunter2hunter2hunter2")
    exchange = Exchange("http://localhost:5173", request, response=Response(200))
    assert "hunter2" not in str(_lines(exchange))


def test_nothing_came_back() -> None:
    """No status is made up."""
    exchange = Exchange("http://localhost:5173", Request("http://localhost:5000/"), failure="refused")
    assert ("received", "no response") in _lines(exchange)


def test_the_same_refusal_is_told_once() -> None:
    """Preflight and response often lack the same; the second time it says nothing new."""
    request = Request("http://localhost:5000/api", "PUT")
    exchange = Exchange(
        "http://localhost:5173", request, preflight_response=Response(200), response=Response(200)
    )
    refused = [text for kind, text in _lines(exchange) if kind == "refused"]
    assert sum("Access-Control-Allow-Origin" in text for text in refused) == 1


def test_a_redirect_that_nobody_followed_is_no_good_news() -> None:
    """The browser goes on, and what it gets there was not seen; the secret in the address stays out."""
    allowed = {"Access-Control-Allow-Origin": "http://localhost:5173"}
    away = Headers.of({**allowed, "Location": "https://login.example/?token=hunter2hunter2hunter2"})
    exchange = Exchange(
        "http://localhost:5173", Request("http://localhost:5000/"), response=Response(302, away)
    )
    kind, text = _lines(exchange)[-1]
    assert kind == "unseen"
    assert text.startswith("A browser goes on to https://login.example/")
    assert "hunter2" not in text
    assert timeline(exchange, judge(exchange))[-1].kind == "unseen"
    seen = replace(exchange, redirects=(Hop("https://login.example/", Response(200, Headers.of(allowed))),))
    assert all(kind != "unseen" for kind, _ in _lines(seen))


def test_a_response_that_nobody_saw_is_no_good_news() -> None:
    """A form's POST that the probe does not send: neither the status nor the outcome is made up."""
    request = Request("http://localhost:5000/save", "POST", Headers.of({"Content-Type": "text/plain"}))
    exchange = Exchange("http://localhost:5173", request, stand_in="GET")
    passing = replace(judge(exchange), readable=True, violations=())
    assert [(line.kind, line.text) for line in brief_exchange(exchange, passing)] == [
        ("sent", "POST  /save  Origin: http://localhost:5173"),
        ("received", "not seen"),
        ("unseen", "The response to the page's own request was not seen."),
    ]
    assert timeline(exchange, passing)[-1].kind == "unseen"


def test_what_is_only_assumed_is_no_good_news(knowledge: Knowledge) -> None:
    """Firefox doesn't print the page's origin; the server refuses the one that the probe assumes."""
    app = Flask(__name__)
    app.add_url_rule("/api", view_func=lambda: "", endpoint="api")
    CORS(app, origins=["http://localhost:5173"])
    with flask_server(app) as url:
        text = (
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
            f"{url}/api. (Reason: CORS header 'Access-Control-Allow-Origin' missing). Status code: 200."
        )
        seen = probed(Diagnosis.begin(knowledge, text).without_scanning())
    assert seen.facts.by_name["origin"].source == "assumed"
    assert seen.exchange is not None
    assert seen.verdict is not None
    assert not seen.verdict.readable
    *_, last = brief_exchange(seen.exchange, seen.verdict)
    assert (last.kind, last.text) == ("unseen", DEPENDS)


def test_the_response_to_another_method_is_no_good_news() -> None:
    """A GET went in place of the POST, which may well fail."""
    page = "http://localhost:5173"
    headers = Headers.of(
        {"Access-Control-Allow-Origin": page, "Access-Control-Allow-Headers": "content-type"}
    )
    request = Request("http://localhost:5000/", "POST", Headers.of({"Content-Type": "application/json"}))
    exchange = Exchange(page, request, Response(200, headers), Response(200, headers), stand_in="GET")
    assert _lines(exchange)[-1] == ("unseen", PREFLIGHT_PASSED)
    assert [entry.kind for entry in timeline(exchange, judge(exchange))][-1] == "unseen"


def test_what_comes_next_is_one_sentence() -> None:
    """Whole sentences among the headers would end the row in its middle."""
    headers = Headers.of({"Authorization": "Bearer x"})
    request = Request("http://localhost:5000/api", "PUT", headers)
    exchange = Exchange("http://localhost:5173", request, preflight_response=Response(401))
    *_, (kind, text) = _lines(exchange)
    assert kind == "refused"
    assert text.startswith("next: the preflight response has status 401; ")


def test_what_was_assumed_is_marked() -> None:
    """A name alone would pass for one that the text or the code shows."""
    request = Request("http://localhost:5000/", "PUT", Headers.of({"X-A": "b", "X-C": "d"}))
    exchange = Exchange("http://localhost:5173", request, Response(200))
    known = PageRequestView(
        method=RequestPart("PUT", "scanned"), headers=RequestPart(("x-a", "x-c"), "assumed")
    )
    names = replace(known, some_headers=RequestPart(("x-a",), "scanned", certain_names=("x-a",)))
    nothing = PageRequestView(origin=RequestPart("http://localhost:5173", "assumed"))
    shown = {
        known: "(PUT; assumed: x-a, x-c)",
        names: "(PUT, x-a; assumed: x-c)",
        nothing: "(assumed: PUT, x-a, x-c, page's origin)",
        replace(known, headers=RequestPart(("x-a", "x-c"), "pasted")): "(PUT, x-a, x-c)",
    }
    for view, note in shown.items():
        assert brief_exchange(exchange, judge(exchange), view)[0].text.endswith(f"5173  {note}")
