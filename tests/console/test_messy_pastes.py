"""Pastes as people make them: chats, tickets, terminals, logs of other tools, half a line."""

from __future__ import annotations

import pytest

from tests.console.known import reader

URL = "http://localhost:5000/api/orders"
ORIGIN = "http://localhost:5173"
LINE = "Access to fetch at '{0}' from origin '{1}' has been blocked by CORS policy"
HEAD = LINE.format(URL, ORIGIN)
REASON = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
READ = {"symptom": "missing-allow-origin", "url": URL, "origin": ORIGIN}
ESCAPED = f"{HEAD}: {REASON}".replace("'", '\\"')
LOGGED = '127.0.0.1 - - [03/Nov/2026 09:41:07] "{0} /api/orders HTTP/1.1" {1} -'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(f"> *Ana* 10:41 AM\n> ```{HEAD}: {REASON}```\n> any idea?", READ, id="slack-quote"),
        pytest.param(f"**{HEAD}**: {REASON}", READ, id="bold"),
        pytest.param(f'{{"level":"error","msg":"console.error: {ESCAPED}"}}', READ, id="json-log"),
        pytest.param(
            f'I/chromium: [INFO:CONSOLE(0)] "{HEAD}: {REASON}", source: http://localhost/ (0)',
            READ,
            id="webview",
        ),
        pytest.param(
            f"{LINE.format(f'<{URL}|{URL}>', f'<{ORIGIN}>')}: {REASON}",
            READ,
            id="slack-links",
        ),
        pytest.param(
            f"{LINE.format(f'[{URL}]({URL})', f'[{ORIGIN}]({ORIGIN})')}: {REASON}",
            READ,
            id="markdown-links",
        ),
        pytest.param(
            f"{LINE.format(f'[{URL}|{URL}]', f'[{ORIGIN}|{ORIGIN}]')}: {REASON}", READ, id="jira-links"
        ),
        pytest.param(
            f"{LINE.format(f'{URL}<{URL}>', f'{ORIGIN}<{ORIGIN}>')}: {REASON}", READ, id="teams-links"
        ),
        pytest.param(f"{HEAD}: {REASON}".replace("'", ""), READ, id="quotes-lost"),
        pytest.param(
            f"{LINE.format('https://[app].example.com/x', ORIGIN)}: {REASON}",
            {"url": "https://[app].example.com/x"},
            id="a-mask-is-no-link",
        ),
        pytest.param(
            "\n".join(f"web-1  | {LOGGED.format(*line)}" for line in (("OPTIONS", 404), ("GET", 200))),
            {"symptom": "server-log", "preflight_status": 404, "method": "GET", "status": 200},
            id="docker-compose",
        ),
        pytest.param(
            'INFO:     127.0.0.1:53412 - "OPTIONS /api/orders HTTP/1.1" 405 Method Not Allowed',
            {"symptom": "server-log", "preflight_status": 405},
            id="uvicorn",
        ),
        pytest.param(
            '10.1.2.3 - ana [03/Nov/2026:09:41:07 +0000] "PUT /api/orders HTTP/1.1" 403 9 "-" "-"',
            {"symptom": "server-log", "method": "PUT", "status": 403},
            id="log-with-a-user",
        ),
        pytest.param(
            "AH00957: http: attempt to connect to 127.0.0.1:5000 (localhost:5000) failed",
            {"symptom": "server-log", "proxy": "apache", "status": 503},
            id="apache-without-its-app",
        ),
        pytest.param(
            LOGGED.format("\x1b[33mOPTIONS", 404).replace("1.1", "1.1\x1b[0m"),
            {"preflight_status": 404},
            id="coloured-log",
        ),
        pytest.param(
            LOGGED.format("[33mOPTIONS", 404).replace("1.1", "1.1[0m"),
            {"preflight_status": 404},
            id="what-is-left-of-colours",
        ),
        pytest.param(
            f"Failed to proxy {URL} Error: connect ECONNREFUSED 127.0.0.1:5000",
            {"symptom": "network-failure", "url": URL, "reachable": "refused", "proxy": "dev-server"},
            id="proxy-of-next",
        ),
        pytest.param(
            "9:41:07 AM [vite] http proxy error: /api/orders\nError: connect ECONNREFUSED 127.0.0.1:5000",
            {"symptom": "network-failure", "reachable": "refused", "proxy": "dev-server"},
            id="proxy-of-vite",
        ),
        pytest.param(
            "Unhandled Runtime Error\nAxiosError\nNetwork Error\n\nCall Stack\nXMLHttpRequest.handleError",
            {"symptom": "network-failure"},
            id="overlay-of-react",
        ),
        pytest.param(
            "Name\tStatus\tType\norders\tCORS error\tfetch\norders\t404\tpreflight\tPreflight\t0 B",
            {"symptom": "preflight-failed", "preflight_status": 404, "engine": "chromium"},
            id="table-of-the-network-panel",
        ),
        pytest.param(
            "[ERROR] Error handling request /api/orders\nTraceback (most recent call last):\n  ...",
            {"symptom": "server-log", "log_says": "view-raised"},
            id="gunicorn",
        ),
        pytest.param(
            f"curl: (7) Failed to connect to localhost port 5000: Connection refused\n{HEAD}",
            {"url": URL, "reachable": "refused"},
            id="curl-cannot-connect",
        ),
        pytest.param(f"{HEAD}:", {"url": URL, "origin": ORIGIN, "engine": "chromium"}, id="reason-cut-off"),
        pytest.param(
            f"{HEAD}: Response to preflight request doesn't pass access control check",
            {"symptom": "preflight-failed", "url": URL},
            id="reason-of-a-preflight-cut-off",
        ),
        pytest.param(f"{HEAD}: {REASON[:40]}", READ, id="reason-cut-in-the-middle"),
        pytest.param(
            f"Http failure response for {URL}: 409 Conflict",
            {"status": 409, "symptom": "not-cors"},
            id="angular",
        ),
        pytest.param(f"POST {URL} net::ERR_FAILED 404", {"status": 404, "method": "POST"}, id="no-phrase"),
    ],
)
def test_what_a_messy_paste_tells(text: str, wanted: dict[str, object]) -> None:
    """However it came into the clipboard, what stands in it is known."""
    facts = {fact.name: fact.value for fact in reader().read(text).facts}
    assert {name: facts.get(name) for name in wanted} == wanted


def test_where_the_reason_is_missing_nothing_is_claimed() -> None:
    """A line without its end says that CORS refused it; the wizard asks what the rest says."""
    reading = reader().read(HEAD)
    assert "symptom" not in reading.facts
    assert reading.leading is not None
    assert "missing" in reading.leading.says
