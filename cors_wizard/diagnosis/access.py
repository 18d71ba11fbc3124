"""Who gains access by a change: read from the files before and after it, route by route. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.changes.goal import Goal, goal_of
from cors_wizard.diagnosis.page_calls import allowed_by_setup
from cors_wizard.fixes.quoting import code_span

if TYPE_CHECKING:
    from cors_wizard.diagnosis.diagnosis import Diagnosis

MOST_ROUTES = 60
"""Of a larger app not every route is gone through, so nothing is said of all of them."""
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
    if scan is None or not origin or not diagnosis.changes.changes or scan.code.unresolved:
        return ""
    rules = list(dict.fromkeys(route.rule for route in scan.code.routes))
    if not 0 < len(rules) <= MOST_ROUTES:
        return ""
    read, with_cookies = (_gains(diagnosis, rules, origin, cookies) for cookies in (False, True))
    if read is None or with_cookies is None or _gains(diagnosis, rules, STRANGER, False) != []:
        return ""
    named = [rule for rule in rules if rule in read or rule in with_cookies]
    if not named:
        errors = _OF_ERRORS.search(" ".join(diagnosis.fix.opens.split())) if diagnosis.fix else None
        told = f" Error responses become readable to scripts of {code_span(origin)}." if errors else ""
        return f"Nobody new: no route opens to a page that couldn't read it before.{told}"
    cookies = ", with the user's cookies" if with_cookies and set(read) <= set(with_cookies) else ""
    rest = "" if len(named) == len(rules) else ", and no other route opens"
    gained = f"{_responses(named, rules)} become readable to scripts of {code_span(origin)}{cookies}."
    return f"{gained} Nobody else gains access{rest}."


def _of_headers(diagnosis: Diagnosis) -> str:
    """Where headers written by hand change: the code doesn't show for which routes it runs."""
    origin = goal_of(diagnosis.facts).origin
    added = [line for line in diagnosis.changes.diff.split("\n") if line.startswith("+")]
    by_hand = any("Access-Control-" in line for line in added)
    if not origin or not by_hand or any(_SETS_UP.search(line) for line in added):
        return ""
    return (
        f"Responses that the changed code adds headers to become readable to scripts of {code_span(origin)}. "
        "Nobody else gains access."
    )


def _responses(named: Sequence[str], rules: Sequence[str]) -> str:
    if len(named) == len(rules) > 1:
        return "Responses of the whole app"
    listed = [code_span(rule) for rule in named[:_NAMED]]
    if len(named) > _NAMED:
        listed.append(f"{len(named) - _NAMED} more routes")
    return f"Responses of {' and '.join((', '.join(listed[:-1]), listed[-1])) if listed[1:] else listed[0]}"


def _gains(diagnosis: Diagnosis, rules: Sequence[str], origin: str, cookies: bool) -> list[str] | None:
    """The routes that the origin can read after the change and not before; None where one isn't known."""
    own = replace(goal_of(diagnosis.facts), origin=origin, method="GET", headers=(), spelled=(), exposes=())
    goals: list[Goal | None] = [
        replace(own, path=_PLACEHOLDER.sub("1", rule), with_credentials=cookies) for rule in rules
    ]
    before = allowed_by_setup(diagnosis, goals, ())
    after = allowed_by_setup(diagnosis, goals, diagnosis.changes.changes)
    if None in before or None in after:
        return None
    return [rule for rule, was, now in zip(rules, before, after, strict=True) if now and not was]
