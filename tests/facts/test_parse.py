"""Values of facts as people give them."""

from __future__ import annotations

import pytest

from cors_wizard.facts import DECLARED
from cors_wizard.facts.parse import parse_value


@pytest.mark.parametrize(
    ("given", "expected"),
    [("none", ()), (" none ", ()), ("", ()), ("X-None", ("X-None",)), ("none, X-A", ("none", "X-A"))],
)
def test_the_word_for_no_headers(given: str, expected: tuple[str, ...]) -> None:
    """What the output shows for an empty list is understood as one."""
    assert parse_value(DECLARED["request_headers"], given) == expected
