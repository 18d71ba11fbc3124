"""The calls of the page to this API: what each sends, and whether a browser accepts it now and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.page_request.api_calls import path_of, unsafe_headers
from cors_wizard.diagnosis.page_request.matching import sendable
from cors_wizard.fetch_standard import judge
from cors_wizard.fixes import template_values
from cors_wizard.fixes.allowed_values import FLASK_CORS_METHODS
from cors_wizard.http_exchange import Headers, Request

if TYPE_CHECKING:
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


def call_rows(diagnosis: Diagnosis) -> tuple[CallRow, ...]:
    """A row for each call to this API, in the order of the files."""
    calls = diagnosis.request_findings.api_calls
    return tuple(_row(diagnosis, call) for call in calls)


def _row(diagnosis: Diagnosis, call: PageCall) -> CallRow:
    now, after = _passes_now(diagnosis, call), _passes_after(diagnosis, call)
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
    )


def _passes_now(diagnosis: Diagnosis, call: PageCall) -> bool | str:
    """Whether a browser accepts the call by what was seen; why that isn't known, where it isn't."""
    seen = diagnosis.exchange
    if not call.method or call.credentials is None:
        return "the code leaves its method or credentials open"
    if seen is None:
        return "no response of the API was seen"
    request = Request(
        seen.request.url, call.method, Headers.of(sendable(call.headers)), call.credentials, call.mode
    )
    verdict = judge(replace(seen, request=request, stand_in=""))
    if verdict.preflight_needed and seen.preflight_response is None:
        return "it needs a preflight, and none was seen"
    if verdict.preflight_needed and any(each.stage == "preflight" for each in verdict.violations):
        return False
    return verdict.readable if seen.response is not None else "no response to a request like it was seen"


def _passes_after(diagnosis: Diagnosis, call: PageCall) -> bool | str:
    """Whether what the fix allows is enough for the call; why that isn't known, where it isn't."""
    fix = diagnosis.fix
    if fix is None:
        return "there is no fix yet"
    if not any("origins" in step.code.text for step in fix.steps if step.code):
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
