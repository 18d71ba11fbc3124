"""Who gains access by a change: read from the files before and after it, route by route. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from cors_wizard.changes.checks import STRANGER
from cors_wizard.changes.goal import goal_of
from cors_wizard.fixes.quoting import code_span
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.frozen import dataclass
from cors_wizard.printable import in_words

if TYPE_CHECKING:
    from cors_wizard.changes.outcomes import Asked, Comparison
    from cors_wizard.diagnosis.diagnosis import Diagnosis

_NAMED = 3
_OF_READERS = re.compile(r"\b(?:readable to|can read|can also see)\b")
_SETS_UP = re.compile(r"\bCORS\(|\.init_app\(|@cross_origin")
_OF_ORIGINS = re.compile(r"origin|credentials|CORS\(|\.init_app\(", re.IGNORECASE)
_OF_LISTS = re.compile(r"Access-Control-(?:Allow-(?:Methods|Headers)|Expose-Headers|Max-Age)", re.IGNORECASE)
_NAMES_ORIGINS = re.compile(r"Access-Control-Allow-Origin|origins=", re.IGNORECASE)
_STAR = re.compile(r"^-.*Access-Control-Allow-Origin\W+\*\W*$", re.MULTILINE | re.IGNORECASE)
_OF_ERRORS = re.compile(r"\berror (?:pages|responses)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!]) (?=[A-Z`])")


_LOSSES: Mapping[str, Callable[[Asked], bool]] = {
    "read {}": lambda each: each.reads and not each.with_credentials,
    "read {} with the user's cookies": lambda each: each.reads,
    "send requests with a preflight to {}": lambda each: not each.reads,
}
"""What can be lost, in the order in which it is said; each route once."""


def access_text(diagnosis: Diagnosis) -> str:
    """Who gains access by the fix (Markdown).

    Where the code shows it, that is said of this change, in place of what the fix says in general.
    """
    made = diagnosis.changes.fix if diagnosis.changes.changes else ""
    # Where the fix that leads changes no file, another one's change is offered.
    fix = next((each for each in diagnosis.fixes if each.id == made), diagnosis.fix)
    if fix is None:
        return ""
    general = " ".join(fix.opens.split())
    lets_in = any(each.do == "allow-request" for each in diagnosis.knowledge.fixes[fix.id].changes)
    is_of_readers = lets_in or _OF_READERS.search(general)
    found = _of_unchecked(diagnosis) if is_of_readers else ""
    found = found or ((_gained(diagnosis, general) or _of_headers(diagnosis)) if is_of_readers else "")
    if not found:
        return f"{general}{_of_part(diagnosis)}"
    # What the code shows says it of this change: who, and that it is nobody else.
    general_only = (each for each in _SENTENCE.split(general) if not _OF_READERS.search(each))
    kept = (each for each in general_only if not each.startswith("Nobody"))
    return " ".join((found, *kept)) + _of_part(diagnosis)


def _of_part(diagnosis: Diagnosis) -> str:
    """How far the comparison went, where that is not all."""
    compared = diagnosis.changes.compared
    if compared is None or compared.is_whole:
        return ""
    routes, origins = len(compared.rules), len(compared.origins)
    return (
        f" Compared before and after: {routes} of the app's routes, for {origins} of the origins in its code."
    )


def _of_unchecked(diagnosis: Diagnosis) -> str:
    """Where credentials are allowed now to origins that the code doesn't show."""
    compared, origin = diagnosis.changes.compared, goal_of(diagnosis.facts).origin
    if compared is None or not compared.unchecked or not origin:
        return ""
    return (
        f"Responses become readable, with the user's cookies, to scripts of {code_span(origin)} and of every "
        f"other origin that {_names(compared.unchecked, 'settings')} allows: the code doesn't show which."
    )


def _gained(diagnosis: Diagnosis, general: str) -> str:
    compared, origin = diagnosis.changes.compared, goal_of(diagnosis.facts).origin
    if compared is None or not compared.rules:
        return ""
    if not origin and (any(each.reads for each in compared.gained) or _OF_ERRORS.search(general)):
        return ""
    if diagnosis.facts.text("framework") not in (None, "flask"):
        # Routes of another framework look alike, and what they send isn't flask-cors's.
        return ""
    if not compared.is_whole or any(each.reads for each in compared.unknown):
        return ""
    rules = compared.rules
    gained = _gain(compared, origin)
    others = {each: _gain(compared, each) for each in compared.origins if each != origin}
    lost = " ".join(filter(None, (_of_widened(compared), _of_losers(compared))))
    others = {code_span(name): gain for name, gain in others.items()}
    matched = {pattern: _gain(compared, each) for each, pattern in compared.patterns}
    others |= {f"origins that match {code_span(name)}": gain for name, gain in matched.items()}
    of_others = _of_others({name: found for name, found in others.items() if found.rules}, rules)
    if not gained.rules:
        is_told = _OF_ERRORS.search(general)
        if _was_refused(diagnosis) and not is_told and not of_others:
            # By the code the page was let in, which it wasn't: nothing is known of others, either.
            return ""
        told = f" Error responses become readable to scripts of {code_span(origin)}." if is_told else ""
        nobody = "Nobody new: no route opens to a page that couldn't read it before."
        return " ".join(filter(None, (f"{of_others or nobody}{told}", lost)))
    rest = "" if len(gained.rules) == len(rules) else ", and no other route opens"
    page = f"scripts of {code_span(origin)}{gained.cookies}"
    own = f"{_responses(gained.rules, rules)} become readable to {page}."
    nobody_else = f"Nobody else gains access{rest}."
    if diagnosis.facts.text("decorator_place") == "above-route":
        # It reads as if it had been in force.
        nobody_else = "So do the other origins that the decorator lists."
    return " ".join(filter(None, (own, of_others, nobody_else, lost)))


@dataclass(frozen=True)
class _Gain:
    """What an origin can read after the change and not before."""

    read: Sequence[str]
    with_cookies: Sequence[str]
    rules: Sequence[str]
    """Both, in the code's order."""

    @property
    def cookies(self) -> str:
        return (
            ", with the user's cookies" if self.with_cookies and {*self.read} <= {*self.with_cookies} else ""
        )


def _of_others(gains: Mapping[str, _Gain], rules: Sequence[str]) -> str:
    """What the origins gain that the same setting lists."""
    if not gains:
        return ""
    opened = {rule for gain in gains.values() for rule in gain.rules}
    cookies = ", with the user's cookies" if all(gain.cookies for gain in gains.values()) else ""
    names = _joined(list(gains))
    listed = "lists it" if len(gains) == 1 else "lists them"
    responses = _responses([rule for rule in rules if rule in opened], rules)
    return f"{responses} become readable to {names}, too{cookies}: the setup {listed} as well."


def _of_widened(compared: Comparison) -> str:
    """What pages of any origin can do now, on routes that they could read before."""
    rules = list(dict.fromkeys(each.rule for each in compared.widened))
    if not rules:
        return ""
    named = _names(rules, "routes")
    return f"Pages of any origin could read {named}; now they can send requests with a preflight there, too."


def _of_losers(compared: Comparison) -> str:
    """Who can't do any more what was allowed before; what any page could is said of all pages alone."""
    told, known = list[str](), set[tuple[str, str]]()
    for words, is_kind in _LOSSES.items():
        lost = [each for each in compared.lost if is_kind(each)]
        of_all = {each.rule for each in lost if each.origin == STRANGER}
        for origin in (STRANGER, *compared.origins):
            rules = dict.fromkeys(each.rule for each in lost if each.origin == origin)
            new = [rule for rule in rules if origin == STRANGER or rule not in of_all]
            new = [rule for rule in new if not {(origin, rule), (STRANGER, rule)} & known]
            known |= {(origin, rule) for rule in new}
            if new:
                who = "Pages of other origins" if origin == STRANGER else code_span(origin)
                told.append(f"{who} can no longer {words.format(_names(new, 'routes'))}.")
    return " ".join(told)


def _of_headers(diagnosis: Diagnosis) -> str:
    """Where headers written by hand or a proxy's change: the code doesn't show who else reads what."""
    goal, compared = goal_of(diagnosis.facts), diagnosis.changes.compared
    origin, made = goal.origin, diagnosis.changes.changes
    added = [line for line in diagnosis.changes.diff.split("\n") if line.startswith("+")]
    by_hand = any("Access-Control-" in line for line in added)
    unknown = {each.rule for each in compared.unknown if each.reads} if compared else {goal.path}
    is_unknown = bool(unknown) or _was_refused(diagnosis)
    if not origin or not made or diagnosis.facts.text("framework") not in (None, "flask"):
        return ""
    if by_hand and not any(_OF_ORIGINS.search(line) for line in added):
        return "Nobody new: pages that this code lets in already can now send this request, too."
    if by_hand and not any(_SETS_UP.search(line) for line in added):
        read = "Responses that the changed code adds headers to"
    elif is_unknown:
        read = f"Responses of {code_span(goal.path)}"
    else:
        return ""
    is_own = partial(rule_fits, path=goal.path, ignore_last_slash=True)
    everywhere = [each for each in (compared.open_now if compared else ()) if each in unknown or is_own(each)]
    if compared and everywhere:
        everyone = _responses(everywhere, compared.rules)
        return f"{everyone} become readable to every website: the CORS setup allows any origin."
    gained = f"{read} become readable to scripts of {code_span(origin)}."
    names_page = any(_NAMES_ORIGINS.search(line) and origin in line for line in added)
    if names_page and _STAR.search(diagnosis.changes.diff):
        return f"{gained} Pages of other origins can no longer read them."
    if _only_names(diagnosis.changes.diff, origin):
        return f"{gained} Nobody else gains access."
    others = [each for each in compared.origins if each != origin] if compared else []
    if any("Allow-Credentials" in line for line in added) and others:
        return f"{gained} {_names(others)} can now read them with the user's cookies, too."
    return f"{gained} Other origins that this code lets in get the same headers."


def _only_names(diff: str, origin: str) -> bool:
    """Whether all that a diff does is to put the page's origin into lines that stay as they are."""
    lines = [line for line in diff.split("\n") if not line.startswith(("+++", "---"))]
    old, new = ([line[1:] for line in lines if line.startswith(sign)] for sign in "-+")
    return len(old) == len(new) > 0 and all(
        (_OF_LISTS.search(after) and not _OF_ORIGINS.search(after))
        or any(
            f"{before[:at]}{inserted}{before[at:]}" == after and origin in inserted
            for at in range(len(before) + 1)
            for inserted in (after[at : at + len(after) - len(before)],)
        )
        for before, after in zip(old, new, strict=True)
    )


def _was_refused(diagnosis: Diagnosis) -> bool:
    """Whether the page got no header that lets it in."""
    symptom = diagnosis.facts.text("symptom") or ""
    return symptom.endswith(("missing-allow-origin", "allow-origin-mismatch"))


def _responses(named: Sequence[str], rules: Sequence[str]) -> str:
    return (
        "Responses of the whole app"
        if len(named) == len(rules) > 1
        else f"Responses of {_names(named, 'routes')}"
    )


def _names(each: Sequence[str], kind: str = "origins") -> str:
    return _joined([code_span(name) for name in each], kind)


def _joined(each: Sequence[str], kind: str = "origins") -> str:
    listed = list(each[:_NAMED])
    if len(each) > _NAMED:
        listed.append(f"{len(each) - _NAMED} more {kind}")
    return in_words(listed)


def _gain(compared: Comparison, origin: str) -> _Gain:
    """The routes that the origin can read after the change and not before."""
    own = [each for each in compared.gained if each.origin == origin and each.reads]
    read = [each.rule for each in own if not each.with_credentials]
    with_cookies = [each.rule for each in own if each.with_credentials]
    return _Gain(read, with_cookies, [each for each in compared.rules if each in (*read, *with_cookies)])
