"""The release checklist: it sees what is missing; two builds of a commit are the same, byte by byte."""

from __future__ import annotations

import pytest

from tests.release import dated_section, differing_builds


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


@pytest.mark.install
def test_two_builds_are_the_same() -> None:
    """Wheel and sdist."""
    assert differing_builds() == ""
