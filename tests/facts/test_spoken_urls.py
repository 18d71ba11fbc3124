"""Addresses as people say them."""

from __future__ import annotations

import pytest

from cors_wizard.facts.spoken_urls import completed_url, names_a_page


@pytest.mark.parametrize(
    ("text", "url"),
    [
        pytest.param("localhost:5000/api", "http://localhost:5000/api", id="host-port-path"),
        pytest.param("localhost:5173", "http://localhost:5173", id="host-port"),
        pytest.param(":5000/api", "http://localhost:5000/api", id="a-port-of-this-machine"),
        pytest.param("127.0.0.1:8000", "http://127.0.0.1:8000", id="an-address"),
        pytest.param("[::1]:5000/x", "http://[::1]:5000/x", id="an-ipv6-address"),
        pytest.param("api.example.test:8443/orders", "http://api.example.test:8443/orders", id="a-name"),
        pytest.param("app.py:14", "", id="a-line-of-a-file"),
        pytest.param("flask_cors/extension.py", "", id="a-path"),
        pytest.param("Error:5000", "", id="a-word"),
        pytest.param("10:30", "", id="a-time"),
        pytest.param("see localhost:5000", "", id="a-sentence"),
        pytest.param("localhost:99999", "", id="no-port"),
        pytest.param("http://localhost:5000", "", id="whole-already"),
        pytest.param("HTTPS://api.example/x", "", id="whole-in-capitals"),
        pytest.param("htp://localhost:5000/api", "http://localhost:5000/api", id="a-letter-too-few"),
        pytest.param("thtp://localhost:5000", "http://localhost:5000", id="letters-swapped"),
        pytest.param("http:/localhost:5000/a", "http://localhost:5000/a", id="a-slash-too-few"),
        pytest.param("http//localhost:5000", "http://localhost:5000", id="no-colon"),
        pytest.param("http;//localhost:5000", "http://localhost:5000", id="a-semicolon"),
        pytest.param("htps://api.example/x", "https://api.example/x", id="https-mistyped"),
        pytest.param("ftp://files.example", "", id="ftp"),
        pytest.param("ssh://git.example", "", id="ssh"),
        pytest.param("ws://localhost:5000", "", id="a-socket"),
    ],
)
def test_an_address_without_a_scheme_is_completed(text: str, url: str) -> None:
    """What is typed into a browser's address bar works here, too; other words stay words."""
    assert completed_url(text) == url


@pytest.mark.parametrize(
    ("url", "is_page"),
    [
        ("http://localhost:5173", True),
        ("http://localhost:3000/", True),
        ("https://localhost:5173/", True),
        ("http://localhost:3000/api", False),
        ("http://localhost:5000", False),
        ("", False),
    ],
)
def test_a_development_servers_port_is_a_pages(url: str, is_page: bool) -> None:
    """A path on that port may be an API behind the tool's proxy."""
    assert names_a_page(url) is is_page
