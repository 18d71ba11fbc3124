"""Who succeeds and who fails is read clause by clause, with its denials; what nobody saw is no claim."""

from __future__ import annotations

import pytest

from cors_wizard.console.phrases import Lexicon
from cors_wizard.console.said_claims import Claims
from cors_wizard.knowledge_base import load_knowledge
from tests.console.known import reader

TOLD = [
    ("GET requests go through, POSTs don't.", "told-writes-fail"),
    ("GET geht, POST geht nicht. Flask und Angular.", "told-writes-fail"),
    ("My GETs are all good. As soon as I try to POST JSON the browser stops me.", "told-writes-fail"),
    ("PATCH is refused by the browser. GET and POST to the same URL are fine.", "told-other-method"),
    ("In curl everything is fine. The same call from React never gives me data.", "told-works-elsewhere"),
    ("Desde el navegador nada, con Postman funciona.", "told-works-elsewhere"),
    ("It works in Postman not in the browser", "told-works-elsewhere"),
    ("locally yes, deployed no. flask on heroku, vue on netlify", "told-deployed"),
    ("Everything was OK on my laptop. Since the deploy the site can't talk to the API.", "told-deployed"),
    ("En local \u00e7a marche, en production le navigateur bloque la requ\u00eate.", "told-deployed"),
    ("Lokal l\u00e4uft alles, auf dem Server blockiert der Browser die Anfrage.", "told-deployed"),
    ("It only happens in Safari. Chrome is happy.", "told-one-browser"),
    ("Firefox refuses, Chrome doesn't.", "told-one-browser"),
    ("After I switched withCredentials on it's blocked, before that it was ok", "told-with-credentials"),
    ("Without the Moesif extension it fails, with the Moesif extension on it works", "told-cors-extension"),
    ("The network panel says 200 with the list, yet axios rejects", "told-seen-ok"),
    ("Opened by double click the page can't load anything from Flask", "told-file-page"),
    ("If I leave out the slash it fails, with the slash it works.", "told-slash"),
    (
        "The users blueprint works, the other one is always blocked, CORS is on the first",
        "told-one-blueprint",
    ),
    ("With 127.0.0.1 in the address bar it works, with localhost it doesn't.", "told-two-names"),
    ("I put the @cross_origin decorator above @app.route", "told-decorator-above"),
    ("It takes about a minute and then the browser complains. Short requests are ok.", "told-slow"),
    ("I added the new domain to the list and the browser still complains", "told-changed-still"),
    ("The bearer token makes it fail; without headers the request is fine", "told-with-header"),
]
NOT_TOLD = [
    "It works in Postman and it works in the browser. What is CORS for?",
    "It used to fail on POST, but since yesterday everything works. Thanks!",
    "GET works, POST works too. How do I write a test for both?",
    "Should I worry that POST will fail in production while GET works locally?",
    "I deployed to Render and everything works, locally as well.",
    "What would happen if Access-Control-Allow-Origin was sent twice?",
    "pip install fails behind our proxy with a certificate error. curl works.",
    "The database connection fails in docker but works locally.",
    "Our CI job fails after the deploy step, locally the script works.",
    "git push is rejected, git pull works.",
    "The page loads fine with and without the extension.",
    "Sorting works in Chrome but not in Safari, dates are Invalid Date.",
    "We fixed the CORS problem last week by adding our domain to the list.",
    "Will GET work and POST fail?",
    "Does it work in Postman and not in the browser because of CORS?",
    "I don't get a CORS error.",
    "In the docs it says that the browser refuses a wildcard with credentials.",
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_what_is_claimed(text: str, told: str) -> None:
    """In one sentence or in several, in any order, with what a clause leaves out."""
    assert told in [each.pattern_id for each in reader().read(text).messages]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_nobody_claims(text: str) -> None:
    """Look-alikes: both are fine, it was once, it's a question, or it's about something else."""
    assert [each.pattern_id for each in reader().read(text).messages if each.told] == []


def test_the_method_of_the_clause_that_fails() -> None:
    """`GET and POST are fine` names methods, too."""
    read = reader().read("GET and POST are fine. My DELETE is refused by the browser.")
    assert read.facts.text("method") == "DELETE"


@pytest.mark.parametrize(
    ("clause", "outcome"),
    [
        ("it works", "works"),
        ("it doesn't work", "fails"),
        ("it does not even work", "fails"),
        ("no error", "works"),
        ("without any errors", "works"),
        ("it never fails", "works"),
        ("das geht nicht", "fails"),
        ("\u00e7a ne marche pas", "fails"),
        ("n\u00e3o funciona", "fails"),
        ("no problems at all", "works"),
        ("it stopped working", "fails"),
    ],
)
def test_denials_turn_it_around(clause: str, outcome: str) -> None:
    """What denies an outcome makes it the other one."""
    claims = Claims(f"in curl {clause}", Lexicon(load_knowledge().phrases))
    assert claims.where([f"tool {outcome}"])
    other = "fails" if outcome == "works" else "works"
    assert not claims.where([f"tool {other}"])


def test_a_phrase_in_capitals_is_found_in_capitals() -> None:
    """`I get an error` names no method."""
    lexicon = Lexicon({"reads": ["GET"], "stem": ["load*"], "two": ["go through"]})
    found = [(hit.name, hit.start) for hit in lexicon.find("I get it, GET loads and go  through")]
    assert found == [("reads", 10), ("stem", 14), ("two", 24)]


def test_claims_far_apart_are_not_one() -> None:
    """What works at the beginning of a long text has nothing to do with what fails at its end."""
    filler = "I have a table of users. " * 8
    read = reader().read(f"GET works. {filler} Every DELETE fails.")
    assert "told-writes-fail" not in [each.pattern_id for each in read.messages]
