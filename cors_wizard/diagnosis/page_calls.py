"""The calls of the page to this API: what each sends, and whether a browser accepts it now and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.changes.goal import Goal, goal_of
from cors_wizard.diagnosis.page_request.api_calls import path_of, unsafe_headers
from cors_wizard.diagnosis.page_request.goals import goals_of_calls
from cors_wizard.diagnosis.page_request.matching import sendable
from cors_wizard.diagnosis.planning import changeable_files
from cors_wizard.facts.found import TextFile
from cors_wizard.fetch_standard import judge
from cors_wizard.fixes import template_values
from cors_wizard.fixes.allowed_values import FLASK_CORS_METHODS
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import CredentialsMode, Exchange, Headers, Request

if TYPE_CHECKING:
    from cors_wizard.changes.change import Change
    from cors_wizard.diagnosis.diagnosis import Diagnosis
    from cors_wizard.page_code import PageCall


@dataclass(frozen=True)
class CallRow:
    """One call of the page's code."""

    path: str
    method: str
    headers: tuple[str, ...]
    """The names that a preflight has to allow."""
    credentials: str
    """Empty where the code leaves it open."""
    file: str
    line: int
    passes_now: bool | None = None
    """By the responses that were seen for the failed request; None where they don't show it."""
    passes_after: bool | None = None
    """By what the fix allows; None where the fix sets up no CORS."""
    unknown_now: str = ""
    """Why `passes_now` is None, in words."""
    unknown_after: str = ""
    """Why `passes_after` is None, in words."""
    sometimes: tuple[str, ...] = ()
    """Those of the names that are sent only under a condition."""


def call_rows(diagnosis: Diagnosis) -> tuple[CallRow, ...]:
    """A row for each call to this API, in the order of the files."""
    found = diagnosis.request_findings
    goals = goals_of_calls(found.api_calls, found.calls, diagnosis.facts)
    now, after = (
        allowed_by_setup(diagnosis, goals, ()),
        allowed_by_setup(diagnosis, goals, diagnosis.changes.changes),
    )
    return tuple(
        _row(call, _passes_now(diagnosis, call, goal, before), _passes_after(diagnosis, call, then))
        for call, goal, before, then in zip(found.api_calls, goals, now, after, strict=True)
    )


def allowed_by_setup(
    diagnosis: Diagnosis, goals: Sequence[Goal | None], changes: Sequence[Change]
) -> list[bool | None]:
    """Whether the project's CORS setup allows each call, with these changes made; None where it's unknown."""
    known = [goal for goal in goals if goal is not None and goal.origin]
    if diagnosis.scan is None or not known:
        return [None] * len(goals)
    # All that changes files is loaded only where files are at hand.
    from cors_wizard.changes.flask_cors.other_requests import allowed_requests

    changed = {change.path: TextFile(change.path, change.after) for change in changes}
    files = {**changeable_files(diagnosis.scan), **changed}
    allowed = dict(zip(known, allowed_requests(files, diagnosis.facts, known), strict=False))
    return [allowed.get(goal) if goal is not None else None for goal in goals]


def _row(call: PageCall, now: bool | str, after: bool | str) -> CallRow:
    return CallRow(
        path=path_of(call),
        method=call.method,
        headers=unsafe_headers([call]),
        credentials=call.credentials or "",
        file=call.file,
        line=call.line,
        passes_now=now if isinstance(now, bool) else None,
        passes_after=after if isinstance(after, bool) else None,
        unknown_now=now if isinstance(now, str) else "",
        unknown_after=after if isinstance(after, str) else "",
        sometimes=call.sometimes,
    )


def _passes_now(diagnosis: Diagnosis, call: PageCall, goal: Goal | None, allowed: bool | None) -> bool | str:
    """Whether a browser accepts the call by what was seen; why that isn't known, where it isn't."""
    seen = diagnosis.exchange
    if not call.method or call.credentials is None:
        return "the code leaves its method or credentials open"
    if seen is None:
        return "no response of the API was seen"
    passes = _as_seen(seen, call, call.credentials)
    own = goal_of(diagnosis.facts).path
    if goal is None or goal.path == own or passes is allowed:
        return passes
    # Another path may have other settings than the one that was requested.
    return False if allowed is False else f"only {own} was asked for"


def _as_seen(seen: Exchange, call: PageCall, credentials: CredentialsMode) -> bool | str:
    """Whether the responses that were seen let a browser accept this call."""
    headers = Headers.of(sendable(call.headers))
    request = Request(seen.request.url, call.method, headers, credentials, call.mode)
    verdict = judge(replace(seen, request=request, stand_in=""))
    if verdict.preflight_needed and seen.preflight_response is None:
        return "it needs a preflight, and none was seen"
    if verdict.preflight_needed and any(each.stage == "preflight" for each in verdict.violations):
        return False
    return verdict.readable if seen.response is not None else "no response to a request like it was seen"


def _passes_after(diagnosis: Diagnosis, call: PageCall, allowed: bool | None) -> bool | str:
    """Whether what the fix allows is enough for the call; why that isn't known, where it isn't."""
    if diagnosis.fix is None:
        return "there is no fix yet"
    if diagnosis.changes.changes:
        return "the code doesn't show what its path is allowed" if allowed is None else allowed
    if not any("origins" in step.code.text for step in diagnosis.fix.steps if step.code):
        return "the fix doesn't set up CORS"
    values = template_values(diagnosis.facts)
    headers, methods = (
        values.get("allowed_headers") or (),
        values.get("allowed_methods") or FLASK_CORS_METHODS,
    )
    listed = {str(each).lower() for each in headers} if isinstance(headers, tuple) else set()
    permits_headers = not listed or listed >= {name.lower() for name in unsafe_headers([call])}
    permits_method = not call.method or (isinstance(methods, tuple) and call.method in methods)
    permits_cookies = call.credentials != "include" or bool(values.get("with_credentials"))
    return permits_headers and permits_method and permits_cookies
