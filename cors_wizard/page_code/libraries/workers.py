"""What stands between a page's calls and the network: service workers, functions that were replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import READ, WRITTEN
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import from_shown
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Closure,
    Object,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.libraries.settle import settle
from cors_wizard.page_code.libraries.web import replace_kind
from cors_wizard.page_code.libraries.xhr import replaced_in_xhr, send_by_xhr
from cors_wizard.page_code.page_call import CallPart, PageCall
from cors_wizard.page_code.sources.syntax import Place, Syntax

_REGISTERS = re.compile(
    rb"\bserviceWorker\b[^;]{0,60}?\.\s*register\s*\(|workbox-window|\bpwa-register\b|\bregisterSW\b"
)
_PASSED = ("fetch", "xmlhttprequest")
_OWN = ("fetch", "xhr")
"""What calls of the code's own are known by: what replaces the browser's functions was followed there."""

Handler = tuple[Value, Syntax]


def listen(invocation: Invocation) -> Value:
    """`self.addEventListener('fetch', handler)`; of `message`, too."""
    handler = invocation.argument(1)
    if invocation.constant(0) == "message":
        invocation.run.listeners.append(handler)
    if invocation.constant(0) == "fetch" and isinstance(handler, Closure) and handler.node is not None:
        invocation.run.workers.append((handler, handler.node))
    return UNDEFINED


def _assigned(run: Run, page: Object, name: str, value: Value, place: Place | None) -> None:
    """`self.onfetch = handler`, `self.onmessage = handler`."""
    if name == "onmessage":
        run.listeners.append(value)
    if name == "onfetch" and isinstance(value, Closure) and value.node is not None:
        run.workers.append((value, value.node))


WRITTEN["page"] = _assigned


def registers_workers(codes: Iterable[bytes]) -> bool:
    """Whether a page starts a worker at all: the file of one may be left over."""
    return any(_REGISTERS.search(code) for code in codes)


def through_workers(run: Run, calls: Iterable[PageCall]) -> Iterator[PageCall]:
    """The calls as they leave the page: a worker may send another request in place of each."""
    files = {node.file for _, node in run.workers}
    for call in calls:
        if call.file in files and "url" in call.uncertain:
            continue  # what it passes on is the page's
        for handler in run.workers if call.initiator in _PASSED and call.file not in files else ():
            call = _through(run, handler, call)
        yield call


def through_replaced(run: Run, calls: Iterable[PageCall]) -> Iterator[PageCall]:
    """The calls of libraries, which send by what a script has put in the place of the browser's functions."""
    handlers = {"fetch": _own_fetch(run), "xmlhttprequest": _own_xhr(run)}
    passes_on = handlers["fetch"]
    for call in calls:
        if passes_on is not None and "url" in call.uncertain and _is_in(call, passes_on[1]):
            continue  # what it passes on is what the libraries send
        handler = handlers.get(call.initiator) if call.library not in _OWN else None
        yield call if handler is None else _through(run, handler, call)


def _is_in(call: PageCall, function: Syntax) -> bool:
    place = call.span("call")
    whole = function.place
    return place is not None and place.file == whole.file and whole.start <= place.start < whole.end


def _own_fetch(run: Run) -> Handler | None:
    own = run.modules.names["fetch"]
    if not isinstance(own, Closure) or own.node is None:
        return None

    def send(invocation: Invocation) -> Value:
        """Some libraries make a `Request`, others hand on a URL with options."""
        request = option(invocation.argument(0), "request").value
        options, headers = option(request, "options").value, option(request, "headers").value
        plain = options.copy() if isinstance(options, Object) else Object()
        plain.properties["headers"] = replace_kind(headers)
        run.call(own, (request,), UNDEFINED, invocation.node)
        return run.call(own, (option(request, "url").value, plain), UNDEFINED, invocation.node)

    return native(send), own.node


def _own_xhr(run: Run) -> Handler | None:
    node = replaced_in_xhr(run)
    return None if node is None else (native(send_by_xhr), node)


def _through(run: Run, handler: Handler, call: PageCall) -> PageCall:
    """What becomes of a call; where its handler does nothing in some case, it leaves as it is."""
    conditions: list[tuple[str, bool] | None] = []

    def respond(invocation: Invocation) -> Value:
        conditions.append(run.condition_of(UNDEFINED))
        return UNDEFINED

    request = request_of(call)
    event = Object(
        {"request": request, "respondWith": native(respond), "waitUntil": native(_nothing)}, is_open=True
    )
    sent = [
        made
        for sending in run.sent_by(handler[0], event, handler[1])
        if (draft := sending.draft()) is not None
        for made in settle(draft, sending.sites[-1])
        if made.url == call.url
    ]
    if not sent:
        return call
    if len(sent) == 1 and conditions and conditions[0] is not None:
        return _sometimes(call, sent[0])
    is_certain = len({_likeness(each) for each in sent}) == 1
    return _replaced(call, sent[-1], is_certain=is_certain)


def _likeness(call: PageCall) -> tuple[object, ...]:
    names = frozenset(name.lower() for name, _ in call.headers)
    return names, call.credentials, call.mode, call.uncertain, call.sometimes


def _nothing(invocation: Invocation) -> Value:
    return UNDEFINED


def _sometimes(call: PageCall, made: PageCall) -> PageCall:
    """The call with what one condition adds to it; what it takes away or changes is not settled."""
    names = {name.lower() for name, _ in call.headers}
    sent = {name.lower() for name, _ in made.headers}
    added = tuple(each for each in made.headers if each[0].lower() not in names)
    uncertain: set[CallPart] = {*call.uncertain}
    if names - sent or "headers" in made.uncertain:
        uncertain.add("headers")
    if made.credentials != call.credentials:
        uncertain.add("credentials")
    return replace(
        call,
        headers=(*call.headers, *added),
        sometimes=(*call.sometimes, *(name for name, _ in added)),
        credentials=None if "credentials" in uncertain else call.credentials,
        uncertain=tuple(sorted(uncertain)),
    )


def _replaced(call: PageCall, made: PageCall, *, is_certain: bool) -> PageCall:
    """The call with what is sent instead; what is there in one of its ways only isn't certain."""
    names = {name.lower() for name, _ in made.headers}
    kept = [] if is_certain else [each for each in call.headers if each[0].lower() not in names]
    uncertain: set[CallPart] = {*call.uncertain}
    if not is_certain or "headers" in made.uncertain:
        uncertain.add("headers")
    if "credentials" in made.uncertain or (not is_certain and made.credentials != call.credentials):
        uncertain.add("credentials")
    headers = (*made.headers, *kept)
    sometimes = {name.lower() for name in (*call.sometimes, *made.sometimes)}
    return replace(
        call,
        headers=headers,
        sometimes=tuple(name for name, _ in headers if name.lower() in sometimes),
        credentials=None if "credentials" in uncertain else made.credentials,
        mode=made.mode,
        uncertain=tuple(sorted(uncertain)),
    )


def request_of(call: PageCall) -> Object:
    """A page call as the `Request` that a worker is given."""
    headers = Object(
        {name: text(value) if value else Unknown(name) for name, value in call.headers},
        kind="headers",
        is_open="headers" in call.uncertain,
    )
    options = Object({"mode": text(call.mode), "credentials": text(call.credentials or "")})
    if call.credentials is None:
        options.properties["credentials"] = Unknown("credentials")
    options.properties["method"] = text(call.method) if call.method else Unknown("method")
    return Object(
        {"url": from_shown(call.url), "options": options, "headers": headers}, kind="request", is_open=True
    )


def _read(run: Run, value: Object, name: str) -> Value | None:
    """`request.method`, as far as the options tell."""
    if name not in ("method", "credentials", "mode"):
        return None
    given = option(value.properties["options"], name)
    return given.value if given.is_given and given.is_settled else None


READ["request"] = _read


def worker_names() -> dict[str, Value]:
    """The name in a page, and in a worker."""
    return {"addEventListener": native(listen, "addEventListener")}
