"""What the pasted text alone makes the likeliest cause, with the shipped knowledge; nothing is probed."""

from __future__ import annotations

import pytest

from cors_wizard.decision_tree import Stopped
from tests.diagnosis.text_alone import begun

FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
    "http://localhost:5000/api/orders. (Reason: {0})."
)
CHROMIUM = "Access to fetch at '{0}' from origin '{1}' has been blocked by CORS policy: {2}"
MISSING = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
WILDCARD = (
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when "
    "the request's credentials mode is 'include'."
)
ROUTER = (
    'at=error code=H10 desc="App crashed" method=GET path="/v1/orders/8817" host=shop-4711.example.com '
    'request_id=7a fwd="203.0.113.9" dyno= connect= service= status=503 bytes= protocol=https'
)
PREFLIGHT = """Host: {0}
Origin: http://localhost:5173
Access-Control-Request-Method: PUT
Access-Control-Request-Headers: {1}
Accept: */*"""
SENT = (
    "DEBUG:flask_cors.core:Settings CORS headers: MultiDict([('Access-Control-Allow-Origin', "
    "'http://localhost:5173')])"
)


@pytest.mark.parametrize(
    ("text", "leading"),
    [
        pytest.param(
            FIREFOX.format("CORS request did not succeed") + " Status code: (null).",
            "server-unreachable",
            id="firefox-got-no-answer",
        ),
        pytest.param(FIREFOX.format("CORS request failed"), "server-unreachable", id="old-firefox-got-none"),
        pytest.param(
            CHROMIUM.format(
                "https://api.example.com/v1/orders",
                "https://shop.example.com",
                "Response to preflight request doesn't pass access control check: "
                "It does not have HTTP ok status.",
            ),
            "preflight-not-handled",
            id="preflight-refused-without-a-status",
        ),
        pytest.param(
            CHROMIUM.format("https://[app].example.com/v1/orders/[order_id]", "https://[page]", MISSING)
            + f"\n{ROUTER}",
            "proxy-error-response",
            id="masked-url-beside-the-router's-line",
        ),
        pytest.param(
            "[Error] Failed to load resource: the server responded with a status of 501 (Not Implemented) "
            "(orders, line 0)\n[Error] Request header field X-Tenant is not allowed by "
            "Access-Control-Allow-Headers.\n[Error] XMLHttpRequest cannot load http://localhost:5000/orders "
            "due to access control checks.",
            "preflight-not-handled",
            id="safari-reads-the-lists-of-a-failed-preflight",
        ),
        pytest.param(
            PREFLIGHT.format("localhost:5000", "x-tenant, Authorization"),
            "preflight-needs-auth",
            id="copied-preflight-that-announces-a-login",
        ),
        pytest.param(
            PREFLIGHT.format("0.0.0.0:5000", "authorization"),
            "preflight-needs-auth",
            id="the-address-of-a-preflight-was-good-enough-to-send-it",
        ),
        pytest.param(
            CHROMIUM.format("http://localhost:5000/api/orders", "http://localhost:5173", MISSING)
            + f"\n{SENT}",
            "proxy-strips-headers",
            id="flask-cors-answered-and-the-browser-saw-nothing",
        ),
        pytest.param(
            CHROMIUM.format("http://shop.example.com/", "http://shop.example.com", WILDCARD)
            + "\nPOST http://shop.example.com/ 404 (NOT FOUND)",
            "wildcard-with-credentials",
            id="an-objection-is-never-about-the-page's-own-address",
        ),
    ],
)
def test_the_likeliest_cause(text: str, leading: str) -> None:
    """A user without a running server learns first what the text makes likeliest."""
    assert begun().with_text(text).candidates[0].cause.id == leading


def test_that_headers_were_sent_concludes_nothing() -> None:
    """flask-cors logged them: what the browser misses, only its own console says."""
    told = begun().with_text(
        f'127.0.0.1 - - [03/Nov/2026 09:41:07] "OPTIONS /api/orders HTTP/1.1" 200 -\n{SENT}'
    )
    assert (told.cause, told.status) == (None, "unrecognised")
    assert "cors-not-initialized" not in [each.cause.id for each in told.candidates]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        pytest.param(
            "HTTP/1.1 200 OK\nServer: Werkzeug/3.1.3 Python/3.12.4\nAccess-Control-Allow-Origin: *\n"
            "Access-Control-Allow-Methods: GET, PUT",
            "header-not-allowed",
            id="response-headers-alone",
        ),
        pytest.param(
            "Failed to get the response, please try again.", "server-unreachable", id="words-of-an-app"
        ),
        pytest.param(
            '{"title": "Method Not Allowed", "status": 405}', "preflight-not-handled", id="bare-405"
        ),
        pytest.param(
            FIREFOX.format("CORS request did not succeed") + " Status code: (null).",
            "insecure-context",
            id="firefox-says-the-same-of-certificates",
        ),
        pytest.param(
            PREFLIGHT.format("localhost:5000", "x-tenant"), "header-not-allowed", id="copied-preflight"
        ),
    ],
)
def test_a_cause_that_stays_possible(text: str, cause: str) -> None:
    """What the text does not rule out is still named."""
    assert cause in {each.cause.id for each in begun().with_text(text).candidates}


def test_a_good_answer_in_a_log_concludes_nothing() -> None:
    """A 200 in the server's log neither shows nor rules out that a browser refused the answer."""
    told = begun().with_text('127.0.0.1 - - [03/Nov/2026 09:41:07] "GET /api/orders HTTP/1.1" 200 -')
    assert isinstance(told.step, Stopped)
    assert told.step.stop.id == "logged-well"


def test_a_url_alone_makes_nothing_likely() -> None:
    """Without a word of what went wrong there is nothing to rank."""
    assert begun().with_text("http://localhost:5000/api/orders").candidates == ()


def test_two_refusals_of_one_request_are_both_told() -> None:
    """The second line shows what comes next once the first is fixed; an echo of a failure shows nothing."""
    field = (
        "Request header field x-tenant is not allowed by Access-Control-Allow-Headers in preflight response."
    )
    lines = [
        CHROMIUM.format("http://localhost:5000/x", "http://localhost:3000", each)
        for each in (WILDCARD, field)
    ]
    found = begun().with_text("\n".join(lines))
    assert found.cause is not None
    assert (found.cause.id, [each.id for each in found.also]) == (
        "wildcard-with-credentials",
        ["header-not-allowed"],
    )
    echoed = begun().with_text(
        FIREFOX.format("CORS preflight response did not succeed")
        + " Status code: 404.\n"
        + FIREFOX.format("CORS request did not succeed")
        + " Status code: (null)."
    )
    assert echoed.also == ()


@pytest.mark.parametrize(
    "complaint", ["Uncaught (in promise) TypeError: Failed to fetch", "it just says Network Error"]
)
def test_code_beside_a_failure_without_a_reason_decides(complaint: str) -> None:
    """A template's hole isn't the address that is sent, and the code can't work with the call."""
    hook = (
        "@app.after_request\ndef after(r):\n    r.headers['Access-Control-Allow-Origin'] = '*'\n"
        "    return r\n\n"
        "fetch(`${API}/me`, {credentials: 'include'})\n"
    )
    found = begun().with_text(hook + complaint)
    assert found.facts.get("url") is None
    assert found.cause is not None
    assert found.cause.id == "wildcard-with-credentials"


@pytest.mark.parametrize(
    "origin", ["capacitor://localhost", "chrome-extension://kdfieneakcjfaiglcfcgkidlkmlijjnh"]
)
def test_an_apps_origin_is_allowed_by_name(origin: str) -> None:
    """Its browser sends it so, whatever the URL standard calls it."""
    code = 'CORS(app, origins=["http://localhost:8100"])\n\n'
    found = begun().with_text(code + CHROMIUM.format("https://api.shop.example/sync", origin, MISSING))
    assert found.cause
    assert found.cause.id == "origin-not-allowed"
    assert found.fix
    assert any(origin in step.code.text for step in found.fix.steps if step.code)


def test_a_containers_name_means_nothing_to_a_browser() -> None:
    """Wherever the server listens, the page's address is at fault."""
    found = begun().with_text("GET http://backend:5000/api/posts net::ERR_NAME_NOT_RESOLVED")
    assert found.cause
    assert found.cause.id == "wrong-base-url"
    other = begun().with_text("GET http://backend.shop.example:5000/api/posts net::ERR_NAME_NOT_RESOLVED")
    assert other.cause
    assert other.cause.id == "server-unreachable"
