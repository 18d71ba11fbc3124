"""judge_in(), and what we say that it prints, agree with each browser over 500 drawn exchanges.

Any other seed on demand: `python -m tests.differential --engine webkit --seed 7 --cases 2000`.
"""

from __future__ import annotations

import pytest

from tests.browsers.driver import Browser
from tests.differential.compare import differences, drawn
from tests.differential.draw import Hosts

pytestmark = pytest.mark.browser

SEED, CASES = 1, 500


def test_no_difference(every_browser: Browser) -> None:
    """Readable or not, preflight or none, every exposed header, and the sentence in the console."""
    found = list(differences(every_browser, SEED, CASES))
    assert not found, "\n".join(map(str, found))


def test_a_seed_draws_the_same_again() -> None:
    """What fails once can be looked at again."""
    hosts = Hosts("http://localhost:1", "http://127.0.0.1:2", "http://localhost:3")
    assert drawn("7", hosts, range(50)) == drawn("7", hosts, range(50))
