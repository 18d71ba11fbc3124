"""The symptoms of a browser that got an answer and refused it for what CORS says; pure data."""

from __future__ import annotations

_CORS_CHECK = (
    "missing-allow-origin",
    "multiple-allow-origin",
    "invalid-allow-origin",
    "allow-origin-mismatch",
    "wildcard-origin-not-allowed",
    "invalid-allow-credentials",
)

OBJECTIONS_TO_ANSWERS = frozenset(
    {
        *(f"{prefix}{name}" for prefix in ("", "preflight-") for name in _CORS_CHECK),
        *("preflight-invalid-status", "preflight-disallowed-redirect"),
        *("invalid-allow-methods", "invalid-allow-headers", "method-disallowed", "header-disallowed"),
    }
)
"""They prove two things: something answered, and the request was cross-origin."""
