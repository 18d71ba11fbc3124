"""The other calls of the page's code to the same API, and what they need, so that one round is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.page_request.from_calls import places
from cors_wizard.diagnosis.page_request.matching import NO_FETCH, sendable
from cors_wizard.diagnosis.page_request.url_fit import with_holes
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import preflight_header_names, serialize_origin
from cors_wizard.flask_code.routing.path_match import covers
from cors_wizard.http_exchange import Headers, Request

if TYPE_CHECKING:
    from cors_wizard.page_code import PageCall

MOST_CALLS = 100
_SCHEME = re.compile(r"^(?:\{[^{}]*\}:?)?//")
"""The beginning of a URL with the page's own scheme, up to its host."""
_AFTER_SCHEME = re.compile(r"(?::?//[^/?#]*)?")


def calls_to_api(
    calls: Sequence[PageCall], matched: Sequence[PageCall], facts: Facts
) -> tuple[PageCall, ...]:
    """The calls to the API of the failed request, under the same entry of `resources=`."""
    origin = serialize_origin(facts.text("url") or "")
    bases = {_base(call) for call in matched}
    pattern = facts.text("resource_pattern") or ""
    found = (
        call
        for call in calls
        if call.initiator not in NO_FETCH
        and (serialize_origin(call.url) == origin or (_base(call) and _base(call) in bases))
        and _is_under(pattern, call)
    )
    return tuple(found)[:MOST_CALLS]


def _base(call: PageCall) -> str:
    """What the URL begins with: an origin, or the hole or variable that holds it."""
    if call.base_variable:
        return call.base_variable
    if call.url.startswith("{"):
        base, _, rest = call.url.partition("}")
        host = _AFTER_SCHEME.match(rest)
        return base + (host[0] if host else "") if rest else ""
    origin = serialize_origin(call.url)
    return "" if origin == "null" else origin


def path_of(call: PageCall) -> str:
    """The path as the code has it, holes and all; what follows an open base where that is a hole."""
    rest = call.url.partition("://")[2] if "://" in call.url else _SCHEME.sub("", call.url)
    slash = rest.find("/")
    return (rest[slash:] if slash >= 0 else "/").partition("?")[0].partition("#")[0]


def _is_under(pattern: str, call: PageCall) -> bool:
    if not pattern or call.url.startswith("{"):
        return True
    return covers(pattern, with_holes(path_of(call)).replace("\0", "1")) is not False


def facts_of_api(calls: Sequence[PageCall]) -> Iterator[Fact]:
    """What all these calls need together: methods, headers that the API must allow, credentials."""
    if not calls:
        return
    methods = tuple(dict.fromkeys(call.method for call in calls if call.method))
    if methods:
        yield Fact("page_methods", methods, "scanned", places(calls))
    names = unsafe_headers(calls)
    if names:
        yield Fact("page_headers", names, "scanned", places(calls))
    with_cookies = [
        call for call in calls if call.credentials == "include" and "credentials" not in call.uncertain
    ]
    if with_cookies:
        yield Fact("page_credentials", "include", "scanned", places(with_cookies))


def unsafe_headers(calls: Sequence[PageCall]) -> tuple[str, ...]:
    """The headers that a preflight has to allow, spelled as the code spells them first."""
    spelled: dict[str, str] = {}
    for call in calls:
        asked = preflight_header_names(
            Request("https://api.invalid/", headers=Headers.of(sendable(call.headers)))
        )
        for name, _ in call.headers:
            if name.lower() in asked:
                spelled.setdefault(name.lower(), name)
    return tuple(spelled.values())
