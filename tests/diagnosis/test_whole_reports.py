"""Reports with several things in them at once: two logs, a test's output, the prose of any language."""

# ruff: noqa: E501, RUF001  what people paste has long lines and signs of its own

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.report.as_json import result_line

NOT_FROM_THERE = (
    "Unsafe attempt to load URL https://c.example/icons.svg#trash from frame with URL https://a.example/bills. "
    "Domains, protocols and ports must match."
)
OBJECT = '{{"status":{0},"statusText":"","url":"http://localhost:5000/bills","ok":false}}'
NO_METHOD = "The request's Access-Control-Request-Method header does not match allowed methods. CORS headers will not be applied."
LOCALLY = '127.0.0.1 - - [10/Oct/2024 10:00:01] "{0} /api/bills HTTP/1.1" {1} -\n'
ON_THE_SERVER = (
    '10.2.0.5 - - [10/Oct/2024:10:04:11 +0000] "{0} /api/bills HTTP/1.1" {1} 0 "https://a.example/" "-"\n'
)
WORKS = LOCALLY.format("OPTIONS", 200) + LOCALLY.format("PUT", 200)
UVICORN = 'INFO:     127.0.0.1:52032 - "OPTIONS /items HTTP/1.1" 400 Bad Request\n'
TEST = "tests/test_cors.py:6:\n{0}E       KeyError: 'Access-Control-Allow-Origin'\n"
PRIVATE = (
    "GET https://palm-5000.app.github.dev/api/ping 401 (Unauthorized)\n"
    "Access to fetch at 'https://palm-5000.app.github.dev/api/ping' from origin "
    "'https://palm-5173.app.github.dev' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' "
    "header is present on the requested resource."
)
SIGN_IN = (
    "Access to fetch at 'https://{0}/authorize?redirect_uri=https%3A%2F%2Fbills.azurewebsites.net%2F.auth"
    "%2Flogin%2Faad%2Fcallback' (redirected from 'https://bills.azurewebsites.net/api') from origin "
    "'https://a.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present "
    "on the requested resource."
)
MISSING = (
    "Access to fetch at '{0}' from origin 'https://a.example' has been blocked by CORS policy: No "
    "'Access-Control-Allow-Origin' header is present on the requested resource."
)
WILDCARD = (
    "Access to XMLHttpRequest at '{0}' from origin 'http://localhost:3000' has been blocked by CORS policy: The value "
    "of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's "
    "credentials mode is 'include'."
)
UNITTEST = "AssertionError: 'Access-Control-Allow-Origin' not found in Headers([('Content-Type', 'application/json')])"
HTML = "SyntaxError: Unexpected token '<', \"<!doctype \"... is not valid JSON\nGET http://localhost:{0}/api 200 (OK)"
NO_START = (
    'Traceback (most recent call last):\n  File "/srv/app.py", line 12, in <module>\n    connect()\n'
    "RuntimeError: no database\nGET http://localhost:5000/api net::ERR_CONNECTION_REFUSED"
)
TIMED_OUT = (
    "Access to XMLHttpRequest at 'https://b.example/socket.io/?EIO=4&transport=polling' from origin "
    "'https://a.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present "
    "on the requested resource.\n[2026-06-26 22:24:54 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:39)"
)


@cache
def begun() -> Diagnosis:
    """A diagnosis that has only text to go by."""
    return Diagnosis.begin(load_knowledge()).without_probing().without_scanning().without_optional_questions()


def told(text: str) -> dict[str, Any]:
    """The result line of a text."""
    return result_line(begun().with_text(text))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        pytest.param(WORKS + ON_THE_SERVER.format("OPTIONS", 404), "route-not-found", id="two-logs-404"),
        pytest.param(
            WORKS + ON_THE_SERVER.format("OPTIONS", 405), "preflight-not-handled", id="two-logs-405"
        ),
        pytest.param(
            WORKS + ON_THE_SERVER.format("OPTIONS", 200) + ON_THE_SERVER.format("PUT", 500),
            "server-error",
            id="two-logs-500",
        ),
        pytest.param(
            LOCALLY.format("GET", 200) + LOCALLY.format("OPTIONS", 404),
            "preflight-not-handled",
            id="a-route-that-is-there",
        ),
        pytest.param(
            LOCALLY.format("GET", 200).replace("bills", "session") + LOCALLY.format("GET", 500),
            "server-error",
            id="what-failed-before-what-passed",
        ),
        pytest.param(
            LOCALLY.format("GET", 200).replace("bills", "me")
            + LOCALLY.format("OPTIONS", 200)
            + LOCALLY.format("POST", 500)
            + LOCALLY.format("GET", 304).replace("bills", "me"),
            "server-error",
            id="failed-after-its-preflight",
        ),
        pytest.param(
            LOCALLY.format("POST", 302) + LOCALLY.format("GET", 200).replace("bills", "home"),
            None,
            id="form-leads-on",
        ),
        pytest.param(NOT_FROM_THERE, "frame-or-csp", id="part-of-an-svg"),
        pytest.param(
            f"{NOT_FROM_THERE}\n\n{SIGN_IN.format('login.windows.net')}",
            "platform-layer",
            id="reason-before-svg",
        ),
        pytest.param(OBJECT.format(422), "not-cors", id="object-with-a-status"),
        pytest.param(
            'const { onRequest } = require("firebase-functions/v2/https");\n'
            + MISSING.format("https://b.example/hello"),
            "other-framework",
            id="firebases-functions",
        ),
        pytest.param(UVICORN, "other-framework", id="uvicorn"),
        pytest.param(
            f"flask behind WsgiToAsgi:\n{UVICORN}", "preflight-not-handled", id="uvicorn-with-flask"
        ),
        pytest.param(TEST.format(""), "not-a-browser-test", id="test-without-origin"),
        pytest.param(PRIVATE, "platform-layer", id="private-port"),
        pytest.param(UNITTEST, "not-a-browser-test", id="unittest-without-origin"),
        pytest.param(
            '10.42.15.0 - - [10/Oct/2024:10:04:11 +0000] "POST /report HTTP/1.1" 200 91 "-" "-"\n'
            f"{MISSING.format('https://b.example/report')}\nPOST https://b.example/report net::ERR_FAILED 502",
            "proxy-error-response",
            id="the-browsers-status-before-the-apps",
        ),
        pytest.param(
            WILDCARD.format("http://localhost:5000/socket.io/?EIO=4&transport=polling"),
            "socketio-origins",
            id="wildcard-of-socketio",
        ),
        pytest.param(WILDCARD.format("http://localhost:5000/me"), "wildcard-with-credentials", id="wildcard"),
        pytest.param(
            "Our Cloud Run service has 'Require authentication' on, and the browser says CORS.\n"
            "Access to fetch at 'https://a1x.run.app/run' from origin 'https://f1x.run.app' has been blocked by CORS "
            "policy: Response to preflight request doesn't pass access control check: It does not have HTTP ok status.",
            "platform-layer",
            id="a-platforms-login-beside-the-browsers-line",
        ),
        pytest.param(SIGN_IN.format("login.windows.net"), "platform-layer", id="azures-sign-in"),
        pytest.param(
            SIGN_IN.format("login.example").replace(".auth", "auth"), "redirected-elsewhere", id="sign-in"
        ),
        pytest.param(HTML.format(5173), "wrong-base-url", id="html-of-vite"),
        pytest.param(HTML.format(5000), "not-cors", id="html-of-flask"),
        pytest.param(NO_START, "server-unreachable", id="raised-before-it-listened"),
        pytest.param(TIMED_OUT, "proxy-error-response", id="killed-worker"),
        pytest.param(
            "HTTP/1.1 403 Forbidden\nContent-Length: 0\nServer: AirTunes/665.13.1\n\nThe browser says blocked by "
            "CORS policy.",
            "port-taken",
            id="airplay-without-url",
        ),
        pytest.param(
            "后台使用的django搭建。Failed to load http://a.example/info: Response to preflight request doesn't pass "
            "access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource. "
            "Origin 'http://localhost:9528' is therefore not allowed access.",
            "other-framework",
            id="between-chinese-letters",
        ),
    ],
)
def test_what_decides_is_found_among_the_rest(text: str, cause: str | None) -> None:
    assert told(text)["cause"] == cause


@pytest.mark.parametrize(
    ("text", "never"),
    [
        pytest.param(
            "Headers for GET /:\nContent-Length: 12\nAccess-Control-Allow-Origin: *\n\nHeaders for OPTIONS /:\n"
            "Allow: GET, OPTIONS\nAccess-Control-Allow-Origin: *\n",
            "duplicate-header",
            id="headers-of-two-responses",
        ),
        pytest.param(
            "from flask.ext.cors import CORS\n\nHTTP/1.0 200 OK\nContent-Length: 0\n"
            "Server: Werkzeug/0.11.2 Python/2.7.10\n",
            "wrong-import",
            id="an-import-that-worked",
        ),
        pytest.param(
            "api = Blueprint('api', __name__)\nCORS(api, supports_credentials=True)\n\nThe error responses are "
            "missing the `Access-Control-Allow-Credentials` header on 400.",
            "credentials-not-allowed",
            id="credentials-that-the-code-allows",
        ),
        pytest.param(
            "クロスオリジン要求をブロックしました: 同一生成元ポリシーにより、http://localhost:5000/api/items/4 にあるリモート"
            "リソースの読み込みは拒否されます (理由: ヘッダー 'Access-Control-Allow-Methods' にメソッドが見つからない)。",
            "cors-not-initialized",
            id="another-header-than-the-near-message",
        ),
        pytest.param(
            TEST.format('headers={"Origin": "http://a.example"}\n'), "not-a-browser-test", id="origin-sent"
        ),
    ],
)
def test_what_the_report_refutes_is_not_concluded(text: str, never: str) -> None:
    found = told(text)

    assert found["cause"] != never
    assert never not in [each["cause"] for each in found["candidates"][:1]]


@pytest.mark.parametrize(
    ("text", "url", "origin"),
    [
        (
            "http://localhost:5000/api/rooms\nhttp://localhost:4200",
            "http://localhost:5000/api/rooms",
            "http://localhost:4200",
        ),
        (
            "Mon front est sur « https://a.example » et il appelle l'API à l'adresse «http://b.example/agenda».",
            "http://b.example/agenda",
            "https://a.example",
        ),
        (
            "前端页面是http://localhost:8080，后端接口http://localhost:5000/api/user。",
            "http://localhost:5000/api/user",
            "http://localhost:8080",
        ),
        (
            "Mi página está en http://localhost:4200 y llama a http://localhost:5000/api/x.",
            "http://localhost:5000/api/x",
            "http://localhost:4200",
        ),
        (
            "Meine Seite läuft auf http://localhost:8081 und ruft http://localhost:5000/a auf.",
            "http://localhost:5000/a",
            "http://localhost:8081",
        ),
    ],
)
def test_addresses_are_read_from_prose_of_other_languages(text: str, url: str, origin: str) -> None:
    facts = told(text)["facts"]

    assert (facts["url"]["value"], facts["origin"]["value"]) == (url, origin)


def test_flask_isnt_where_the_pages_dev_server_is() -> None:
    steps = told(HTML.format(5173))["fix"]["steps"]
    codes = "\n".join(each["code"]["text"] for each in steps if each.get("code"))

    assert "http://127.0.0.1:5000" in codes
    assert "5173" not in codes


@pytest.mark.parametrize(
    ("text", "node"),
    [
        (
            LOCALLY.format("GET", 400).replace("/api/bills", "/socket.io/?EIO=4&transport=polling&t=a"),
            "rejected-by-socket",
        ),
        (
            "GET http://localhost:5000/socket.io/?EIO=4&transport=polling&t=a 400 (BAD REQUEST)",
            "rejected-by-socket",
        ),
        (OBJECT.format(0), "failure-detail"),
        ("XMLHttpRequest {readyState: 4, responseURL: '', status: 0, statusText: ''}", "address"),
        ("Error: Request failed with status code 0", "address"),
    ],
)
def test_what_several_things_explain_is_asked(text: str, node: str) -> None:
    assert told(text)["question"]["node"] == node


def test_with_an_origin_the_refused_method_is_a_browsers() -> None:
    text = f"DEBUG:flask_cors.core:CORS request received with 'Origin' https://a.example\nINFO:flask_cors.core:{NO_METHOD}"

    alone, with_origin = told(f"INFO:flask_cors.core:{NO_METHOD}"), told(text)

    assert (alone["cause"], alone["certainty"]) == ("method-not-allowed", "guess")
    assert (with_origin["cause"], with_origin["certainty"]) == ("method-not-allowed", "likely")


@pytest.mark.parametrize(
    ("fields", "methods"),
    [
        ("config.method: delete, config.url: http://localhost:5000/bills/4\n", '["GET", "DELETE"]'),
        ('[{"config":{"method":"put","url":"http://localhost:5000/bills/4"}}]\n', '["GET", "PUT"]'),
        ("allow: GET, HEAD, OPTIONS\n", '["YOUR-METHOD"]'),
    ],
)
def test_the_fix_names_the_refused_method_or_none(fields: str, methods: str) -> None:
    steps = told(f"AxiosError: Request failed with status code 405\n{fields}")["fix"]["steps"]

    assert f"methods={methods}" in "\n".join(each["code"]["text"] for each in steps if each.get("code"))


def test_what_is_only_said_proves_nothing() -> None:
    text = (
        "I changed the origins in app.py, gunicorn was not restarted.\n\n"
        "$ curl -sI -H 'Origin: http://localhost:5173' http://localhost:5000/api\n"
        "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: http://localhost:3000\n"
    )
    line = told(text)

    assert (line["cause"], line["certainty"]) == ("server-not-restarted", "likely")
