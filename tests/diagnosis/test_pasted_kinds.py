"""What people have in their clipboard beside a console's line, and what may be concluded from it alone."""

# ruff: noqa: RUF001  the quotes and letters of other languages are the point

from __future__ import annotations

from typing import Any

import pytest

from cors_wizard.report.as_json import result_line
from tests.diagnosis.text_alone import begun

UWSGI = "[pid: 12|app: 0|req: 1/9] 10.7.0.4 () {50 vars in 990 bytes} [Mon Nov 2 08:00:00 2026] "
NGINX_PAGE = "<hr><center>nginx/1.25.4</center></body></html>"


def told(text: str) -> dict[str, Any]:
    """The result line of a text."""
    return result_line(begun().with_text(text))


CONCLUDES = [
    pytest.param(
        f"{UWSGI}OPTIONS /v1/seats => generated 178 bytes in 1 msecs (HTTP/1.1 405) 3 headers in 117 bytes",
        "preflight-not-handled",
        {"preflight_status": 405},
        id="uwsgi-preflight",
    ),
    pytest.param(
        f"{UWSGI}POST /v1/seats => generated 0 bytes in 9 msecs (HTTP/1.1 500) 2 headers in 80 bytes",
        "server-error",
        {"status": 500, "method": "POST"},
        id="uwsgi-request",
    ),
    pytest.param(
        "[2026-11-18 21:00:44 +0000] [50] [INFO] 10.1.0.1:50122 OPTIONS /v1/seats 2 401 12 1840",
        "preflight-needs-auth",
        {"preflight_status": 401},
        id="hypercorn-preflight",
    ),
    pytest.param(
        "app[web.1]: INFO audit 10.3.0.17 OPTIONS /v1/seats 403",
        "preflight-needs-auth",
        {"preflight_status": 403},
        id="an-app's-own-log",
    ),
    pytest.param(
        'heroku[router]: at=info method=OPTIONS path="/v1/seats" host=seats.herokuapp.com request_id=1 '
        'fwd="203.0.113.9" dyno=web.1 connect=0ms service=3ms status=405 bytes=234 protocol=https',
        "preflight-not-handled",
        {"preflight_status": 405},
        id="heroku",
    ),
    pytest.param(
        '{"httpRequest":{"requestMethod":"OPTIONS","requestUrl":"https://seats-ab12.a.run.app/v1/seats",'
        '"responseSize":"312","status":403},"textPayload":"The request was not authenticated. Either allow '
        'unauthenticated invocations or set the proper Authorization header."}',
        "platform-layer",
        {"hosting": "google"},
        id="cloud-run",
    ),
    pytest.param(
        '2026/11/04 08:13:55 [error] 31#31: *77 limiting requests, excess: 9.100 by zone "seats", client: '
        '95.90.1.8, server: api.seats.example, request: "PUT /v1/seats HTTP/2.0", host: "api.seats.example"',
        "proxy-error-response",
        {"method": "PUT", "proxy": "nginx"},
        id="nginx-limit",
    ),
    pytest.param(
        "OSError: [WinError 10048] Only one usage of each socket address is normally permitted",
        "port-taken",
        {},
        id="windows-port",
    ),
    pytest.param(
        "ControlCe 540 ana   9u  IPv4 0xd1 0t0  TCP *:commplex-main (LISTEN)", "port-taken", {}, id="lsof"
    ),
    pytest.param(
        "AttributeError: 'CORS' object has no attribute 'register_blueprint'",
        "cors-not-initialized",
        {},
        id="app-replaced",
    ),
    pytest.param(
        "AttributeError: 'Blueprint' object has no attribute 'config'",
        "incompatible-versions",
        {},
        id="blueprint-config",
    ),
    pytest.param(
        "ValueError: Cannot use supports_credentials in conjunction withan origin string of '*'. "
        "See: http://www.w3.org/TR/cors/#resource-requests",
        "wildcard-with-credentials",
        {},
        id="flask-cors-refuses-the-setup",
    ),
    pytest.param(
        "WARNING:flask_cors.core:Unknown option passed to Flask-CORS: allow_credentials",
        "credentials-not-allowed",
        {},
        id="misspelled-option",
    ),
    pytest.param(
        '  File "/srv/lib/flask_cors/extension.py", line 188, in cors_after_request\n'
        "AttributeError: 'coroutine' object has no attribute 'headers'",
        "other-framework",
        {},
        id="flask-cors-in-quart",
    ),
    pytest.param(
        "Error: connect ECONNREFUSED ::1:5001",
        "server-unreachable",
        {"reachable": "refused"},
        id="node-refused",
    ),
    pytest.param(
        "9:41:07 PM [vite] http proxy error: /v1/seats\nAggregateError [ECONNREFUSED]:",
        "server-unreachable",
        {"proxy": "dev-server"},
        id="vite-proxy",
    ),
    pytest.param(
        "This site can't be reached ERR_CONNECTION_REFUSED", "server-unreachable", {}, id="error-page"
    ),
    pytest.param(
        "Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:4173/seats",
        "server-unreachable",
        {"url": "http://localhost:4173/seats"},
        id="playwright",
    ),
    pytest.param(
        "HandshakeException: Handshake error in client (OS Error: CERTIFICATE_VERIFY_FAILED)",
        "insecure-context",
        {"tls_problem": "certificate"},
        id="dart-certificate",
    ),
    pytest.param(
        "AxiosError: timeout of 8000ms exceeded\n  config: {baseURL: 'http://10.0.0.5:5000', url: '/seats', "
        "method: 'patch'}",
        "server-unreachable",
        {"url": "http://10.0.0.5:5000/seats", "method": "PATCH"},
        id="axios-timeout",
    ),
    pytest.param('{"message":"Forbidden"}', "platform-layer", {"hosting": "aws-gateway"}, id="api-gateway"),
    pytest.param(
        "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>",
        "platform-layer",
        {"platform_answer": "bucket"},
        id="bucket",
    ),
    pytest.param(
        "The endpoint seats.ngrok-free.app is offline. ERR_NGROK_3200",
        "platform-layer",
        {},
        id="ngrok-offline",
    ),
    pytest.param(
        "Error 521 Ray ID: 8aa1c 2026-11-10", "proxy-error-response", {"status": 521}, id="cloudflare"
    ),
    pytest.param(
        '{"status":"error","code":404,"message":"Application not found","request_id":"x"}',
        "platform-layer",
        {"platform_answer": "no-app"},
        id="railway",
    ),
    pytest.param(
        f"<title>502 Bad Gateway</title> {NGINX_PAGE}",
        "proxy-error-response",
        {"status": 502},
        id="nginx-502",
    ),
    pytest.param(
        f"<title>413 Request Entity Too Large</title> {NGINX_PAGE}",
        "proxy-error-response",
        {"status": 413},
        id="nginx-413",
    ),
    pytest.param(
        "<title>429 Too Many Requests</title>", "rate-limited", {"status": 429}, id="limiter's-page"
    ),
    pytest.param(
        'res.headers.get("X-Seats-Left") returns null',
        "expose-headers",
        {"unread_header": "X-Seats-Left"},
        id="null",
    ),
]


@pytest.mark.parametrize(("text", "cause", "facts"), CONCLUDES)
def test_a_text_that_names_one_cause_concludes_it(text: str, cause: str, facts: dict[str, object]) -> None:
    """With no project, no probe and no answer."""
    result = told(text)
    assert result["cause"] == cause, (result["status"], result["question"])
    assert {name: result["facts"][name]["value"] for name in facts} == facts
    assert result["certainty"] != "proven"


READABLE = [
    pytest.param("AxiosError {message: 'Request failed with status code 422', …}", 422, id="axios-object"),
    pytest.param(
        "HttpErrorResponse {headers: _HttpHeaders, status: 404, statusText: 'NOT FOUND', "
        "url: 'http://localhost:5000/seats', ok: false}",
        404,
        id="angular-object",
    ),
    pytest.param(
        '{"status": 500, "statusText": "INTERNAL SERVER ERROR", "url": "http://localhost:5000/seats"}',
        500,
        id="angular-json",
    ),
    pytest.param(
        'Response {type: "cors", url: "http://localhost:5000/s", redirected: false, status: 401, ok: false}',
        401,
        id="fetch-response",
    ),
    pytest.param(
        "DioException [bad response]: the response has a status code of 403 and so on", 403, id="dio"
    ),
    pytest.param("ServerError: Response not successful: Received status code 400", 400, id="apollo"),
    pytest.param('FetchError: [PUT] "http://localhost:5000/seats": 409 CONFLICT', 409, id="ofetch"),
]


@pytest.mark.parametrize(("text", "status"), READABLE)
def test_a_status_that_the_script_read_is_no_refusal(text: str, status: int) -> None:
    """CORS let the response through."""
    result = told(text)
    assert result["status"] == "not-cors"
    assert result["facts"]["status"]["value"] == status


ONLY_THAT_IT_FAILED = [
    "Failed to fetch",
    'the toast says "Failed to fetch" on staging only',
    "Network Error",
    "my page just says Network Error",
    "NetworkError when attempting to fetch resource.",
    "Error: XMLHttpRequest error.",
    "failed to fetch.",
    "Load failed",
    'it shows "Network Error"!',
    "ERR_FAILED",
    "{status: 'FETCH_ERROR', error: 'TypeError: Failed to fetch'}",
    "[Network error]: TypeError: Failed to fetch\n[GraphQL error]: Message: undefined",
    "Fetch error\nFailed to fetch http://docs.seats.example:5000/apispec_1.json",
]


@pytest.mark.parametrize("text", ONLY_THAT_IT_FAILED)
def test_a_script_s_own_words_leave_candidates(text: str) -> None:
    """The reason is in the console alone, so the wizard asks."""
    result = told(text)
    assert (result["symptom"], result["status"]) == ("network-failure", "question")
    assert len(result["candidates"]) > 3


ANOTHER_PROGRAM = [
    "Failed to fetch the archive list",
    "E: Failed to fetch http://deb.debian.org/debian/pool/main/x.deb  404  Not Found",
    "Error: Failed to fetch todos for user 7",
    "failed to fetch oauth token: unexpected status",
    "Network Error: printer offline",
    "the network is slow",
    "Cannot find module 'webpack'",
    "Failed to resolve import './Seat' from 'src/App.vue'",
    "ChunkLoadError: Loading chunk 12 failed.",
]


@pytest.mark.parametrize("text", ANOTHER_PROGRAM)
def test_another_program_s_words_conclude_no_cors_cause(text: str) -> None:
    """`Failed to fetch` has many senders."""
    assert told(text)["cause"] in (None, "not-cors")


FOREIGN = [
    pytest.param(
        "Blokováno načtení zdroje: nepovolilo čtení http://localhost:5000/mista. "
        "(Důvod: chybí hlavička CORS ‚Access-Control-Allow-Origin‘). Stavový kód: 404.",
        "missing-allow-origin",
        {"status": 404},
        id="cs",
    ),
    pytest.param(
        "Zablokowano żądanie do „http://localhost:5000/miejsca” (nagłówek CORS „Access-Control-Allow-Origin” "
        "nie pasuje do „https://kino.example”).",
        "allow-origin-mismatch",
        {"allow_origin": "https://kino.example"},
        id="pl",
    ),
    pytest.param(
        "교차 출처 요청 차단: http://localhost:5000/seats 의 원격 리소스 (원인: CORS 헤더 "
        "'Access-Control-Allow-Origin'이 '*'인 경우 자격 증명이 지원되지 않습니다).",
        "wildcard-origin-not-allowed",
        {"credentials": "include"},
        id="ko",
    ),
    pytest.param(
        "Förfrågan blockerad: läsning av http://localhost:5000/platser (Orsak: huvudet 'x-kino' tillåts inte "
        "enligt 'Access-Control-Allow-Headers' i CORS-svaret).",
        "header-disallowed",
        {"refused_header": "x-kino"},
        id="sv",
    ),
    pytest.param(
        "Запит заблоковано: http://localhost:5000/seats (Причина: очікувалось 'true' у заголовку CORS "
        "'Access-Control-Allow-Credentials').",
        "invalid-allow-credentials",
        {},
        id="uk",
    ),
    pytest.param(
        "Bloccata richiesta multiorigine (cross-origin): il criterio di corrispondenza dell’origine "
        "non consente la "
        "lettura della risorsa remota da http://localhost:5000/posti. Motivo: richiesta CORS non "
        "riuscita. Codice "
        "di stato: (null).",
        "network-failure",
        {},
        id="it-in-full",
    ),
]


@pytest.mark.parametrize(("text", "symptom", "facts"), FOREIGN)
def test_firefox_is_read_in_every_language(text: str, symptom: str, facts: dict[str, object]) -> None:
    """Translators leave the names of headers and the values as they are."""
    result = told(text)
    assert result["symptom"] == symptom
    assert result["facts"]["engine"]["value"] == "firefox"
    assert {name: result["facts"][name]["value"] for name in facts} == facts


def test_english_prose_about_a_header_is_no_message() -> None:
    """Only the words of a translation stand before the address there."""
    text = "This thing with CORS from http://localhost:5000/seats lacks 'Access-Control-Allow-Origin'"
    assert told(text)["symptom"] is None


def test_a_recording_without_an_address_is_no_mixed_content() -> None:
    """A page of https may ask anything that the panel doesn't show."""
    text = (
        "Status Code: 200 OK\naccess-control-allow-origin: https://kino.example\norigin: https://kino.example"
    )
    assert told(text)["cause"] != "insecure-context"


def test_code_beside_the_message_decides_without_a_status() -> None:
    """The decorator's place is there to see."""
    text = (
        '@cross_origin()\n@app.route("/seats")\ndef seats():\n    return {"n": 3}\n\n'
        "Access to fetch at 'http://localhost:5000/seats' from origin 'http://localhost:8080' has "
        "been blocked by "
        "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
    )
    assert told(text)["cause"] == "decorator-order"


def test_a_platform_s_page_beside_the_message_decides() -> None:
    """No address is needed for that."""
    text = "ERR_NGROK_6024\nNo 'Access-Control-Allow-Origin' header is present on the requested resource."
    assert told(text)["cause"] == "platform-layer"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Firefox can’t establish a connection to the server at 10.0.0.5:5000.", "http://10.0.0.5:5000"),
        (
            "Unable to connect\n\nFirefox can't establish a connection to the server at localhost:5000.",
            "http://localhost:5000",
        ),
    ],
)
def test_a_browsers_own_page_names_host_and_port_alone(text: str, url: str) -> None:
    """No scheme is missing in the page's code: the server doesn't listen."""
    line = told(text)
    assert line["facts"]["url"]["value"] == url
    assert line["cause"] != "bad-request-url"
    assert line["candidates"][0]["cause"] == "server-unreachable"


def test_a_frame_of_a_traceback_is_no_code_of_another_framework() -> None:
    """A Django project that lacks Django has no CORS problem."""
    line = told(
        'Traceback (most recent call last):\n  File "manage.py", line 3, in <module>\n'
        "    from django.core.management import execute_from_command_line\n"
        "ImportError: Couldn't import Django. Are you sure it's installed?"
    )
    assert (line["cause"], line["status"]) != ("other-framework", "concluded")


@pytest.mark.parametrize(
    ("text", "is_inside"),
    [
        pytest.param("http://api:5000/health", True, id="a-service"),
        pytest.param("http://shop_backend:5000/health", True, id="a-service-with-its-project"),
        pytest.param("http://nas:5000/health", False, id="a-machine"),
    ],
)
def test_firefox_does_not_say_that_a_containers_name_was_not_found(text: str, is_inside: bool) -> None:
    """Its `(null)` is the same for every failure; no other name says that it is a container's."""
    line = told(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
        f"{text}. (Reason: CORS request did not succeed). Status code: (null)."
    )
    assert (line["cause"] == "wrong-base-url") is is_inside


def test_a_containers_name_that_was_found_is_none_of_the_pages() -> None:
    """A refused connection has found the host: it may be in the hosts file."""
    assert told("GET http://flask_app:5000/health net::ERR_CONNECTION_REFUSED")["cause"] != "wrong-base-url"
