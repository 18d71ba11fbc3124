"""What is said of the page's request in prose."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.page_request.said_request import said_of_request
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge


def _said(line: str) -> dict[str, object]:
    return {fact.name: fact.value for fact in said_of_request([line], Facts.of(()))}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("I use fetch with credentials include against the api", {"credentials": "include"}),
        ("it calls /me with credentials: 'include' and gets no cookie", {"credentials": "include"}),
        ("axios, `withCredentials: true`", {"credentials": "include"}),
        ("my axios instance has withCredentials set to true", {"credentials": "include"}),
        ("The PUT request fails", {"method": "PUT"}),
        ("A PATCH call with withCredentials true is blocked", {"method": "PATCH", "credentials": "include"}),
        ("POST requests fail", {"method": "POST"}),
    ],
)
def test_what_is_stated(line: str, expected: dict[str, object]) -> None:
    """A plain statement about the page counts."""
    assert _said(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Should I use credentials: 'include'?",
        "I don't use withCredentials: true",
        "without withCredentials: true it works",
        "I tried credentials include",
        "an answer says to set withCredentials to true",
        "if I add credentials: 'include' it fails",
        "I removed withCredentials: true",
        "fetch(url, { credentials: 'include' })",
        "credentials: 'include',",
        "withCredentials: true",
        "GET requests work and POST requests fail",
        "the server gets no PUT request",
        "in Postman the PUT request works",
        "Access-Control-Allow-Credentials: true",
        "curl -X PUT request",
    ],
)
def test_what_is_open(line: str) -> None:
    """Questions, advice, attempts and code are no statement."""
    assert _said(line) == {}


def test_what_is_known_stays() -> None:
    """Prose adds to what is known, and replaces none of it."""
    known = Facts.of([Fact("credentials", "omit", "pasted"), Fact("method", "GET", "pasted")])
    assert list(said_of_request(["a PUT request with credentials include"], known)) == []


def test_the_diagnosis_takes_it() -> None:
    """From the paste to the page's request, marked as pasted."""
    text = (
        "Access to fetch at 'http://localhost:5000/me' from origin 'http://localhost:3000' has been "
        "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested "
        "resource.\n\n"
        "It is a PUT request and I send it with credentials include."
    )
    facts = Diagnosis.begin(load_knowledge(), text).facts
    found = [facts.get(name) for name in ("method", "credentials")]
    assert [(each.value, each.source) for each in found if each] == [("PUT", "pasted"), ("include", "pasted")]
