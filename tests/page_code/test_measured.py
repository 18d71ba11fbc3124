"""What is read of a library's calls is what the library was seen to send."""

from __future__ import annotations

import pytest

from tests.page_code.measured_cases import FOLDER, Measured, as_read, cases

CASES = tuple(case for path in sorted(FOLDER.glob("*.txt")) for case in cases(path))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_reader_says_what_was_sent(case: Measured) -> None:
    """Method, path, credentials, Content-Type and every other header of each, and no other request."""
    assert sorted(map(as_read, case.read())) == list(case.sent)


def test_every_case_was_measured() -> None:
    """A case without requests would be in agreement with a reader that finds nothing."""
    assert [case.title for case in CASES if not case.sent] == []
