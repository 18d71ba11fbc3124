"""Which of several CORS setups in the code decides, where another one would allow the request. Pure.

flask-cors adds its headers once: `@cross_origin` before the app's setup, and of two setups of one app the one
that was registered last (tests/diagnosis/test_overridden.py runs both).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.derived_server import route_match
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.urls import parse_url

if TYPE_CHECKING:
    from cors_wizard.flask_code import CorsSetup, FlaskCode

_LISTS = {"header-disallowed": "allow_headers", "method-disallowed": "methods"}
_CREDENTIALS = frozenset({"invalid-allow-credentials", "preflight-invalid-allow-credentials"})


def overridden(code: FlaskCode, facts: Facts) -> Iterator[Fact]:
    """The facts on a setup that is refused although another one in the code allows it."""
    symptom = facts.text("symptom") or ""
    apps = [setup for setup in code.setups if setup.kind == "app" and not setup.is_conditional]
    for winner in _decorators(code, facts):
        if loser := next((each for each in apps if _allows_more(symptom, each, winner)), None):
            yield from _told("decorator-over-app", winner, loser)
            return
    for first, last in pairwise(apps):
        same_app = (first.file, first.target) == (last.file, last.target)
        if same_app and _allows_more(symptom, first, last):
            yield from _told("two-app-setups", last, first)
            return


def _decorators(code: FlaskCode, facts: Facts) -> Iterator[CorsSetup]:
    target = parse_url(facts.text("url") or "")
    path = re.split(r"[?#]", target.rest, maxsplit=1)[0] if target else ""
    asked = (facts.text("method") or "").upper()
    for route in code.routes:
        decorator = route.cross_origin
        if route.methods and asked and asked not in route.methods:
            # Another view with the same path.
            continue
        if decorator and decorator.place == "below-route" and route_match((route.rule,), path) == "exact":
            yield decorator


def _allows_more(symptom: str, loser: CorsSetup, winner: CorsSetup) -> bool:
    """Whether the setup without effect allows what the browser misses."""
    if symptom in _CREDENTIALS:
        allowed, given = (each.option("supports_credentials") for each in (loser, winner))
        return bool(allowed and allowed.value.is_true) and not (given and given.value.is_true is not False)
    name = _LISTS.get(symptom)
    if name is None or (narrow := winner.option(name)) is None or not narrow.value.is_whole:
        return False
    wide = loser.option(name)
    return wide is None or bool({*wide.value.texts} - {*narrow.value.texts})


def _told(kind: str, winner: CorsSetup, loser: CorsSetup) -> Iterator[Fact]:
    evidence = f"{winner.where}: {winner.says}"
    yield Fact("overridden_setup", kind, "scanned", evidence)
    yield Fact("winning_setup", winner.where, "scanned", evidence)
    yield Fact("losing_setup", loser.where, "scanned", f"{loser.where}: {loser.says}")
