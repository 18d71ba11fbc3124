"""Cookies in the page's calls: those that need one send it, and the login stores it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

from cors_wizard.changes.flask_cors.allow_request import allow_request
from cors_wizard.changes.goal import Goal
from cors_wizard.changes.page.page_calls import add_credentials, calls_of_goal
from cors_wizard.changes.project import Project, aimed_at
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.evaluation.scopes import called_name
from cors_wizard.flask_code.module import dotted_name
from cors_wizard.page_code import PageCall

_STORING = frozenset({"login_user", "set_cookie", "set_access_cookies", "set_refresh_cookies"})


def send_credentials(project: Project) -> None:
    """The page sends cookies with this call and with its login, and the server allows it."""
    logins = list(_logins(project))
    add_credentials(project, [*calls_of_goal(project), *_calls(project, logins)])
    project.aim_at(replace(project.goal, with_credentials=True))
    _allow(project, logins)


def store_the_login(project: Project) -> None:
    """A browser stores no cookie from a call that sends none: the login call does, too."""
    logins = list(_logins(project))
    if project.goal.with_credentials and logins:
        with suppress(CannotChange):
            add_credentials(project, list(_calls(project, logins)))
            _allow(project, logins)


def _logins(project: Project) -> Iterator[Goal]:
    """The page's other requests whose views set a cookie, and which are made without."""
    for goal in project.others:
        if goal.with_credentials:
            continue
        with aimed_at(project, goal):
            view = project.view
        if view is not None and view.node is not None and any(map(_stores, ast.walk(view.node))):
            yield goal


def _stores(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return called_name(node).rpartition(".")[2] in _STORING
    is_set = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    return isinstance(node, ast.Subscript) and is_set and dotted_name(node.value) == "session"


def _calls(project: Project, goals: list[Goal]) -> Iterator[PageCall]:
    for goal in goals:
        with aimed_at(project, goal):
            yield from list(calls_of_goal(project))


def _allow(project: Project, goals: list[Goal]) -> None:
    for goal in goals:
        wanted = replace(goal, origin=project.goal.origin, with_credentials=True)
        with aimed_at(project, wanted):
            project.workspace.attempt(partial(allow_request, project))
