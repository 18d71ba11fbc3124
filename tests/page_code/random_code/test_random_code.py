"""Nothing that is said of page code is otherwise when the code runs."""

from __future__ import annotations

from tests.page_code.random_code.compare import outcomes

_SEEDS = range(1_000, 1_120)
_LEAST_KNOWN = 0.5
_MOST_IDLE = 0.04


def test_what_is_known_of_random_code_is_what_node_sends() -> None:
    """Clients and options put together in many ways; what the reader leaves open is no part of the claim."""
    found = [each for each in outcomes(_SEEDS) if each.was_sent]
    assert {each.seed: each.wrong for each in found if each.wrong} == {}
    assert sum(bool(each.idle) for each in found) <= _MOST_IDLE * len(found)
    assert sum(not each.unknown for each in found) >= _LEAST_KNOWN * len(found)
