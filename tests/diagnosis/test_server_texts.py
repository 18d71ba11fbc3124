"""What a line of the server concludes by itself: a traceback, a flask-cors log, a platform's body."""

from __future__ import annotations

import pytest

from cors_wizard.decision_tree import Concluded
from tests.diagnosis.text_alone import begun

PREFIXES = ("", "api-1  | ", "Nov 28 22:10:11 shop gunicorn[812]: ")
TRACEBACK = (
    'Traceback (most recent call last):\n  File "/srv/shop/app.py", line 9, in <module>\n    start()\n'
)


@pytest.mark.parametrize("prefix", PREFIXES, ids=("bare", "compose", "journal"))
@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (TRACEBACK + "NameError: name 'cross_origin' is not defined", "wrong-import"),
        (
            TRACEBACK + "NameError: name 'cross_origin' is not defined. Did you mean: 'cross_origins'?",
            "wrong-import",
        ),
        (TRACEBACK + "NameError: name 'CORS' is not defined", "wrong-import"),
        (TRACEBACK + "AttributeError: 'Request' object has no attribute 'is_xhr'", "incompatible-versions"),
        (TRACEBACK + "ModuleNotFoundError: No module named 'flask_cors'", "flask-cors-missing"),
        (TRACEBACK + "ModuleNotFoundError: No module named 'flask_sqlalchemy'", "server-unreachable"),
        (TRACEBACK + "ModuleNotFoundError: No module named 'flask_login'", "server-unreachable"),
        (
            'psycopg2.OperationalError: connection to server at "db" (10.0.0.2), port 5432 failed: '
            "Connection refused",
            "server-error",
        ),
        (
            "psycopg2.OperationalError: could not connect to server: Connection refused\n"
            '\tIs the server running on host "localhost" (127.0.0.1) and accepting\n'
            "\tTCP/IP connections on port 5432?",
            "server-error",
        ),
        (
            "redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Connection refused.",
            "server-error",
        ),
        (
            "DEBUG:flask_cors.core:The request's Origin header does not match any of allowed origins.",
            "origin-not-allowed",
        ),
        ("DEBUG:flask_cors.extension:No CORS rule matches", "resource-pattern-mismatch"),
        (
            "INFO:flask_cors.core:The request's Access-Control-Request-Method header does not match allowed "
            "methods. CORS headers will not be applied.",
            "method-not-allowed",
        ),
    ],
)
def test_a_line_that_names_one_cause_concludes_it(text: str, cause: str, prefix: str) -> None:
    """Bare or with what compose and the journal put before each line."""
    told = begun().with_text("".join(f"{prefix}{line}\n" for line in text.splitlines()))
    assert isinstance(told.step, Concluded), told.step
    assert told.step.cause.id == cause


@pytest.mark.parametrize(
    "text",
    [
        '{"message":"Missing Authentication Token"}',
        '{"message": "Missing Authentication Token"}',
        "<Error><Code>AccessForbidden</Code>"
        "<Message>CORSResponse: CORS is not enabled for this bucket.</Message></Error>",
    ],
)
def test_a_body_that_a_platform_wrote_names_the_platform(text: str) -> None:
    """Flask never saw such a request."""
    told = begun().with_text(text)
    assert isinstance(told.step, Concluded), told.step
    assert told.step.cause.id == "platform-layer"


def test_a_database_that_refuses_is_no_browser() -> None:
    """psycopg2's sentence resembles Safari's, and names no engine."""
    facts = (
        begun().with_text("psycopg2.OperationalError: could not connect to server: Connection refused").facts
    )
    assert facts.get("engine") is None


@pytest.mark.parametrize(
    "location", ["https://sso.acme.example/oauth2/start", "https://api.acme.example/jobs/"]
)
def test_a_recorded_preflight_that_is_redirected(location: str) -> None:
    """Nothing follows the redirect of a preflight, wherever it leads: the request itself was never sent."""
    text = (
        "> OPTIONS /jobs HTTP/1.1\n> Host: api.acme.example\n> Origin: https://app.acme.example\n"
        "> Access-Control-Request-Method: POST\n< HTTP/1.1 302 Found\n< Server: nginx/1.24.0\n"
        f"< Location: {location}\n< Content-Length: 138\n"
    )
    told = begun().with_text(text)
    assert isinstance(told.step, Concluded), told.step
    assert told.step.cause.id == "preflight-redirected"


def test_a_redirected_preflight_in_the_network_panel_needs_no_origin() -> None:
    """A browser follows no redirect of a preflight, whatever page it was sent for."""
    text = (
        "Request URL: http://localhost:5000/projects\nRequest Method: OPTIONS\n"
        "Status Code: 308 PERMANENT REDIRECT\nRemote Address: [::1]:5000\n\n"
        "HTTP/1.1 308 PERMANENT REDIRECT\nServer: Werkzeug/2.3.7 Python/3.10.12\n"
        "Location: http://localhost:5000/projects/\nAccess-Control-Allow-Origin: http://localhost:3000\n"
    )
    told = begun().with_text(text)
    assert isinstance(told.step, Concluded), told.step
    assert told.step.cause.id == "preflight-redirected"
