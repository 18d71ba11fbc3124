"""Another route for a proof's app, with CORS settings of its own that no fix may touch."""

from __future__ import annotations

import re

NEIGHBOR = "/partner-feed"
_ROUTE = """
{app}.add_url_rule(
    "/partner-feed",
    "partner_feed",
    flask_cors.cross_origin(origins=["https://partner.example"])(lambda: "feed"),
)
"""
_FACTORY = re.compile(r"^( +)return (app)$", re.MULTILINE)


def with_neighbor(source: str) -> str:
    """The app's file with that route: at its end, or above the `return` of a factory."""
    imported = re.sub(
        r"^(?=from flask|import flask)", "import flask_cors\n", source, count=1, flags=re.MULTILINE
    )
    if re.search(r"^app = ", source, re.MULTILINE):
        return f"{imported.rstrip()}\n\n{_ROUTE.format(app='app')}"
    return _FACTORY.sub(lambda found: f"{_indented(found[1])}\n{found[0]}", imported, count=1)


def _indented(indent: str) -> str:
    return "\n".join(indent + line if line else line for line in _ROUTE.format(app="app").split("\n"))
