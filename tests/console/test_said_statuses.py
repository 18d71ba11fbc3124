"""A status that people tell in words of their own is read with its sentence; what they only expect isn't."""

from __future__ import annotations

import pytest

from tests.console.known import reader

TOLD = [
    ("My OPTIONS request returns 405 but GET works.", 405),
    ("In the network tab the preflight gives 403.", 403),
    ("the OPTIONS call comes back with a 308", 308),
    ("Postman works and shows 200 but in the browser the preflight is 401", 401),
    ("I get a 405 (Method Not Allowed) on the OPTIONS request", 405),
    ("I'm getting 404 for the preflight, no idea why", 404),
    ("the server answers the preflight with a 500", 500),
    ("Flask responds to OPTIONS with status code 405.", 405),
    ("The response to the OPTIONS request is 401 Unauthorized", 401),
    ("The browser sends OPTIONS first and gets a 302 back", 302),
    ("I can see the OPTIONS request in the network tab. It returns 404.", 404),
    ("It should return 200, but the OPTIONS gets 405", 405),
    ("I expected 204 but the preflight request failed with 403", 403),
    ("the OPTIONS 404s", 404),
    ("OPTIONS -> 401, POST never goes out", 401),
    ("OPTIONS /api/items 405", 405),
    ("Why does my preflight return 401?", 401),
    ("I don't understand why the OPTIONS request returns 404", 404),
    ("GET works with 200, but OPTIONS 405", 405),
    ("Preflight got a Method Not Allowed", 405),
    ("network tab says 401 for OPTIONS", 401),
    ("The status code of the preflight is 502.", 502),
    ("OPTIONS to http://localhost:5000/api/items ends in a 308", 308),
    ("my pre-flight request is rejected with a 403 Forbidden", 403),
    ("Whenever I post the form, the options request comes back 401", 401),
    ("there is an OPTIONS with a 500 in devtools", 500),
    ("405 on OPTIONS", 405),
    ("The response to my OPTIONS has the CORS headers. But still with status code 404.", 404),
    ("The preflight fails: it gets 401 instead of 200", 401),
    ("If I send the request with axios I get 404 on the preflight", 404),
    ("The preflight OPTIONS request returned a 400 Bad Request", 400),
    ("The API responds with 405 METHOD NOT ALLOWED when the browser sends the OPTIONS request", 405),
    ("GET returns 200, OPTIONS returns 404", 404),
]
NOT_TOLD = [
    "the OPTIONS should return 200",
    "The preflight does not return 404",
    "OPTIONS doesn't get a 401",
    "I expected 204 for the OPTIONS",
    "if the OPTIONS returns 404, is it CORS?",
    "How do I make Flask return 200 for OPTIONS?",
    "the preflight would get 405 then",
    "The OPTIONS request never returns 401",
    "I want the OPTIONS to return 204",
    "return 200 for OPTIONS",
    "I return 204 for OPTIONS in before_request",
    "The OPTIONS request used to return 404",
    'if request.method == "OPTIONS": return "", 405',
    "OPTIONS takes 404 ms",
    "The preflight must not answer 301",
    "Does the OPTIONS return 401?",
    "these options give 404 results",
    "The preflight goes to localhost:500",
    "I added a handler for OPTIONS that returns 405 to strangers",
    "when a preflight gets a 401, browsers stop",
    "OPTIONS is sent, and the GET returns 404",
    "The OPTIONS returned 404 before I added the route",
    "whether the preflight is a 403 or not",
    "Locally the OPTIONS gets 401, on the server the OPTIONS gets 502",
]


@pytest.mark.parametrize(("text", "status"), TOLD, ids=[text for text, _ in TOLD])
def test_a_told_status_is_read_with_its_sentence(text: str, status: int) -> None:
    fact = reader().read(f"Hello,\n\n{text}\n\nThanks").facts.get("preflight_status")
    assert fact is not None
    assert (fact.value, fact.source) == (status, "pasted")
    assert fact.evidence
    assert fact.evidence in text


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_is_wished_denied_or_supposed_is_no_status(text: str) -> None:
    assert reader().read(text).facts.get("preflight_status") is None


@pytest.mark.parametrize(
    ("text", "method", "status"),
    [
        ("my POST request fails with 500", "POST", 500),
        ("the OPTIONS returns 200 and then the POST gets a 413", "POST", 413),
        ("I get a 404 on the PUT", "PUT", 404),
    ],
)
def test_the_status_of_the_request_itself(text: str, method: str, status: int) -> None:
    facts = reader().read(text).facts
    assert (facts.text("method"), facts.number("status")) == (method, status)


def test_a_seen_line_outranks_what_is_told() -> None:
    text = '127.0.0.1 - - [01/Nov/2026 10:00:00] "OPTIONS /api HTTP/1.1" 404 -\nI think the OPTIONS gets 405'
    assert reader().read(text).facts.number("preflight_status") == 404


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("500", 500),
        ("HTTP 404", 404),
        ("status code 415", 415),
        ("HTTP/1.1 504 Gateway Time-out", 504),
        ("Error 500: Internal Server Error", 500),
        ("it returns 401", 401),
        ("405 (Method Not Allowed)", 405),
        ("Fehler: 403", 403),
        ("502 Bad Gateway\n", 502),
        ("Unauthorized", 401),
    ],
)
def test_a_status_alone_is_read(text: str, status: int) -> None:
    """Whoever pastes no more than that is asked for the rest."""
    facts = reader().read(text).facts
    assert facts.by_name["status"].value == status


@pytest.mark.parametrize(
    "text",
    ["200", "200 OK", "500 users", "room 404", "501 tests passed", "error 404 in my spreadsheet", "4040"],
)
def test_a_number_is_no_status(text: str) -> None:
    """Nor does a success that nobody complains about say anything."""
    assert "status" not in reader().read(text).facts
