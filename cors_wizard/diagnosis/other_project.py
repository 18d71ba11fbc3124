"""Whether the folder that was read is the app that responds, as far as its routes tell. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from cors_wizard.behind_proxy import path_in_app
from cors_wizard.diagnosis.derived_network_path import calls_another_port
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.urls import is_of_socketio, parse_url
from cors_wizard.flask_code.routing.rule_fits import rule_fits

if TYPE_CHECKING:
    from cors_wizard.flask_code import FlaskCode

_MOST_NAMED = 4
_NEAR = 0.6
_PREFIX_ONLY = 0.9
"""A prefix or a version was forgotten, or is there twice."""
_MISSING = 0.5
_OF_FLASK = frozenset({"static", ""})


def other_project(code: FlaskCode, facts: Facts) -> Iterator[Fact]:
    """The fact `project_fits`, and the route that is most like a path that none has."""
    target = parse_url(facts.text("url") or "")
    rules = tuple(dict.fromkeys(route.rule for route in code.routes))
    if target is None or not rules or is_of_socketio(target):
        return
    if any(rule_fits(rule, path_in_app(facts.text("url") or "", facts)) for rule in rules):
        yield from _of_port(facts)
        return
    # The routes are those of the chosen app: another one may have the path.
    if len(code.apps) > 1:
        return
    first = code.routes[0]
    if nearest := nearest_rule(target.path, rules):
        yield Fact("nearest_route", nearest, "scanned", f"{first.where}: {nearest}")
    elif _is_elsewhere(target.path, rules) and not code.unresolved:
        named = ", ".join(rules[:_MOST_NAMED]) + (", ..." if len(rules) > _MOST_NAMED else "")
        yield Fact("project_fits", "no", "scanned", f"{first.where}: the routes are {named}")


def _of_port(facts: Facts) -> Iterator[Fact]:
    """A port that the code doesn't start on may be another program's, also where it has such a route."""
    if calls_another_port(facts) and facts.text("answered_by") != "flask":
        port = facts.by_name["run_port"]
        yield Fact("project_fits", "other-port", "scanned", port.evidence)


def _is_elsewhere(path: str, rules: tuple[str, ...]) -> bool:
    """Whether no route so much as begins like the path; one that begins with a variable part may."""
    start = _first(path)
    starts = {_first(rule) for rule in rules}
    return start not in starts | _OF_FLASK and not any("<" in each for each in starts)


def _first(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


def nearest_rule(path: str, rules: tuple[str, ...]) -> str:
    """The rule most like the path, part by part; empty where none is near."""
    best = max(rules, key=lambda rule: _likeness(rule, path))
    return best if _likeness(best, path) >= _NEAR else ""


def _likeness(rule: str, path: str) -> float:
    theirs, ours = (text.strip("/").split("/") for text in (path, rule))
    if _ends_with(ours, theirs) or _ends_with(theirs, ours):
        return _PREFIX_ONLY
    if _has_one_more(theirs, ours) or _has_one_more(ours, theirs):
        return _PREFIX_ONLY
    pairs = list(zip_longest(ours, theirs, fillvalue=""))
    written = [_same(own, their) for own, their in pairs if "<" not in own]
    if written and sum(written) / len(written) < _NEAR:
        # Variable parts are like anything.
        return 0
    return sum(_same(own, their) for own, their in pairs) / len(pairs)


def _ends_with(whole: list[str], end: list[str]) -> bool:
    """Whether the last parts are the same; a variable part takes any."""
    pairs = zip(whole[-len(end) :], end, strict=False)
    return len(end) <= len(whole) and all(one == other or "<" in one + other for one, other in pairs)


def _has_one_more(longer: list[str], other: list[str]) -> bool:
    """Whether a part between the first and the last is all that one has more than the other."""
    without = (longer[:at] + longer[at + 1 :] for at in range(1, len(longer) - 1))
    return len(longer) == len(other) + 1 and any(_ends_with(each, other) for each in without)


def _same(own: str, their: str) -> float:
    """How much one part is like the other; a variable part takes any, and is missed least."""
    if "<" in own:
        return 1 if their else _MISSING
    return SequenceMatcher(None, own, their).ratio()
