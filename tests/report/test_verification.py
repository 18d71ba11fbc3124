"""What a verification may claim of a request that the probe does not send."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask import Response as Sent
from flask_cors import CORS

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.since_fix import SinceFix
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Request, Response
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.report.document import Paragraph
from cors_wizard.report.verdict_page import verdict_page
from cors_wizard.report.verification import Verification, compare
from tests.probe.serving import PAGE, flask_server
from tests.report.conftest import probed


def test_what_passed_before_shows_nothing_of_the_change(base: Diagnosis) -> None:
    """The view of a POST raises; its preflight passes before the fix and after it."""
    app = Flask(__name__)
    CORS(app, origins=[PAGE])

    @app.post("/api/save")
    def save() -> str:
        raise ValueError

    with flask_server(app) as url:
        known = {"url": f"{url}/api/save", "origin": PAGE, "method": "POST", "credentials": "omit"}
        facts = [Fact(name, value, "answered") for name, value in known.items()]
        asked = Fact("request_headers", ("Content-Type: application/json",), "answered")
        seen = probed(base.with_given(*Facts.of([*facts, asked])))
        found = compare(seen, seen)
    assert found.state == "works-as-far-as-seen"
    assert found.title.startswith("Nothing blocks it as far as seen, and nothing did before")
    assert "POST itself was not sent" in found.note


def test_an_error_that_the_page_may_read_is_named(base: Diagnosis) -> None:
    """Nothing of CORS is left to fix, and the page still gets no data."""
    app = Flask(__name__)
    CORS(app, origins=[PAGE])

    @app.get("/api/save")
    def save() -> str:
        raise ValueError

    with flask_server(app) as url:
        known = {"url": f"{url}/api/save", "origin": PAGE, "method": "GET", "credentials": "omit"}
        facts = [Fact(name, value, "answered") for name, value in known.items()]
        seen = probed(base.with_given(*Facts.of([*facts, Fact("request_headers", (), "answered")])))
        found = compare(seen, seen)
    assert found.title == "Nothing blocks it, and nothing did before: send it from the page"
    assert "The page gets status 500" in found.note


@pytest.mark.parametrize(
    ("age", "says"),
    [
        pytest.param(None, "Chrome 5 s, Firefox 5 s, Safari 5 s", id="not-said"),
        pytest.param(600, "Chrome 600 s, Firefox 600 s, Safari 600 s", id="ten-minutes"),
        pytest.param(604800, "Chrome 7200 s, Firefox 86400 s, Safari 600 s", id="a-week"),
        pytest.param("0", "", id="not-kept"),
    ],
)
def test_how_long_an_old_preflight_is_kept(base: Diagnosis, age: int | str | None, says: str) -> None:
    """Each browser has a limit of its own; how to empty it stands beside it, also where it is blocked now."""
    seen = []
    for methods in (["PUT"], ["GET"]):
        app = Flask(__name__)
        CORS(app, origins=[PAGE], max_age=age, methods=methods)
        app.add_url_rule("/api/save", view_func=lambda: "saved", methods=["PUT"])
        with flask_server(app) as url:
            known = {"url": f"{url}/api/save", "origin": PAGE, "method": "PUT", "credentials": "omit"}
            facts = [Fact(name, value, "answered") for name, value in known.items()]
            asked = Fact("request_headers", (), "answered")
            seen.append(probed(base.with_given(*Facts.of([*facts, asked]))))
    allowed, blocked = seen
    now = compare(allowed, blocked)
    assert now.state == "newly-blocked"
    assert f"({says})" in now.note if says else now.note == ""
    note = compare(allowed, allowed).note
    assert (f"may still hold an old preflight ({says}): reload" if says else "Reload the page") in note
    assert "cache off" in note


_MISMATCH = (
    "Access to fetch at 'http://localhost:5000/api' from origin 'http://localhost:3000' has been blocked by "
    "CORS policy: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:4000' that is not "
    "equal to the supplied origin."
)


def _before_and_after(
    base: Diagnosis, before: Flask, after: Flask, since: SinceFix | None = None
) -> Verification:
    seen = []
    for app in (before, after):
        with flask_server(app) as url:
            known = {"url": f"{url}/api", "origin": PAGE, "method": "GET", "credentials": "omit"}
            facts = [Fact(name, value, "answered") for name, value in known.items()]
            asked = Fact("request_headers", (), "answered")
            seen.append(probed(base.with_given(*Facts.of([*facts, asked]))))
    return compare(seen[0], replace(seen[1], since_fix=since))


def _app(*, cors: bool = True, status: int = 200, origin: str = PAGE) -> Flask:
    app = Flask(__name__)
    if cors:
        CORS(app, origins=[origin])

    @app.get("/api")
    def view() -> tuple[str, int]:
        return "", status

    return app


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        pytest.param({}, {"cors": False}, "newly-blocked", id="worked-before"),
        pytest.param({}, {"cors": False, "status": 500}, "server-fails", id="worked-and-fails"),
        pytest.param({"cors": False}, {"cors": False, "status": 500}, "server-fails", id="fails-now"),
        pytest.param(
            {"cors": False, "status": 500}, {"cors": False, "status": 500}, "same-place", id="failed"
        ),
        pytest.param({"cors": False}, {"origin": "http://a.test"}, "same-place", id="still"),
        pytest.param({"cors": False, "status": 500}, {}, "works", id="fixed"),
    ],
)
def test_what_became_worse_is_no_progress(
    base: Diagnosis, before: dict[str, Any], after: dict[str, Any], state: str
) -> None:
    """Only what was blocked before and is blocked elsewhere now is called fixed."""
    found = _before_and_after(base, _app(**before), _app(**after))
    assert found.state == state
    assert "That is fixed" not in found.title


def test_another_header_shows_that_the_change_has_arrived(base: Diagnosis) -> None:
    """The page is blocked as before, and the response isn't: no old code runs. What is alike isn't listed."""
    before, after = _app(cors=False), _app(cors=False)
    after.after_request(_with_vary)
    found = _before_and_after(base, before, after, SinceFix(changed_files=("app.py",)))
    assert found.state == "same-place"
    same = _before_and_after(base, before, before, SinceFix(changed_files=("app.py",)))
    assert same.state == "old-code"
    (request,) = (each for each in found.probes if "the request itself" in each.purpose)
    assert [(line.label, line.after) for line in request.lines if not line.is_same] == [("Vary", "Origin")]
    assert "Server" not in [line.label for line in request.lines]


def _with_vary(response: Sent) -> Sent:
    response.vary.add("Origin")
    return response


@pytest.mark.parametrize(
    ("text", "changed", "state", "says"),
    [
        pytest.param(_MISMATCH, (), "files-unchanged", "Nothing changed", id="nothing-was-written"),
        pytest.param(_MISMATCH, ("app.py",), "same-place", "Still blocked", id="written"),
        pytest.param("", (), "next-place", "The server responds now", id="it-was-not-running"),
    ],
)
def test_a_server_that_was_started_since_fixes_nothing_else(
    base: Diagnosis, text: str, changed: tuple[str, ...], state: str, says: str
) -> None:
    """What the text said is still so, now that something responds."""
    with flask_server(_app(origin="http://localhost:4000")) as url:
        known = {"url": f"{url}/api", "origin": PAGE, "method": "GET", "credentials": "omit"}
        facts = [Fact(name, value, "answered") for name, value in known.items()]
        asked = Fact("request_headers", (), "answered")
        told = base.with_given(*Facts.of([*facts, asked]))
        after = probed(told)
    before = probed(told.with_text(text))
    assert compare(before, before).title == "Still no response, so nothing is verified"
    assert before.cause is not None
    found = compare(before, replace(after, since_fix=SinceFix(changed_files=changed, restarted=True)))
    assert found.state == state
    assert found.title.startswith(says)
    assert "once that is fixed" not in found.note


def test_where_nothing_was_sent_nothing_is_compared(base: Diagnosis) -> None:
    """Without the URL that the page calls no request can be made, and nothing is called blocked."""
    told = base.without_scanning().with_given(Fact("origin", PAGE, "answered"))
    found = compare(told, told)
    assert found.state == "nothing-sent"
    assert not found.passed
    assert "URL that your page calls isn't known" in found.note


@pytest.mark.parametrize(("age", "is_said"), [("600", True), ("0", False), (None, False)])
def test_check_says_how_long_a_preflight_is_kept(
    age: str | None, is_said: bool, knowledge: Knowledge
) -> None:
    """Where the server says so: an earlier one may still be in use after a fix."""
    headers = {"Access-Control-Allow-Origin": PAGE, "Access-Control-Allow-Methods": "PUT"}
    kept = {"Access-Control-Max-Age": age} if age else {}
    exchange = Exchange(
        PAGE,
        Request("http://localhost:5000/api", "PUT"),
        Response(200, Headers.of({**headers, **kept})),
        Response(200, Headers.of(headers)),
    )
    page = verdict_page(exchange, judge(exchange), knowledge)
    said = [each.text for each in page if isinstance(each, Paragraph)]
    assert any("may still hold an old preflight" in each for each in said) is is_said
