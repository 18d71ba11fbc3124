"""Planning: what is sent, to whom, with which headers; and never more than was agreed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.probe.plan import MOST_REQUESTS, plan
from cors_wizard.probe.requests import FOREIGN_ORIGIN
from cors_wizard.probe.result import ProbeRequest
from cors_wizard.probe.send import unsendable
from tests.probe.rounds import play, strict_server
from tests.probe.serving import PAGE, facts_of

URL = "http://api.example:5000/api/data"
REQUESTS = ("request", "foreign-origin", "null-origin", "no-origin", "options")
ERRORS = ("error-path", "error-path-foreign-origin")
PREFLIGHTS = ("preflight", "preflight-foreign-origin", "preflight-null-origin")


def planned(agreed: frozenset[str] = frozenset(), /, **values: FactValue) -> dict[str, ProbeRequest]:
    """The first round, by id."""
    return {
        request.id: request for request in plan(facts_of(**{"url": URL, **values}), agreed_methods=agreed)
    }


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        pytest.param(
            {"method": "GET", "request_headers": ()}, (*REQUESTS, *ERRORS), id="simple-get-needs-no-preflight"
        ),
        pytest.param(
            {"method": "POST", "request_headers": ()}, (*REQUESTS, *ERRORS), id="form-post-needs-no-preflight"
        ),
        pytest.param(
            {"method": "GET", "request_headers": (), "possible_origins": (PAGE, "http://b.test", "x", "*")},
            (*REQUESTS, *ERRORS, "possible-origin-1"),
            id="pages-of-either-list",
        ),
        pytest.param({"method": "GET"}, (*REQUESTS, *ERRORS), id="get-with-unknown-headers"),
        pytest.param({}, (*PREFLIGHTS, *REQUESTS, *ERRORS), id="nothing-known"),
        pytest.param({"method": "POST"}, (*PREFLIGHTS, *REQUESTS, *ERRORS), id="post-with-unknown-headers"),
        pytest.param({"method": "DELETE"}, (*PREFLIGHTS, *REQUESTS, *ERRORS), id="delete"),
        pytest.param(
            {"method": "GET", "symptom": "preflight-missing-allow-origin"},
            (*PREFLIGHTS, *REQUESTS, *ERRORS),
            id="get-whose-preflight-failed",
        ),
        pytest.param(
            {"method": "GET", "request_headers": (), "origin": "null"},
            ("request", "foreign-origin", "no-origin", "options", *ERRORS),
            id="page-without-an-origin",
        ),
        pytest.param({"url": ""}, (), id="no-url"),
        pytest.param({"url": "/api/data"}, (), id="relative-url"),
        pytest.param({"url": "file:///etc/passwd"}, (), id="file-url"),
        pytest.param({"url": "http://a b/"}, (), id="invalid-url"),
    ],
)
def test_which_probes_are_planned(values: dict[str, FactValue], ids: tuple[str, ...]) -> None:
    """A preflight is sent where the browser sends one, or might."""
    assert tuple(planned(**values)) == ids


@pytest.mark.parametrize(
    ("values", "method", "names"),
    [
        pytest.param({}, "POST", "content-type", id="nothing-known"),
        pytest.param({"method": "put"}, "PUT", None, id="method-normalized"),
        pytest.param({"method": "patch"}, "patch", None, id="patch-is-not-normalized"),
        pytest.param(
            {"method": "GET", "request_headers": ("X-B: 1", "Authorization")}, "GET", "authorization,x-b"
        ),
        pytest.param({"request_headers": ("X-B",)}, "GET", "x-b", id="header-without-a-value"),
        pytest.param(
            {"symptom": "header-disallowed", "refused_header": "X-Key"}, "POST", "x-key", id="refused-header"
        ),
        pytest.param(
            {"symptom": "method-disallowed", "refused_method": "PUT"}, "PUT", None, id="refused-method"
        ),
        pytest.param({"method": "POST", "request_headers": ("content-type",)}, "POST", "content-type"),
        pytest.param(
            {"method": "PUT", "request_headers": ("Cookie: a", "Host: b")}, "PUT", None, id="forbidden"
        ),
        pytest.param({"method": "TRACE"}, "POST", "content-type", id="forbidden-method-counts-as-unknown"),
        pytest.param({"method": "G\r\nT"}, "POST", "content-type", id="hostile-method-counts-as-unknown"),
    ],
)
def test_preflight_is_the_browsers(values: dict[str, FactValue], method: str, names: str | None) -> None:
    """The preflight that is sent has the headers that the browser would send."""
    headers = planned(**values)["preflight"].headers
    assert headers.get("Access-Control-Request-Method") == method
    assert headers.get("Access-Control-Request-Headers") == names
    assert headers.get("Origin") == PAGE


def test_assumed_parts_are_named_to_the_user() -> None:
    """The purpose says what was only assumed."""
    assert planned()["preflight"].purpose.endswith("(assuming POST with content-type)")
    assert planned(method="POST")["preflight"].purpose.endswith("(assuming content-type)")
    assert planned(method="PUT")["preflight"].purpose.endswith("that your browser sends")


@pytest.mark.parametrize(
    ("values", "agreed", "sent"),
    [
        pytest.param({"method": "GET"}, frozenset(), "GET", id="get"),
        pytest.param({"method": "HEAD"}, frozenset(), "HEAD", id="head"),
        pytest.param({"method": "DELETE"}, frozenset(), "GET", id="delete-not-agreed"),
        pytest.param({"method": "DELETE"}, frozenset({"POST"}), "GET", id="another-method-agreed"),
        pytest.param({"method": "DELETE"}, frozenset({"DELETE"}), "DELETE", id="delete-agreed"),
        pytest.param({"method": "TRACE"}, frozenset({"TRACE"}), "GET", id="forbidden"),
    ],
)
def test_unsafe_method_is_sent_once_and_only_after_a_yes(
    values: dict[str, FactValue], agreed: frozenset[str], sent: str
) -> None:
    """Nothing is changed on the server unless the user agreed, and then once."""
    requests = planned(agreed, **values)
    assert requests["request"].method == sent
    others = {request.method for id, request in requests.items() if id != "request"}
    assert others <= {"GET", "HEAD", "OPTIONS"}


def test_variants_differ_in_the_origin_alone() -> None:
    """What differs between the answers is owed to the origin."""
    requests = planned(method="GET", request_headers=("X-Key: k",))
    origins = {id: requests[id].headers.get("Origin") for id in REQUESTS[:4]}
    assert origins == {
        "request": PAGE,
        "foreign-origin": FOREIGN_ORIGIN,
        "null-origin": "null",
        "no-origin": None,
    }
    assert {requests[id].headers.get("X-Key") for id in REQUESTS} == {"k"}


@pytest.mark.parametrize(
    ("item", "sent"),
    [
        pytest.param("Authorization: Bearer t", "Bearer t", id="value"),
        pytest.param("Authorization", None, id="no-value"),
        pytest.param("Authorization: ***", None, id="masked"),
        pytest.param("Authorization: …", None, id="shortened"),
    ],
)
def test_header_without_its_value_is_not_made_up(item: str, sent: str | None) -> None:
    """A made-up token would be answered 401; it is left out, which the findings know."""
    assert planned(method="GET", request_headers=(item,))["request"].headers.get("Authorization") == sent


def test_content_type_goes_with_a_method_that_may_have_a_body() -> None:
    """The GET in place of a POST has no Content-Type, which some servers answer 400 without a body."""
    given: dict[str, FactValue] = {"method": "POST", "request_headers": ("Content-Type: text/csv",)}
    assert "Content-Type" not in planned(**given)["request"].headers
    assert planned(frozenset({"POST"}), **given)["request"].headers.get("Content-Type") == "text/csv"


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        pytest.param(
            "http://user:secret@api.example/a#part", "http://api.example/a", id="user-name-and-fragment"
        ),
        pytest.param("HTTP://API.example:80", "http://api.example/", id="normalized"),
        pytest.param(
            "http://api.example//a/b?q=1&r=%20#", "http://api.example//a/b?q=1&r=%20", id="path-kept"
        ),
        pytest.param("http://api.example/é b", "http://api.example/%C3%A9%20b", id="encoded"),
        pytest.param("http://[::1]:5000/a", "http://[::1]:5000/a", id="ipv6"),
        pytest.param("http://api.example/a\r\nX-Evil: 1", "http://api.example/aX-Evil:%201", id="line-break"),
    ],
)
def test_url_as_it_is_asked(url: str, asked: str) -> None:
    """No password is sent, and no part of the path is changed."""
    assert planned(url=url)["request"].url == asked


def test_error_path_is_below_the_pages_path() -> None:
    """So that what covers a prefix covers it too."""
    assert planned(url=f"{URL}/?q=1")["error-path"].url == f"{URL}/cors-wizard/no-such-path"


def test_unknown_origin_is_assumed_to_be_another() -> None:
    """An API on the usual port of pages is not taken for its own page."""
    facts = Facts.of([Fact("url", "http://localhost:3000/api", "pasted")])
    origins = [request.headers.get("Origin") for request in plan(facts) if request.id == "request"]
    assert origins == ["http://localhost:5173"]


def test_page_url_gives_the_origin() -> None:
    """The page's address is enough."""
    facts = Facts.of(
        [Fact("url", URL, "pasted"), Fact("page_url", "https://shop.example/cart?x=1", "pasted")]
    )
    assert plan(facts)[0].headers.get("Origin") == "https://shop.example"


def test_what_a_probe_found_does_not_change_the_next_plan() -> None:
    """Verifying asks the same things again."""
    facts = facts_of(url=URL)
    probed = facts.also(
        [Fact("symptom", "header-disallowed", "probed"), Fact("refused_header", "x", "probed")]
    )
    assert plan(probed) == plan(facts)


HOSTILE = st.text(max_size=30)
WORDS = st.sampled_from(
    [
        "GET",
        "POST",
        "DELETE",
        "X-Key",
        "X-Key: v",
        "http://api.example/a",
        "null",
        PAGE,
        "\r\n",
        "content-type",
    ]
)
VALUES = st.one_of(HOSTILE, WORDS, st.lists(st.one_of(HOSTILE, WORDS), max_size=60).map(tuple))
NAMES = ("method", "request_headers", "origin", "credentials", "symptom", "refused_header", "refused_method")


@settings(deadline=None, max_examples=150)
@given(
    values=st.dictionaries(st.sampled_from(NAMES), VALUES),
    url=st.one_of(HOSTILE, st.builds("http://api.example/{}".format, HOSTILE)),
    location=st.one_of(
        HOSTILE, st.sampled_from(["/b", "//evil.example/", "http://api.example:1/", "http://[/"])
    ),
    status=st.sampled_from([200, 302, 308, 403]),
)
def test_hostile_facts_and_servers(
    values: dict[str, FactValue], url: str, location: str, status: int
) -> None:
    """Whatever was pasted or answered: one host, safe methods, few requests, all sendable."""
    facts = Facts.of(Fact(name, value, "pasted") for name, value in {**values, "url": url}.items())
    results = play(facts, lambda request: Response(status, Headers((("Location", location),))))
    host = parse_url(url)
    assert len(results) <= MOST_REQUESTS
    assert len({result.request.id for result in results}) == len(results)
    for result in results:
        assert result.request.method in ("GET", "HEAD", "OPTIONS")
        asked = parse_url(result.request.url)
        assert asked is not None
        assert host is not None
        assert asked.host == host.host
        assert "\r" not in str(result.request)
        assert unsendable(result.request) == ""


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 40])
def test_most_requests_holds_for_any_number_of_headers(count: int) -> None:
    """A page with many headers does not cost a request for each."""
    names = tuple(f"X-H{number:02}" for number in range(count))
    facts = facts_of(url=URL, method="PUT", request_headers=names)
    assert len(play(facts, strict_server(methods=frozenset({"GET"})))) <= MOST_REQUESTS
