"""judge_in() agrees with Chromium and Firefox over 500 drawn exchanges each; any other seed on demand."""

from __future__ import annotations

import pytest

from tests.browsers.driver import Browser
from tests.differential.compare import differences
from tests.differential.draw import Draw, Hosts

pytestmark = pytest.mark.browser

SEED, CASES = 1, 500


def test_no_difference(browser: Browser) -> None:
    """Readable or not, preflight or none, and every exposed header."""
    found = list(differences(browser, SEED, CASES))
    assert not found, "\n".join(map(str, found))


def test_a_seed_draws_the_same_again() -> None:
    """What fails once can be looked at again."""
    hosts = Hosts("http://localhost:1", "http://127.0.0.1:2", "http://localhost:3")
    first, second = Draw(7, hosts), Draw(7, hosts)
    assert [first.exchange(number) for number in range(50)] == [
        second.exchange(number) for number in range(50)
    ]
