"""What is not known is not concluded, and what contradicts a fact at hand is not either."""

from __future__ import annotations

import pytest

from cors_wizard.decision_tree import Asks, Stopped
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge

LINE = (
    "Access to fetch at '{0}' from origin 'http://localhost:3000' has been blocked by CORS policy: "
    "No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
WILDCARD = (
    "Access to fetch at 'http://localhost:5000/api' from origin 'http://localhost:3000' has been blocked by "
    "CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be the "
    "wildcard '*' when the request's credentials mode is 'include'."
)
LOCAL, AWAY = "http://localhost:5000/api", "https://api.shop.example/v1"


def diagnosed(text: str, *facts: Fact) -> Diagnosis:
    """The diagnosis of a text with some facts, as `diagnose` makes it without a server or a project."""
    begun = Diagnosis.begin(load_knowledge(), text, Facts.of(facts))
    return begun.without_probing().without_scanning().without_optional_questions()


@pytest.mark.parametrize("status", ["200 (OK)", "201 (CREATED)", "401 (UNAUTHORIZED)", "403 (FORBIDDEN)"])
@pytest.mark.parametrize("url", [LOCAL, AWAY])
def test_no_header_from_text_alone_is_a_set(url: str, status: str) -> None:
    """Nothing showed Flask, nor what its code says: the question that decides comes first."""
    told = diagnosed(f"{LINE.format(url)}\nGET {url} net::ERR_FAILED {status}")
    assert isinstance(told.step, Asks)
    assert told.cause is None
    assert told.certainty is None
    named = {each.cause.id for each in told.candidates}
    assert {"cors-not-initialized", "origin-not-allowed"} <= named
    assert named & {"resource-pattern-mismatch", "proxy-strips-headers", "third-party-api"}


def test_a_message_that_names_one_cause_concludes_it() -> None:
    """The browser's sentence fits nothing else; no response of the API was seen."""
    told = diagnosed(WILDCARD)
    assert told.cause is not None
    assert (told.cause.id, told.certainty) == ("wildcard-with-credentials", "likely")


def test_a_mac_that_answers_403_on_port_5000_is_airplay() -> None:
    """One word beside the message is enough to look there first."""
    told = diagnosed(f"{LINE.format(LOCAL)}\nGET {LOCAL} net::ERR_FAILED 403 (Forbidden)\nI'm on a MacBook")
    assert told.cause is not None
    assert told.cause.id == "port-taken"


def test_a_foreign_api_is_not_the_users_flask_app() -> None:
    """No CORS call of the user changes what that server sends."""
    told = diagnosed(LINE.format("https://api.openai.com/v1/chat/completions"))
    assert told.cause is not None
    assert told.cause.id == "third-party-api"


def test_a_wildcard_that_is_gone_is_not_concluded() -> None:
    """The paste says `*`, the server names the origin and the browser would accept it."""
    seen = (
        Fact("probe_outcome", "readable", "probed"),
        Fact("allow_origin", "http://localhost:3000", "probed"),
        Fact("cors_headers_seen", "for-this-origin", "probed"),
    )
    told = diagnosed(WILDCARD, *seen)
    assert told.cause is None
    assert isinstance(told.step, Stopped)


def test_code_that_allows_the_page_contradicts_its_response() -> None:
    """The process that responds does not run these files, or something removes the header."""
    facts = (
        Fact("cors_setup", "app", "scanned"),
        Fact("configured_origins", ("http://localhost:3000",), "scanned"),
        Fact("cors_headers_seen", "nowhere", "probed"),
        Fact("answered_by", "unknown", "probed"),
        Fact("status", 200, "probed"),
    )
    told = diagnosed(LINE.format(LOCAL), *facts)
    assert told.cause is None or told.cause.id != "origin-not-allowed"


def test_mixed_content_to_the_pages_own_host_is_an_address_made_behind_tls() -> None:
    """The app takes itself for an http one."""
    told = diagnosed(
        "Mixed Content: The page at 'https://shop.example.com/orders' was loaded over HTTPS, but requested "
        "an insecure XMLHttpRequest endpoint 'http://shop.example.com/api/orders'. This request has been "
        "blocked; the content must be served over HTTPS."
    )
    assert told.cause is not None
    assert told.cause.id == "behind-proxy-unaware"


@pytest.mark.parametrize(
    ("status", "fix"),
    [
        pytest.param("400 (BAD REQUEST)", "send-a-valid-body", id="400"),
        pytest.param("403 (FORBIDDEN)", "allow-the-user", id="403"),
        pytest.param("413 (REQUEST ENTITY TOO LARGE)", "allow-larger-bodies", id="413"),
        pytest.param("415 (UNSUPPORTED MEDIA TYPE)", "name-the-body-type", id="415"),
        pytest.param("422 (UNPROCESSABLE ENTITY)", "send-valid-fields", id="422"),
        pytest.param("500 (INTERNAL SERVER ERROR)", "read-the-traceback", id="500"),
    ],
)
def test_a_readable_status_says_what_to_do(status: str, fix: str) -> None:
    """CORS passed: each status has its own short page."""
    told = diagnosed(f"POST http://localhost:5000/api/items {status}")
    assert told.fix is not None
    assert told.fix.id == fix
