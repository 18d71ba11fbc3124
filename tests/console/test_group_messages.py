"""Several messages in one paste are told apart, and the one that explains the others leads."""

from __future__ import annotations

import pytest

from tests.console.known import reader

CHROMIUM = (
    "Access to fetch at 'http://localhost:5000/api/{0}' from origin 'http://localhost:5173' has "
    "been blocked by "
    "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
    "http://localhost:5000/api/orders. (Reason: {0})."
)
MISSING = FIREFOX.format("CORS header \u2018Access-Control-Allow-Origin\u2019 missing")
ECHO = FIREFOX.format("CORS request did not succeed") + " Status code: (null)."


def facts_of(*lines: str) -> dict[str, object]:
    """The facts of a paste, without engine and origin."""
    facts = {fact.name: fact.value for fact in reader().read("\n".join(lines)).facts}
    return {name: value for name, value in facts.items() if name not in ("engine", "origin", "url")}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        pytest.param(
            [
                CHROMIUM.format("orders"),
                "POST http://localhost:5000/api/orders net::ERR_FAILED 500 (INTERNAL SERVER ERROR)",
            ],
            {"symptom": "missing-allow-origin", "method": "POST", "status": 500},
            id="status-beside-a-verdict",
        ),
        pytest.param(
            [
                "GET http://localhost:5000/api/orders net::ERR_CONNECTION_REFUSED",
                "TypeError: Failed to fetch",
            ],
            {"symptom": "network-failure", "method": "GET", "reachable": "refused"},
            id="connection-refused",
        ),
        pytest.param(
            ["OPTIONS http://localhost:5000/api/orders 404 (NOT FOUND)", CHROMIUM.format("orders")],
            {"symptom": "missing-allow-origin", "preflight_status": 404},
            id="options-status",
        ),
        pytest.param(
            [f"{MISSING} Status code: 405.", ECHO],
            {"symptom": "preflight-missing-allow-origin", "preflight_status": 405},
            id="firefox-echo-tells-that-it-was-the-preflight",
        ),
        pytest.param(
            [f"{MISSING} Status code: 200."],
            {"symptom": "missing-allow-origin", "status": 200},
            id="firefox-without-echo",
        ),
        pytest.param(
            [f"{MISSING} Status code: 308.", ECHO],
            {"symptom": "missing-allow-origin", "status": 308},
            id="firefox-echo-of-a-redirect",
        ),
        pytest.param([ECHO], {"symptom": "network-failure", "answer_came": "no"}, id="firefox-echo-alone"),
        pytest.param(
            [
                "Origin http://localhost:5173 is not allowed by Access-Control-Allow-Origin. "
                "Status code: 502",
                "XMLHttpRequest cannot load http://localhost:5000/api/orders due to access control checks.",
            ],
            {"symptom": "missing-allow-origin", "status": 502},
            id="webkit-reason-without-url",
        ),
        pytest.param(
            [
                CHROMIUM.format("orders"),
                '127.0.0.1 - - [03/Nov/2026 09:41:07] "GET /api/orders HTTP/1.1" 500 -',
            ],
            {"symptom": "missing-allow-origin", "method": "GET", "status": 500, "reachable": "answered"},
            id="log-line-of-the-same-path",
        ),
        pytest.param(
            [
                CHROMIUM.format("orders"),
                '127.0.0.1 - - [03/Nov/2026 09:41:07] "GET /api/carts HTTP/1.1" 500 -',
            ],
            {"symptom": "missing-allow-origin"},
            id="log-line-of-another-path",
        ),
        pytest.param(
            [CHROMIUM.format("orders"), "ModuleNotFoundError: No module named 'flask_cors'"],
            {"symptom": "missing-allow-origin", "log_says": "flask-cors-missing"},
            id="server-log-beside-a-verdict",
        ),
    ],
)
def test_facts_of_one_request(lines: list[str], wanted: dict[str, object]) -> None:
    """What stands in the lines beside a verdict is known, and belongs to the right request."""
    assert facts_of(*lines) == wanted


def test_requests_are_told_apart() -> None:
    """Two requests in one paste are two groups; a warning never leads."""
    reading = reader().read(
        "\n".join(
            [
                'Refused to set unsafe header "Origin"',
                CHROMIUM.format("orders"),
                "GET http://localhost:5000/api/orders net::ERR_FAILED 200 (OK)",
                CHROMIUM.format("carts"),
                "DELETE http://localhost:5000/api/carts net::ERR_FAILED 404 (NOT FOUND)",
            ]
        )
    )
    assert [group.url for group in reading.requests] == [
        "http://localhost:5000/api/orders",
        "http://localhost:5000/api/carts",
    ]
    assert [group.facts.number("status") for group in reading.requests] == [200, 404]
    assert reading.leading is not None
    assert reading.leading.symptom == "missing-allow-origin"
    assert [message.line for message in reading.messages] == [1, 2, 3, 4, 5]


def test_each_reason_without_a_url_goes_to_the_next_url() -> None:
    """Safari prints the reason first and the URL on the line behind it."""
    reading = reader().read(
        "\n".join(
            [
                "Origin http://localhost:5173 is not allowed by Access-Control-Allow-Origin. "
                "Status code: 404",
                "Fetch API cannot load http://localhost:5000/api/orders due to access control checks.",
                "Preflight response is not successful. Status code: 405",
                "Fetch API cannot load http://localhost:5000/api/carts due to access control checks.",
            ]
        )
    )
    assert [(group.url, group.leading.symptom) for group in reading.requests] == [
        ("http://localhost:5000/api/orders", "missing-allow-origin"),
        ("http://localhost:5000/api/carts", "preflight-invalid-status"),
    ]


def test_only_the_first_lines_that_say_nothing_are_kept() -> None:
    """A huge log does not fill the screen with what was not understood."""
    noise = "\n".join(f"deploy {count}" for count in range(500))
    reading = reader().read(f"{noise}\n{CHROMIUM.format('orders')}\n{noise}")
    assert reading.unread == tuple(f"deploy {count}" for count in range(50))


def test_lines_that_say_nothing_are_kept() -> None:
    """What was not understood is shown as such, without blank lines and stack frames."""
    reading = reader().read(f"deploy 7\n\n{CHROMIUM.format('orders')}\n    at load (cart.js:1:2)\nbye now")
    assert reading.unread == ("deploy 7", "bye now")


def test_what_the_browser_fetches_on_its_own_never_leads() -> None:
    """A missing favicon and a framework's warning stand above the request that failed."""
    text = (
        "GET http://localhost:3000/favicon.ico 404 (Not Found)\n"
        'Warning: Each child in a list should have a unique "key" prop.\n'
        "GET http://localhost:5050/api/maps net::ERR_CONNECTION_REFUSED\n"
    )
    reading = reader().read(text)
    assert reading.facts.text("url") == "http://localhost:5050/api/maps"
    assert reading.facts.text("symptom") == "network-failure"


def test_the_refusal_shows_how_the_method_is_written() -> None:
    """A line of the network's has it in capitals; the server compares it as the page sent it."""
    text = (
        "Access to fetch at 'http://localhost:5000/todos/1' from origin 'http://localhost:3000' has been "
        "blocked by CORS policy: Method patch is not allowed by Access-Control-Allow-Methods in preflight "
        "response.\n"
        "PATCH http://localhost:5000/todos/1 net::ERR_FAILED\n"
    )
    facts = reader().read(text).facts
    assert (facts.text("method"), facts.text("refused_method")) == ("patch", "patch")
    other = reader().read(text.replace("PATCH", "PUT")).facts
    assert other.text("method") == "PUT"
