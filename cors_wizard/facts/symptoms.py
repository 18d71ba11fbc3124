"""What a browser objects to: the closed set of symptoms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Symptom = Literal[
    "missing-allow-origin",
    "multiple-allow-origin",
    "invalid-allow-origin",
    "allow-origin-mismatch",
    "wildcard-origin-not-allowed",
    "invalid-allow-credentials",
    "preflight-missing-allow-origin",
    "preflight-multiple-allow-origin",
    "preflight-invalid-allow-origin",
    "preflight-allow-origin-mismatch",
    "preflight-wildcard-origin-not-allowed",
    "preflight-invalid-allow-credentials",
    "preflight-invalid-status",
    "preflight-disallowed-redirect",
    "preflight-failed",
    "invalid-allow-methods",
    "invalid-allow-headers",
    "method-disallowed",
    "header-disallowed",
    "redirect-contains-credentials",
    "redirect-blocked",
    "disabled-scheme",
    "disallowed-by-mode",
    "local-network-access",
    "mixed-content",
    "network-failure",
    "opaque-response",
    "unsafe-header-read",
    "cookie-blocked",
    "blocked-by-client",
    "resource-policy",
    "csp",
    "websocket-origin-rejected",
    "server-log",
    "not-cors",
]
"""What the browser objects to, by the id that messages, verdicts, nodes and reports share."""

SYMPTOMS: tuple[str, ...] = get_args(Symptom)

SYMPTOM_WORDS: Mapping[str, str] = {
    "missing-allow-origin": "No Access-Control-Allow-Origin",
    "multiple-allow-origin": "Several values in Access-Control-Allow-Origin",
    "invalid-allow-origin": "Access-Control-Allow-Origin holds no origin",
    "allow-origin-mismatch": "Access-Control-Allow-Origin names another origin",
    "wildcard-origin-not-allowed": "* for a request with credentials",
    "invalid-allow-credentials": "Access-Control-Allow-Credentials is not true",
    "preflight-missing-allow-origin": "Preflight: no Access-Control-Allow-Origin",
    "preflight-multiple-allow-origin": "Preflight: several values in Access-Control-Allow-Origin",
    "preflight-invalid-allow-origin": "Preflight: Access-Control-Allow-Origin holds no origin",
    "preflight-allow-origin-mismatch": "Preflight: Access-Control-Allow-Origin names another origin",
    "preflight-wildcard-origin-not-allowed": "Preflight: * for a request with credentials",
    "preflight-invalid-allow-credentials": "Preflight: Access-Control-Allow-Credentials is not true",
    "preflight-invalid-status": "Preflight: status is not 2xx",
    "preflight-disallowed-redirect": "Preflight: redirected",
    "preflight-failed": "Preflight: failed, reason unknown",
    "invalid-allow-methods": "Access-Control-Allow-Methods cannot be read",
    "invalid-allow-headers": "Access-Control-Allow-Headers cannot be read",
    "method-disallowed": "The method is not allowed",
    "header-disallowed": "A request header is not allowed",
    "redirect-contains-credentials": "A redirect to a URL with a user name",
    "redirect-blocked": "A redirect is blocked",
    "disabled-scheme": "A page can't request a URL with this scheme",
    "disallowed-by-mode": "The request's mode forbids it",
    "local-network-access": "Access to the local network is blocked",
    "mixed-content": "http from an https page",
    "network-failure": "Nothing usable came back",
    "opaque-response": "The response is opaque",
    "unsafe-header-read": "A response header is not exposed",
    "cookie-blocked": "A cookie is not sent or not stored",
    "blocked-by-client": "Something in the browser blocks it",
    "resource-policy": "A resource policy withholds it",
    "csp": "The page's own policy forbids it",
    "websocket-origin-rejected": "The WebSocket's origin is rejected",
    "server-log": "None: this is the server's own text",
    "not-cors": "Not a CORS error",
}
"""What the browser objects to, as users see it."""

_OF_PREFLIGHTS = frozenset(
    {"invalid-allow-methods", "invalid-allow-headers", "method-disallowed", "header-disallowed"}
)


def is_preflight_symptom(symptom: str | None) -> bool:
    """Whether the browser stopped at the preflight."""
    return symptom is not None and (symptom.startswith("preflight-") or symptom in _OF_PREFLIGHTS)
