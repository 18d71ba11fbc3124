"""The checks of an origin that the facts about the code tell of."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.behind_proxy import path_in_app
from cors_wizard.facts import Facts
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.origin_patterns.checks import OriginCheck, flask_cors_check, read_check
from cors_wizard.origin_patterns.matching import takes
from cors_wizard.origin_patterns.outsiders import Outsider, outsiders
from cors_wizard.origin_patterns.sent import SentOrigin, read_sent
from cors_wizard.origin_patterns.sent_holes import ANY_WEBSITE, lets_in_any, look_alikes

_VAGUE = {"is": 1, "guard": 2}
"""Of the kinds of a check, those that say less about who gets in."""
_EVERYBODY = ("*", ".*", r"^.*$", r".*$", ".+")


def checks_in_code(facts: Facts) -> tuple[OriginCheck, ...]:
    """Every check that compares with more than equality, each with its place."""
    return tuple(each for each in entries_in_code(facts) if each.kind != "is" and not _is_star(facts, each))


def entries_in_code(facts: Facts) -> tuple[OriginCheck, ...]:
    """Every check, and every origin that is listed by name; those of the page's own route first."""
    return tuple(dict.fromkeys((*_of_route(facts), *_written(facts), *_listed(facts))))


def outsiders_in_code(facts: Facts) -> tuple[Outsider, ...]:
    """Who gets in although nobody meant them: past one check, and past all that decide beside it."""
    sent, own = sent_in_code(facts), {*_own(facts)}
    of_checks = (
        each
        for check in checks_in_code(facts)
        for each in outsiders(check)
        if check not in own or may_be_allowed(sent, each.origin)
    )
    found = tuple(dict.fromkeys(of_checks))
    return found or tuple(one for each in sent for one in look_alikes(each, _decided_at(facts, each)))


def _decided_at(facts: Facts, sent: SentOrigin) -> str:
    """The first line of the file that looks at the origin, else the one that writes the header."""
    file = sent.place.rpartition(":")[0]
    every = [check for line in facts.items("origin_checks") if (check := read_check(line))]
    beside = [
        each
        for each in every
        if each.place.rpartition(":")[0] == file and (each.kind != "is" or sent.keeps_out(each.text))
    ]
    return next(
        (each.place for each in sorted(beside, key=lambda each: _VAGUE.get(each.kind, 0))), sent.place
    )


def sent_in_code(facts: Facts) -> tuple[SentOrigin, ...]:
    """What each function that writes the header sends, worked out of the origin."""
    return tuple(sent for line in facts.items("code_sends") if (sent := read_sent(line)))


def may_be_allowed(sent: tuple[SentOrigin, ...], origin: str) -> bool:
    """Whether no function that writes the header rules an origin out; where none is known, nothing does."""
    return not sent or any(each.may_allow(origin) for each in sent)


def checks_decide(facts: Facts) -> bool:
    """Whether the code allows those alone whom its own checks of the origin let in."""
    sent = sent_in_code(facts)
    is_closed = not any(may_be_allowed(sent, each) for each in ANY_WEBSITE)
    return is_closed and all(each.looks_at_origin for each in sent)


def code_allows(facts: Facts, origin: str) -> bool | None:
    """Whether the code's own checks, all of them together, allow an origin; None where that isn't known."""
    sent = sent_in_code(facts)
    if not may_be_allowed(sent, origin):
        return False
    return True if any(each.allows(origin) for each in sent) else None


def allows_several(facts: Facts) -> bool:
    """Whether the code's own checks allow more than one origin, each by name."""
    sent = sent_in_code(facts)
    named = {each.text for each in entries_in_code(facts) if each.kind == "is"}
    tried = (*named, *ANY_WEBSITE, *(each.origin for each in outsiders_in_code(facts)))
    return len({origin for origin in tried if any(each.allows(origin) for each in sent)}) > 1


def gives_cookies_to_all(facts: Facts) -> bool:
    """Whether a function that writes both headers itself gives them to any website."""
    return any(each.decides_on_cookies and lets_in_any(each) for each in sent_in_code(facts))


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


def lists_for_other_paths(facts: Facts) -> bool:
    """Whether the origins that a proxy's settings name were tried, and none got in."""
    checks = [check for line in facts.items("proxy_origin_checks") if (check := read_check(line))]
    policy, seen = facts.get("origin_policy"), facts.items("allowed_origins_seen")
    were_tried = (
        policy is not None and policy.source == "probed" and any(each.kind == "is" for each in checks)
    )
    return were_tried and not any(takes(each, origin) for each in checks for origin in seen)


def _is_star(facts: Facts, check: OriginCheck) -> bool:
    """flask-cors's `*`, which is a fact of its own."""
    return check.kind == "any" and check in (*_listed(facts), *_of_route(facts))


def _written(facts: Facts) -> Iterator[OriginCheck]:
    """By hand, and in the settings of a proxy."""
    yield from _own(facts)
    yield from (check for line in facts.items("proxy_origin_checks") if (check := read_check(line)))


def _own(facts: Facts) -> Iterator[OriginCheck]:
    """The code's own checks, as far as they decide, and where all of them together let everyone in."""
    sent = sent_in_code(facts)
    every = [check for line in facts.items("origin_checks") if (check := read_check(line))]
    is_closed = not any(may_be_allowed(sent, each) for each in ANY_WEBSITE)
    for each in every:
        is_other = each.kind == "is" and not may_be_allowed(sent, each.text)
        if not is_other and not (is_closed and each.kind in ("any", "like")):
            yield each
    if all(each.kind != "any" for each in every):
        open_to_all = (each for each in sent if lets_in_any(each))
        yield from (OriginCheck("any", "", _decided_at(facts, each)) for each in open_to_all)


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
    path = path_in_app(facts.text("url") or "", facts)
    for line in facts.items("decorated_origins"):
        rule, _, rest = line.partition(" | ")
        place, _, origin = rest.partition(": ")
        if rule_fits(rule, path, ignore_last_slash=True):
            yield _entry(origin, place)
