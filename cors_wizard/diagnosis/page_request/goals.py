"""What the API must let pass, for each call of the page's code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.behind_proxy import path_in_app
from cors_wizard.diagnosis.page_request.api_calls import path_of, unsafe_headers
from cors_wizard.diagnosis.page_request.known_request import RequestFindings
from cors_wizard.diagnosis.page_request.url_fit import HOLE, with_holes
from cors_wizard.facts import Facts
from cors_wizard.fetch_standard.urls import parse_url

if TYPE_CHECKING:
    from cors_wizard.changes.goal import Goal
    from cors_wizard.facts.found import TextFile
    from cors_wizard.page_code import PageCall

_ANY_VALUE = "1"
"""Fits a route's placeholder, whatever its converter."""


def goals_of_calls(
    calls: Sequence[PageCall], failed: Sequence[PageCall], facts: Facts
) -> tuple[Goal | None, ...]:
    """The goal of each call; None where the code leaves its path, method or credentials open.

    Args:
        calls: the calls in question.
        failed: those that may have made the failed request: they tell what a base that is a hole comes to.
        facts: what is known of the failed request.
    """
    if not calls:
        return ()
    from cors_wizard.changes.goal import goal_of

    own = goal_of(facts)
    base = _path_of_base(failed, own.path)
    return tuple(_goal(call, own, base, facts) for call in calls)


def other_goals(facts: Facts, found: RequestFindings, files: Mapping[str, TextFile]) -> tuple[Goal, ...]:
    """The goals of the other calls of the same page to the same API, as far as the code shows them.

    Where the failed request may have been one of several, all of them are. The failed one is among them where
    the page reads more of its response than the browser shows.
    """
    pages = {_package(call) for call in found.calls}
    own = () if found.alternatives else found.calls
    calls = [each for each in found.api_calls if each not in own and _package(each) in pages]
    read = {id(each): _read(each, found.api_calls, files) for each in (*calls, *own)}
    calls += [each for each in own if read[id(each)]]
    goals = zip(calls, goals_of_calls(calls, found.calls, facts), strict=True)
    return tuple(
        dict.fromkeys(replace(goal, exposes=read[id(call)]) for call, goal in goals if goal is not None)
    )


def _read(call: PageCall, calls: Sequence[PageCall], files: Mapping[str, TextFile]) -> tuple[str, ...]:
    """The response headers that the page reads of a call, and that it sees only where they are exposed."""
    from cors_wizard.fetch_standard.exposure import FORBIDDEN_RESPONSE_HEADERS, SAFELISTED_RESPONSE_HEADERS
    from cors_wizard.page_code.read_headers import headers_read_after

    file = files.get(call.file)
    read = headers_read_after(call, calls, file.text) if file is not None else ()
    # Every page sees the first, and none the second.
    other = SAFELISTED_RESPONSE_HEADERS | FORBIDDEN_RESPONSE_HEADERS
    return tuple(name for name in read if name.lower() not in other)


def _package(call: PageCall) -> tuple[str, ...]:
    """The folder of the page that the call belongs to: another page may have another origin."""
    parts = call.file.split("/")
    return tuple(parts[: 2 if parts[0] == ".." else 1]) if len(parts) > 1 else ()


def _goal(call: PageCall, own: Goal, base: str | None, facts: Facts) -> Goal | None:
    if not call.method or call.credentials is None:
        return None
    path = with_holes(path_of(call)).replace(HOLE, _ANY_VALUE)
    if call.url.startswith("{"):
        if base is None:
            return None
        path = base + path
    api = parse_url(own.url)
    if api is not None and own.path != own.asked_path:
        path = path_in_app(api.origin + path, facts)
    headers = unsafe_headers([call])
    return replace(
        own,
        path=path,
        method=call.method,
        headers=tuple(sorted(name.lower() for name in headers)),
        spelled=headers,
        with_credentials=call.credentials == "include",
        exposes=(),
    )


def _path_of_base(failed: Sequence[PageCall], path: str) -> str | None:
    """What the hole that URLs begin with adds to the path; None where nothing shows it."""
    for call in failed:
        own = path_of(call).strip("/").split("/")
        parts = path.strip("/").split("/")
        if call.url.startswith("{") and len(own) <= len(parts):
            return "".join(f"/{part}" for part in parts[: len(parts) - len(own)])
    return None
