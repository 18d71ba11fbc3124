"""How long a preflight response is remembered."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard import remembered_seconds
from cors_wizard.fetch_standard.engine_differences import STANDARD, TRAITS
from cors_wizard.fetch_standard.preflight_cache import max_age
from cors_wizard.http_exchange import Exchange
from tests.fetch_standard.build import answer, asked, exchanged, permitted


@pytest.mark.parametrize(
    ("value", "ages"),
    [
        pytest.param("3", (3, 3, 3, 3), id="short"),
        pytest.param("100000", (100000, 7200, 86400, 600), id="longest"),
        pytest.param("9" * 400, (5, 5, 0, 5), id="endless"),
        pytest.param("x", (5, 5, 0, 5), id="unreadable"),
        pytest.param(None, (5, 5, 5, 5), id="absent"),
    ],
)
def test_max_age(value: str | None, ages: tuple[int, ...]) -> None:
    """Five seconds by default; every engine has a limit of its own."""
    response = answer(204, *([("Access-Control-Max-Age", value)] if value is not None else []))
    assert tuple(max_age(response, traits) for traits in (STANDARD, *TRAITS.values())) == ages


def test_it_is_remembered() -> None:
    """A preflight that permitted its request is."""
    assert remembered_seconds(exchanged(asked("PUT"), preflight=permitted("PUT"))) == 5


@pytest.mark.parametrize(
    "exchange",
    [
        pytest.param(exchanged(asked("GET"), preflight=permitted("PUT")), id="no-preflight"),
        pytest.param(exchanged(asked("PUT")), id="not-recorded"),
        pytest.param(exchanged(asked("PUT"), preflight=permitted("GET")), id="refused"),
    ],
)
def test_nothing_is_remembered(exchange: Exchange) -> None:
    """Only a preflight that permitted its request leaves something."""
    assert remembered_seconds(exchange) is None
