"""What follows from the facts alone: an address nobody can ask, who may reach whom, what proves nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.diagnosis.derived import address_problem, derived
from cors_wizard.facts import Fact, Facts, FactValue


def follows(**facts: FactValue) -> dict[str, FactValue]:
    """What follows from pasted facts."""
    known = Facts.of(Fact(name, value, "pasted", "the paste") for name, value in facts.items())
    return {fact.name: fact.value for fact in derived(known)}


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        pytest.param("http://localhost:5000/api", "", id="sound"),
        pytest.param("localhost:5000/api", "no-scheme", id="host-as-scheme"),
        pytest.param("127.0.0.1:5000/api", "no-scheme", id="address-as-path"),
        pytest.param("localhost:5000", "no-scheme", id="host-and-port-alone"),
        pytest.param("htttp://localhost:5000/api", "unknown-scheme", id="misspelt-scheme"),
        pytest.param("http://localhost:port/api", "no-url", id="port-of-letters"),
        pytest.param("file:///home/me/data.json", "file", id="file"),
        pytest.param("/api/users", "", id="relative"),
        pytest.param("wss://localhost:5000/ws", "", id="websocket"),
        pytest.param("data:text/plain,x", "", id="data"),
        pytest.param("", "", id="empty"),
    ],
)
def test_an_address_that_nobody_can_ask_is_named(url: str, problem: str) -> None:
    """The user learns what is wrong with the address before anything is sent there."""
    assert address_problem(url) == problem
    assert follows(url=url).get("address_problem", "") == problem


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        pytest.param({"url": "http://localhost:6666/"}, "unsafe-port", id="barred-port"),
        pytest.param({"url": "http://0.0.0.0:5000/"}, "unspecified-host", id="every-address"),
        pytest.param(
            {"url": "http://api.example.com/", "origin": "https://app.example.com"},
            "plain-http-from-https",
            id="mixed-content-by-origin",
        ),
        pytest.param(
            {"url": "http://10.0.0.2/", "page_url": "https://app.example.com/cart"},
            "plain-http-from-https",
            id="mixed-content-by-page",
        ),
        pytest.param(
            {"url": "http://localhost:5000/", "origin": "https://app.example.com"}, None, id="own-machine"
        ),
        pytest.param(
            {"url": "http://api.example.com/", "origin": "http://app.example.com"}, None, id="both-plain"
        ),
    ],
)
def test_an_address_that_this_page_may_not_ask_is_named(facts: dict[str, str], problem: str | None) -> None:
    """What a browser refuses for this page is known without its message; not where an answer has come."""
    assert follows(**facts).get("address_problem") == problem
    assert follows(**facts, symptom="network-failure").get("address_problem") == problem
    assert "address_problem" not in follows(**facts, symptom="missing-allow-origin")


@pytest.mark.parametrize(
    ("url", "origin", "step"),
    [
        pytest.param("http://localhost:5000/", "http://app.example.com", "public-to-local", id="loopback"),
        pytest.param("http://192.168.0.9/", "https://app.example.com", "public-to-local", id="home-network"),
        pytest.param("http://localhost:5000/", "http://localhost:3000", "within-reach", id="both-local"),
        pytest.param("https://api.example.com/", "https://app.example.com", "within-reach", id="both-public"),
        pytest.param("localhost:5000/", "https://app.example.com", None, id="no-host"),
    ],
)
def test_a_page_of_the_internet_is_told_from_a_local_one(url: str, origin: str, step: str | None) -> None:
    """Whether a public page asks for something of the visitor's own network."""
    assert follows(url=url, origin=origin).get("network_step") == step
    read = follows(url=url, origin=origin, symptom="missing-allow-origin").get("network_step")
    assert read == (step and "within-reach"), "the browser has read the response's headers"


@pytest.mark.parametrize(
    ("facts", "symptom"),
    [
        pytest.param({"origin_sent": "no", "status": 200}, "not-cors", id="answered"),
        pytest.param({"origin_sent": "no", "response_headers": ("Server: x",)}, "not-cors", id="headers"),
        pytest.param({"origin_sent": "no"}, None, id="the-command-alone"),
        pytest.param({"origin_sent": "yes", "status": 200}, None, id="with-origin"),
        pytest.param({"origin_sent": "no", "status": 200, "symptom": "csp"}, None, id="somebody-objects"),
    ],
)
def test_a_test_without_origin_proves_nothing(facts: dict[str, FactValue], symptom: str | None) -> None:
    """An answer to a request without Origin is no CORS problem, as long as no browser objects."""
    assert follows(**facts).get("symptom") == symptom


def test_what_follows_keeps_its_source() -> None:
    """What the user answered still outranks what follows from the paste, and the evidence is shown."""
    url = Fact("url", "localhost:5000/x", "answered", "Which URL does the page request?")
    problem = next(fact for fact in derived(Facts.of([url])) if fact.name == "address_problem")
    assert (problem.source, problem.evidence) == ("answered", "Which URL does the page request?")


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_text_gives_an_answer(url: str, origin: str) -> None:
    """Hostile addresses are looked at, and never break anything."""
    assert follows(url=url, origin=origin) == follows(url=url, origin=origin)


@pytest.mark.parametrize(
    ("said", "known", "client"),
    [
        pytest.param("Access to fetch at 'http://a.example/x'", None, "fetch", id="fetch"),
        pytest.param("Access to fetch at 'http://a.example/x'", "axios", "fetch", id="fetch-beside-axios"),
        pytest.param("Access to fetch at 'http://a.example/x'", "angular", None, id="fetch-of-angular"),
        pytest.param("Access to XMLHttpRequest at 'http://a.example/x'", None, "xhr", id="xhr"),
        pytest.param("Access to XMLHttpRequest at 'http://a.example/x'", "jquery", None, id="xhr-of-jquery"),
        pytest.param("Cross-Origin Request Blocked", None, None, id="firefox"),
    ],
)
def test_what_sent_it_follows_from_chromiums_words(said: str, known: str | None, client: str | None) -> None:
    """What a project's files name is only corrected where the browser says that it was not used."""
    facts = [Fact("url", "http://a.example/x", "pasted", said)]
    facts += [Fact("client", known, "scanned")] if known else []
    found = [fact.value for fact in derived(Facts.of(facts)) if fact.name == "client"]
    assert found == ([client] if client else [])


@pytest.mark.parametrize(
    ("status", "path", "fails"),
    [
        pytest.param(500, "/api/orders", True, id="the-view-raises"),
        pytest.param(404, "/api/items", True, id="no-such-route"),
        pytest.param(404, "/api/orders", False, id="the-view-finds-nothing"),
        pytest.param(200, "/api/items", False, id="fine"),
    ],
)
def test_what_fails_though_the_page_may_read_it(status: int, path: str, *, fails: bool) -> None:
    """A readable 404 is no success where the code has no such route."""
    known = [
        Fact("url", f"http://localhost:5000{path}", "pasted"),
        Fact("routes", ("/api/orders",), "scanned"),
        Fact("status", status, "probed"),
        Fact("probe_outcome", "readable", "probed"),
    ]
    found = {fact.name: fact.value for fact in derived(Facts.of(known))}
    assert (found.get("failing_now") == "yes") is fails
