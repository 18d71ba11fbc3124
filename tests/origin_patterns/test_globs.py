"""`https://*.example.com` becomes a pattern for the page that it means, and for no stranger."""

from __future__ import annotations

import pytest

from cors_wizard.changes.origins.meant_origins import corrected
from cors_wizard.origin_patterns.globs import pattern_of_glob


@pytest.mark.parametrize(
    ("entry", "origin", "pattern"),
    [
        ("https://*.shop.example", "https://a.shop.example", r"^https://[a-z0-9-]+\.shop\.example$"),
        ("https://*.shop.example/", "https://a.shop.example", r"^https://[a-z0-9-]+\.shop\.example$"),
        ("http://*.shop.example:80", "http://a.shop.example", None),
        ("https://*.shop.example", "https://shop.example", None),
        ("https://*.shop.example", "https://a.b.shop.example", None),
        ("https://*.co.uk", "https://shop.co.uk", None),
        ("https://*.herokuapp.com", "https://shop.herokuapp.com", None),
        ("https://*.GitHub.io", "https://shop.github.io", None),
        ("https://a.shop.example", "https://a.shop.example", None),
    ],
)
def test_every_subdomain(entry: str, origin: str, pattern: str | None) -> None:
    """Below a public suffix anybody can have a name: there the page is named alone."""
    assert pattern_of_glob(entry, origin) == pattern
    if "*" in entry:
        assert corrected(entry, origin) == pattern
