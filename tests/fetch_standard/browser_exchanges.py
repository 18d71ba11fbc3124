"""The table of exchanges that three real browsers were given, and what they made of each.

`data/browser_exchanges.jsonl` was measured with Chromium 156, Firefox ESR 153 and WebKitGTK 2.50 in
November 2026: page, request, what the server answers, whether the page could read it (per engine),
Chromium's own name for the error, and the symptom that follows from it. `failure` says why nothing came.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cors_wizard.fetch_standard import Engine
from cors_wizard.http_exchange import Exchange
from cors_wizard.recordings.exchange_json import exchange_from

OTHER_APIS = {
    "canvas": "a canvas is tainted by an image, no response is read",
    "iframe": "a navigation; scripts reach into frames by other rules",
    "manifest": "fetched when the browser pleases, and no page sees the outcome",
    "modulepreload": "a preload reports no outcome that engines agree on",
    "preload": "a preload reports no outcome that engines agree on",
    "sw": "a service worker answers in the server's place",
    "websocket": "no CORS protocol: the server itself looks at Origin",
    "worker": "workers have to be same-origin, whatever the server says",
}
"""Ways to ask that `judge` does not model, with the reason."""

OTHER_MECHANISMS = {
    "coep-img-without-corp": "refused by the page's embedder policy",
    "csp-connect-src": "refused by the page's Content-Security-Policy",
    "csp-default-src": "refused by the page's Content-Security-Policy",
    "eventsource-wrong-mime": "readable by CORS; EventSource itself wants another type",
    "flask-socketio-default-websocket-only": "a WebSocket",
    "get-with-body": "fetch() refuses a body on GET, and an exchange has no body",
    "jsonp-syntax-error": "a script without crossorigin: its content decides",
    "mode-invalid": "no request mode of that name exists",
    "orb-img-html": "an image without crossorigin: opaque response blocking",
    "orb-script-html": "a script without crossorigin: opaque response blocking",
    "orb-script-json": "a script without crossorigin: opaque response blocking",
    "orb-script-json-sniffed": "a script without crossorigin: opaque response blocking",
    "readable-empty-json": "readable by CORS; the test page could not parse the body",
    "readable-html-instead-of-json": "readable by CORS; the test page could not parse the body",
    "script-integrity": "subresource integrity on a script without crossorigin",
    "script-module-html-mime": "readable by CORS; a module script wants another type",
    "xhr-timeout": "the page's own code gave up waiting",
    "truncated-body": "readable by CORS; the body broke off",
    "url-undefined-prefix": "readable, same-origin; the test page could not parse the body",
}
"""Scenarios that another mechanism decides, with the reason."""

OTHER_ROWS = {
    "flask-cors-all-500-axios": "readable by CORS; axios rejects on status 500",
    "readable-404-axios": "readable by CORS; axios rejects on status 404",
    "url-without-scheme-axios": "axios itself knows no such scheme, and asks nobody",
    "url-with-credentials-xhr": "XMLHttpRequest takes a user name in the URL; judge() speaks for fetch()",
}
"""Single rows, with the reason."""


@dataclass(frozen=True)
class BrowserExchange:
    """One row: the exchange, and what became of it."""

    id: str
    exchange: Exchange
    readable: dict[Engine, bool]
    symptom: str | None
    chromium: str | None


def all_rows() -> list[dict[str, Any]]:
    """Every row of the file as it stands."""
    path = Path(__file__).parent / "data" / "browser_exchanges.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def browser_exchanges() -> Iterator[BrowserExchange]:
    """The rows that `judge` has to agree with."""
    for row in all_rows():
        if not (row["api"] in OTHER_APIS or row["scenario"] in OTHER_MECHANISMS or row["id"] in OTHER_ROWS):
            yield BrowserExchange(
                row["id"], read_exchange(row), row["readable"], row["symptom"], row.get("chromium")
            )


def read_exchange(row: dict[str, Any]) -> Exchange:
    """The exchange of one row, which is laid out as `cors-wizard judge` takes it."""
    return replace(exchange_from(row), id=row["id"])
