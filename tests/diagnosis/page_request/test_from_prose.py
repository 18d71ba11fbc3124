"""The page's origin in the words around a message that does not name it."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.page_request import facts_of_prose
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge

_FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
    "http://localhost:5000/orders. (Reason: CORS header "
    "\u2018Access-Control-Allow-Origin\u2019 missing). Status code: 200."
)
_API = Facts.of([Fact("url", "http://localhost:5000/orders", "pasted")])


def _origins(*lines: str, facts: Facts = _API) -> list[object]:
    return [fact.value for fact in facts_of_prose(lines, facts)]


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        pytest.param("page is http://localhost:4000/ (jekyll serve)", "http://localhost:4000", id="is"),
        pytest.param(
            "The site is opened at http://127.0.0.1:5500/a/b.html", "http://127.0.0.1:5500", id="at"
        ),
        pytest.param(
            "(react dev server http://localhost:3000, getBooks() works)", "http://localhost:3000", id="dev"
        ),
        pytest.param("  ➜  Local:   http://localhost:5173/", "http://localhost:5173", id="vite-banner"),
        pytest.param("astro dev, http://localhost:4321/", "http://localhost:4321", id="name-of-the-tool"),
        pytest.param(
            "    at load (http://localhost:8080/src/app.js:4:21)", "http://localhost:8080", id="frame"
        ),
        pytest.param(
            "load@http://localhost:8080/src/app.ts?t=17:4:9", "http://localhost:8080", id="firefox-frame"
        ),
        pytest.param(
            "TypeError: NetworkError  notes.js:27:13   http://127.0.0.1:8081/notes.js",
            "http://127.0.0.1:8081",
            id="firefox-column",
        ),
        pytest.param("our site https://shop.example/cart breaks", "https://shop.example", id="a-site"),
        pytest.param(
            "my page at https://shop.example gets this from https://api.shop.example/v1/orders",
            "https://shop.example",
            id="both-in-one-sentence",
        ),
        pytest.param("frontend: http://[::1]:3000", "http://[::1]:3000", id="ipv6"),
        pytest.param(
            "http://localhost:5002/menu shows the json in a tab. page is http://localhost:3000",
            "http://localhost:3000",
            id="two-sentences",
        ),
    ],
)
def test_the_page_is_named(line: str, origin: str) -> None:
    """Firefox does not print the page's origin, but people write it, and dev servers and frames do."""
    assert _origins(line) == [origin]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("the page calls http://localhost:5001/orders", id="what-the-page-calls"),
        pytest.param("loads http://localhost:8081/notes.js, fails in app.js:3", id="another-script"),
        pytest.param("flask is on http://localhost:8000", id="the-server"),
        pytest.param(" * Running on http://127.0.0.1:5001", id="a-banner-of-werkzeug"),
        pytest.param("see https://site.example/docs for cors", id="a-link"),
        pytest.param("at f (https://cdn.example/lib.js:1:2)", id="a-script-from-elsewhere"),
        pytest.param("the page at http://localhost:5000/ is served by flask", id="the-api-itself"),
        pytest.param("page http://localhost:3000 and http://localhost:3001", id="two"),
        pytest.param("page " + "http://localhost:3000" * 500, id="no-address"),
        pytest.param("page at http://\x1b[31mx", id="control-characters"),
    ],
)
def test_no_page_is_named(line: str) -> None:
    """An address that may be another's is not taken for the page's."""
    assert _origins(line) == []


@pytest.mark.parametrize(
    ("line", "urls"),
    [
        pytest.param("flask at 127.0.0.1:5000, /me returns 401", ["http://127.0.0.1:5000/me"], id="one-path"),
        pytest.param(
            "the api is http://localhost:5000/ and /api/cart/ fails",
            ["http://localhost:5000/api/cart/"],
            id="slash",
        ),
        pytest.param("flask at 127.0.0.1:5000, /login works, /me returns 401", [], id="two-paths"),
        pytest.param("flask at 127.0.0.1:5000 runs from /home/me/app", [], id="a-folder"),
        pytest.param("flask at 127.0.0.1:5000, see static/app.js and /api/x.py", [], id="a-file"),
        pytest.param("flask on localhost:5000 or localhost:8000, /me fails", [], id="two-servers"),
        pytest.param(
            "my page at https://shop.example gets this from https://api.shop.example/v1/orders",
            ["https://api.shop.example/v1/orders"],
            id="both-in-one-sentence",
        ),
        pytest.param("calls http://localhost:5000/me/ of the api", ["http://localhost:5000/me/"], id="whole"),
    ],
)
def test_what_is_called(line: str, urls: list[str]) -> None:
    """A server's address and the one path beside it are the URL."""
    assert [fact.value for fact in facts_of_prose([line], Facts.of(())) if fact.name == "url"] == urls


def test_what_the_message_says_counts() -> None:
    """An origin that is known already is not replaced."""
    known = _API.replacing(Fact("origin", "http://localhost:1", "pasted"))
    assert _origins("page is http://localhost:4000/", facts=known) == []


def test_the_diagnosis_takes_it() -> None:
    """From the paste to the page's request."""
    begun = Diagnosis.begin(load_knowledge(), f"{_FIREFOX}\n\nthe page is on http://localhost:4000/, jekyll")
    fact = begun.facts.get("origin")
    assert fact is not None
    assert (fact.value, fact.source) == ("http://localhost:4000", "pasted")


def test_a_recording_names_its_own() -> None:
    """The addresses in a copied request are not prose."""
    copied = "curl 'http://localhost:5000/orders' -H 'Referer: http://localhost:3000/page'"
    begun = Diagnosis.begin(load_knowledge(), f"{copied}\nsite http://localhost:4000/")
    assert begun.facts.text("origin") != "http://localhost:4000"
