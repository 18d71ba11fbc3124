"""The CORS-preflight cache: what is remembered, for how long, and for whom."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard import cached_preflight, needs_another_preflight
from cors_wizard.fetch_standard.engine_differences import STANDARD, TRAITS, Traits
from cors_wizard.fetch_standard.preflight_cache import max_age
from cors_wizard.http_exchange import Exchange, Request
from tests.fetch_standard.build import API, PAGE, answer, asked, exchanged, permitted
from tests.fetch_standard.preflight_pairs import PAIRS, Pair

TRAITS_OF: dict[str, Traits] = {"standard": STANDARD, **dict(TRAITS.items())}
"""Those of the standard, and of each browser."""


@pytest.mark.parametrize("engine", TRAITS_OF)
@pytest.mark.parametrize("pair", [pytest.param(pair, id=pair.id) for pair in PAIRS])
def test_second_request(pair: Pair, engine: str) -> None:
    """The standard's answer, and each browser's."""
    traits = TRAITS_OF[engine]
    first, second = pair.exchanges(PAGE, f"{API}/data")
    cached = cached_preflight(first, traits)
    assert cached is not None
    assert needs_another_preflight(cached, second, traits=traits) is (engine in pair.again)


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


def test_it_is_forgotten() -> None:
    """After its age the next request asks again."""
    cached = cached_preflight(exchanged(asked("PUT"), preflight=permitted("PUT")))
    assert cached is not None
    assert not needs_another_preflight(cached, exchanged(asked("PUT")), 4.9)
    assert needs_another_preflight(cached, exchanged(asked("PUT")), 5)


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
    assert cached_preflight(exchange) is None


def test_who_needs_none_asks_none() -> None:
    """A plain GET has no use for the cache, and another page none for this one's."""
    cached = cached_preflight(exchanged(asked("PUT"), preflight=permitted("PUT")))
    assert cached is not None
    assert not needs_another_preflight(cached, exchanged(asked("GET")))
    assert needs_another_preflight(cached, Exchange("https://other.example", asked("PUT")))
    assert needs_another_preflight(cached, exchanged(asked("PUT", url=f"{API}/more")))


def test_upload_listener() -> None:
    """Without a list the method of the flag's own request is remembered, and has to be."""
    flagged = Request(f"{API}/data", "POST", use_cors_preflight=True)
    cached = cached_preflight(exchanged(flagged, preflight=permitted()))
    assert cached is not None
    assert cached.methods == {"POST"}
    assert not needs_another_preflight(cached, exchanged(flagged))
    got = Request(f"{API}/data", "GET", use_cors_preflight=True)
    assert needs_another_preflight(cached, exchanged(got))
