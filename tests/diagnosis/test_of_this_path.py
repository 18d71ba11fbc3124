"""Settings of one path of `resources=` are those of the path that the page asks for."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.of_this_path import of_this_path
from cors_wizard.facts import Fact, Facts, FactValue, Source

SETTINGS = (
    *("/a/*: configured_origins: https://a.example", "/a/*: configured_max_age: 5"),
    *("/b/*: configured_credentials: yes", "/b/*: configured_headers: X-B", "/b/*: configured_max_age: x"),
)
MERGED: dict[str, FactValue] = {
    "configured_origins": ("https://a.example", "https://z.example"),
    "configured_headers": ("X-B", "X-Z"),
    "configured_credentials": "yes",
}


def narrowed(path: str, rules: str = "of-their-own", source: Source = "scanned") -> dict[str, FactValue]:
    """What counts for a path."""
    facts: dict[str, FactValue] = {
        "url": f"http://api.example{path}",
        "resource_rules": rules,
        "resource_patterns": ("/a/*", "/b/*"),
        "resource_settings": SETTINGS,
    }
    known = [Fact(name, value, "scanned") for name, value in facts.items()]
    merged = [Fact(name, value, source) for name, value in MERGED.items()]
    found = of_this_path(Facts.of([*known, *merged]))
    return {fact.name: fact.value for fact in found if fact.name.startswith("configured_")}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            "/a/x",
            {"configured_origins": ("https://a.example",), "configured_max_age": 5},
            id="one-entry",
        ),
        pytest.param(
            "/b/x", {"configured_credentials": "yes", "configured_headers": ("X-B",)}, id="another-entry"
        ),
        pytest.param("/c/x", {}, id="no-entry"),
    ],
)
def test_the_entry_of_the_path_counts(path: str, expected: dict[str, FactValue]) -> None:
    """And of no other path."""
    assert narrowed(path) == expected


def test_equal_entries_are_one_setting() -> None:
    """One call can stand for all of them."""
    assert narrowed("/a/x", rules="alike") == MERGED


def test_what_the_user_said_stays() -> None:
    """The code is narrowed, not what somebody told."""
    assert narrowed("/c/x", source="answered") == MERGED
