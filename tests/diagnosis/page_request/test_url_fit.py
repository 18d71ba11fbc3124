"""A URL of the page's code, with holes, against the URL that was requested."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.diagnosis.page_request.url_fit import url_fit

URL = "http://localhost:5055/api/orders/7?full=1#top"

FITS = [
    ("http://localhost:5055/api/orders/{id}", (False, 1, False)),
    ("http://localhost:5055/api/orders/7", (False, 0, False)),
    ("http://LOCALHOST:5055/api/orders/7/", (False, 0, True)),
    ("//localhost:5055/api/orders/{id}", (False, 1, False)),
    ("http://localhost:{port}/api/orders/{id}", (False, 1, False)),
    ("{protocol}//localhost:5055/api/orders/{id}", (False, 1, False)),
    ("{base}//api/orders/7", (False, 0, False)),
    ("{VITE_API_BASE}/orders/{id}", (False, 1, False)),
    ("{VITE_API_BASE}orders/{id}", (False, 1, False)),
    ("{base}/api/orders/7?full={flag}", (False, 0, False)),
    ("{base}/api/orders/{id}{query}", (False, 1, False)),
    ("http://{host}/api/orders/7", (False, 0, False)),
    ("orders/7", (False, 0, False)),
    ("/api/orders/7", (True, 0, False)),
    ("{url}", (True, 3, False)),
    ("http://localhost:5055/api/{path}", (True, 3, False)),
]
MISSES = [
    "",
    "http://localhost:5000/api/orders/7",
    "https://localhost:5055/api/orders/7",
    "{protocol}//other.example:5055/api/orders/{id}",
    "http://localhost:5055/api/orders",
    "http://localhost:5055/api/users/{id}",
    "{base}/orders",
    "{base}/7/{id}",
    "/orders/7",
    "http://localhost:5055/{id}",
]


@pytest.mark.parametrize(("pattern", "fit"), FITS)
def test_fits(pattern: str, fit: tuple[bool, int, bool]) -> None:
    """Holes take what the code leaves open; an unknown base takes any beginning."""
    found = url_fit(pattern, URL)
    assert found is not None
    assert (found.is_loose, found.holes, found.other_slash) == fit


@pytest.mark.parametrize("pattern", MISSES)
def test_does_not_fit(pattern: str) -> None:
    """Another host, scheme, path or number of parts is another URL."""
    found = url_fit(pattern, URL)
    assert found is None or found.is_loose


@given(st.text(alphabet="{}/a:.?#7", max_size=40))
def test_any_pattern_is_read(pattern: str) -> None:
    """Whatever stands in the code, there is a result."""
    url_fit(pattern, URL)


def test_a_url_that_is_none_fits_nothing() -> None:
    """No http URL, no call."""
    assert url_fit("{base}/x", "file:///x") is None
