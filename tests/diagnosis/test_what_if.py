"""What is not known of the request is asked for once, and only where the answer would change something."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from cors_wizard.decision_tree import Asks, Concluded, Stopped
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.page_request import answer_of
from cors_wizard.facts import NOT_SURE, Fact, Facts
from cors_wizard.http_exchange import Response
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.probe.result import ProbeRequest
from cors_wizard.project import ProjectScan, scan_project
from cors_wizard.report.open_parts import open_parts
from tests.probe.rounds import answer, play

PAGE = "http://localhost:3000"
PASTE = (
    f"Access to fetch at 'http://localhost:5000/api' from origin '{PAGE}' has been blocked by CORS policy: "
    "No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
SET_UP = (Fact("cors_setup", "extension", "scanned"), Fact("configured_credentials", "yes", "scanned"))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in files."""
    return load_knowledge()


def without_cors(request: ProbeRequest) -> Response:
    """Flask without flask-cors."""
    return answer(200, Server="Werkzeug/3.0.1 Python/3.12.0")


def echoing(credentials: str) -> object:
    """flask-cors as most people set it up: origin and headers echoed."""

    def serve(request: ProbeRequest) -> Response:
        asked = request.headers.get("Access-Control-Request-Headers")
        more = {"Access_Control_Allow_Headers": asked} if asked else {}
        if credentials:
            more["Access_Control_Allow_Credentials"] = credentials
        return answer(
            200,
            Access_Control_Allow_Origin=request.headers.get("Origin") or PAGE,
            Access_Control_Allow_Methods="DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
            Vary="Origin",
            **more,
        )

    return serve


def probed(knowledge: Knowledge, server: object, *given: Fact) -> Diagnosis:
    """A diagnosis whose probes such a server answered, in the command line's manner."""
    begun = Diagnosis.begin(knowledge, PASTE, Facts.of(given)).without_scanning().without_optional_questions()
    assert callable(server)
    return begun.with_probe_results(play(begun.known, server))


def test_the_fix_depends_on_cookies(knowledge: Knowledge) -> None:
    """The cause stands, and what the fix needs is asked beside it."""
    diagnosis = probed(knowledge, without_cors)
    assert isinstance(diagnosis.step, Concluded)
    assert diagnosis.open_request is not None
    assert diagnosis.open_request.parts == ("credentials",)
    assert "fix" in diagnosis.open_request.changes


def test_a_refused_method_came_after_the_cookies(knowledge: Knowledge) -> None:
    """The browser looks at Allow-Credentials before the lists: whether it sends cookies changes nothing."""
    text = (
        f"Access to fetch at 'http://localhost:5000/api' from origin '{PAGE}' has been blocked by CORS "
        "policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response."
    )
    begun = Diagnosis.begin(knowledge, text, Facts.of([Fact("configured_methods", ("GET",), "scanned")]))
    begun = begun.without_scanning().without_optional_questions()
    reads_only = partial(answer, 200, Access_Control_Allow_Origin=PAGE, Access_Control_Allow_Methods="GET")
    done = begun.with_probe_results(play(begun.known, lambda request: reads_only()))
    assert (done.cause.id if done.cause else "") == "method-not-allowed"
    assert done.open_request is None
    assert done.certainty == "proven"


def test_the_answer_settles_it(knowledge: Knowledge) -> None:
    """It is asked once, and the fix is for what was answered; the result is shown beside it."""
    diagnosis = probed(knowledge, without_cors)
    asking = replace(diagnosis, ask_optional=True).not_sure("set-up-in-code")
    assert isinstance(asking.step, Concluded)
    answered = diagnosis.answer("page-request", answer_of("GET", [], "include"))
    assert answered.open_request is None
    assert answered.request.assumed == ()
    assert answered.request.credentials.value == "include"
    assert answered.fix is not None
    assert any("supports_credentials=True" in step.code.text for step in answered.fix.steps if step.code)
    assert diagnosis.not_sure("page-request").open_request is None


def test_where_nothing_differs_nobody_is_asked(knowledge: Knowledge) -> None:
    """The response permits cookies, any header and every usual method: it passes whatever the page sends."""
    diagnosis = probed(knowledge, echoing("true"))
    assert diagnosis.open_request is None
    assert isinstance(diagnosis.step, Stopped)
    assert diagnosis.step.stop.id == "passes-as-far-as-seen"


def test_passing_without_cookies_is_not_passing(knowledge: Knowledge) -> None:
    """With cookies the browser would refuse it: the question is open, and nothing is said to work."""
    diagnosis = probed(knowledge, echoing(""))
    assert isinstance(diagnosis.step, Asks)
    assert diagnosis.status == "question"
    known = [
        Fact("method", "GET", "answered"),
        Fact("request_headers", (), "answered"),
        Fact("credentials", "omit", "answered"),
    ]
    passed = probed(knowledge, echoing(""), *known)
    assert isinstance(passed.step, Stopped)
    assert passed.step.stop.id == "passes-now"


def test_the_code_says_that_cookies_are_allowed(knowledge: Knowledge) -> None:
    """With `supports_credentials=True` in the code the fix is the same either way."""
    scan = ProjectScan(Path("/project"), SET_UP, ())
    diagnosis = probed(knowledge, without_cors).with_scan(scan)
    assert diagnosis.open_request is None or "credentials" not in diagnosis.open_request.parts


def test_not_sure_is_an_answer(knowledge: Knowledge) -> None:
    """It leaves everything unknown."""
    diagnosis = probed(knowledge, without_cors).not_sure("page-request")
    assert diagnosis.facts.get("page_request") == Fact("page_request", NOT_SURE, "answered")
    assert "credentials" in diagnosis.assumed


BY_HAND = """
from flask import Flask

app = Flask(__name__)


@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Headers"] = "*"
    return response


@app.post("/api")
def api():
    return ""
"""


@pytest.mark.parametrize(
    ("credentials", "expected"),
    [
        pytest.param("include", ("request_headers",), id="a-star-is-a-name"),
        pytest.param("omit", None, id="a-star-permits-all"),
    ],
)
def test_with_credentials_the_headers_have_to_be_listed(
    knowledge: Knowledge, tmp_path: Path, credentials: str, expected: tuple[str, ...] | None
) -> None:
    """`Access-Control-Allow-Headers: *` permits nothing then, so that the change needs their names."""
    (tmp_path / "app.py").write_text(BY_HAND, encoding="utf-8")
    text = PASTE.replace(
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' "
        "when the request's credentials mode is 'include'.",
    )
    given = Facts.of([Fact("method", "POST", "answered"), Fact("credentials", credentials, "answered")])
    begun = Diagnosis.begin(knowledge, text if expected else PASTE, given)
    diagnosis = begun.with_scan(scan_project(tmp_path)).without_probing().without_optional_questions()
    opened = diagnosis.open_request
    assert (opened.parts if opened else None) == expected


_BY_KEY = """\
from flask import Flask, abort, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["https://shop.example"], allow_headers=[{}])


@app.before_request
def key():
    if request.method != "OPTIONS" and request.headers.get("X-Api-Key") != "k":
        abort(403)


@app.get("/api")
def api():
    return []
"""


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        pytest.param('"X-Api-Key"', ["credentials"], id="listed"),
        pytest.param('"X-Other"', ["request_headers", "credentials"], id="another"),
    ],
)
def test_headers_that_the_code_reads_and_lists(
    knowledge: Knowledge, tmp_path: Path, listed: str, expected: list[str]
) -> None:
    """Nobody is asked for the headers: the fix is the same."""
    (tmp_path / "app.py").write_text(_BY_KEY.format(listed))
    given = Facts.of([Fact("method", "GET", "answered")])
    begun = Diagnosis.begin(knowledge, PASTE, given).with_scan(scan_project(tmp_path))
    begun = begun.without_optional_questions()
    done = begun.with_probe_results(play(begun.known, without_cors))
    assert [part.fact for part in open_parts(done)] == expected


LISTED = """\
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["https://shop.example"], allow_headers=["Content-Type"])


@app.route("/api", methods=["GET", "POST"])
def api():
    return []
"""
TWO_CALLS = """\
const url = "http://localhost:5000/api";
export const all = () => fetch(url, {headers: {"X-Tenant": "a"}});
export const add = (one) => fetch(url, {
  method: "POST",
  headers: {"X-Tenant": "a", "Content-Type": "application/json"},
  body: JSON.stringify(one),
});
"""


def of_project(knowledge: Knowledge, folder: Path, page: str, text: str = PASTE) -> Diagnosis:
    """The text beside a folder with an app and a page, where nothing may be sent."""
    (folder / "app.py").write_text(LISTED)
    (folder / "page.js").write_text(page)
    return replace(Diagnosis.begin(knowledge, text), may_probe=False).with_scan(scan_project(folder))


def test_which_of_two_calls_it_was_changes_nothing(knowledge: Knowledge, tmp_path: Path) -> None:
    """Both are known, and one change serves both: nobody is asked."""
    diagnosis = of_project(knowledge, tmp_path, TWO_CALLS)
    assert set(diagnosis.assumed) == {"method", "request_headers"}
    assert diagnosis.open_request is None
    (change,) = diagnosis.changes.changes
    assert f'"{PAGE}"' in change.diff
    assert 'allow_headers=["Content-Type", "X-Tenant"]' in change.diff


def test_a_call_with_more_than_the_code_shows_is_asked_for(knowledge: Knowledge, tmp_path: Path) -> None:
    """One of the two takes its headers from elsewhere: the list would lack them."""
    page = TWO_CALLS.replace('headers: {"X-Tenant": "a"}', "headers: headersOf(user)")
    opened = of_project(knowledge, tmp_path, page).open_request
    assert opened is not None
    assert "request_headers" in opened.parts


ONE_BY_HAND = """\
from flask import Flask

app = Flask(__name__)


@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = "https://shop.example"
    response.headers["Access-Control-Allow-Headers"] = "X-Tenant"
    return response


@app.route("/api", methods=["GET", "POST"])
def api():
    return []
"""


def test_which_of_two_calls_it_was_is_asked_where_one_change_cannot_serve_both(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    """Headers written by hand, and one of the calls sends cookies: the steps fit both, the change one."""
    page = TWO_CALLS.replace('method: "POST",', 'method: "POST", credentials: "include",')
    diagnosis = of_project(knowledge, tmp_path, page)
    (tmp_path / "app.py").write_text(ONE_BY_HAND)
    opened = diagnosis.with_scan(scan_project(tmp_path)).open_request
    assert opened is not None
    assert "credentials" in opened.parts


@pytest.mark.parametrize("options", ['methods=["GET"]', 'methods=["*"]'])
def test_cookies_were_looked_at_before_the_lists(knowledge: Knowledge, tmp_path: Path, options: str) -> None:
    """The browser objects to the method, so that cookies are no matter; only `*` means less with them."""
    text = PASTE.partition("No 'Access")[0] + (
        "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response."
    )
    app = LISTED.replace('allow_headers=["Content-Type"]', options).replace("https://shop.example", PAGE)
    (tmp_path / "app.py").write_text(app)
    begun = replace(Diagnosis.begin(knowledge, text), may_probe=False).with_scan(scan_project(tmp_path))
    opened = begun.without_optional_questions().open_request
    assert bool(opened) == ("*" in options)


@pytest.mark.parametrize(
    "reason",
    ["missing). Status code: 200.", "does not match ‘https://shop.example’)."],  # noqa: RUF001  as printed
)
def test_no_list_is_changed_for_a_page_that_nobody_named(
    knowledge: Knowledge, tmp_path: Path, reason: str
) -> None:
    """Firefox doesn't print the page's origin; what else the request needs would not let it in."""
    text = (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
        f"http://localhost:5000/api. (Reason: CORS header ‘Access-Control-Allow-Origin’ {reason}"  # noqa: RUF001  as printed
    )
    (tmp_path / "app.py").write_text(LISTED.replace('.example"]', '.example", "https://bar.example"]'))
    (tmp_path / "page.js").write_text(TWO_CALLS)
    begun = Diagnosis.begin(knowledge, text).without_optional_questions()
    diagnosis = replace(begun, may_probe=False).with_scan(scan_project(tmp_path))
    assert diagnosis.cause is not None
    assert diagnosis.cause.id == "origin-not-allowed"
    assert (diagnosis.changes.changes, diagnosis.changes.needs) == ((), "origin")


READS_COOKIES = """\
from flask import Flask, request

app = Flask(__name__)


@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, POST"
    return response


@app.route("/api", methods=["GET", "DELETE"])
def api():
    return [request.cookies.get("sid")]
"""
WITH_COOKIES = """\
const url = "http://localhost:5000/api";
export const all = () => fetch(url, {credentials: "include"});
export const clear = () => fetch(url, {method: "DELETE", credentials: "include"});
"""


@pytest.mark.parametrize(
    ("read", "added"),
    [
        pytest.param(
            "cookies", ['headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"'], id="cookies"
        ),
        pytest.param("args", ["fetch(url);", 'fetch(url, {method: "DELETE"});'], id="none-needed"),
    ],
)
def test_one_round_serves_both_calls(
    knowledge: Knowledge, tmp_path: Path, read: str, added: list[str]
) -> None:
    """Headers by hand get the method of the other call; what no call needs goes from both."""
    text = PASTE.replace(
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' "
        "when the request's credentials mode is 'include'.",
    )
    (tmp_path / "app.py").write_text(READS_COOKIES.replace("cookies", read))
    (tmp_path / "page.js").write_text(WITH_COOKIES)
    diagnosis = replace(Diagnosis.begin(knowledge, text), may_probe=False).with_scan(scan_project(tmp_path))
    assert diagnosis.open_request is None
    (change,) = diagnosis.changes.changes
    assert all(
        any(line[0] == "+" and line.endswith(each) for line in change.diff.splitlines()) for each in added
    )


def test_a_known_request_that_was_not_sent_is_not_asked_for_again(knowledge: Knowledge) -> None:
    """Everything of it is known: only the response to a method that writes is not seen."""
    diagnosis = probed(
        knowledge,
        echoing("true"),
        Fact("method", "POST", "answered"),
        Fact("request_headers", ("Content-Type: application/json",), "answered"),
        Fact("credentials", "include", "answered"),
    )
    assert isinstance(diagnosis.step, Stopped)
    assert diagnosis.step.stop.id == "passes-but-unsent"
    assert not any("Copy as" in each.text for each in diagnosis.step.stop.next)
