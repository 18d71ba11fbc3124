"""All calls of the page to one API, and what they need together."""

from __future__ import annotations

from cors_wizard.diagnosis.page_request import read_request
from cors_wizard.diagnosis.page_request.api_calls import path_of
from cors_wizard.facts import Fact, Facts
from cors_wizard.fixes import template_values
from tests.diagnosis.page_request.calls import call

FACTS = Facts.of(
    [
        Fact("url", "http://localhost:5000/api/orders/7", "pasted"),
        Fact("origin", "http://localhost:5173", "pasted"),
        Fact("configured_headers", ("X-Old",), "scanned"),
        Fact("configured_methods", ("GET",), "scanned"),
    ]
)
PUT = call("{VITE_API}/orders/{id}", method="PUT", headers=(("X-Tenant", ""),), base_variable="VITE_API")
LOGIN = call(
    "{VITE_API}/login",
    method="POST",
    headers=(("sentry-trace", ""), ("Accept", "text/html")),
    credentials="include",
    base_variable="VITE_API",
    line=9,
)
OTHER = call("https://other.example/x", method="PATCH", headers=(("X-Other", ""),), line=20)


def test_one_round_is_enough() -> None:
    """The fix allows what every call to this API needs, and nothing that others need."""
    found = read_request(FACTS, (PUT, LOGIN, OTHER))
    assert found.api_calls == (PUT, LOGIN)
    values = template_values(FACTS.also(found.facts))
    assert values["allowed_headers"] == ("X-Old", "Content-Type", "X-Tenant", "sentry-trace", "baggage")
    assert values["allowed_methods"] == ("GET", "PUT", "POST")
    assert values["with_credentials"] is True


def test_a_path_is_shown_as_the_code_has_it() -> None:
    """Holes and all; without base, query and fragment."""
    assert path_of(PUT) == "/orders/{id}"
    assert path_of(call("http://a.example/x/{id}?q={q}")) == "/x/{id}"
    assert path_of(call("http://a.example")) == "/"
    assert path_of(call("{protocol}//a.example:5000/x/{id}")) == "/x/{id}"
    assert path_of(call("//{hostname}:5000/x")) == "/x"
