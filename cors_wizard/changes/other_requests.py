"""The page's other requests to the same API: whether the setup allows them, and the change that lets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from cors_wizard.changes import flask_cors_model as model
from cors_wizard.changes import literal_hooks
from cors_wizard.changes.allow_by_hand import writes_by_hand
from cors_wizard.changes.allow_request import allow_request, governing, shortcoming
from cors_wizard.changes.evaluate import UNKNOWN
from cors_wizard.changes.extensions import is_for_socketio
from cors_wizard.changes.goal import Goal
from cors_wizard.changes.project import Project
from cors_wizard.facts import Facts
from cors_wizard.facts.found import TextFile

_DELIBERATE = frozenset({"origins", "wildcard", "headers-by-hand"})
"""What a setting keeps from the page that another setting may give it: it isn't widened for a call."""
_OPTIONS = {"origins": "origins", "methods": "methods", "headers": "allow_headers"}
MOST_REQUESTS = 100


def allowed_requests(
    files: Mapping[str, TextFile], facts: Facts, goals: Sequence[Goal]
) -> tuple[bool | None, ...]:
    """Whether the CORS setup in these files allows each request; None where the code doesn't show it."""
    if not goals:
        return ()
    project = Project(files, goals[0], facts.items("allowed_origins_seen"), facts=facts)
    return tuple(_is_allowed(project, goal) for goal in goals[:MOST_REQUESTS])


def _is_allowed(project: Project, goal: Goal) -> bool | None:
    with _aimed_at(project, goal):
        lack = lack_of(project)
    return None if lack is None else not lack


def allow_others(project: Project, goals: Sequence[Goal], refused: Sequence[Goal] = ()) -> None:
    """Let the page's other requests pass, too, where no setting of their path is against it.

    Those that a browser was seen to refuse are let in whatever their path's setting says.
    """
    for goal in (*refused, *goals[:MOST_REQUESTS]):
        with _aimed_at(project, replace(goal, origin=project.goal.origin)):
            if _may_be_let_in(project, is_refused=goal in refused):
                project.workspace.attempt(partial(allow_request, project))


def _may_be_let_in(project: Project, *, is_refused: bool) -> bool:
    if is_refused and is_for_socketio(project):
        return True
    lack = lack_of(project) if project.view else None
    return bool(lack) and (is_refused or lack not in _DELIBERATE)


@contextmanager
def _aimed_at(project: Project, goal: Goal) -> Iterator[None]:
    own = project.goal
    project.aim_at(goal)
    yield
    project.aim_at(own)


def lack_of(project: Project) -> str | None:
    """What the path's setup lacks; empty where it lacks nothing, None where the code doesn't show it."""
    sites = project.sites_of_path()
    if not sites:
        if not writes_by_hand(project):
            return "setup"
        passes = literal_hooks.allows(project)
        return None if passes is None else "" if passes else "headers-by-hand"
    _, rule = governing(project, sites)
    if rule is None:
        return "path"
    try:
        options = project.values(rule)
        lack = shortcoming(project, options, rule) or ""
    except model.NotKnown:
        return None
    return None if options.get(_OPTIONS.get(lack, "")) is UNKNOWN else lack
