"""A decorator that refuses the preflight, because `@cross_origin` is not around it."""

from __future__ import annotations

import pytest

from cors_wizard.decision_tree import Concluded, walk
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.knowledge_base import load_knowledge

_SEEN: dict[str, FactValue] = {
    "symptom": "preflight-missing-allow-origin",
    "url": "http://localhost:5000/api/me",
    "origin": "http://localhost:3000",
    "preflight_status": 401,
    "platform_answer": "none",
}


@pytest.mark.parametrize(
    ("place", "check", "cause"),
    [
        ("above-route", None, "decorator-order"),
        ("below-another", "none", "decorator-order"),
        ("above-route", "refuses", "preflight-needs-auth"),
        ("below-route", None, "preflight-needs-auth"),
        (None, None, "preflight-needs-auth"),
    ],
)
def test_whose_check_it_is(place: str | None, check: str | None, cause: str) -> None:
    """A hook refuses whatever the view has around it."""
    own = {"decorator_place": place, "preflight_check": check}
    known = {**_SEEN, **{name: value for name, value in own.items() if value}}
    facts = Facts.of(Fact(name, value, "probed") for name, value in known.items())
    step = walk(load_knowledge(), facts, frozenset()).next
    assert isinstance(step, Concluded)
    assert step.cause.id == cause


@pytest.mark.parametrize(
    ("check", "cause"),
    [("refuses", "preflight-needs-auth"), ("fails", "server-error"), ("none", "server-error")],
)
def test_an_error_handler_hides_the_check(check: str, cause: str) -> None:
    """`abort(401)` ends in `@app.errorhandler(Exception)`, which sends a 500."""
    known = {**_SEEN, "preflight_status": 500, "preflight_check": check}
    facts = Facts.of(Fact(name, value, "probed") for name, value in known.items())
    step = walk(load_knowledge(), facts, frozenset()).next
    assert isinstance(step, Concluded)
    assert step.cause.id == cause
