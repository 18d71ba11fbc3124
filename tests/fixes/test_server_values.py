"""Values for fixes that follow from the server's answers."""

from __future__ import annotations

import pytest

from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fixes.server_values import server_values


def values(**known: FactValue) -> dict[str, object]:
    """The values, by placeholder."""
    return dict(server_values(Facts.of(Fact(name, value, "pasted") for name, value in known.items())))


@pytest.mark.parametrize(
    ("known", "methods"),
    [
        ({}, ("GET",)),
        ({"method": "delete"}, ("DELETE",)),
        ({"method": "delete", "status": 405}, ("GET", "DELETE")),
        ({"method": "GET", "status": 405}, ("GET", "POST")),
        ({"method": "POST", "preflight_headers": ("Allow: OPTIONS, GET, HEAD",)}, ("GET", "POST")),
        ({"method": "PURGE", "response_headers": ("allow: PUT, GET",)}, ("GET", "PUT", "PURGE")),
        ({"method": "PUT", "response_headers": ("Server: a", "Allow: GET")}, ("GET", "PUT")),
        ({"method": "OPTIONS"}, ("GET",)),
    ],
)
def test_methods_of_the_route(known: dict[str, FactValue], methods: tuple[str, ...]) -> None:
    """Those that it has, and the one that is missing; Flask answers HEAD and OPTIONS by itself."""
    assert values(**known)["route_methods"] == methods


@pytest.mark.parametrize(
    ("routes", "rule"),
    [
        (("/api/notes/<int:note>",), "/api/notes/<int:note>"),
        (("/<path:rest>",), "/api/notes/7"),
        (("/api/notes",), "/api/notes/7"),
    ],
)
def test_rule_of_the_route(routes: tuple[str, ...], rule: str) -> None:
    """The rule as it stands in the code; else the path itself."""
    assert values(url="http://localhost:5000/api/notes/7?x=1", routes=routes)["route_rule"] == rule


@pytest.mark.parametrize(
    ("url", "origin", "same"),
    [
        ("http://127.0.0.1:5000/a?b=1", "http://localhost:3000", "http://localhost:5000/a?b=1"),
        ("https://127.0.0.1/a", "http://[::1]:3000", "https://[::1]/a"),
        ("http://127.0.0.1:5000", "http://localhost", "http://localhost:5000"),
    ],
)
def test_url_under_the_page_s_host(url: str, origin: str, same: str) -> None:
    """Scheme, port, path and query stay."""
    assert values(url=url, origin=origin)["same_host_url"] == same


def test_address_and_names() -> None:
    """Socket.IO's first request over http."""
    found = values(url="wss://api.example.com/socket.io/?EIO=4")
    assert found["socketio_url"] == "https://api.example.com/socket.io/?EIO=4&transport=polling"
