"""The page's other requests to the same API: whether the setup allows them, and the change that lets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from cors_wizard.changes.checks import STRANGER
from cors_wizard.changes.configuration.extensions import is_for_socketio
from cors_wizard.changes.evaluate import UNKNOWN, Pattern
from cors_wizard.changes.flask_cors import flask_cors_model as model
from cors_wizard.changes.flask_cors.allow_request import allow_request
from cors_wizard.changes.flask_cors.shortcomings import governing, shortcoming
from cors_wizard.changes.goal import Goal
from cors_wizard.changes.header_code import hook_responses
from cors_wizard.changes.header_code.allow_by_hand import writes_by_hand
from cors_wizard.changes.header_code.path_guards import leaves_path_out
from cors_wizard.changes.project import Project, aimed_at
from cors_wizard.facts import Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.origin_patterns import example_of, flask_cors_check

_DELIBERATE = frozenset({"wildcard", "headers-by-hand"})
"""What can't be given to the page without taking it from others: any origin, or a rule of a hook."""
_OPTIONS = {"origins": "origins", "methods": "methods", "headers": "allow_headers"}
_LISTS = frozenset({"methods", "headers", "lists"})
"""What takes nothing from others."""
_OF_LISTS = frozenset({"method-disallowed", "header-disallowed"})
MOST_REQUESTS = 100


def allowed_requests(
    files: Mapping[str, TextFile], facts: Facts, goals: Sequence[Goal]
) -> tuple[bool | None, ...]:
    """Whether the CORS setup in these files allows each request; None where the code doesn't show it."""
    if not goals:
        return ()
    project = Project(files, goals[0], facts.items("allowed_origins_seen"), facts=facts)
    return tuple(_is_allowed(project, goal) for goal in goals[:MOST_REQUESTS])


def named_origins(project: Project) -> tuple[str, ...]:
    """The origins that the project's CORS setups list by name, whatever their paths."""
    rules = (rule for site in project.reading.sites for rule in site.rules)
    return tuple(dict.fromkeys(each for rule in rules for each in _named(project.values(rule))))


def matched_origins(project: Project) -> Iterator[tuple[str, str]]:
    """The patterns that the CORS setups list, each behind an origin that it matches; none that takes any."""
    rules = (rule for site in project.reading.sites for rule in site.rules)
    entries = [each for rule in rules for each in _entries(project.values(rule))]
    for pattern in dict.fromkeys(
        each.pattern if isinstance(each, Pattern) else str(each) for each in entries
    ):
        check = flask_cors_check(pattern)
        if check is not None and not model.matches(STRANGER, pattern) and (origin := example_of(check)):
            yield origin, pattern


def _entries(options: Mapping[str, object]) -> list[object]:
    try:
        return model.listed(options, "origins")
    except model.NotKnown:
        return []


def _named(options: Mapping[str, object]) -> Iterator[str]:
    with suppress(model.NotKnown):
        for each in map(str, model.listed(options, "origins")):
            if serialize_origin(each) == each != "null":
                yield each


def _is_allowed(project: Project, goal: Goal) -> bool | None:
    with aimed_at(project, goal):
        lack = lack_of(project)
    return None if lack is None else not lack


def allow_others(project: Project, goals: Sequence[Goal], refused: Sequence[Goal] = ()) -> None:
    """Let the page's other requests pass, too, so that one round is enough.

    Where that takes something from others, only those are let in that a browser was seen to refuse.
    """
    for goal in (*refused, *goals[:MOST_REQUESTS]):
        with aimed_at(project, replace(goal, origin=project.goal.origin)):
            if _may_be_let_in(project, is_refused=goal in refused):
                project.workspace.attempt(partial(allow_request, project))


def lengthen_lists(project: Project, goals: Sequence[Goal]) -> None:
    """Permit methods and headers of the page's other requests, where the setup lets the page in already."""
    for goal in goals[:MOST_REQUESTS]:
        with aimed_at(project, replace(goal, origin=project.goal.origin)):
            if project.view and lack_of(project) in _LISTS:
                project.workspace.attempt(partial(allow_request, project))


def _may_be_let_in(project: Project, *, is_refused: bool) -> bool:
    if is_refused and is_for_socketio(project):
        return True
    lack = lack_of(project) if project.view else None
    return bool(lack) and (is_refused or lack not in _DELIBERATE)


def lack_of(project: Project) -> str | None:
    """What the path's setup lacks; empty where it lacks nothing, None where the code doesn't show it."""
    lack = _lack_of(project)
    if lack == "" and project.has_preflight_elsewhere:
        with project.for_preflight():
            return _lack_of(project)
    return lack


def _lack_of(project: Project) -> str | None:
    sites = project.sites_of_path()
    is_covered = any(project.rule_of(each) is not None for each in sites)
    if not is_covered and writes_by_hand(project):
        refused = hook_responses.refusals(project)
        if refused is None or not refused:
            return None if refused is None else ""
        # The page is let in, and the lists that go with it are too short: nothing is taken from others.
        if _OF_LISTS.issuperset(refused):
            return "lists"
        return "path" if leaves_path_out(project) else "headers-by-hand"
    if not sites:
        return "setup"
    _, rule = governing(project, sites)
    if rule is None:
        return "path"
    try:
        options = project.values(rule)
        lack = shortcoming(project, options, rule) or ""
    except model.NotKnown:
        return None
    return None if options.get(_OPTIONS.get(lack, "")) is UNKNOWN else lack
