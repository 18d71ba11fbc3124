"""From drafts to page calls: every way in which the conditions can come out, and what stays open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, product
from typing import get_args

from cors_wizard.page_code.evaluation.conditions import IS_GIVEN
from cors_wizard.page_code.evaluation.texts import alternatives, shown, to_text
from cors_wizard.page_code.evaluation.values import Choice, Constant, Hole, Object, Text, Unknown, Value
from cors_wizard.page_code.libraries.body import Sent, sent_body
from cors_wizard.page_code.libraries.draft import Draft, Part
from cors_wizard.page_code.page_call import CallPart, Credentials, Mode, PageCall, Span, SpanName
from cors_wizard.page_code.sources.syntax import Place

_MOST_CONDITIONS = 3
_MOST_CALLS = 6
_NORMALIZED = ("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT")
"""https://fetch.spec.whatwg.org/#concept-method-normalize"""
_CREDENTIALS: tuple[Credentials, ...] = get_args(Credentials)
_MODES: tuple[Mode, ...] = get_args(Mode)
_BODILESS = ("GET", "HEAD")

Settled = dict[str, bool]


def settle(draft: Draft, site: Place) -> tuple[PageCall, ...]:
    """The calls that a draft comes to."""
    conditions = list(dict.fromkeys((*_conditions(draft.url.value), *_conditions(draft.method.value))))
    conditions = conditions[:_MOST_CONDITIONS]
    ways = product((True, False), repeat=len(conditions))
    calls = [_call(draft, dict(zip(conditions, way, strict=True)), site) for way in islice(ways, 8)]
    by_path: dict[PageCall, PageCall] = {}
    for call in _without_strangers(calls):
        by_path.setdefault(replace(call, url=call.url.partition("?")[0]), call)
    return tuple(by_path.values())[:_MOST_CALLS]


def _without_strangers(calls: list[PageCall]) -> list[PageCall]:
    """Where one way says something about the URL, the ways that say nothing are left out.

    A path alone says nothing of a base that isn't known: `(localStorage.getItem("api") || "") + "/items"`.
    """
    known = [call for call in calls if "url" not in call.uncertain] or calls
    anchored = [call for call in known if call.base_variable or not call.url.startswith("{")]
    says_more = any(call.base_variable or not call.url.startswith("/") for call in anchored)
    return anchored if says_more else known


def _conditions(value: Value) -> Iterator[str]:
    """What a value depends on; a choice between the unknown and the known is none."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Choice):
            is_between_known = not isinstance(each.yes, Unknown) and not isinstance(each.no, Unknown)
            if is_between_known and not each.condition.endswith(IS_GIVEN):
                yield each.condition
            waiting += [each.no, each.yes]


def narrowed(value: Value, settled: Settled) -> Value:
    """What a value is under these conditions."""
    while isinstance(value, Choice) and value.condition in settled:
        value = value.yes if settled[value.condition] else value.no
    if isinstance(value, Choice):
        yes, no = narrowed(value.yes, settled), narrowed(value.no, settled)
        return yes if yes == no and not isinstance(yes, Object) else Choice(value.condition, yes, no)
    return value


def _by_default(value: Value) -> Value:
    """A URL with every parameter that has a default left at it."""
    while isinstance(value, Choice) and value.condition.endswith(IS_GIVEN):
        value = value.no
    if isinstance(value, Choice):
        return Choice(value.condition, _by_default(value.yes), _by_default(value.no))
    return value


def _known(value: Value, settled: Settled) -> tuple[Value, bool]:
    """The value, and whether nothing else is possible: a known default is kept beside an unknown."""
    every = list(alternatives(narrowed(value, settled)))
    known = [each for each in every if not isinstance(each, Unknown)]
    distinct = list(dict.fromkeys(known))
    if len(distinct) == 1:
        return distinct[0], len(known) == len(every)
    return (every[0], True) if len(every) == 1 else (Unknown(), False)


def _call(draft: Draft, settled: Settled, site: Place) -> PageCall:
    uncertain: list[CallPart] = []
    known, settled = settled, {**_with_headers(draft), **settled}
    method = _method(draft, settled, uncertain)
    url, variable = _url(draft, settled, uncertain)
    body = _body(draft, settled, is_bodiless=method in _BODILESS)
    headers = _headers(draft, settled, known, body, url)
    if not _is_header_list_settled(draft, body, headers) or _hides_header(draft, known, settled):
        uncertain.append("headers")
    credentials = _word(draft.credentials, known, "credentials", uncertain)
    mode = _word(draft.mode, known, "mode", uncertain)
    return PageCall(
        method=method,
        url=url,
        headers=headers,
        credentials=_credentials(credentials),
        mode=_mode(mode),
        body=body.kind,
        library=draft.library,
        file=site.file,
        line=site.line,
        base_variable=variable,
        uncertain=tuple(part for part in get_args(CallPart) if part in uncertain),
        initiator=draft.initiator,
        spans=tuple(_spans(draft, site)),
        forces_preflight=draft.forces_preflight,
        cookie_headers=draft.cookie_headers,
        sometimes=tuple(_sometimes(draft, known, headers, body)),
    )


def _body(draft: Draft, settled: Settled, *, is_bodiless: bool) -> Sent:
    """What is sent; a library that names the type of all data does so for a GET, which leaves without it."""
    value = narrowed(draft.body.value, settled)
    sent = sent_body(draft, value, not is_bodiless or draft.drops_type_without_body)
    return replace(sent, kind="none") if is_bodiless else sent


def _with_headers(draft: Draft) -> Settled:
    """A header that is sent only sometimes is listed, and so is what goes with it."""
    sides: Settled = {}
    for value in draft.headers.properties.values():
        if isinstance(value, Choice) and _is_absent(value.yes) != _is_absent(value.no):
            sides.setdefault(value.condition, not _is_absent(value.yes))
    return sides


def _sometimes(draft: Draft, known: Settled, headers: Iterable[tuple[str, str]], body: Sent) -> Iterator[str]:
    """The headers that are left out where a condition of the page's own comes out otherwise."""
    listed = {name.lower() for name, _ in headers}
    if body.kind == "json" and body.content_type != draft.body.text_type:
        listed.discard("content-type")  # the library adds it where the code doesn't
    for name, value in draft.headers.properties.items():
        every = list(alternatives(narrowed(value, known)))
        absent = [each for each in every if _is_absent(each)]
        if name.lower() in listed and 0 < len(absent) < len(every):
            yield name


def _hides_header(draft: Draft, known: Settled, settled: Settled) -> bool:
    """Whether a header is left out since it goes without another: one of two, and nobody knows which."""
    return any(
        _is_never_sent(value, settled) and not _is_never_sent(value, known)
        for value in draft.headers.properties.values()
        if isinstance(value, Choice)
    )


def _is_never_sent(value: Value, settled: Settled) -> bool:
    return all(_is_absent(each) for each in alternatives(narrowed(value, settled)))


def _method(draft: Draft, settled: Settled, uncertain: list[CallPart]) -> str:
    value, is_only = _known(draft.method.value, settled)
    string = to_text(value) if not isinstance(value, Constant) else Text()
    constant = string.constant if isinstance(string, Text) else None
    if not constant or not is_only or not draft.method.is_settled:
        uncertain.append("method")
    if not constant:
        return ""
    return constant.upper() if draft.normalizes or constant.upper() in _NORMALIZED else constant


def _url(draft: Draft, settled: Settled, uncertain: list[CallPart]) -> tuple[str, str]:
    value, is_only = _known(to_text(_by_default(draft.url.value)), settled)
    string = to_text(value)
    if not isinstance(string, Text) or not draft.url.is_given:
        uncertain.append("url")
        return "", ""
    if not has_path(string) or not draft.url.is_settled or not is_only:
        uncertain.append("url")
    return shown(string), string.variable


def has_path(url: Text) -> bool:
    """Whether anything in the URL's path is known: without it there is nothing to find it by."""
    parts = list(url.parts)
    if not parts or not isinstance(parts[-1], Hole) or not isinstance(parts[0], Hole):
        literal = "".join(part if isinstance(part, str) else "\0" for part in parts)
        after = literal.split("://", 1)[1].partition("/")[2] if "://" in literal else literal
        return bool(after.strip("/\0?#")) or "\0" not in literal
    return any(isinstance(part, str) and part.strip("/") for part in parts)


def _word(part: Part, settled: Settled, name: CallPart, uncertain: list[CallPart]) -> str:
    value, is_only = _known(part.value, settled)
    constant = value.constant if isinstance(value, Text) else None
    if constant is None or not is_only or not part.is_settled:
        uncertain.append(name)
    return constant or "" if part.is_settled and is_only else ""


def _credentials(word: str) -> Credentials | None:
    return next((each for each in _CREDENTIALS if each == word), None)


def _mode(word: str) -> Mode:
    return next((each for each in _MODES if each == word), "cors")


def _headers(
    draft: Draft, settled: Settled, known: Settled, body: Sent, url: str
) -> tuple[tuple[str, str], ...]:
    """The headers; a value that isn't the same on every way isn't fixed."""
    named: dict[str, tuple[str, str]] = {}
    for name, value in draft.headers.properties.items():
        every = [each for each in alternatives(narrowed(value, settled)) if not _is_absent(each)]
        is_dropped = draft.drops_type_without_body and body.is_absent and name.lower() == "content-type"
        if every and name.strip() and not is_dropped:
            anywhere = [each for each in alternatives(narrowed(value, known)) if not _is_absent(each)]
            named.setdefault(name.lower(), (name, _constant(list(dict.fromkeys(anywhere)))))
        if every and _may_give_way(name, narrowed(value, known), body):
            named[name.lower()] = (name, "")
    if body.content_type is not None:
        named.setdefault("content-type", ("Content-Type", body.content_type))
    is_own_origin = url.startswith("/") and not url.startswith("//")
    for name, constant in draft.own_origin_headers if is_own_origin else ():
        named.setdefault(name.lower(), (name, constant))
    return tuple(named.values())


def _may_give_way(name: str, value: Value, body: Sent) -> bool:
    """Whether a Content-Type of the code's own is there only sometimes, and then the body's own is sent."""
    is_own = name.lower() == "content-type" and body.content_type is not None
    return is_own and any(map(_is_absent, alternatives(value)))


def _is_absent(value: Value) -> bool:
    return isinstance(value, Constant) and (value.value is None or value.value is False)


def _constant(values: list[Value]) -> str:
    string = to_text(values[0]) if len(values) == 1 and not isinstance(values[0], Object) else None
    return string.constant or "" if isinstance(string, Text) else ""


def _is_header_list_settled(draft: Draft, body: Sent, headers: tuple[tuple[str, str], ...]) -> bool:
    if draft.headers.is_open:
        return False
    return not body.may_have_type or any(name.lower() == "content-type" for name, _ in headers)


def _spans(draft: Draft, site: Place) -> Iterator[Span]:
    places: dict[SpanName, Place | None] = {
        "call": site,
        "sent": site,
        "options": draft.options,
        "url": draft.url.place,
        "method": draft.method.place,
        "headers": draft.headers_place,
        "credentials": draft.credentials.place,
        "mode": draft.mode.place,
    }
    for name, place in places.items():
        if place is not None:
            yield Span(name, place.file, place.start, place.end)
