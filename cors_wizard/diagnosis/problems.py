"""Several failing requests in one paste: separated, and looked at one by one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from cors_wizard.changes.change import ALREADY_THERE
from cors_wizard.changes.goal import Goal, goal_of
from cors_wizard.diagnosis.paste import Paste
from cors_wizard.diagnosis.planning import changeable_files, fixes_of, plan_for
from cors_wizard.facts import Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.facts.symptoms import SYMPTOM_WORDS
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fixes.tailor import choose
from cors_wizard.frozen import dataclass
from cors_wizard.masking import masked_url

if TYPE_CHECKING:
    from cors_wizard.console.pattern import Role
    from cors_wizard.console.reading import RequestGroup
    from cors_wizard.diagnosis.diagnosis import Diagnosis
    from cors_wizard.knowledge_base import Cause, Fix
    from cors_wizard.recordings import Recorded

MOST_PROBLEMS = 20
MOST_COMPARED = 5
"""Requests of which it is worked out whether the same change fixes them."""
_FAILURES: frozenset[Role] = frozenset({"verdict", "neighbor", "companion"})
"""What a browser prints of a failed request; not a server's log, and not a warning."""


@dataclass(frozen=True)
class Problem:
    """One failing request of a paste."""

    key: str
    """Tells it apart from the others of the same paste: its method and URL."""
    method: str
    url: str
    failed: str
    """Which check failed, in words."""
    paste: Paste
    """The paste with this request alone."""


@dataclass(frozen=True)
class OtherRequest:
    """Another failing request of the same paste."""

    method: str
    url: str
    failed: str
    """Which check failed, in words."""
    is_fixed_too: bool
    """Whether the change for the request at hand is all that it needs, as far as the code shows."""


def problems_of(paste: Paste) -> tuple[Problem, ...]:
    """The failing requests, the one that says most first; none where the paste is about a single one."""
    return paste.problems


def separated(paste: Paste) -> tuple[tuple[Problem, ...], int]:
    """The failing requests of a paste, and how many more there are; none where there is a single one."""
    found: dict[str, Callable[[], Problem]] = {}
    for key, made in _failing(paste):
        found.setdefault(key, made)
    if len(found) < 2:
        return (), 0
    return tuple(made() for made in islice(found.values(), MOST_PROBLEMS)), max(0, len(found) - MOST_PROBLEMS)


def _failing(paste: Paste) -> Iterator[tuple[str, Callable[[], Problem]]]:
    """What tells each failing request apart, and what reads it: of thousands in a HAR, few are read."""
    groups = [each for each in paste.reading.requests if each.url and each.leading.role in _FAILURES]
    for group in groups:
        problem = _of_group(paste, group)
        yield problem.key, partial(_itself, problem)
    if not groups:
        for recorded in paste.recorded:
            if recorded.verdict and not recorded.verdict.readable and "url" not in recorded.unknown:
                request = recorded.exchange.request
                yield f"{request.method} {masked_url(request.url)}", partial(_of_recorded, paste, recorded)


def _itself(problem: Problem) -> Problem:
    return problem


def _of_group(paste: Paste, group: RequestGroup) -> Problem:
    reading = paste.reading
    is_leading = reading.requests[:1] == (group,)
    # What was copied beside the messages belongs to the request that leads.
    facts = reading.facts if is_leading else group.facts
    alone = replace(reading, messages=group.messages, facts=facts, leading=group.leading, requests=(group,))
    recorded = tuple(each for each in paste.recorded if each.exchange.request.url == group.url)
    return _problem(facts, Paste(alone, recorded))


def _of_recorded(paste: Paste, recorded: Recorded) -> Problem:
    from cors_wizard.recordings.observed import recorded_findings

    # The reading's own facts are those of the exchange that leads.
    others = Facts.of(fact for fact in paste.reading.facts if fact.name in ("engine", "browser"))
    facts = others.also(recorded_findings(recorded, others).facts)
    return _problem(facts, Paste(replace(paste.reading, facts=facts), (recorded,)))


def _problem(facts: Facts, paste: Paste) -> Problem:
    method, url = facts.text("method") or "", facts.text("url") or ""
    failed = SYMPTOM_WORDS.get(facts.text("symptom") or "", "failed")
    return Problem(f"{method} {url}".strip(), method, url, failed, paste)


def about_problem(diagnosis: Diagnosis, key: str) -> Diagnosis:
    """The same paste with one of its requests alone, from its beginning; unchanged if it has no such."""
    found = next((each for each in problems_of(diagnosis.paste) if each.key == key), None)
    if found is None:
        return diagnosis
    return replace(
        diagnosis,
        paste=found.paste,
        whole_paste=diagnosis.paste,
        about=key,
        answers=(),
        probe_results=None,
        agreed_methods=frozenset(),
    )


def goals_of_others(diagnosis: Diagnosis) -> tuple[Goal, ...]:
    """What the other failing requests of the paste need from the same server, for the same page."""
    whole = diagnosis
    if diagnosis.whole_paste:
        whole = replace(diagnosis, paste=diagnosis.whole_paste, whole_paste=None, about="")
    url = diagnosis.facts.text("url") or ""
    keys = [each.key for each in problems_of(whole.paste) if each.url != url]
    others = (about_problem(whole, key) for key in keys[:MOST_COMPARED])
    return tuple(goal_of(other.known) for other in others if _same_two_sides(diagnosis, other))


def other_requests(diagnosis: Diagnosis) -> tuple[OtherRequest, ...]:
    """The failing requests of the paste beside the one that the diagnosis is about."""
    url = diagnosis.facts.text("url") or ""
    others = [each for each in problems_of(diagnosis.paste) if each.url != url]
    return tuple(
        OtherRequest(
            each.method,
            each.url,
            each.failed,
            number < MOST_COMPARED and also_fixes(diagnosis, about_problem(diagnosis, each.key)),
        )
        for number, each in enumerate(others)
    )


def also_fixes(done: Diagnosis, other: Diagnosis) -> bool:
    """Whether the change for one request leaves nothing to change for another one of the paste."""
    if not (done.fix and done.changes.changes and done.scan and done.cause):
        return False
    if not _same_two_sides(done, other):
        return False
    # Nothing is sent for this.
    other = other.without_probing()
    fixes = _fixes_for(other, done.cause)
    files, calls = changeable_files(done.scan), done.scan.page_code.calls
    changed = {**files, **{each.path: TextFile(each.path, each.after) for each in done.changes.changes}}
    if not fixes:
        return False
    needed, left = (plan_for(fixes, other.facts, each, calls) for each in (files, changed))
    return bool(needed.changes) and not left.changes and left.problem == ALREADY_THERE


def _fixes_for(other: Diagnosis, cause: Cause) -> Sequence[Fix]:
    """The fixes of a request's own cause; of the one at hand or else the likeliest, where it isn't known."""
    if other.fix:
        return fixes_of(other, other.fix.id)
    causes = [each.cause for each in other.candidates]
    meant = cause if cause in causes else causes[0] if causes else None
    return [choose(other.knowledge, meant, other.facts)] if meant else []


def _same_two_sides(one: Diagnosis, other: Diagnosis) -> bool:
    """Whether both requests go from one page to one server."""
    urls = [each.facts.text("url") or "" for each in (one, other)]
    pages = [each.facts.text("origin") for each in (one, other)]
    return serialize_origin(urls[0]) == serialize_origin(urls[1]) and pages[0] == pages[1]
