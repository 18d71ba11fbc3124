"""The address of the user's own API, as the templates of fixes name it."""

from __future__ import annotations

import pytest

from cors_wizard.facts import Fact, Facts
from cors_wizard.fixes.network_path_values import network_path_values


@pytest.mark.parametrize(
    ("url", "base_url", "expected"),
    [
        pytest.param("undefined/api/users", "unfilled", "http://localhost:5050/api/users", id="relative"),
        pytest.param(
            "http://localhost:3000/undefined/api/users",
            "unfilled",
            "http://localhost:5050/api/users",
            id="whole",
        ),
        pytest.param(
            "http://localhost:3000/api/x?a=1", "own-page", "http://localhost:5050/api/x?a=1", id="own-page"
        ),
        pytest.param("http://localhost:5000/api", "this-computer", None, id="deployed-elsewhere"),
    ],
)
def test_address_as_it_was_meant(url: str, base_url: str, expected: str | None) -> None:
    """The path stays, and the port is the one that the code starts Flask on."""
    facts = Facts.of(
        (
            Fact("url", url, "pasted"),
            Fact("base_url", base_url, "pasted"),
            Fact("run_port", 5050, "scanned"),
        )
    )
    assert network_path_values(facts).get("based_url") == expected
    assert network_path_values(facts)["relayed_url"] == "http://localhost:5050/from-there"


def test_no_address_without_a_port() -> None:
    """Where no code tells the port, the template's own fallback stands."""
    assert not [name for name in network_path_values(Facts()) if name.endswith("_url")]


def test_lists_of_a_gateway() -> None:
    """It is told what the page sends; what nobody knows is what pages mostly send."""
    assert network_path_values(Facts()) == {
        "gateway_methods": ("GET",),
        "gateway_headers": ("content-type",),
        "bucket_methods": ("GET", "PUT"),
    }
    sent = ("X-Tenant: 1", "Content-Type: application/json", "x-tenant: 2", "")
    facts = Facts.of(
        (
            Fact("origin", "https://shop.example", "pasted"),
            Fact("method", "PUT", "pasted"),
            Fact("request_headers", sent, "pasted"),
        )
    )
    assert network_path_values(facts) == {
        "gateway_origin": "'https://shop.example'",
        "gateway_methods": ("PUT",),
        "gateway_headers": ("x-tenant", "content-type"),
        "bucket_methods": ("PUT",),
    }


@pytest.mark.parametrize("origin", ["null", "file://", "https://*.example", "https://a.example' b"])
def test_a_gateway_is_given_no_odd_origin(origin: str) -> None:
    """Only an origin that can be allowed by name stands between the quotes."""
    assert "gateway_origin" not in network_path_values(Facts.of((Fact("origin", origin, "pasted"),)))


@pytest.mark.parametrize(
    ("leads", "to_login", "expected"),
    [
        pytest.param("http://a.example/login?next=%2Fapi", "yes", "/login", id="whole"),
        pytest.param("/auth/login", "yes", "/auth/login", id="path"),
        pytest.param("http://sso.example/login", "yes", None, id="another-host"),
        pytest.param("/api/", "no", None, id="no-login"),
    ],
)
def test_login_page_of_the_api_itself(leads: str, to_login: str, expected: str | None) -> None:
    """Its path is named where the API redirects to a page of its own."""
    values = {"url": "http://a.example/api", "redirect_url": leads, "redirect_to_login": to_login}
    facts = Facts.of([Fact(name, value, "pasted") for name, value in values.items()])
    assert network_path_values(facts).get("login_path") == expected
