"""Changes headers that the code writes itself until the page's own request passes."""

from __future__ import annotations

import ast
from functools import partial

from cors_wizard.changes.change import ByHand
from cors_wizard.changes.flask_cors.add_setup import add_setup
from cors_wizard.changes.flask_cors.tables_in_view import set_up_instead
from cors_wizard.changes.header_code.correct_branch import correct
from cors_wizard.changes.header_code.decorator_arguments import extend_decorator, only_lists_refuse
from cors_wizard.changes.header_code.every_response import send_with_every_response
from cors_wizard.changes.header_code.hand_written import ORIGIN, SPELLED, wanted_lists
from cors_wizard.changes.header_code.header_tables import (
    correct_tables,
    is_table_for_some_paths,
    tables_of_path,
)
from cors_wizard.changes.header_code.hook_branches import Way, add_branch, branches, ways
from cors_wizard.changes.header_code.hook_cases import Snapshot, has_branches, is_kept, snapshot
from cors_wizard.changes.header_code.hook_responses import allows
from cors_wizard.changes.header_code.origin_guards import extend_guards_of_tables
from cors_wizard.changes.header_code.sent_lists import extend_sent_lists
from cors_wizard.changes.header_code.silent_returns import call_helper_everywhere
from cors_wizard.changes.header_code.standard_decorator import decorate_instead, use_standard_decorator
from cors_wizard.changes.header_code.where_written import (
    answers_options_in_vain,
    is_for_preflights_alone,
    lets_in_but_for_preflights,
    never_meets_the_preflight,
    of_path,
    only_in_decorator,
    only_in_view,
    only_with_the_view,
)
from cors_wizard.changes.header_code.write_once import write_once
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.routes import take_method
from cors_wizard.changes.routing.views import paths_of
from cors_wizard.changes.workspace import CannotChange

_MOST_ROUNDS = 40


def allow_by_hand(project: Project) -> None:
    """Make the hand-written headers allow the page's request."""
    if not project.goal.origin:
        raise CannotChange("origin")
    with project.workspace.doing("Use flask-cors's decorator on the view"):
        if use_standard_decorator(project):
            return
    with project.workspace.doing("Send the header with the view's errors, too"):
        if call_helper_everywhere(project):
            return
    gets_preflights = _hands_preflights_on(project)
    if write_once(project):
        return
    if is_for_preflights_alone(project):
        _cover_the_response(project)
        return
    if (view := project.view) and not gets_preflights and only_in_decorator(project):
        add_setup(project, paths_of(view.app_rule), "Answer the path's preflights, too")
        # flask-cors leaves alone what has the header already.
        is_listed = project.facts.text("origin_listed") == "listed"
        if not (is_listed and (project.goal.with_credentials or project.goal.exposes)):
            return
    has_longer_lists = bool(view) and extend_decorator(project)
    if view and ((has_longer_lists and only_lists_refuse(project)) or extend_sent_lists(project)):
        return
    if view and lets_in_but_for_preflights(project):
        add_setup(project, paths_of(view.app_rule), "Answer the path's preflights, too")
        return
    if only_in_view(project):
        if view and isinstance(view.node, ast.ClassDef):
            raise CannotChange("the headers", *_by_hand(project))
        decorate_instead(project)
        return
    if only_with_the_view(project):
        way = f"No preflight of {project.app_path} gets there. Let flask-cors respond to it."
        raise CannotChange("the headers", *_by_hand(project), ByHand(way))
    if never_meets_the_preflight(project):
        set_up_instead(project)
        return
    if is_table_for_some_paths(project):
        raise CannotChange("the headers", *_by_hand(project))
    before = snapshot(project)
    if not project.is_let_in:
        extend_guards_of_tables(project)
    correct_tables(project)
    written = of_path(project)
    is_branching = has_branches(written)
    if is_branching and before.own is None:
        raise CannotChange("the headers", *_by_hand(project))
    tries = [*ways(project)] if is_branching else [Way()]
    tried = [partial(_correct_branches, project, before, way) for way in tries]
    if before.own is not None:
        tried.append(partial(_add_branch, project, before))
    is_done = next((True for each in tried if project.workspace.attempt(each) is None), False)
    if not is_done:
        raise CannotChange("the headers", *_by_hand(project))


def _hands_preflights_on(project: Project) -> bool:
    """OPTIONS among the methods of a route whose own code responds to it in vain; whether it is there now."""
    if not project.sends_preflight or not answers_options_in_vain(project):
        return False
    with project.workspace.doing("Let the view respond to its preflights"):
        return project.workspace.attempt(partial(take_method, project, "OPTIONS")) is None


def _cover_the_response(project: Project) -> None:
    """The headers with the response itself, where the code sends them with that to the preflight alone."""
    for _ in range(_MOST_ROUNDS):
        if not any(correct(project, each, Way()) for each in branches(project, Way())):
            break
    view = project.view
    add_setup(project, paths_of(view.app_rule) if view else "", "Send the header with the response, too")


def _add_branch(project: Project, before: Snapshot) -> None:
    add_branch(project)
    _check(project, before)


def _correct_branches(project: Project, before: Snapshot, way: Way) -> None:
    """Correct the branches that run for this request; raises CannotChange if other requests would suffer."""
    for _ in range(_MOST_ROUNDS):
        if not any(correct(project, each, way) for each in branches(project, way)):
            if not project.workspace.edits:
                send_with_every_response(project, [each for each in of_path(project) if each.name == ORIGIN])
            _check(project, before)
            return
    raise CannotChange("the headers")


def _check(project: Project, before: Snapshot) -> None:
    """Raise CannotChange if the page isn't allowed, or if anything changes for other origins."""
    if before.own is None:
        return
    passes = allows(project)
    is_branching = has_branches(of_path(project))
    if passes is False or (passes is None and is_branching):
        raise CannotChange("the headers")
    if not is_kept(project, before, snapshot(project, before)):
        raise CannotChange("the headers")


def _by_hand(project: Project) -> tuple[ByHand, ...]:
    """What to do in a hook whose branches can't all be followed, without taking anything from other pages."""
    hooks = [each for each in of_path(project) if each.name == ORIGIN and each.function is not None]
    places = [f"{each.module.path}, line {each.node.lineno}" for each in tables_of_path(project)]
    for each in hooks:
        assert each.function is not None
        places.insert(0, f"`{each.function.name}` in {each.module.path}, line {each.function.lineno}")
    if not places:
        return ()
    goal, where = project.goal, places[0]
    wanted = {ORIGIN: [goal.origin], **wanted_lists(project)}
    headers = "; ".join(f"{SPELLED[name]}: {', '.join(values)}" for name, values in wanted.items())
    return (
        ByHand(f"Find the branch of {where}, that responds to {project.app_path}. There, send {headers}."),
        ByHand("Send that to this origin alone, and leave the other branches and origins as they are."),
    )


def writes_by_hand(project: Project) -> bool:
    """Whether the code writes the header itself for the page's request."""
    return any(each.name == ORIGIN for each in of_path(project)) or bool(tables_of_path(project))
