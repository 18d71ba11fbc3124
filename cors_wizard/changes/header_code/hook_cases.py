"""What hooks give every known route and origin, compared before and after a change."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cors_wizard.changes.checks import strangers
from cors_wizard.changes.header_code import hook_responses
from cors_wizard.changes.header_code.hand_written import (
    CREDENTIALS,
    HEADERS,
    METHODS,
    ORIGIN,
    Written,
    find_written,
)
from cors_wizard.changes.header_code.header_tables import ABOUT_PATH
from cors_wizard.changes.header_code.hook_responses import HookResponse, HookResponses
from cors_wizard.changes.project import Project
from cors_wizard.fetch_standard.methods import is_token
from cors_wizard.fetch_standard.origin import named_origin
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import holds
from cors_wizard.frozen import dataclass

_MOST_PATHS = 20
_MOST_ORIGINS = 8
_PART = re.compile(r"<[^<>]*>")
Case = tuple[str, str]
"""A path and an origin."""


@dataclass(frozen=True)
class Snapshot:
    """What the hooks give at one moment."""

    own: HookResponses | None
    """For the page's request; None where the code doesn't show it."""
    cases: Mapping[Case, HookResponses | None]
    """For every other path and origin."""


def snapshot(project: Project, like: Snapshot | None = None) -> Snapshot:
    """What the hooks give now, for the same paths and origins as in another snapshot."""
    own = project.goal
    answered: dict[Case, HookResponses | None] = {}
    for path, origin in [*like.cases] if like else _cases(project):
        project.aim_at(replace(own, path=path))
        answered[path, origin] = hook_responses.responses_of(project, origin)
    project.aim_at(own)
    return Snapshot(hook_responses.responses_of(project), answered)


def _cases(project: Project) -> Iterator[Case]:
    if hook_responses.responses_of(project) is None:
        return
    origins = [project.goal.origin, *listed_origins(project)[:_MOST_ORIGINS], *strangers(project.goal.origin)]
    for path in list(dict.fromkeys(_paths(project)))[:_MOST_PATHS]:
        yield from ((path, origin) for origin in dict.fromkeys(origins))


def _paths(project: Project) -> Iterator[str]:
    """The page's path, those that hooks name, and one of each route."""
    yield project.goal.path
    functions = {id(each.function): each.function for each in find_written(project) if each.function}
    for node in functions.values():
        for each in ast.walk(node):
            text = text_of(each) if isinstance(each, ast.Constant) else None
            if text and text.startswith("/"):
                yield from (text, f"{text.rstrip('/')}/x")
    for view in project.reading.views:
        yield _PART.sub("1", view.rule)


def listed_origins(project: Project) -> list[str]:
    """The origins that the app's files and environment name, the page's left out."""
    texts = [
        text
        for module in project.reading.modules
        for node, _ in module.nodes
        if isinstance(node, ast.Constant) and (text := text_of(node)) and "://" in text
    ]
    texts += [each.value for each in project.reading.variables if "://" in each.value]
    parts = (part.strip() for text in texts for part in text.split(","))
    found = dict.fromkeys(part for part in parts if named_origin(part) == part)
    return [each for each in found if each != project.goal.origin]


def is_kept(project: Project, before: Snapshot, after: Snapshot) -> bool:
    """Whether everyone who was let in still is, as before, and no one else but the page.

    Where the page sends credentials, the `*` that its own request got may go: nothing else allows them. An
    origin that the code lists gets at most what the page gets.
    """
    own, listed = before.own, set(listed_origins(project))
    for case, old in before.cases.items():
        new = after.cases.get(case)
        if old is None:
            continue
        if new is None:
            return False
        origin = case[1]
        is_page = origin == project.goal.origin
        for then, now, mine in (
            (old.preflight, new.preflight, own.preflight if own else None),
            (old.actual, new.actual, own.actual if own else None),
        ):
            may_narrow = project.goal.with_credentials and mine is not None and _same_star(then, mine)
            if not may_narrow and not _gives_all(then, now, origin):
                return False
            gained = _rights(now, origin) - _rights(then, origin)
            is_joined = then.headers.get(ORIGIN) == origin or case[0] == project.goal.path
            is_beside = origin in listed and is_joined
            if gained and not is_page and not is_beside:
                return False
    return True


def _same_star(then: HookResponse, mine: HookResponse) -> bool:
    """Whether the `*` of a response comes from the statement that the page's own request meets."""
    return then.headers.get(ORIGIN) == "*" and then.wrote.get(ORIGIN) == mine.wrote.get(ORIGIN)


def _rights(response: HookResponse, origin: str) -> set[str]:
    allowed = response.headers.get(ORIGIN)
    if allowed not in ("*", origin):
        return set()
    with_cookies = allowed == origin and response.headers.get(CREDENTIALS) == "true"
    return {"read", "read with cookies"} if with_cookies else {"read"}


def _gives_all(then: HookResponse, now: HookResponse, origin: str) -> bool:
    rights = _rights(then, origin)
    if not rights <= _rights(now, origin):
        return False
    if then.headers.get(ORIGIN) == "*" and now.headers.get(ORIGIN) != "*":
        return False  # a cache may hand this response to another page
    return not rights or all(
        "*" in _listed(now, name) or _listed(then, name) <= _listed(now, name) for name in (METHODS, HEADERS)
    )


def _listed(response: HookResponse, name: str) -> set[str]:
    """What a browser reads in a list: brackets and quotes of Python are no part of a name."""
    return {
        each for part in response.headers.get(name, "").split(",") if is_token(each := part.strip().lower())
    }


_ABOUT_METHOD = re.compile(r"(?:\w+\.)?method\s*(?:==|!=|(?:not )?in)\s*[^\w]*OPTIONS[^\w]*")


def has_branches(written: Sequence[Written]) -> bool:
    """Whether conditions say which origin is sent, or for which paths everyone's is."""
    under = [
        (id(each.function), each, tests)
        for each in written
        if each.name == ORIGIN and each.function is not None
        if (tests := _conditions(each))
    ]
    functions = [id(each.function) for each in written if each.name == ORIGIN]
    return any(
        functions.count(function) > 1
        or (text_of(each.value) == "*" and any(ABOUT_PATH.search(test) for test in tests))
        for function, each, tests in under
    )


def _conditions(written: Written) -> list[str]:
    """What is asked before the statement; preflights have a branch of their own without that."""
    assert written.function is not None
    around = [
        node
        for node in ast.walk(written.function)
        if isinstance(node, (ast.If, ast.For)) and holds(node, written.statement)
    ]
    tests = [ast.unparse(node.test if isinstance(node, ast.If) else node.iter) for node in around]
    return [test for test in tests if not _ABOUT_METHOD.fullmatch(test)]
