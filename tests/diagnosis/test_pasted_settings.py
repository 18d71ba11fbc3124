"""A proxy's settings beside the error: what they take away, or answer themselves, is concluded."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge

BLOCKED = (
    "Access to fetch at 'https://api.shop.example/api/orders' from origin 'https://shop.example' has been "
    "blocked by CORS policy: "
)
NO_HEADER = "No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
MISSING = f"{BLOCKED}{NO_HEADER}GET https://api.shop.example/api/orders net::ERR_FAILED 200\n\n"
PREFLIGHT = f"{BLOCKED}Response to preflight request doesn't pass access control check: {NO_HEADER}\n"
OPTIONS = "location /api/ {\n  if ($request_method = 'OPTIONS') {\n    return 204;\n  }\n  proxy_pass http://app:5000;\n}\n"


def begun(text: str) -> Diagnosis:
    """What is said of the text alone."""
    found = Diagnosis.begin(load_knowledge(), text)
    return found.without_probing().without_scanning().without_optional_questions()


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        pytest.param(
            MISSING + "location / {\n  proxy_pass http://app:5000;\n"
            "  proxy_hide_header Access-Control-Allow-Origin;\n}",
            "proxy-strips-headers",
            id="nginx-hides",
        ),
        pytest.param(
            MISSING
            + "location / { proxy_pass http://app:5000; proxy_hide_header Access-Control-Allow-Origin; }",
            "proxy-strips-headers",
            id="on-one-line",
        ),
        pytest.param(
            MISSING + "ProxyPass / http://127.0.0.1:5000/\nHeader unset Access-Control-Allow-Origin\n",
            "proxy-strips-headers",
            id="apache-unsets",
        ),
        pytest.param(
            MISSING + "api.shop.example {\n  reverse_proxy app:5000 {\n"
            "    header_down -Access-Control-Allow-Origin\n  }\n}",
            "proxy-strips-headers",
            id="caddy-drops",
        ),
        pytest.param(PREFLIGHT + OPTIONS, "preflight-not-handled", id="nginx-answers-options"),
        pytest.param(
            OPTIONS + "every PUT fails with a network error", "preflight-not-handled", id="in-words"
        ),
    ],
)
def test_what_the_settings_show(text: str, cause: str) -> None:
    """Read as in a folder, and handed on as pasted."""
    found = begun(text)
    assert found.cause
    assert (found.cause.id, found.certainty) == (cause, "likely")
    assert found.facts.get("proxy") is None or found.facts.by_name["proxy"].source == "pasted"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MISSING + "Header Access-Control-Allow-Origin is missing, I think.", id="prose"),
        pytest.param(MISSING + "location / {\n  proxy_pass http://app:5000;\n}", id="only-handed-on"),
        pytest.param(
            PREFLIGHT
            + OPTIONS.replace(
                "return 204;", "add_header Access-Control-Allow-Origin * always;\n    return 204;"
            ),
            id="with-the-header",
        ),
        pytest.param(PREFLIGHT + "fetch(url, { headers: { 'X-A': 'b' } });", id="javascript"),
    ],
)
def test_settings_that_take_nothing_away(text: str) -> None:
    """And lines that are none."""
    assert not {"proxy_drops", "proxy_answers_options"} & set(begun(text).facts.by_name)


@pytest.mark.parametrize(
    "stage", [NO_HEADER, f"Response to preflight request doesn't pass access control check: {NO_HEADER}"]
)
@pytest.mark.parametrize(
    ("line", "cause"),
    [
        pytest.param(
            "DEBUG:flask_cors.extension:No CORS rule matches", "resource-pattern-mismatch", id="no-rule"
        ),
        pytest.param(
            "Address already in use\nPort 5000 is in use by another program. Either identify and stop "
            "that program, or start the server with a different port.",
            "port-taken",
            id="port",
        ),
    ],
)
def test_the_log_beside_the_line_decides(line: str, cause: str, stage: str) -> None:
    """Without a status, and without a question."""
    found = begun(f"{line}\n{BLOCKED}{stage}")
    assert found.cause
    assert found.cause.id == cause


def test_a_log_with_the_preflights_status() -> None:
    """A field for the method says whose status it is."""
    line = (
        'heroku[router]: at=error code=H10 desc="App crashed" method=OPTIONS path="/api/orders" '
        'host=api.shop.example id=5d0c fwd="192.0.2.2" dyno= connect= status=503 bytes= protocol=https'
    )
    found = begun(f"{line}\n{PREFLIGHT}")
    assert found.facts.number("preflight_status") == 503
    assert found.cause
    assert found.cause.id == "proxy-error-response"


def test_the_status_beside_another_request() -> None:
    """What is said beside the conclusion knows it, too."""
    refused = (
        "Request header field x-trace is not allowed by Access-Control-Allow-Headers in preflight response."
    )
    first = f"{BLOCKED}{refused}"
    other = f"{BLOCKED}{NO_HEADER}GET https://api.shop.example/api/cart net::ERR_FAILED 500\n"
    found = begun(f"{first}\n{other.replace('/api/orders', '/api/cart')}")
    assert [each.id for each in found.also] == ["server-error"]


def test_a_preflight_that_failed_with_success_knows_no_reason() -> None:
    """Safari's line beside it does."""
    found = begun(
        "[Error] Preflight response is not successful. Status code: 200\n"
        "[Error] Request header field X-Requested-With is not allowed by Access-Control-Allow-Headers.\n"
        "[Error] Fetch API cannot load https://api.shop.example/api/orders due to access control checks."
    )
    assert found.cause
    assert found.cause.id == "header-not-allowed"
    assert not found.also


TRACEBACK = """\
Traceback (most recent call last):
  File "/srv/shop/orders.py", line 14, in list_orders
    total = sum(row["price"] for row in rows)
TypeError: unsupported operand type(s) for +: 'int' and 'str'

"""


def test_an_exception_beside_the_line() -> None:
    """None of its frames is Flask's; alone it's anybody's."""
    found = begun(f"{TRACEBACK}{BLOCKED}{NO_HEADER}")
    assert found.cause
    assert found.cause.id == "server-error"
    assert begun(TRACEBACK).status == "unrecognised"
    # A status that is known says more.
    known = begun(f"{TRACEBACK}{MISSING}")
    assert known.cause is None or known.cause.id != "server-error"


def test_firefox_and_the_port_in_the_code() -> None:
    """It doesn't say that the connection was refused, only that nothing came."""
    line = (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
        "http://localhost:8000/api/orders. (Reason: CORS request did not succeed). Status code: (null)."
    )
    imports = "from flask import Flask\nfrom flask_cors import CORS\n\n"
    code = f"{imports}app = Flask(__name__)\nCORS(app)\napp.run(port=5001)\n"
    found = begun(f"{line}\n\n{code}")
    assert found.facts.text("other_port") == "yes"
    assert found.cause
    assert found.cause.id == "server-unreachable"
    assert begun(f"{line}\n\n{code.replace('5001', '8000')}").facts.text("other_port") == "no"
