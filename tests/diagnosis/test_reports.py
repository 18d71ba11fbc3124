"""What people write into a bug report: prose, code, logs and headers at once, and what follows from it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.report.as_json import result_line

MISSING = (
    "Access to fetch at '{0}' from origin 'http://localhost:3000' has been blocked by CORS policy: No "
    "'Access-Control-Allow-Origin' header is present on the requested resource."
)
PREFLIGHT_BLOCK = """
The preflight gets this:

HTTP/1.1 200 OK
server: gunicorn
vary: Origin
access-control-allow-methods: GET, POST, PUT
access-control-max-age: 600
access-control-allow-origin: http://localhost:3000
access-control-allow-headers: authorization
content-length: 0
"""
UNREACHED = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
    "http://127.0.0.1/v1/seats. (Reason: CORS request did not succeed). Status code: (null)."
)
APP = """
from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
"""


@cache
def begun() -> Diagnosis:
    """A diagnosis that has only text to go by."""
    return Diagnosis.begin(load_knowledge()).without_probing().without_scanning().without_optional_questions()


def told(text: str) -> dict[str, Any]:
    """The result line of a text."""
    return result_line(begun().with_text(text))


CONCLUDES = [
    (
        "CORS(app, support_credentials=True), but the Access-Control-Allow-Credentials header is never set.",
        "credentials-not-allowed",
    ),
    (
        "The OPTIONS call returns a 500 from CloudFront, and I don't even see the request in Flask's log.",
        "proxy-error-response",
    ),
    ("Login works, and right after it current_user is an AnonymousUserMixin.", "cookie-not-sent"),
    ("current_user.is_authenticated is always False in the browser, and True in Postman.", "cookie-not-sent"),
    ("is_authenticated returns false from React, but works fine in Insomnia", "cookie-not-sent"),
    (
        "The server says unauthorized because of the empty OPTION request before the POST.",
        "preflight-needs-auth",
    ),
    ("The OPTIONS request goes to a route that does not exist and gets a 404", "route-not-found"),
    (
        f"{MISSING.format('https://ab12.ngrok.io/seats')}\nCORS(app) is set, and nothing in Flask's log.",
        "platform-layer",
    ),
    ("My React page gets a CORS error. Envoy answers with 503.", "proxy-error-response"),
    ("In Chrome I see a CORS error. The second line is a 504 error.", "proxy-error-response"),
    ("nginx in front of Flask: the same domain is added twice", "duplicate-header"),
    ("Small pictures upload fine, large ones (above 1 MB) fail with a CORS error", "proxy-error-response"),
    (
        f"{MISSING.format('https://api.shop.example/a')}\n"
        "It only happens if the view raises an exception. Then I get a CORS error instead of the real one.",
        "server-error",
    ),
    (
        "Our API returns 401 for old tokens, but the page gets a CORS error instead. "
        "Every view has @cross_origin().",
        "decorator-misses-errors",
    ),
    (
        "The OPTIONS request reaches Flask. The response has the CORS headers, but still with status 404.",
        "route-not-found",
    ),
    (
        "In the end it was AirPlay that was listening on 5000 (https://forums.example/t/7). "
        "I disabled AirPlay and the page works.",
        "port-taken",
    ),
    (
        "Locally the Swagger docs work, with nginx in front they fail: "
        '"Can\'t read from server. It may not have the appropriate access-control-origin settings."',
        "behind-proxy-unaware",
    ),
    (
        "I open index.html by double click and it fails: No 'Access-Control-Allow-Origin' header is present "
        "on the requested resource. Origin 'null' is therefore not allowed access.",
        "bad-request-url",
    ),
    (
        f"Small files work (10 MB), big files fail.\n{MISSING.format('https://api.shop.example/up')}",
        "proxy-error-response",
    ),
    (
        '127.0.0.1 - - [27/Nov/2026 17:03:03] "OPTIONS /seats HTTP/1.1" 200 -\n'
        "PUT and DELETE are refused by Flask (405 - METHOD NOT ALLOWED).",
        "route-method-missing",
    ),
    (
        "Mixed Content: The page at 'https://shop.example/chat' was loaded over HTTPS, but requested an "
        "insecure "
        "XMLHttpRequest endpoint 'http://shop.example/socket.io/?EIO=4&transport=polling'. "
        "This request has been "
        "blocked; the content must be served over HTTPS.",
        "insecure-context",
    ),
    (
        f'{APP}CORS(app, origins=["*.shop.example", "http://localhost:3000"])\n\n'
        "[2026-11-29 17:01:54,271] ERROR in app: Exception on /v1/seats [POST]\n"
        "Traceback (most recent call last):\n"
        '  File "/venv/flask/app.py", line 1982, in wsgi_app\n    response = self.full_dispatch_request()',
        "origin-not-allowed",
    ),
    (f"{MISSING.format('http://localhost:8000/a')}\nMy backend is FastAPI with uvicorn.", "other-framework"),
    ("Preflight returns 400, CORS error. Spring Boot backend, Angular page.", "other-framework"),
    (
        "preflight is 200, then\nPOST http://localhost:5000/graphql 400 (BAD REQUEST)\n"
        'and the response tab shows {"errors":[{"message":"Must provide query string."}]}',
        "not-cors",
    ),
]


@pytest.mark.parametrize(("text", "cause"), CONCLUDES)
def test_a_report_is_concluded(text: str, cause: str) -> None:
    found = told(text)

    assert found["cause"] == cause
    assert found["certainty"] == "likely"


LEFT_OPEN = [
    pytest.param(
        "I already disabled AirPlay, and port 5000 still gives my page a CORS error.",
        "port-taken",
        id="airplay-is-off",
    ),
    pytest.param(
        "In Swagger it works. Only my React page behind nginx fails with a CORS error.",
        "behind-proxy-unaware",
        id="swagger-works",
    ),
    pytest.param(
        "The page gets a CORS error. Sometimes it says 404 error. I added the cross_origin decorator.",
        "decorator-misses-errors",
        id="decorator-and-a-status",
    ),
    pytest.param(
        MISSING.format("https://api.shop.example/a") + " Swagger's editor fails too; nginx is in front.",
        "behind-proxy-unaware",
        id="swagger-elsewhere",
    ),
    pytest.param("I get a CORS error instead of a 404", "server-error", id="one-error-for-another"),
    pytest.param(
        "It works in Postman. CORS (cross origin resources sharing) fails with a CORS error in my page.",
        "resource-pattern-mismatch",
        id="the-name-of-cors",
    ),
    pytest.param(
        "One blueprint works, the other one always fails with CORS.\n"
        f'```{APP}CORS(app, resources={{r"*": {{"origins": "*"}}}})\n```',
        "blueprint-not-covered",
        id="the-app's-setup-covers-blueprints",
    ),
    pytest.param(
        "The API works locally with CORS, after the deploy it fails. "
        "I enabled CORS on all the resources in API Gateway.",
        "resource-pattern-mismatch",
        id="resources-of-a-gateway",
    ),
    pytest.param(
        MISSING.format("https://api.shop.example/a") + PREFLIGHT_BLOCK, "not-cors", id="preflight-block"
    ),
    pytest.param(
        MISSING.format("https://<host>.ngrok.io/a") + PREFLIGHT_BLOCK, "not-cors", id="its-placeholder"
    ),
    pytest.param(
        f'{APP}CORS(app, expose_headers=["X-Seats"])\n'
        "In the network tab I see the header but response.headers is undefined in Angular",
        "expose-headers",
        id="header-exposed",
    ),
]


@pytest.mark.parametrize(("text", "cause"), LEFT_OPEN)
def test_what_the_report_itself_refutes_is_no_cause(text: str, cause: str) -> None:
    found = told(text)

    assert found["cause"] is None
    assert found["candidates"][0]["cause"] != cause


def test_a_preflight_that_allows_the_page_refutes_its_list_of_origins() -> None:
    found = told(MISSING.format("https://api.shop.example/a") + PREFLIGHT_BLOCK)

    assert "origin-not-allowed" not in [each["cause"] for each in found["candidates"]]
    assert found["facts"]["preflight_status"]["value"] == 200


def test_a_word_of_the_sentence_is_no_method() -> None:
    found = told(
        "You get `method not allowed` errors, since the response does not give "
        "Access-Control-Allow-Methods by default."
    )

    assert "refused_method" not in found["facts"]


def test_where_no_response_came_a_tab_shows_why() -> None:
    found = told(UNREACHED)

    assert found["candidates"][0]["cause"] == "server-unreachable"
    assert found["question"]["node"] == "opened-in-tab"


@pytest.mark.parametrize(
    "text",
    [
        "My Cloud Run service has the IAM authentication on, and the browser says CORS",
        "With Cloud IAM required on Cloud Run I get a CORS error. Require authentication is on.",
    ],
)
def test_a_platform_with_a_login_of_its_own_leads(text: str) -> None:
    assert told(text)["candidates"][0]["cause"] == "platform-layer"


def test_headers_of_a_request_that_was_not_copied_stay_unknown() -> None:
    """And what leads to a block says whose response it is; IIS names ASP.NET in front of Flask, too."""
    found = told(
        "Access to fetch at 'https://a.example/api/units/5' from origin 'https://b.example' has been blocked "
        "by CORS policy: Response to preflight request doesn't pass access control check: It does not have "
        "HTTP ok status.\n\nresponse of OPTIONS:\nHTTP/1.1 405 Method Not Allowed\nAllow: GET, HEAD\n"
        "Server: Microsoft-IIS/10.0\nX-Powered-By: ASP.NET\n"
    )

    assert found["cause"] == "preflight-not-handled"
    assert found["facts"]["preflight_status"]["value"] == 405
    assert found["request"]["headers"]["source"] == "assumed"
