"""Where a redirect leads: followed hop by hop on the same host, and only looked at where it leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urljoin

from cors_wizard.fetch_standard import preflight_reasons
from cors_wizard.fetch_standard.hops import REDIRECT_STATUSES, redirected_request
from cors_wizard.fetch_standard.origin import request_origin
from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Hop, Request, Response
from cors_wizard.probe.page_request import PageRequest, probe_url
from cors_wizard.probe.requests import SAFE_METHODS, actual, preflight
from cors_wizard.probe.result import ProbeRequest, ProbeResult

MOST_HOPS = 5
"""Redirects that are followed; browsers give up at 20, but a chain this long is a finding by itself."""


@dataclass(frozen=True)
class Trail:
    """A chain of redirects as far as it is known."""

    questions: tuple[ProbeRequest, ...] = ()
    """To be asked next."""
    hops: tuple[Hop, ...] = ()
    """What was sent and received, in order."""
    left_for: str = ""
    """The URL that was not followed, because it is on another host or one too many."""


def location_of(response: Response | None, url: str) -> str | None:
    """Where a response redirects to, as an absolute URL; None where it does not."""
    if response is None or response.status not in REDIRECT_STATUSES:
        return None
    location = response.headers.get("Location")
    if location is None:
        return None
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def redirect_kind(url: str, target: str) -> str:
    """What a redirect changes: "host", "scheme", the "slash" at the end of the path, or the "path".

    A proxy that passes the host on without its port has Flask leave the port out where it adds the slash.
    """
    here, there = parse_url(url), parse_url(target)
    if here is None or there is None or there.host != here.host:
        return "host"
    if there.scheme != here.scheme:
        return "scheme"
    was, now = here.path, there.path
    if now.rstrip("/") == was.rstrip("/") and now != was:
        return "slash"
    return "path" if there.origin == here.origin else "host"


def follow(page: PageRequest, by_id: Mapping[str, ProbeResult]) -> Trail:
    """The redirects after the probe called "request": what came back, and what to ask next."""
    first = by_id.get("request")
    if first is None:
        return Trail()
    urls: tuple[str, ...] = (page.request.url,)
    hops: tuple[Hop, ...] = ()
    response, sent = first.response, first.request
    request = page.request
    number = 0
    while True:
        number += 1
        target = location_of(response, urls[-1])
        if target is None:
            return Trail(hops=hops)
        url = _next_url(target, page)
        if url is None or number > MOST_HOPS:
            return Trail(hops=hops, left_for=target)
        urls, request = (*urls, url), redirected_request(request, response.status if response else 0, url)
        questions = _hop_questions(page, request, sent.method, number, urls)
        open_questions = tuple(question for question in questions if question.id not in by_id)
        if open_questions:
            return Trail(questions=open_questions, hops=hops, left_for=target)
        hop = _hop(by_id, questions, url)
        hops, response, sent = (*hops, hop), hop.response, questions[0]


def _next_url(target: str, page: PageRequest) -> str | None:
    parsed = parse_url(target)
    # A browser that finds a user name in a redirect's URL refuses it (Fetch, "HTTP-redirect fetch", step 9).
    if parsed is None or parsed.has_credentials or not _is_agreed(parsed, page):
        return None
    return probe_url(target)


def _is_agreed(target: ParsedUrl, page: PageRequest) -> bool:
    """Whether the user's consent holds there: the same origin, or the same server's own step up to https."""
    here = parse_url(page.request.url)
    if here is None or here.origin == target.origin:
        return here is not None
    is_upgrade = (here.scheme, target.scheme) == ("http", "https") and here.port is target.port is None
    return is_upgrade and here.host == target.host


def _hop_questions(
    page: PageRequest, request: Request, sent_method: str, number: int, urls: tuple[str, ...]
) -> tuple[ProbeRequest, ...]:
    origin = request_origin(page.origin, urls)
    method = sent_method if sent_method in SAFE_METHODS or sent_method == request.method else "GET"
    moved = replace(page, request=request)
    id = f"redirect-{number}"
    hop = actual(moved, id, f"where redirect {number} leads", method=method, origin=origin)
    if not preflight_reasons(request, page.origin):
        return (hop,)
    asked = preflight(moved, f"{id}-preflight", f"the preflight where redirect {number} leads", origin=origin)
    return (hop, asked)


def _hop(by_id: Mapping[str, ProbeResult], questions: tuple[ProbeRequest, ...], url: str) -> Hop:
    responses = [by_id[question.id].response for question in questions]
    return Hop(url, responses[0], responses[1] if len(responses) > 1 else None)
