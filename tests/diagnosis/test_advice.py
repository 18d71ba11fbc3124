"""What is advised where there is only text: a fix for what the text shows, in the text's own names."""

from __future__ import annotations

import pytest

from cors_wizard.report.build_report import build_report
from cors_wizard.report.whole_report import to_text
from tests.diagnosis.text_alone import begun

BLOCKED = (
    "Access to fetch at '{url}' from origin '{origin}' has been blocked by CORS policy: No "
    "'Access-Control-Allow-Origin' header is present on the requested resource."
)


def page(text: str) -> str:
    """The report as a terminal shows it, in one line."""
    return " ".join(to_text(build_report(begun().with_text(text))).split())


@pytest.mark.parametrize(
    "origin",
    [
        "capacitor://localhost",
        "ionic://localhost",
        "chrome-extension://kdfieneakcjfaiglcfcgkidlkmlijjnh",
        "moz-extension://1f0d9e7a-5c9b-4a57-9a53-1d9a5f2f6d11",
        "app://obsidian.md",
        "tauri://localhost",
        "vscode-webview://1a2b3c",
    ],
)
def test_the_origin_of_an_app_is_added_and_named(origin: str) -> None:
    """The list that the user has isn't offered as the fix."""
    code = 'CORS(app, origins=["https://shop.example"])\n\n'
    told = page(code + BLOCKED.format(url="https://api.shop.example/cart", origin=origin))
    assert f'origins=["https://shop.example", "{origin}"]' in told
    assert f"The server doesn't allow `{origin}`" in told


@pytest.mark.parametrize(
    ("line", "port"),
    [
        ("Error: connect ECONNREFUSED ::1:5050", 5050),
        ("Error: connect ECONNREFUSED 127.0.0.1:8000", 8000),
    ],
)
def test_what_a_development_server_could_not_reach(line: str, port: int) -> None:
    """Flask belongs on the port that was refused, never on the development server's own."""
    told = page(
        f"[vite] http proxy error: /api/orders\n{line}\n"
        "GET http://localhost:5173/api/orders 500 (Internal Server Error)"
    )
    assert f"flask --app app run --port {port}" in told
    assert "--port 5173" not in told
    assert ("Node may read `localhost` as `::1`" in told) is ("::1" in line)


def test_a_name_that_only_containers_know() -> None:
    """No firewall and no `--host` make a browser resolve a service's name."""
    told = page("GET http://shop-api:8000/api/orders net::ERR_NAME_NOT_RESOLVED")
    assert 'const url = "http://localhost:8000/api/orders"' in told
    assert "0.0.0.0" not in told
    assert "firewall" not in told


def test_a_bucket_has_rules_of_its_own() -> None:
    """No setting of a CDN helps where the page calls the bucket."""
    url = "https://shop.s3.eu-west-1.amazonaws.com/a.png"
    told = page(BLOCKED.format(url=url, origin="https://shop.example"))
    assert '"AllowedOrigins": ["https://shop.example"]' in told
    assert "CloudFront" not in told


def test_a_worker_that_was_stopped() -> None:
    """The proxy's 502 is only the echo of gunicorn's own line."""
    url = "https://api.shop.example/report"
    told = page(
        "[2026-04-02 09:10:30 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:17)\n"
        + BLOCKED.format(url=url, origin="https://shop.example")
        + f"\nPOST {url} net::ERR_FAILED 502 (Bad Gateway)"
    )
    assert "gunicorn --timeout" in told
    assert "proxy_pass" not in told


def test_the_route_of_the_log_keeps_what_it_accepts() -> None:
    """The path is in the log's line, and a route without `methods=` accepts GET."""
    told = page(
        '127.0.0.1 - - [20/Feb/2026 14:01:11] "OPTIONS /api/carts HTTP/1.1" 200 -\n'
        '127.0.0.1 - - [20/Feb/2026 14:01:11] "POST /api/carts HTTP/1.1" 405 -'
    )
    assert '@app.route("/api/carts", methods=["GET", "POST"])' in told


def test_a_request_for_the_headers_alone_is_not_the_pages() -> None:
    """What somebody typed with `curl -I` says nothing of the page's method."""
    told = page(
        "$ curl -sI https://api.shop.example/carts\nHTTP/1.1 200 OK\nServer: nginx\n\n"
        + BLOCKED.format(url="https://api.shop.example/carts", origin="https://shop.example")
    )
    assert "`HEAD`" not in told


def test_how_sure_it_is_stands_beside_the_title() -> None:
    """In the short form too."""
    told = to_text(build_report(begun().with_text("ModuleNotFoundError: No module named 'flask_cors'")))
    assert told.splitlines()[0] == "flask-cors isn't installed where the app runs (likely)"


def test_no_script_is_announced_that_is_not_shown() -> None:
    """The short form leaves the script out, and what is said about it."""
    message = BLOCKED.format(url="http://localhost:5000/a", origin="http://localhost:3000")
    text = f'CORS(app, origins=["https://shop.example"])\n{message}'
    report = build_report(begun().with_text(text))
    assert report.question
    assert "this script" not in to_text(report)
    assert "script below" not in to_text(report)
    assert "Or paste this script into the browser's Console" in " ".join(
        to_text(report, verbose=True).split()
    )


def test_the_command_sends_what_is_assumed() -> None:
    """A GET without headers has no preflight, so the command that sends one names another method."""
    text = (
        "Access to fetch at 'http://localhost:5000/a' from origin 'http://localhost:3000' has been blocked "
        "by CORS policy: Response to preflight request doesn't pass access control check: It does not have "
        "HTTP ok status."
    )
    report = build_report(begun().with_text(text))
    assert report.question
    assert "Access-Control-Request-Method: POST" in report.question.command


@pytest.mark.parametrize(
    ("text", "never"),
    [
        (
            BLOCKED.format(url="http://localhost:5000/a", origin="http://localhost:3000"),
            ("platform-layer", "third-party-api"),
        ),
        (
            '127.0.0.1 - - [20/Feb/2026 14:01:11] "POST /api/carts HTTP/1.1" 405 -',
            ("cors-not-initialized", "origin-not-allowed", "flask-cors-missing"),
        ),
        (
            "GET http://shop-api:8000/api/orders net::ERR_NAME_NOT_RESOLVED",
            ("origin-not-allowed", "server-error", "route-not-found", "proxy-error-response"),
        ),
    ],
)
def test_no_candidate_is_against_the_facts(text: str, never: tuple[str, ...]) -> None:
    """What the text rules out isn't called possible."""
    assert not {each.cause.id for each in begun().with_text(text).candidates} & {*never}


def test_a_page_that_says_https_already() -> None:
    """The http:// comes from Flask's redirect then, and the step says how to see it."""
    told = page(
        "Mixed Content: The page at 'https://shop.example/' was loaded over HTTPS, but requested an "
        "insecure resource 'http://api.shop.example/carts/'. This request has been blocked; the content must "
        "be served over HTTPS."
    )
    assert "cors-wizard explain behind-proxy-unaware" in told
