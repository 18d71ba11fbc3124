"""Findings: what the answers say, and what they do not say."""

from __future__ import annotations

import pytest

from cors_wizard.facts import DECLARED, Fact, FactValue, parse_value
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.probe.failures import SPEAKS_NO_TLS
from cors_wizard.probe.findings import Findings, findings
from cors_wizard.probe.plan import plan
from cors_wizard.probe.result import FailureKind, ProbeRequest, ProbeResult
from tests.probe.rounds import Server, answer, play
from tests.probe.serving import PAGE, facts_of

URL = "http://api.example/api"
GET: dict[str, FactValue] = {"method": "GET", "request_headers": ()}


def find(server: Server, agreed: frozenset[str] = frozenset(), /, **given: FactValue) -> Findings:
    """What the probes find about a server that is one function."""
    facts = facts_of(**{"url": URL, **given})
    return findings(facts, play(facts, server, agreed))


def values_of(found: Findings) -> dict[str, FactValue]:
    """The facts' values; each is one that its declaration allows."""
    for fact in found.facts:
        assert parse_value(DECLARED[fact.name], fact.value) == fact.value
        assert (fact.source, bool(fact.evidence)) == ("probed", True)
    return {fact.name: fact.value for fact in found.facts}


def always(response: Response) -> Server:
    """A server with one answer for everything."""
    return lambda request: response


def per_method(options: Response, others: Response) -> Server:
    """A server that answers OPTIONS in one way and the rest in another."""
    return lambda request: options if request.method == "OPTIONS" else others


ALLOWED = answer(Access_Control_Allow_Origin=PAGE)
PREFLIGHT_OK = answer(
    204,
    Access_Control_Allow_Origin=PAGE,
    Access_Control_Allow_Methods="PUT, DELETE",
    Access_Control_Allow_Headers="content-type, authorization",
)


@pytest.mark.parametrize(
    ("server", "policy"),
    [
        pytest.param(always(answer()), "none", id="no-header"),
        pytest.param(always(answer(Access_Control_Allow_Origin="*")), "wildcard", id="wildcard"),
        pytest.param(always(answer(Access_Control_Allow_Origin="https://x.example")), "fixed", id="fixed"),
        pytest.param(
            lambda r: answer(Access_Control_Allow_Origin=r.headers.get("Origin") or "*"),
            "any-echoed",
            id="echo",
        ),
        pytest.param(
            lambda r: ALLOWED if r.headers.get("Origin") == PAGE else answer(), "selected", id="allow-list"
        ),
        pytest.param(
            lambda r: (
                answer()
                if r.headers.get("Origin")
                else answer(Access_Control_Allow_Origin="https://x.example")
            ),
            "selected",
            id="allow-list-seen-without-origin-alone",
        ),
        pytest.param(
            lambda r: (
                answer(404, Access_Control_Allow_Origin=r.headers.get("Origin") or "*")
                if "no-such-path" in r.url
                else answer(500)
            ),
            "any-echoed",
            id="seen-on-errors-alone",
        ),
    ],
)
def test_origin_policy(server: Server, policy: str) -> None:
    """What the server does with the origin is told from a foreign one, `null` and none."""
    assert values_of(find(server, **GET))["origin_policy"] == policy


@pytest.mark.parametrize(
    ("server", "where"),
    [
        pytest.param(always(ALLOWED), "for-this-origin", id="this"),
        pytest.param(
            always(answer(Access_Control_Allow_Origin="https://x.example")),
            "for-another-origin",
            id="another",
        ),
        pytest.param(always(answer()), "nowhere", id="nowhere"),
        pytest.param(per_method(PREFLIGHT_OK, answer(500)), "on-another-response", id="preflight-alone"),
        pytest.param(
            lambda r: answer(500) if r.headers.get("Origin") else answer(Access_Control_Allow_Origin="*"),
            "on-another-response",
            id="without-origin-alone",
        ),
        pytest.param(per_method(answer(), ALLOWED), "on-another-response", id="request-alone"),
    ],
)
def test_cors_headers_seen(server: Server, where: str) -> None:
    """Headers that are there, but not where the browser looks, are told apart from none at all."""
    assert values_of(find(server, method="PUT", request_headers=()))["cors_headers_seen"] == where


@pytest.mark.parametrize(
    ("pasted", "status", "expected"),
    [
        pytest.param({"method": "GET"}, 200, 200, id="the-method-itself"),
        pytest.param({"method": "GET", "status": 500}, 200, 200, id="the-method-itself-is-newer"),
        pytest.param({"method": "POST", "status": 500}, 200, None, id="stand-in-does-not-overrule"),
        pytest.param({"status": 500}, 200, None, id="assumed-get-does-not-overrule"),
        pytest.param({"method": "POST"}, 405, None, id="stand-in-got-405"),
        pytest.param({}, 405, None, id="assumed-get-got-405"),
        pytest.param({"method": "GET"}, 405, 405, id="405-to-the-method-itself"),
        pytest.param({"method": "POST"}, 404, 404, id="stand-in-got-404"),
        pytest.param({"method": "GET", "credentials": "include"}, 401, None, id="401-without-cookies"),
        pytest.param({"method": "GET"}, 401, 401, id="401-to-a-page-without-login"),
    ],
)
def test_status_is_the_pages_own(pasted: dict[str, FactValue], status: int, expected: int | None) -> None:
    """What the server answers to the probe's difference from the page is not told as the page's status."""
    response = answer(status, Access_Control_Allow_Origin=PAGE)
    assert values_of(find(per_method(PREFLIGHT_OK, response), **pasted)).get("status") == expected


@pytest.mark.parametrize(
    ("pasted", "outcome"),
    [
        pytest.param({"status": 401}, "refused", id="the-same-status"),
        pytest.param({"status": 200}, "unsettled", id="another-status"),
        pytest.param({}, "unsettled", id="no-status"),
        pytest.param({"symptom": "preflight-missing-allow-origin"}, "readable", id="only-the-preflight"),
    ],
)
def test_a_response_without_login_says_what_the_page_met(pasted: dict[str, FactValue], outcome: str) -> None:
    """The status that the page got is what it met; any other is that of a response that nobody saw here."""
    known: dict[str, FactValue] = {
        "method": "GET",
        "engine": "chromium",
        "symptom": "missing-allow-origin",
        "credentials": "same-origin",
        "request_headers": ("Authorization",),
    }
    found = values_of(find(per_method(PREFLIGHT_OK, answer(401)), **{**known, **pasted}))
    assert found["probe_outcome"] == outcome


@pytest.mark.parametrize(
    ("method", "response", "expected"),
    [
        pytest.param("GET", answer(500, Access_Control_Allow_Origin=PAGE), "yes", id="with-headers"),
        pytest.param("GET", answer(500), None, id="without"),
        pytest.param("GET", ALLOWED, None, id="no-error"),
        pytest.param(
            "POST", answer(500, Access_Control_Allow_Origin=PAGE), None, id="another-method-was-sent"
        ),
    ],
)
def test_an_error_that_a_browser_passes_on(method: str, response: Response, expected: str | None) -> None:
    """No CORS setting hides it: what is left to fix is the error."""
    found = find(per_method(PREFLIGHT_OK, response), method=method, request_headers=())
    assert values_of(found).get("error_readable") == expected


@pytest.mark.parametrize("status", [400, 411, 415, 422])
def test_method_that_was_sent_without_its_body(status: int) -> None:
    """An agreed POST has no body, and the complaint about that is ours."""
    server = per_method(PREFLIGHT_OK, answer(status))
    values = values_of(
        find(server, frozenset({"POST"}), method="POST", request_headers=("Content-Type: application/json",))
    )
    assert "status" not in values
    assert values["probe_outcome"] == "unsettled"


def test_difference_is_no_excuse_where_no_response_has_the_header() -> None:
    """A 405 to the stand-in says nothing, but no CORS header anywhere says enough."""
    values = values_of(find(always(answer(405)), method="POST", request_headers=()))
    assert values["symptom"] == "missing-allow-origin"


@pytest.mark.parametrize(
    ("pasted", "symptom"),
    [
        pytest.param({}, "missing-allow-origin", id="nothing-pasted"),
        pytest.param({"symptom": "preflight-failed"}, "preflight-missing-allow-origin", id="more-exact"),
        pytest.param({"symptom": "mixed-content"}, None, id="no-server-sees-mixed-content"),
        pytest.param({"symptom": "server-log"}, None, id="traceback"),
    ],
)
def test_symptom(pasted: dict[str, FactValue], symptom: str | None) -> None:
    """The verdict names the symptom, except where the browser knows what no server can."""
    assert values_of(find(always(answer()), **pasted)).get("symptom") == symptom


@pytest.mark.parametrize(
    ("engine", "outcome"),
    [pytest.param("chromium", "unsettled", id="chromium"), pytest.param("firefox", "refused", id="firefox")],
)
def test_which_response_the_message_is_about(engine: str, outcome: str) -> None:
    """Chromium says that the preflight had passed; Firefox prints the same text for both responses."""
    server = per_method(answer(401), ALLOWED)
    found = values_of(find(server, engine=engine, symptom="missing-allow-origin"))
    assert found["probe_outcome"] == outcome


def test_the_method_that_stood_in_is_told() -> None:
    """A PUT that nobody agreed to was not sent, and the exchange does not pretend."""
    found = find(per_method(PREFLIGHT_OK, ALLOWED), origin=PAGE, method="PUT", request_headers=())
    assert found.exchange is not None
    assert (found.exchange.request.method, found.exchange.stand_in) == ("PUT", "GET")
    agreed = find(
        per_method(PREFLIGHT_OK, ALLOWED), frozenset({"PUT"}), origin=PAGE, method="PUT", request_headers=()
    )
    assert agreed.exchange is not None
    assert agreed.exchange.stand_in == ""


def test_unknown_origin_is_not_held_against_the_server() -> None:
    """Whether an allow-list has the page's origin cannot be told without it."""
    listed = values_of(
        find(lambda r: answer(Access_Control_Allow_Origin="https://x.example"), **GET, origin="")
    )
    assert "symptom" not in listed
    # Who isn't on the list gets no `Access-Control-Allow-Credentials` either.
    strangers = find(
        lambda r: answer(Access_Control_Allow_Origin="https://x.example"),
        **{**GET, "credentials": "include"},
        origin="",
    )
    assert "symptom" not in values_of(strangers)
    nothing = find(always(answer()), **GET, origin="")
    assert values_of(nothing)["symptom"] == "missing-allow-origin"
    assert nothing.assumed == ("origin",)


@pytest.mark.parametrize(
    ("server", "program", "proxy"),
    [
        pytest.param("Werkzeug/3.0.1 Python/3.12.2", "flask", None, id="werkzeug"),
        pytest.param("gunicorn", "flask", None, id="gunicorn"),
        pytest.param("waitress", "flask", None, id="waitress"),
        pytest.param("hypercorn-h11", "flask", None, id="hypercorn"),
        pytest.param("Apache/2.4.57 mod_wsgi/5.0 Python/3.11", "flask", None, id="mod-wsgi"),
        pytest.param("AirTunes/675.4.1", "airplay", None, id="airplay"),
        pytest.param("nginx/1.24.0 (Ubuntu)", "proxy", "nginx", id="nginx"),
        pytest.param("Apache/2.4.57", "proxy", "apache", id="apache"),
        pytest.param("Caddy", "proxy", "caddy", id="caddy"),
        pytest.param("cloudflare", "proxy", "cloud", id="cloudflare"),
        pytest.param("Microsoft-IIS/10.0", "proxy", "other", id="iis"),
        pytest.param("SimpleHTTP/0.6 Python/3.11.2", "other-program", None, id="simple-http"),
        pytest.param("uvicorn", "unknown", None, id="uvicorn"),
        pytest.param("granian", "unknown", None, id="granian"),
        pytest.param("daphne", "unknown", None, id="daphne"),
        pytest.param("Cheroot/10.0.1", "flask", None, id="cheroot"),
        pytest.param("WSGIServer/0.2 CPython/3.12.3", "flask", None, id="wsgiref"),
        pytest.param("orders-api", "unknown", None, id="a-name-of-its-own"),
        pytest.param("", "unknown", None, id="silent"),
        pytest.param("Werkzeug/" + "9" * 9000, "flask", None, id="huge"),
    ],
)
def test_who_answers(server: str, program: str, proxy: str | None) -> None:
    """The program is read from the Server header."""
    headers = Headers.of({"Server": server} if server else {})
    values = values_of(find(always(Response(200, headers)), **GET))
    assert (values["answered_by"], values.get("proxy")) == (program, proxy)


@pytest.mark.parametrize(
    ("pairs", "program", "proxy"),
    [
        pytest.param([("Server", "Caddy"), ("Server", "Werkzeug/3.0.1")], "proxy", "caddy", id="caddy"),
        pytest.param([("Server", "gunicorn"), ("Via", "1.1 Caddy")], "flask", "caddy", id="newer-caddy"),
        pytest.param([("Server", "gunicorn"), ("Via", "1.1 vegur")], "flask", "cloud", id="heroku"),
        pytest.param([("Server", "gunicorn"), ("Via", "1.1 squid")], "flask", None, id="somebody"),
    ],
)
def test_what_was_handed_on(pairs: list[tuple[str, str]], program: str, proxy: str | None) -> None:
    """A proxy that keeps Flask's name shows beside it."""
    values = values_of(find(always(Response(200, Headers.of(pairs))), **GET))
    assert (values["answered_by"], values.get("proxy")) == (program, proxy)


def test_proxy_shows_on_any_answer() -> None:
    """Apache leaves its name on its own answers alone."""
    found = find(
        lambda r: answer(Server="Apache/2.4.62" if r.method == "OPTIONS" else "Werkzeug/3.0.1"),
        url=URL,
        method="PUT",
        origin="https://x.example",
    )
    assert values_of(found)["proxy"] == "apache"


def test_express_tells_itself_elsewhere() -> None:
    """Express has no Server header."""
    found = find(always(answer(X_Powered_By="Express")), **GET)
    assert values_of(found)["answered_by"] == "other-program"


@pytest.mark.parametrize(
    ("server", "werkzeug", "python"),
    [
        pytest.param("Werkzeug/3.0.1 Python/3.12.2", "3.0.1", "3.12.2", id="today"),
        pytest.param("Werkzeug/0.16.1 Python/3.9.18+", "0.16.1", "3.9.18+", id="old"),
        pytest.param("gunicorn", None, None, id="no-versions"),
    ],
)
def test_versions(server: str, werkzeug: str | None, python: str | None) -> None:
    """Werkzeug's development server tells two versions."""
    values = values_of(find(always(answer(Server=server)), **GET))
    assert (values.get("werkzeug_version"), values.get("python_version")) == (werkzeug, python)


@pytest.mark.parametrize(
    ("failure", "reachable"),
    [
        pytest.param("refused", "refused", id="refused"),
        pytest.param("timed-out", "timed-out", id="timed-out"),
        pytest.param("name-not-resolved", "name-not-resolved", id="name"),
        pytest.param("tls-failed", "tls-failed", id="tls"),
        pytest.param("no-http", "no-http", id="no-http"),
        pytest.param("too-large", "no-http", id="too-large"),
        pytest.param("not-sent", None, id="not-sent"),
    ],
)
def test_failures(failure: FailureKind, reachable: str | None) -> None:
    """A server that gives no answer is a finding."""
    facts = facts_of(url=URL)
    found = findings(facts, [ProbeResult(request, None, failure, "So it was.") for request in plan(facts)])
    values = values_of(found)
    assert values.get("reachable") == reachable
    assert values["symptom"] == "network-failure"
    assert "answered_by" not in values
    assert found.verdict is not None
    assert [violation.symptom for violation in found.verdict.violations] == ["network-failure"]


@pytest.mark.parametrize(
    ("detail", "problem"),
    [
        pytest.param(
            f"No trusted TLS connection: {SPEAKS_NO_TLS}.", "no-tls-there", id="plain-http-on-that-port"
        ),
        pytest.param("No trusted TLS connection: self-signed certificate.", "certificate", id="certificate"),
    ],
)
def test_why_no_secure_connection_came_about(detail: str, problem: str) -> None:
    """A port without TLS is told from a certificate that nobody trusts."""
    facts = facts_of(url="https://api.example/x")
    found = findings(facts, [ProbeResult(request, None, "tls-failed", detail) for request in plan(facts)])
    assert values_of(found)["tls_problem"] == problem


def test_preflight_that_is_never_answered() -> None:
    """A server that hangs up on OPTIONS alone is refused at the preflight."""
    found = find(lambda r: None if r.method == "OPTIONS" else ALLOWED, method="PUT", request_headers=())
    assert found.verdict is not None
    assert [(v.symptom, v.stage) for v in found.verdict.violations] == [("network-failure", "preflight")]
    assert values_of(found)["reachable"] == "answered"


@pytest.mark.parametrize(
    ("credentials", "echoes", "warnings"),
    [
        pytest.param("true", "any", ("reflects-any-origin", "allows-null-origin"), id="any-with-credentials"),
        pytest.param("", "any", None, id="any-without-credentials"),
        pytest.param("", "null", ("allows-null-origin",), id="null"),
        pytest.param("true", "page", None, id="this-page-alone"),
    ],
)
def test_warnings(credentials: str, echoes: str, warnings: tuple[str, ...] | None) -> None:
    """What is unsafe is told although nothing fails."""

    def server(request: ProbeRequest) -> Response:
        origin = request.headers.get("Origin") or ""
        allowed = {"any": origin, "null": origin if origin in (PAGE, "null") else "", "page": PAGE}[echoes]
        headers = {
            "Access-Control-Allow-Origin": allowed,
            "Access-Control-Allow-Credentials": credentials,
            "Vary": "Origin",
        }
        return Response(200, Headers.of({name: value for name, value in headers.items() if value}))

    values = values_of(find(server, **GET))
    assert values["probe_outcome"] in ("readable", "unsettled")
    assert values.get("warnings") == warnings


def test_missing_vary_is_told_where_the_header_changes() -> None:
    """One fixed name needs no Vary; an echo does."""
    echo = find(lambda r: answer(Access_Control_Allow_Origin=r.headers.get("Origin") or "*"), **GET)
    assert values_of(echo)["warnings"] == ("vary-missing",)
    assert "warnings" not in values_of(find(always(ALLOWED), **GET))


def test_several_refused_parts_are_all_violations() -> None:
    """The verdict has every reason; the facts have the first."""
    preflight = answer(204, Access_Control_Allow_Origin=PAGE)
    found = find(per_method(preflight, ALLOWED), method="PUT", request_headers=("X-B", "X-A"))
    assert found.verdict is not None
    symptoms = [violation.symptom for violation in found.verdict.violations]
    assert symptoms == ["method-disallowed", "header-disallowed", "header-disallowed"]
    assert values_of(found)["refused_header"] == "x-b"
    assert values_of(found)["refused_method"] == "PUT"


def test_evidence_quotes_the_line_that_decides() -> None:
    """The user sees what was asked, what came back, and the header that counts."""
    found = find(always(answer(Access_Control_Allow_Origin="*")), **GET, credentials="include")
    evidence = next(fact.evidence for fact in found.facts if fact.name == "allow_origin")
    assert evidence == f"the request itself: GET {URL} got status 200, Access-Control-Allow-Origin: *"


def test_hostile_headers_stay_out_of_facts() -> None:
    """Escape sequences, endless values and secrets of a response reach neither facts nor evidence."""
    response = Response(
        302,
        Headers(
            (
                ("Access-Control-Allow-Origin", "\x1b[31m\x9b2J" + "x" * 90_000),
                ("Set-Cookie", "session=s3cret; Path=/; SameSite=Lax"),
                ("Location", "https://me:s3cret@x.example/?token=s3cret&next=1"),
                ("Server", "nginx\x1b]0;owned\x07"),
                *((f"X-{number}", "y") for number in range(500)),
            )
        ),
    )
    found = find(always(response), method="PUT", request_headers=())
    shown = "".join(f"{fact.value}{fact.evidence}" for fact in found.facts)
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "s3cret" not in shown
    assert max(len(fact.evidence) for fact in found.facts) < 2000
    assert len(values_of(found)["response_headers"].__str__()) < 20_000
    assert "Set-Cookie: session=***; Path=/; SameSite=Lax" in str(values_of(found)["response_headers"])


def test_nothing_was_probed() -> None:
    """Without results or without a URL there is nothing to say."""
    assert findings(facts_of(url=URL), ()) == Findings()
    request = plan(facts_of(url=URL))[0]
    assert findings(facts_of(url="nonsense"), [ProbeResult(request, answer())]) == Findings()


def test_only_a_side_probe_is_back_yet() -> None:
    """An early answer to another question is no verdict."""
    facts = facts_of(url=URL, **GET)
    side = next(request for request in plan(facts) if request.id == "options")
    found = findings(facts, [ProbeResult(side, ALLOWED)])
    assert values_of(found)["reachable"] == "answered"
    assert {"probe_outcome", "symptom"}.isdisjoint(values_of(found))


def test_same_facts_again() -> None:
    """Reading the findings of facts that already hold what was found gives the same."""
    server = per_method(answer(204), ALLOWED)
    facts = facts_of(url=URL)
    results = play(facts, server)
    first = findings(facts, results)
    assert findings(facts.also(first.facts), results) == first
    assert all(isinstance(fact, Fact) for fact in first.facts)


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_a_preflight_says_nothing_of_the_refused_response(engine: str) -> None:
    """The proxy answers OPTIONS itself; the POST, which nobody sent again, had two values."""
    star = answer(
        204,
        Access_Control_Allow_Origin="*",
        Access_Control_Allow_Headers="content-type",
    )
    told: dict[str, FactValue] = {"engine": engine, "symptom": "multiple-allow-origin", "method": "POST"}
    found = values_of(
        find(per_method(star, answer(405)), request_headers=("Content-Type: application/json",), **told)
    )
    assert "allow_origin" not in found
    assert "allow_origin_lines" not in found


@pytest.mark.parametrize(("values", "is_gone"), [(1, True), (2, False)])
def test_a_second_header_on_any_response_is_still_there(values: int, is_gone: bool) -> None:
    """The POST wasn't sent again; the response to the GET in its place has both headers, or one."""
    star = answer(204, Access_Control_Allow_Origin="*", Access_Control_Allow_Headers="content-type")
    doubled = Response(405, Headers.of([("Access-Control-Allow-Origin", PAGE)] * values))
    told: dict[str, FactValue] = {"engine": "chromium", "symptom": "multiple-allow-origin", "method": "POST"}
    found = find(per_method(star, doubled), request_headers=("Content-Type: application/json",), **told)
    assert ("complaint_now" in values_of(found)) == is_gone


@pytest.mark.parametrize(
    ("symptom", "sent"),
    [
        ("wildcard-origin-not-allowed", "*"),
        ("invalid-allow-credentials", PAGE),
        ("allow-origin-mismatch", "https://other.example"),
        ("allow-origin-mismatch", None),
    ],
)
def test_a_complaint_is_not_gone_from_a_response_that_is_excused(symptom: str, sent: str | None) -> None:
    """A POST without a preflight isn't sent; the 405 in its place has the same headers, or shows none."""
    headers = Headers.of([("Access-Control-Allow-Origin", sent)] if sent else [])
    told: dict[str, FactValue] = {"engine": "chromium", "symptom": symptom, "credentials": "include"}
    found = find(
        per_method(Response(200, headers), Response(405, headers)),
        method="POST",
        request_headers=("Content-Type: application/x-www-form-urlencoded",),
        **told,
    )
    assert "complaint_now" not in values_of(found)


def test_a_complaint_is_not_gone_from_a_response_that_was_not_seen() -> None:
    """The preflight passes; the 405 in place of the POST has no header: the page met another response."""
    star = answer(204, Access_Control_Allow_Origin="*", Access_Control_Allow_Headers="content-type")
    told: dict[str, FactValue] = {"engine": "chromium", "symptom": "allow-origin-mismatch", "method": "POST"}
    found = find(per_method(star, answer(405)), request_headers=("Content-Type: application/json",), **told)
    assert "complaint_now" not in values_of(found)


def test_a_page_that_the_code_may_list_is_seen_to_be_allowed() -> None:
    """The page itself and a stranger get nothing: what the listed page gets shows who is allowed."""
    listed = "https://shop.example"

    def serve(request: ProbeRequest) -> Response:
        return (
            answer(Access_Control_Allow_Origin=listed)
            if request.headers.get("Origin") == listed
            else answer()
        )

    seen = values_of(find(serve, **GET, possible_origins=("http://localhost:3000", listed)))
    assert seen["allowed_origins_seen"] == (listed,)
