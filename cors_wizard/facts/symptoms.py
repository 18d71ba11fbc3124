"""What a browser objects to: the closed set of symptoms."""

from __future__ import annotations

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
"""What the browser objects to; the ids of design.md, "Words"."""

SYMPTOMS: tuple[str, ...] = get_args(Symptom)
