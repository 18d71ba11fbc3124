"""Which calls of the page's code made the request: by its URL, and by what the message says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.page_request.from_frames import Place, calls_at
from cors_wizard.diagnosis.page_request.url_fit import UrlFit, url_fit
from cors_wizard.facts.symptoms import is_preflight_symptom
from cors_wizard.fetch_standard import preflight_reasons, serialize_origin
from cors_wizard.fetch_standard.methods import is_cors_safelisted_method
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Headers, Request
from cors_wizard.probe.page_request import told

if TYPE_CHECKING:
    from cors_wizard.facts import Facts
    from cors_wizard.page_code import DevProxy, PageCall

NO_FETCH = frozenset({"form", "websocket"})
"""What CORS has no part in."""
_PRINTED = {"Access to fetch at": "fetch", "Access to XMLHttpRequest at": "xmlhttprequest"}
"""What Chromium says of the initiator."""
_PARAMETER = re.compile(r"(?:^|&)([^=&{}]{1,100})=")
_ELEMENTS = {"script", "link", "css", "img", "video"}


@dataclass(frozen=True)
class Matched:
    """The calls that may have made the request."""

    calls: tuple[PageCall, ...] = ()
    is_sure: bool = False
    """Whether the URL says so; a base or path that the code leaves open does not."""
    contradictions: tuple[str, ...] = ()
    """Sentences: what the message says that no call of this URL does."""
    more_headers: bool = False
    """Whether the request had other headers than the calls show: it was preflighted, or was not."""


def match_calls(
    calls: Sequence[PageCall],
    facts: Facts,
    proxies: Sequence[DevProxy] = (),
    places: frozenset[Place] = frozenset(),
) -> Matched:
    """The calls whose URL fits best, less those that can't have caused the message.

    Of several that can have, the one at a place that the text names; where no URL is known, only that one.
    """
    url = facts.text("url") or ""
    if not url:
        return _only_call(calls_at(calls, places))
    sent = [call for call in calls if call.initiator not in NO_FETCH]
    fits = [(fit, call) for call in sent if (fit := _fit(call, facts, proxies))]
    if not fits:
        return Matched()
    best = min(fit for fit, _ in fits)
    found = tuple(
        _without_cookie_of(call, facts)
        for fit, call in fits
        if (fit.is_loose, fit.holes) == (best.is_loose, best.holes)
    )
    found = _by_query(found, facts)
    contradictions: list[str] = []
    for what, may_be in _conditions(facts):
        left = tuple(call for call in found if may_be(call))
        if not left:
            contradictions.append(f"{what}; the page's code has {_listed(found)}.")
        found = left or found
    found = calls_at(found, places)
    if contradictions:
        return Matched((), is_sure=False, contradictions=tuple(contradictions))
    matched = _with_preflight(Matched(found, is_sure=not best.is_loose), facts)
    in_use = tuple(call for call in matched.calls if not call.is_unused)
    return replace(matched, calls=in_use or matched.calls)


_WRITES_OUT = ("fetch", "xhr")
"""What sends the URL as the code has it: other libraries add a query from their options."""


def _by_query(calls: tuple[PageCall, ...], facts: Facts) -> tuple[PageCall, ...]:
    """Less the calls that have another query; where some name all that the URL has, those."""
    url = facts.text("url") or ""
    named = _names_in_query(url)
    # Chromium prints the whole URL; what others tell of it may have lost its query.
    is_whole = bool(named) or _initiator(facts) is not None
    left = tuple(call for call in calls if _may_have_query_of(call, url, named if is_whole else None))
    left = left or calls
    alike = tuple(call for call in left if named and _names_in_query(call.url) == named)
    return alike or left


def _names_in_query(url: str) -> frozenset[str]:
    return frozenset(_PARAMETER.findall(url.partition("#")[0].partition("?")[2]))


def _may_have_query_of(call: PageCall, url: str, named: frozenset[str] | None) -> bool:
    """Whether the URL may be this call's: with a query, one that is written out without it is another."""
    is_whole = call.library in _WRITES_OUT and "?" not in call.url and not call.url.endswith("}")
    has_others = named is not None and not _names_in_query(call.url) <= named
    return not has_others and ("?" not in url or not is_whole)


def _without_cookie_of(call: PageCall, facts: Facts) -> PageCall:
    """With its headers left open, where they need a cookie of another host: who may read it, nobody shows."""
    page, api = parse_url(facts.text("origin") or ""), parse_url(facts.text("url") or "")
    is_elsewhere = page is not None and api is not None and page.host != api.host
    if not is_elsewhere or not call.cookie_headers or "headers" in call.uncertain:
        return call
    return replace(call, uncertain=(*call.uncertain, "headers"))


def _only_call(calls: tuple[PageCall, ...]) -> Matched:
    """Where the message names no URL: the one call that the page has, or has at that place."""
    sent = tuple(call for call in calls if call.initiator not in NO_FETCH)
    return Matched(sent, is_sure=True) if len(sent) == 1 else Matched()


def _fit(call: PageCall, facts: Facts, proxies: Sequence[DevProxy]) -> UrlFit | None:
    url = facts.text("url") or ""
    fit = url_fit(call.url, url)
    if fit is not None and fit.is_loose and _is_sent_there(call, facts, proxies):
        return replace(fit, is_loose=False)
    if fit is None and call.base_variable and "//" in call.url:
        # Its value is that of one environment, and the message may come from another.
        return url_fit(f"{{base}}/{call.url.partition('//')[2].partition('/')[2]}", url)
    return fit


def _is_sent_there(call: PageCall, facts: Facts, proxies: Sequence[DevProxy]) -> bool:
    """Whether a URL without an origin leads to that of the request: the page's own, or that of its proxy."""
    if not call.url.startswith("/") or call.url.startswith("//"):
        return False
    api = serialize_origin(facts.text("url") or "")
    passed_on = (serialize_origin(each.target) for each in proxies if call.url.startswith(each.path))
    return api != "null" and (api == serialize_origin(facts.text("origin") or "") or api in passed_on)


def _with_preflight(matched: Matched, facts: Facts) -> Matched:
    """Less the calls that need no preflight, where the browser said that it sent one."""
    if not is_preflight_symptom(told(facts, "symptom")):
        return _without_preflight(matched, facts)
    origin = serialize_origin(facts.text("origin") or "null")
    left = tuple(call for call in matched.calls if may_be_preflighted(call, origin))
    if left:
        return replace(matched, calls=left)
    what = f"The request was preflighted, but {_listed(matched.calls)} needs no preflight as it is written."
    return replace(matched, contradictions=(f"{what} Something else adds a header.",), more_headers=True)


def _without_preflight(matched: Matched, facts: Facts) -> Matched:
    """Less the calls that need a preflight, where Chromium names none and no code of the API answers one."""
    says_of_preflights = _initiator(facts) is not None and told(facts, "symptom") is not None
    api = parse_url(facts.text("url") or "")
    # Before a server elsewhere, something that no file shows may answer preflights.
    is_here = api is not None and is_loopback(api.host)
    is_bare = facts.text("cors_setup") == "none" and "proxy" not in facts and "proxy_sets" not in facts
    if not (says_of_preflights and is_here and is_bare):
        return matched
    origin = serialize_origin(facts.text("origin") or "null")
    left = tuple(call for call in matched.calls if not _needs_preflight(call, origin))
    if left or not matched.calls:
        return replace(matched, calls=left)
    what = f"The browser names no preflight, but {_listed(matched.calls)} needs one as it is written."
    by_headers = all(is_cors_safelisted_method(call.method) for call in matched.calls)
    return replace(
        matched,
        is_sure=matched.is_sure and by_headers,
        contradictions=(f"{what} What runs in the browser sends something else.",),
        more_headers=True,
    )


def _needs_preflight(call: PageCall, origin: str) -> bool:
    """Whether the call is never sent without one: what depends on a condition may be missing."""
    certain = tuple((name, value) for name, value in call.headers if name not in call.sometimes)
    is_open = bool({"method", "headers"} & set(call.uncertain)) or not call.method
    return not is_open and may_be_preflighted(replace(call, headers=certain), origin)


def _conditions(facts: Facts) -> Iterator[tuple[str, Callable[[PageCall], bool]]]:
    method = told(facts, "method") or told(facts, "refused_method")
    if method:
        # A server's log and some browsers' lines have it in capitals, however the code writes it.
        wanted = method.upper()
        yield (
            f"The request is a {method}",
            lambda call: call.method.upper() in ("", wanted) or "method" in call.uncertain,
        )
    if header := told(facts, "refused_header"):
        name = header.lower()
        yield (f"The request has the header {header}", lambda call: may_have(call, name))
    if printed := _initiator(facts):
        yield (
            f"The browser says that {'fetch' if printed == 'fetch' else 'XMLHttpRequest'} sent it",
            lambda call: call.initiator == printed or call.initiator in _ELEMENTS,
        )
    if mode := told(facts, "credentials"):
        yield (
            f"The request's credentials mode is {mode}",
            lambda call: "credentials" in call.uncertain or _is_like(call.credentials, mode),
        )


def may_have(call: PageCall, name: str) -> bool:
    """Whether the call sends a header of that (lower-case) name, or may do."""
    return "headers" in call.uncertain or any(each.lower() == name for each, _ in call.headers)


def _is_like(ours: str | None, told_mode: str) -> bool:
    """Whether both send cookies to another origin, or neither does: what DevTools copies shows no more."""
    return ours is None or (ours == "include") == (told_mode == "include")


def _initiator(facts: Facts) -> str | None:
    url = facts.get("url")
    said = url.evidence if url and url.source == "pasted" else ""
    return next((kind for words, kind in _PRINTED.items() if words in said), None)


def may_be_preflighted(call: PageCall, origin: str) -> bool:
    """Whether a browser sends a preflight first, or may do, as far as the code settles the call."""
    if {"method", "headers"} & set(call.uncertain) or not call.method or call.forces_preflight:
        return True
    request = Request("https://api.invalid/", call.method, Headers.of(sendable(call.headers)))
    return bool(preflight_reasons(request, "https://page.invalid" if origin == "null" else origin))


def sendable(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """The headers with a value each: what is computed is taken for something that is not safelisted."""
    return [
        (name, value or ("application/json" if name.lower() == "content-type" else "x"))
        for name, value in headers
    ]


def _listed(calls: tuple[PageCall, ...]) -> str:
    said = [f"{call.method or 'a call'} with {call.library} ({call.file}:{call.line})" for call in calls[:3]]
    return ", ".join(said) + (f" and {len(calls) - 3} more" if len(calls) > 3 else "")
