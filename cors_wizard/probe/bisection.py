"""Which part of a preflight does a server refuse, when it refuses the whole without a word?

The same preflight is sent again with its parts taken away: first all headers, then the method; where that
passes, what was taken away is split into up to eight parts, until single names are left. Each round needs
the answers of the one before, so this is one pure function over all answers so far: the questions that are
open, or what is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cors_wizard.fetch_standard.headers import extract_list
from cors_wizard.fetch_standard.preflight import (
    ALLOW_HEADERS,
    ALLOW_METHODS,
    permits_header,
    permits_method,
)
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Request, Response
from cors_wizard.probe.page_request import PageRequest
from cors_wizard.probe.requests import preflight
from cors_wizard.probe.result import ProbeRequest, ProbeResult

_PARTS = 8


@dataclass(frozen=True)
class Bisection:
    """How far the search has come."""

    questions: tuple[ProbeRequest, ...] = ()
    """To be asked next."""
    refused_method: bool = False
    refused_headers: tuple[str, ...] = ()
    """Lower-cased names."""
    passing: Response | None = None
    """The answer to the same preflight without what is refused, where one was seen."""


@dataclass(frozen=True)
class _Found:
    index: int


def bisect(page: PageRequest, by_id: Mapping[str, ProbeResult]) -> Bisection:
    """The next questions about a preflight that was refused without a reason, or what they found.

    Args:
        page: the request that the preflight speaks for.
        by_id: all results so far; the one that is searched is called "preflight".
    """
    result = by_id.get("preflight")
    if result is None or not _is_silent_refusal(result, page.origin):
        return Bisection()
    names, method = page.preflight_names, page.request.method
    reduced = _reduced_questions(page, names, method)
    asked = tuple(question for question in reduced if question.id not in by_id)
    if asked:
        return Bisection(asked)
    without_headers = response_to(by_id, "preflight-method-only")
    if names and _lets_pass(without_headers, page.origin, method):
        return _search_headers(page, by_id, method, known_to_fail=True, passing=without_headers)
    only_get = response_to(by_id, "preflight-get-only")
    if method != "GET" and _lets_pass(only_get, page.origin, "GET"):
        return _search_headers(page, by_id, "GET", known_to_fail=False, passing=only_get)
    return Bisection()


def _is_silent_refusal(result: ProbeResult, origin: str) -> bool:
    if result.response is None:
        return result.failure in ("no-http", "timed-out")
    redirected = 300 <= result.response.status < 400
    return not redirected and not _lets_origin_pass(result.response, origin)


def _reduced_questions(page: PageRequest, names: tuple[str, ...], method: str) -> Iterator[ProbeRequest]:
    if names:
        yield preflight(
            page,
            "preflight-method-only",
            "the preflight without its request headers",
            names=(),
            method=method,
        )
    if method != "GET":
        yield preflight(page, "preflight-get-only", "the preflight of a plain GET", names=(), method="GET")


def _search_headers(
    page: PageRequest,
    by_id: Mapping[str, ProbeResult],
    method: str,
    *,
    known_to_fail: bool,
    passing: Response | None,
) -> Bisection:
    names = page.preflight_names
    steps = tuple(_split(page, by_id, method, 0, len(names), known_to_fail)) if names else ()
    return Bisection(
        questions=tuple(step for step in steps if isinstance(step, ProbeRequest)),
        refused_method=not known_to_fail,
        refused_headers=tuple(names[step.index] for step in steps if isinstance(step, _Found)),
        passing=passing,
    )


def _split(
    page: PageRequest,
    by_id: Mapping[str, ProbeResult],
    method: str,
    start: int,
    end: int,
    known_to_fail: bool,
) -> Iterator[ProbeRequest | _Found]:
    names = page.preflight_names[start:end]
    if not known_to_fail:
        question = _header_question(page, method, names, start, end)
        result = by_id.get(question.id)
        if result is None:
            yield question
            return
        if _lets_pass(result.response, page.origin, method, names):
            return
    if len(names) == 1:
        yield _Found(start)
        return
    width = -(-len(names) // _PARTS)
    for begin in range(start, end, width):
        yield from _split(page, by_id, method, begin, min(begin + width, end), False)


def _header_question(
    page: PageRequest, method: str, names: tuple[str, ...], start: int, end: int
) -> ProbeRequest:
    which = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
    return preflight(
        page,
        f"preflight-header-{start + 1}-{end}",
        f"the preflight with {which} as its only request header{'' if len(names) == 1 else 's'}",
        names=names,
        method=method,
    )


def response_to(by_id: Mapping[str, ProbeResult], id: str) -> Response | None:
    """What came back to one probe; None where nothing did, or it was not sent."""
    result = by_id.get(id)
    return result.response if result else None


def _lets_origin_pass(response: Response, origin: str) -> bool:
    return 200 <= response.status < 300 and response.headers.get("Access-Control-Allow-Origin") in (
        "*",
        origin,
    )


def _lets_pass(response: Response | None, origin: str, method: str, names: tuple[str, ...] = ()) -> bool:
    if response is None or not _lets_origin_pass(response, origin):
        return False
    request = Request("", method)
    methods = extract_list(response.headers, ALLOW_METHODS) or ()
    headers = extract_list(response.headers, ALLOW_HEADERS) or ()
    return permits_method(request, methods) and all(permits_header(request, headers, name) for name in names)
