"""What matching calls of the page's code tell of the request: the parts in which they agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.urls import parse_url

if TYPE_CHECKING:
    from cors_wizard.diagnosis.page_request.matching import Matched
    from cors_wizard.page_code import CallPart, DevProxy, PageCall

_PARTS: tuple[tuple[str, CallPart], ...] = (
    ("method", "method"),
    ("request_headers", "headers"),
    ("credentials", "credentials"),
    ("request_mode", "mode"),
)
_MOST_PLACES = 3
_LONGEST_SAFE = 128
"""Bytes of a safelisted header's value (Fetch, "CORS-safelisted request-header")."""


def facts_of_calls(matched: Matched) -> Iterator[Fact]:
    """A scanned fact for each part that every call settles alike, and assumed ones for what may be."""
    where = places(matched.calls)
    for name, part in _PARTS:
        value = agreed(matched, part)
        if value is not None and matched.is_sure:
            yield Fact(name, value, "scanned", where)
        elif (likely := value if value is not None else _likely(matched.calls, part)) is not None:
            yield Fact(name, likely, "assumed", f"{where}, as far as the code shows")
    if certain := _certain_headers(matched):
        yield Fact("certain_headers", certain, "scanned", where)
    if sometimes := tuple(dict.fromkeys(name for call in matched.calls for name in _doubtful(call))):
        yield Fact("sometimes_headers", sometimes, "scanned", where)


def _certain_headers(matched: Matched) -> tuple[str, ...]:
    """What every call sends for sure, also where it may send more."""
    if not matched.is_sure or not matched.calls:
        return ()
    first, *others = ([name for name, _ in _sure_headers(call)] for call in matched.calls)
    common = set.intersection(*({name.lower() for name in each} for each in (first, *others)))
    return tuple(name for name in first if name.lower() in common)


def _doubtful(call: PageCall) -> tuple[str, ...]:
    """What is sent only under a condition: a token is there, or the page can read a cookie."""
    return (*call.sometimes, *call.cookie_headers)


def _sure_headers(call: PageCall) -> Iterator[tuple[str, str]]:
    doubtful = {name.lower() for name in _doubtful(call)}
    return ((name, value) for name, value in telling_headers(call) if name.lower() not in doubtful)


def alternatives(matched: Matched) -> tuple[Facts, ...]:
    """What each of several calls sends, where the code settles all of it: one of these is the request."""
    parts = {part for _, part in _PARTS}
    is_settled = matched.is_sure and not matched.more_headers
    if not is_settled or any(parts & {*call.uncertain} for call in matched.calls):
        return ()
    found = {_alike(call): _facts_of_call(call) for call in matched.calls}
    return tuple(found.values()) if len(found) > 1 else ()


def _facts_of_call(call: PageCall) -> Facts:
    values = ((name, _value(call, part)) for name, part in _PARTS)
    return Facts.of(
        Fact(name, value, "scanned", places([call])) for name, value in values if value is not None
    )


def _alike(call: PageCall) -> tuple[object, ...]:
    return tuple(_compared(_value(call, part)) for _, part in _PARTS)


def url_of_calls(matched: Matched, facts: Facts, proxies: Sequence[DevProxy] = ()) -> Iterator[Fact]:
    """Where no message names a URL: that of the page's one call, if the code writes it out.

    What is filled into its query makes no difference to CORS. A path alone goes to the page's own server:
    that is the request where HTML came in place of JSON, and the dev server has no proxy for it.
    """
    urls = {_without_filled_query(call.url) for call in matched.calls if "url" not in call.uncertain}
    if "url" in facts or len(urls) != 1:
        return
    written = urls.pop()
    origin = serialize_origin(facts.text("origin") or "")
    is_path = written.startswith("/") and not written.startswith("//")
    is_own = is_path and not any(takes(proxy, written) for proxy in proxies)
    if is_own and origin != "null" and facts.text("body_form") == "no-json":
        written = f"{origin}{written}"
    url = parse_url(written)
    if url is not None and url.is_http and url.host and not set("{}") & set(written):
        yield Fact("url", written, "scanned", places(matched.calls))


def example_url(call: PageCall) -> str:
    """The call's URL with `1` for what is filled into its path; empty where its server isn't written out."""
    url = _FILLED.sub("1", _without_filled_query(call.url))
    parsed = parse_url(url)
    is_whole = parsed is not None and parsed.is_http and bool(parsed.host) and not set("{}") & set(url)
    return url if is_whole and "{" not in call.url.partition("://")[2].partition("/")[0] else ""


_FILLED = re.compile(r"\{[^{}]*\}")


def takes(proxy: DevProxy, path: str) -> bool:
    """Whether the dev server passes a path on."""
    return path.startswith((proxy.path, proxy.path.lstrip("^")))


_OF_BUILD = re.compile(r"[A-Z][A-Z0-9_]{2,60}")


def variable_of_calls(matched: Sequence[PageCall], calls: Sequence[PageCall]) -> Iterator[Fact]:
    """The one variable that holds the API's address, for the calls in question or, where none is, for all."""
    of = [call for call in matched or calls if _OF_BUILD.fullmatch(call.base_variable)]
    if len({call.base_variable for call in of}) == 1:
        yield Fact("base_variable", of[0].base_variable, "scanned", places(of))


def _without_filled_query(url: str) -> str:
    address, _, query = url.partition("?")
    return address if set("{}") & set(query) else url


def places(calls: Sequence[PageCall]) -> str:
    """`web/src/api.ts:4` for each call."""
    listed = list(dict.fromkeys(f"{call.file}:{call.line}" for call in calls))
    more = f" and {len(listed) - _MOST_PLACES} more" if len(listed) > _MOST_PLACES else ""
    return ", ".join(listed[:_MOST_PLACES]) + more


def agreed(matched: Matched, part: CallPart) -> FactValue | None:
    """What all calls settle alike; None where one leaves it open or two differ."""
    if not matched.calls or (part == "headers" and matched.more_headers):
        return None
    if any(part in call.uncertain for call in matched.calls):
        return None
    values = [_value(call, part) for call in matched.calls]
    alike = len({_compared(value) for value in values}) == 1
    return values[0] if alike else None


def _likely(calls: Sequence[PageCall], part: CallPart) -> FactValue | None:
    """What most of the code speaks for, to start a question with."""
    if part == "headers":
        return _every_header(calls) or None
    return next((value for call in calls if (value := _value(call, part)) is not None), None)


def _every_header(calls: Sequence[PageCall]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for call in calls:
        for name, value in telling_headers(call):
            names.setdefault(name.lower(), f"{name}: {value}" if value else name)
    return tuple(names.values())


def telling_headers(call: PageCall) -> tuple[tuple[str, str], ...]:
    """The headers of a call without the Accept that axios adds to every request: it is safelisted."""
    return tuple(
        (name, value)
        for name, value in call.headers
        if name.lower() != "accept" or not 0 < len(value) <= _LONGEST_SAFE
    )


def _value(call: PageCall, part: CallPart) -> FactValue | None:
    if part == "headers":
        return _every_header([call])
    value = {"method": call.method, "credentials": call.credentials, "mode": call.mode}[part]
    return value or None


def _compared(value: FactValue | None) -> object:
    """Header lists are alike if their names are."""
    if not isinstance(value, tuple):
        return value
    return frozenset(item.partition(":")[0].strip().lower() for item in value)
