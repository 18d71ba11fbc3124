"""What a development server's settings are filled with."""

from __future__ import annotations

import pytest

from cors_wizard.facts import Fact, Facts
from cors_wizard.fixes.quoting import Literal
from cors_wizard.fixes.same_origin_values import same_origin_values


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(
            "http://localhost:5000/api/orders?page=2#top",
            {
                "path_prefix": "/api",
                "relative_url": "/api/orders?page=2",
                "proxy_target": "http://127.0.0.1:5000",
                "rewrite_source": "/api/:path*",
                "rewrite_target": "http://127.0.0.1:5000/api/:path*",
                "rewrite_slash_source": "/api/:path*/",
                "rewrite_slash_target": "http://127.0.0.1:5000/api/:path*/",
                "base_address": "http://localhost:5000",
                "change_origin": False,
            },
            id="usual",
        ),
        pytest.param(
            "https://api.example",
            {
                "path_prefix": "/",
                "relative_url": "/",
                "proxy_target": "https://api.example",
                "rewrite_source": "/:path*",
                "rewrite_target": "https://api.example/:path*",
                "base_address": "https://api.example",
                "change_origin": True,
            },
            id="no-path",
        ),
        pytest.param(
            "http://localhosts.example/orders", {"proxy_target": "http://localhosts.example"}, id="name"
        ),
        pytest.param(
            "http://a.example?x=/y", {"relative_url": "/?x=/y", "path_prefix": "/"}, id="query-without-path"
        ),
        pytest.param("file:///orders", {"change_origin": False}, id="file"),
        pytest.param("/api", {}, id="relative"),
        pytest.param("", {}, id="empty"),
    ],
)
def test_values_for_a_development_server(url: str, expected: dict[str, Literal]) -> None:
    """Where requests are handed on to, and for which paths."""
    values = same_origin_values(Facts.of([Fact("url", url, "pasted")]))
    assert {name: values[name] for name in expected} == expected
    assert ("proxy_target" in values) is url.startswith("http")


def test_the_pages_own_server_hands_on_to_flasks_port() -> None:
    """A request that went to the page's own server names no target: that is where Flask listens."""
    url = Fact("url", "http://localhost:5173/api/items", "pasted")
    facts = Facts.of([url, Fact("base_url", "own-page", "pasted"), Fact("run_port", 7113, "scanned")])
    assert same_origin_values(facts)["proxy_target"] == "http://127.0.0.1:7113"
    without = Facts.of([url, Fact("base_url", "own-page", "pasted")])
    assert "proxy_target" not in same_origin_values(without)
