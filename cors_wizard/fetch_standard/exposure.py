"""Exposure: which headers of a response that may be read the page's code sees."""

from __future__ import annotations

from itertools import takewhile

from cors_wizard.fetch_standard.headers import extract_list
from cors_wizard.fetch_standard.hops import JudgedHop
from cors_wizard.fetch_standard.methods import is_token
from cors_wizard.http_exchange import Response

EXPOSE_HEADERS = "Access-Control-Expose-Headers"

SAFELISTED_RESPONSE_HEADERS = frozenset(
    {
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    }
)
"""Fetch, "CORS-safelisted response-header name"."""

FORBIDDEN_RESPONSE_HEADERS = frozenset({"set-cookie", "set-cookie2"})
"""Fetch, "forbidden response-header name": no page ever reads these."""


def exposed_headers(hop: JudgedHop) -> tuple[str, ...]:
    """The names, lower-cased and in the response's order, that `response.headers` shows.

    https://fetch.spec.whatwg.org/#main-fetch, the step on the CORS-exposed header-name list, and
    https://fetch.spec.whatwg.org/#concept-filtered-response-cors
    """
    if hop.parsed is not None and hop.parsed.scheme == "data":
        return ("content-type",)
    if hop.response is None or hop.tainting == "opaque":
        return ()
    names = [name for name in hop.response.headers.names() if name not in FORBIDDEN_RESPONSE_HEADERS]
    if hop.tainting == "basic":
        return tuple(names)
    listed = _listed(hop, hop.response)
    # With credentials `*` is a header of that name.
    if "*" in listed and hop.request.credentials != "include":
        return tuple(names)
    allowed = SAFELISTED_RESPONSE_HEADERS | set(map(str.lower, listed))
    return tuple(name for name in names if name in allowed)


def _listed(hop: JudgedHop, response: Response) -> tuple[str, ...]:
    """What Access-Control-Expose-Headers lists; nothing where it does not parse."""
    listed = extract_list(response.headers, EXPOSE_HEADERS)
    if listed is None and hop.traits.exposes_all_before_invalid:
        items = (item.strip(" \t") for item in (response.headers.get(EXPOSE_HEADERS) or "").split(","))
        before = takewhile(lambda item: not item or is_token(item), items)
        listed = ("*",) if "*" in before else ()
    return listed or ()
