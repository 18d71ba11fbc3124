"""The engines' own order and refusals, against what each printed."""

from __future__ import annotations

from typing import get_args

import pytest

from cors_wizard.fetch_standard import Engine, is_readable_in, judge, violations_in
from cors_wizard.fetch_standard.engine_differences import ORDERS, REFUSALS
from tests.fetch_standard.browser_exchanges import all_rows, read_exchange
from tests.fetch_standard.build import answer, asked, exchanged, permitted

ROWS = {row["id"]: row for row in all_rows()}

FIRST = [
    ("preflight-404-fetch", "chromium", "preflight-missing-allow-origin"),
    ("preflight-404-fetch", "firefox", "preflight-missing-allow-origin"),
    ("preflight-404-fetch", "webkit", "preflight-invalid-status"),
    ("preflight-500-fetch", "webkit", "preflight-invalid-status"),
    ("preflight-413-fetch", "webkit", "preflight-invalid-status"),
    ("flask-before-request-auth-no-cors-fetch", "webkit", "preflight-invalid-status"),
    ("redirect-after-preflight-same-origin-404-fetch", "webkit", "preflight-invalid-status"),
    ("redirect-after-preflight-other-origin-fetch", "webkit", "preflight-missing-allow-origin"),
    ("preflight-401-with-acao-fetch", "firefox", "preflight-invalid-status"),
    ("preflight-redirect-301-fetch", "chromium", "preflight-disallowed-redirect"),
    ("preflight-redirect-301-fetch", "firefox", "preflight-missing-allow-origin"),
    ("preflight-redirect-301-fetch", "webkit", "preflight-disallowed-redirect"),
    ("preflight-redirect-301-with-acao-fetch", "firefox", "preflight-disallowed-redirect"),
    ("acam-invalid-semicolon-fetch", "webkit", "invalid-allow-methods"),
    ("no-acao-get-404-fetch", "webkit", "missing-allow-origin"),
]
"""What the first line of each engine's console says, read by hand."""


@pytest.mark.parametrize(
    ("row", "engine", "symptom"), [pytest.param(*case, id=f"{case[0]}-{case[1]}") for case in FIRST]
)
def test_first_reason_of_an_engine(row: str, engine: Engine, symptom: str) -> None:
    """Each engine stops at another reason where several hold."""
    verdict = judge(read_exchange(ROWS[row]))
    assert violations_in(verdict, engine)[0].symptom == symptom


@pytest.mark.parametrize(
    ("engine", "name"), [("chromium", "sentry-trace"), ("firefox", "baggage"), ("webkit", "sentry-trace")]
)
def test_first_refused_header(engine: Engine, name: str) -> None:
    """Firefox goes by name, the others by the page's order."""
    verdict = judge(read_exchange(ROWS["baggage-sentry-trace-fetch"]))
    assert violations_in(verdict, engine)[0].wanted == name


@pytest.mark.parametrize("engine", get_args(Engine))
def test_nothing_is_lost_in_another_order(engine: Engine) -> None:
    """Every engine has all violations, the preflight's before the response's."""
    request = asked("PUT", ("X-B", "1"), ("X-A", "1"), credentials="include")
    verdict = judge(exchanged(request, answer(500), answer(404)))
    ordered = violations_in(verdict, engine)
    assert sorted(map(repr, ordered)) == sorted(map(repr, verdict.violations))
    assert [violation.stage for violation in ordered] == ["preflight"] * 6 + ["response"] * 2


def test_every_engine_has_an_order() -> None:
    """One row for each engine, with evidence that exists."""
    scenarios = {row["scenario"] for row in ROWS.values()}
    assert [order.engine for order in ORDERS] == list(get_args(Engine))
    assert {scenario for order in ORDERS for scenario in order.evidence} <= scenarios
    assert {refusal.evidence for refusal in REFUSALS} <= scenarios


def test_a_refused_exchange_is_readable_nowhere() -> None:
    """Engines add refusals, they lift none."""
    verdict = judge(exchanged(asked("PUT"), preflight=permitted("GET")))
    assert not any(is_readable_in(verdict, engine) for engine in get_args(Engine))
