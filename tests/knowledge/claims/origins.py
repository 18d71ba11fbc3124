"""Which origins are let in."""

from __future__ import annotations

from tests.knowledge.claims.claim import (
    ALLOWED,
    BARE,
    FOREIGN,
    LET_IN,
    LIST,
    OURS,
    TOP,
    VIEW,
    Claim,
    Wanted,
    flask_cors,
    preflight,
)
from tests.knowledge.harness.environments import Pair


def allow(settings: str) -> str:
    """An app whose one CORS call has these settings."""
    return f"{TOP}CORS(app, {settings})\n{VIEW}"


def broken_pattern(pair: Pair) -> Wanted:
    """Fails at each request, is ignored, or refuses to start."""
    from_six = flask_cors(">=6.0.5", "ValueError: Invalid regular expression", BARE)(pair)
    return flask_cors("<6.0.0", (500, ()), from_six)(pair)


ORIGINS = (
    Claim("echoes-the-origin", "1.20", f"{TOP}CORS(app)\n{VIEW}", ALLOWED, says={"Vary": "Origin"}),
    Claim("star-without-origin", "1.21", f"{TOP}CORS(app)\n{VIEW}", (200, ("*",)), ""),
    Claim("list-without-origin", "4.28", allow(f"origins=['{OURS}']"), ALLOWED, ""),
    Claim(
        "star-with-credentials-lets-anybody-in",
        "3.03",
        allow("origins='*', supports_credentials=True"),
        LET_IN,
        FOREIGN,
        says={"Access-Control-Allow-Credentials": "true"},
    ),
    Claim(
        "credentials-without-origins-let-anybody-in",
        "3.06",
        allow("supports_credentials=True"),
        LET_IN,
        FOREIGN,
        says={"Access-Control-Allow-Credentials": "true"},
    ),
    Claim(
        "star-and-null-with-credentials",
        "3.09",
        allow("origins='*', supports_credentials=True"),
        (200, ("null",)),
        "null",
        says={"Access-Control-Allow-Credentials": "true"},
    ),
    Claim(
        "star-credentials-and-send-wildcard",
        "3.05",
        allow("origins='*', supports_credentials=True, send_wildcard=True"),
        "ValueError: Cannot use",
    ),
    Claim(
        "credentials-for-a-list",
        "2.25",
        TOP + LIST + VIEW,
        ALLOWED,
        says={"Access-Control-Allow-Credentials": "true", "Vary": "Origin"},
    ),
    Claim(
        "stranger-gets-no-header",
        "4.02",
        TOP + LIST + VIEW,
        BARE,
        FOREIGN,
        says={"Access-Control-Allow-Credentials": None},
    ),
    Claim("stranger-is-not-refused-by-status", "4.46", TOP + LIST + VIEW, BARE, FOREIGN, **preflight()),
    Claim("strangers-request-still-runs", "10.31", TOP + LIST + VIEW, BARE, FOREIGN, method="POST"),
    Claim("slash-equals-nothing", "4.06", allow(f"origins=['{OURS}/']"), BARE),
    Claim("path-equals-nothing", "4.07", allow(f"origins=['{OURS}/app']"), BARE),
    Claim(
        "localhost-is-not-127",
        "4.08",
        allow("origins=['http://localhost:3000']"),
        BARE,
        "http://127.0.0.1:3000",
    ),
    Claim(
        "port-belongs-to-the-origin",
        "4.09",
        allow("origins=['http://localhost']"),
        BARE,
        "http://localhost:3000",
    ),
    Claim("scheme-belongs-to-the-origin", "4.13", allow("origins=['shop.example']"), BARE),
    Claim(
        "glob-is-no-wildcard",
        "4.19",
        allow("origins=['https://*.shop.example']"),
        BARE,
        "https://www.shop.example",
    ),
    Claim(
        "glob-lets-strangers-in",
        "4.21",
        allow("origins=['http://localhost:*']"),
        (200, ("http://localhost.foreign.example",)),
        "http://localhost.foreign.example",
    ),
    Claim(
        "pattern-without-end-lets-strangers-in",
        "4.15",
        allow("origins=[r'https://.*\\.shop\\.example']"),
        (200, ("https://x.shop.example.evil.test",)),
        "https://x.shop.example.evil.test",
    ),
    Claim(
        "pattern-with-end-keeps-strangers-out",
        "4.17",
        allow("origins=[r'^https://[a-z]+\\.shop\\.example$']"),
        BARE,
        "https://x.shop.example.evil.test",
    ),
    Claim("broken-origin-pattern", "4.22", allow("origins=['*.shop.example']"), broken_pattern),
    Claim(
        "broken-pattern-without-origin",
        "D13",
        allow("origins=['*.shop.example']"),
        flask_cors(">=6.0.5", "ValueError: Invalid regular expression", BARE),
        "",
    ),
    Claim(
        "none-as-origins",
        "4.34",
        allow("origins=None"),
        flask_cors("<6.0.5", (500, ()), BARE),
    ),
    Claim("empty-text-as-origins", "4.45", allow("origins=''"), BARE),
    Claim("one-text-with-commas", "4.35", allow(f"origins='{OURS},https://b.example'"), BARE),
    Claim("blank-after-split", "4.36", allow(f"origins='https://b.example, {OURS}'.split(',')"), BARE),
    Claim("misspelt-option-opens", "4.38", allow(f"origin='{OURS}'"), LET_IN, FOREIGN),
    Claim("null-is-let-in-by-a-star", "4.25", allow("origins='*'"), (200, ("null",)), "null"),
    Claim("null-is-not-on-a-list", "4.26", TOP + LIST + VIEW, BARE, "null"),
)
