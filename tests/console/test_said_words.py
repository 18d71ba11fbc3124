"""What people tell in words is read with its sentence; what they wish, deny or have solved isn't."""

from __future__ import annotations

import pytest

from tests.console.known import reader

TOLD = [
    ("It works fine in Postman, but from my React app I get nothing", "told-works-elsewhere"),
    ("curl works, but the browser says it's blocked by CORS", "told-works-elsewhere"),
    ("I keep getting a CORS error on my login form", "told-cors-error"),
    ("My fetch hangs forever and the console stays empty", "told-hangs"),
    ("Login is ok but the session cookie isn\u2019t sent with the next call", "told-cookie-gone"),
    ("Flask and nginx both add it, so Access-Control-Allow-Origin is there twice", "told-header-twice"),
    ("as soon as I turn off uBlock everything works", "told-blocker"),
    ("The API is run by another company and I have no control over the server", "told-foreign-server"),
    ("I only saved the file, gunicorn was not restarted", "told-old-process"),
    ("Chrome complains about mixed content and blocks the call", "told-mixed"),
    ("With no-cors the response is opaque and I can't read it", "told-no-cors"),
    ("GET works but every DELETE fails", "told-writes-fail"),
    ("the preflight says PATCH is not in Access-Control-Allow-Methods", "told-method-refused"),
    ("In the response there are no CORS headers at all, says the network tab", "told-no-header"),
    ("On my MacBook port 5000 answers with 403", "told-airplay"),
    ('La respuesta dice "Server: AirTunes/870.14.1"', "told-airtunes"),
    (
        "I updated the origins and saved, and it still sends the old Access-Control-Allow-Origin",
        "told-old-value",
    ),
    ("In Docker the env var is empty, so CORS gets no origins at all", "told-settings-missing"),
    ("Chrome fragt nach dem lokalen Netzwerk, ich habe die Erlaubnis abgelehnt", "told-local-network"),
    ("sem extensões funciona no Chrome", "told-blocker"),
    ("im privaten Fenster geht es", "told-private-window"),
]
NOT_TOLD = [
    "There is no CORS error at all",
    "It used to hang, the request was pending",
    "The CORS error is fixed",
    "It should work in Postman but not in the page",
    "psycopg2: connection refused, is the server running on localhost?",
    "the test client never sends the session cookie",
    "I use fetch and axios in my page",
    "def hang(): request = pending; return forever",
    "Celery workers time out, the call to the task never returns",
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_what_is_told_in_words(text: str, told: str) -> None:
    """A user who only describes the failure is understood, and the sentence is the evidence."""
    reading = reader().read(text)
    assert told in [each.pattern_id for each in reading.messages]
    assert all(fact.evidence for each in reading.messages for fact in each.facts)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_nobody_saw(text: str) -> None:
    """A wish, a denial, the past, another program's failure and code tell nothing."""
    assert [each.pattern_id for each in reader().read(text).messages if each.told] == []


def test_that_it_fails_says_nothing_beside_how_it_fails() -> None:
    """Words that fit every cause are left out where others say more."""
    read = reader().read("I get a CORS error. The response has the Access-Control-Allow-Origin header twice.")
    assert [each.pattern_id for each in read.messages] == ["told-header-twice"]


def test_a_browser_knows_better_than_words() -> None:
    """The line that a browser printed leads, whatever is told around it."""
    line = (
        "Access to fetch at 'http://localhost:5000/api' from origin 'http://localhost:5173' "
        "has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the "
        "requested resource."
    )
    read = reader().read(f"It works in Postman but not in my page. The session cookie is not sent.\n{line}")
    assert read.facts.text("symptom") == "missing-allow-origin"


def test_the_method_is_read_where_one_is_named() -> None:
    """`GET works but PUT fails` is about PUT."""
    assert reader().read("GET works but PUT fails").facts.text("method") == "PUT"
    assert reader().read("GET works but PUT and DELETE fail").facts.text("method") is None


@pytest.mark.parametrize("much", ["\n   ", "GET /items 200\n", "It is fine. ", "def view(): return 1\n"])
def test_what_is_told_far_behind_is_read(much: str) -> None:
    """A sentence below a long log is found; nothing takes longer for it than its length."""
    long = much * (100_000 // len(much))
    reading = reader().read(f"{long}\n\nGET works but every DELETE fails")
    assert "told-writes-fail" in [each.pattern_id for each in reading.messages]
    assert reading.limit == ""


def test_what_is_not_read_of_a_long_paste_is_said() -> None:
    """Beyond the limit no words are read, and the reading says so."""
    reading = reader().read("x y z\n" * 50_000 + "\n\nGET works but every DELETE fails")
    assert [each.pattern_id for each in reading.messages] == []
    assert "200,000" in reading.limit
