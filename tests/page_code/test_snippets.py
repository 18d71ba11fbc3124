"""Page code as people write it, and the calls that are in it."""

from __future__ import annotations

import pytest

from tests.page_code.snippets import Case, cases, found_in

CASES = tuple(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_calls_of_a_snippet(case: Case) -> None:
    """Every call is found with its method, URL, header names, credentials, body and line, and no other."""
    assert found_in(case) == case.expected
