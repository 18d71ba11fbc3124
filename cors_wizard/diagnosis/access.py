"""Who gains access by a change: read from the files before and after it, route by route. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cors_wizard.changes.goal import Goal, goal_of
from cors_wizard.diagnosis.page_calls import allowed_by_setup
from cors_wizard.diagnosis.planning import changeable_files
from cors_wizard.fixes.quoting import code_span
from cors_wizard.probe.requests import FOREIGN_ORIGIN
from cors_wizard.probe.route_map import map_origins

if TYPE_CHECKING:
    from cors_wizard.diagnosis.diagnosis import Diagnosis

MOST_ROUTES = 60
"""Of a larger app not every route is gone through, so nothing is said of all of them."""
MOST_ORIGINS = 12
"""Where the code lists more other origins, nothing is said of all of them."""
STRANGER = "https://stranger.example"
_NAMED = 3
_PLACEHOLDER = re.compile(r"<[^<>]{1,200}>")
_OF_READERS = re.compile(r"\b(?:readable to|can read|can also see)\b")
_SETS_UP = re.compile(r"\bCORS\(|\.init_app\(|@cross_origin")
_OF_ERRORS = re.compile(r"\berror (?:pages|responses)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!]) (?=[A-Z`])")


def access_text(diagnosis: Diagnosis) -> str:
    """Who gains access by the fix (Markdown).

    Where the code shows it, that is said of this change, in place of what the fix says in general.
    """
    if diagnosis.fix is None:
        return ""
    general = " ".join(diagnosis.fix.opens.split())
    found = (_gained(diagnosis) or _of_headers(diagnosis)) if _OF_READERS.search(general) else ""
    if not found:
        return general
    kept = [each for each in _SENTENCE.split(general) if not _OF_READERS.search(each)]
    return " ".join((found, *kept))


def _gained(diagnosis: Diagnosis) -> str:
    scan, origin = diagnosis.scan, goal_of(diagnosis.facts).origin
    if scan is None or not origin or not diagnosis.changes.changes:
        return ""
    rules = list(dict.fromkeys(route.rule for route in scan.code.routes))
    if not 0 < len(rules) <= MOST_ROUTES:
        return ""
    gained = _gains(diagnosis, rules, origin)
    strangers = _gains(diagnosis, rules, STRANGER)
    if gained is None or strangers is None or strangers.rules:
        return ""
    listed = _listed(diagnosis, origin)
    others = {each: _gains(diagnosis, rules, each) for each in listed[:MOST_ORIGINS]}
    if None in others.values() or len(listed) > MOST_ORIGINS:
        return ""
    lost = _of_losers({"": strangers.lost, **{name: each.lost for name, each in others.items() if each}})
    of_others = _of_others({name: found for name, found in others.items() if found and found.rules}, rules)
    if not gained.rules:
        errors = _OF_ERRORS.search(" ".join(diagnosis.fix.opens.split())) if diagnosis.fix else None
        told = f" Error responses become readable to scripts of {code_span(origin)}." if errors else ""
        nobody = "Nobody new: no route opens to a page that couldn't read it before."
        return " ".join(filter(None, (f"{of_others or nobody}{told}", lost)))
    rest = "" if len(gained.rules) == len(rules) else ", and no other route opens"
    page = f"scripts of {code_span(origin)}{gained.cookies}"
    own = f"{_responses(gained.rules, rules)} become readable to {page}."
    return " ".join(filter(None, (own, of_others, f"Nobody else gains access{rest}.", lost)))


@dataclass(frozen=True)
class _Gain:
    """What an origin can read after the change and not before."""

    read: Sequence[str]
    with_cookies: Sequence[str]
    rules: Sequence[str]
    """Both, in the code's order."""
    lost: Sequence[str]
    """What it could read before, without cookies, and can't any more."""

    @property
    def cookies(self) -> str:
        return (
            ", with the user's cookies" if self.with_cookies and {*self.read} <= {*self.with_cookies} else ""
        )


def _listed(diagnosis: Diagnosis, origin: str) -> Sequence[str]:
    """The other origins that the code lists: what a path's settings allow, they get as well."""
    from cors_wizard.changes.other_requests import listed_origins

    of_route = map_origins(origin, diagnosis.facts)
    files = changeable_files(diagnosis.scan) if diagnosis.scan else {}
    listed = dict.fromkeys((*of_route, *listed_origins(files, diagnosis.facts)))
    return [each for each in listed if each not in (origin, FOREIGN_ORIGIN, "null")]


def _of_others(gains: Mapping[str, _Gain], rules: Sequence[str]) -> str:
    """What the origins gain that the same setting lists."""
    if not gains:
        return ""
    opened = {rule for gain in gains.values() for rule in gain.rules}
    cookies = ", with the user's cookies" if all(gain.cookies for gain in gains.values()) else ""
    names, listed = _names(list(gains)), "lists it" if len(gains) == 1 else "lists them"
    responses = _responses([rule for rule in rules if rule in opened], rules)
    return f"{responses} become readable to {names}, too{cookies}: the setup {listed} as well."


def _of_losers(lost: Mapping[str, Sequence[str]]) -> str:
    """Who can't read any more what was readable before; any other page has the empty name."""
    if rules := lost.get(""):
        return f"Pages of other origins can no longer read {_names(rules, 'routes')}."
    told = (
        f"{code_span(name)} can no longer read {_names(rules, 'routes')}."
        for name, rules in lost.items()
        if rules
    )
    return " ".join(told)


def _of_headers(diagnosis: Diagnosis) -> str:
    """Where headers written by hand change: the code doesn't show for which routes it runs."""
    origin = goal_of(diagnosis.facts).origin
    added = [line for line in diagnosis.changes.diff.split("\n") if line.startswith("+")]
    by_hand = any("Access-Control-" in line for line in added)
    if not origin or not by_hand or any(_SETS_UP.search(line) for line in added):
        return ""
    gained = (
        f"Responses that the changed code adds headers to become readable to scripts of {code_span(origin)}."
    )
    if any("Allow-Credentials" in line for line in added) and (others := _listed(diagnosis, origin)):
        return f"{gained} {_names(others)} can now read them with the user's cookies, too."
    return f"{gained} Nobody else gains access."


def _responses(named: Sequence[str], rules: Sequence[str]) -> str:
    return (
        "Responses of the whole app"
        if len(named) == len(rules) > 1
        else f"Responses of {_names(named, 'routes')}"
    )


def _names(each: Sequence[str], kind: str = "origins") -> str:
    listed = [code_span(name) for name in each[:_NAMED]]
    if len(each) > _NAMED:
        listed.append(f"{len(each) - _NAMED} more {kind}")
    return " and ".join((", ".join(listed[:-1]), listed[-1])) if listed[1:] else listed[0]


def _gains(diagnosis: Diagnosis, rules: Sequence[str], origin: str) -> _Gain | None:
    """The routes that the origin can read after the change and not before; None where one isn't known."""
    plain, with_cookies = (_allowed(diagnosis, rules, origin, cookies) for cookies in (False, True))
    if plain is None or with_cookies is None:
        return None
    read, cookies = (
        [rule for rule, (was, now) in each.items() if now and not was] for each in (plain, with_cookies)
    )
    lost = [rule for rule, (was, now) in plain.items() if was and not now]
    return _Gain(read, cookies, [rule for rule in rules if rule in read or rule in cookies], lost)


def _allowed(
    diagnosis: Diagnosis, rules: Sequence[str], origin: str, cookies: bool
) -> Mapping[str, tuple[bool, bool]] | None:
    """Whether the origin may read each route, before the change and after it; None where one isn't known."""
    own = replace(goal_of(diagnosis.facts), origin=origin, method="GET", headers=(), spelled=(), exposes=())
    goals: list[Goal | None] = [
        replace(own, path=_PLACEHOLDER.sub("1", rule), with_credentials=cookies) for rule in rules
    ]
    before = allowed_by_setup(diagnosis, goals, ())
    after = allowed_by_setup(diagnosis, goals, diagnosis.changes.changes)
    if None in before or None in after:
        return None
    return {rule: (bool(was), bool(now)) for rule, was, now in zip(rules, before, after, strict=True)}
