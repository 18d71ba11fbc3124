"""Page calls for tests, with what most of them have."""

from __future__ import annotations

from typing import Any

from cors_wizard.page_code import PageCall


def call(url: str, **parts: Any) -> PageCall:
    """A GET with fetch and no headers, unless said otherwise."""
    usual: dict[str, Any] = {
        "method": "GET",
        "headers": (),
        "credentials": "same-origin",
        "mode": "cors",
        "body": "none",
        "library": "fetch",
        "file": "web/src/api.ts",
        "line": 4,
    }
    return PageCall(url=url, **{**usual, **parts})
