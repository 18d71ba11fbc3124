"""The checks of an origin that the facts about the code tell of."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Facts
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.rule_fits import rule_fits
from cors_wizard.origin_patterns.checks import OriginCheck, flask_cors_check, read_check
from cors_wizard.origin_patterns.matching import takes

_EVERYBODY = ("*", ".*", r"^.*$", r".*$", ".+")


def checks_in_code(facts: Facts) -> tuple[OriginCheck, ...]:
    """Every check that compares with more than equality, each with its place."""
    return tuple(each for each in entries_in_code(facts) if each.kind != "is" and not _is_star(facts, each))


def entries_in_code(facts: Facts) -> tuple[OriginCheck, ...]:
    """Every check, and every origin that is listed by name; those of the page's own route first."""
    return tuple(dict.fromkeys((*_of_route(facts), *_written(facts), *_listed(facts))))


def line_for(facts: Facts, origin: str) -> str:
    """The line of code that lets an origin in, as `path:line`; empty where none is known to."""
    entries = entries_in_code(facts)
    # A line that decides in a way that cannot be read, before one that every origin passes.
    exact = next((each for each in entries if each.place and takes(each, origin)), None)
    guard = next((each for each in entries if each.place and each.kind in ("guard", "like")), None)
    return (exact or guard or OriginCheck("guard", "")).place


def allows_everybody(facts: Facts) -> OriginCheck | None:
    """The check that any origin passes by name, or flask-cors's `*`; None where there is none."""
    listed = facts.get("configured_origins")
    if listed and set(_EVERYBODY) & set(facts.items("configured_origins")):
        return OriginCheck("any", "", listed.evidence.partition(": ")[0])
    return next((check for check in checks_in_code(facts) if check.kind == "any"), None)


def _is_star(facts: Facts, check: OriginCheck) -> bool:
    """flask-cors's `*`, which is a fact of its own."""
    return check.kind == "any" and check in (*_listed(facts), *_of_route(facts))


def _written(facts: Facts) -> Iterator[OriginCheck]:
    """By hand, and in the settings of a proxy."""
    for name in ("origin_checks", "proxy_origin_checks"):
        yield from (check for line in facts.items(name) if (check := read_check(line)))


def _listed(facts: Facts) -> Iterator[OriginCheck]:
    """flask-cors's list, each item where it is written."""
    listed, items = facts.get("configured_origins"), facts.items("configured_origins")
    place = listed.evidence.partition(": ")[0] if listed and listed.source == "scanned" else ""
    places = facts.items("configured_origins_at")
    for origin, at in zip(items, places if len(places) == len(items) else (place,) * len(items), strict=True):
        yield _entry(origin, at)


def _entry(origin: str, place: str) -> OriginCheck:
    """An item of a list of flask-cors's."""
    if origin == "*":
        return OriginCheck("any", "", place)
    return flask_cors_check(origin, place) or OriginCheck("is", origin, place)


def _of_route(facts: Facts) -> Iterator[OriginCheck]:
    """What `@cross_origin` allows on the view of the page's URL, which wins over what is set for the app."""
    url = parse_url(facts.text("url") or "")
    for line in facts.items("decorated_origins"):
        rule, _, rest = line.partition(" | ")
        place, _, origin = rest.partition(": ")
        if url is not None and rule_fits(rule, url.path, ignore_last_slash=True):
            yield _entry(origin, place)
