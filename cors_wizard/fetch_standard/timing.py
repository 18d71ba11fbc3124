"""Timing-Allow-Origin: who may see how long a response took; people take it for leave to read it."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.fetch_standard.legs import Leg
from cors_wizard.fetch_standard.origin import is_same_origin
from cors_wizard.http_exchange import Response

TIMING_ALLOW_ORIGIN = "Timing-Allow-Origin"


def passes_timing_allow_check(leg: Leg, response: Response) -> bool:
    """Whether Resource Timing shows the details of a response; what CORS decides is another matter.

    https://fetch.spec.whatwg.org/#concept-tao-check
    """
    allowed = set(timing_origins(response))
    if "*" in allowed or leg.origin in allowed:
        return True
    return leg.tainting == "basic" and is_same_origin(leg.page_origin, leg.request.url)


def timing_origins(response: Response) -> Iterator[str]:
    """The members of the header over all its lines (Fetch, "get, decode, and split")."""
    for value in response.headers.all(TIMING_ALLOW_ORIGIN):
        yield from (item.strip(" \t") for item in value.split(","))
