"""The release checklist: it sees what is missing; two builds of a commit are the same, byte by byte."""

from __future__ import annotations

import pytest

from tests.release import (
    ADDRESSES,
    dated_section,
    differing_builds,
    differing_pythons,
    missing_addresses,
    relative_pictures,
)


@pytest.mark.parametrize(
    ("heading", "is_ready"),
    [
        ("## [1.2.0] - 2026-11-29", True),
        ("## [1.2.0]", False),
        ("## [1.2.01] - 2026-11-29", False),
        ("## [Unreleased]", False),
    ],
)
def test_the_changelog_needs_a_dated_section(heading: str, is_ready: bool) -> None:
    """Of this very version."""
    assert (dated_section("1.2.0", f"# Changelog\n\n{heading}\n") == "") == is_ready


def test_the_index_needs_addresses() -> None:
    """None is made up: the checklist says which are to be filled in."""
    assert missing_addresses("[project]\nname = 'a'") == (
        "Add to [project.urls] in pyproject.toml: Homepage, Source, Issues, Changelog."
    )
    urls = "\n".join(f'{name} = "https://a.example/"' for name in ADDRESSES)
    assert missing_addresses(f"[project.urls]\n{urls}") == ""


def test_the_index_shows_no_relative_picture() -> None:
    """A picture of the checkout isn't part of what is uploaded."""
    assert relative_pictures("![a](screenshots/a.svg)").endswith("in front of: screenshots/a.svg.")
    assert relative_pictures("![a](https://a.example/a.svg)") == ""


def test_the_classifiers_name_what_is_tested() -> None:
    """The oldest and the newest Python of the workflow, and the oldest that pip takes."""
    assert differing_pythons() == ""


@pytest.mark.install
def test_two_builds_are_the_same() -> None:
    """Wheel and sdist."""
    assert differing_builds() == ""
