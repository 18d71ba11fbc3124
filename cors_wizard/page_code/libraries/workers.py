"""Service workers: what their `fetch` listener makes of the page's requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import READ, WRITTEN
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Closure,
    Hole,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.libraries.settle import settle
from cors_wizard.page_code.page_call import CallPart, PageCall
from cors_wizard.page_code.sources.syntax import Place

_HOLE = re.compile(r"\{([^{}]*)\}")
_REGISTERS = re.compile(
    rb"\bserviceWorker\b[^;]{0,60}?\.\s*register\s*\(|workbox-window|\bpwa-register\b|\bregisterSW\b"
)
_PASSED = ("fetch", "xmlhttprequest")


def listen(invocation: Invocation) -> Value:
    """`self.addEventListener('fetch', handler)`."""
    handler = invocation.argument(1)
    if invocation.constant(0) == "fetch" and isinstance(handler, Closure):
        invocation.run.workers.append(handler)
    return UNDEFINED


def _assigned(run: Run, page: Object, name: str, value: Value, place: Place | None) -> None:
    """`self.onfetch = handler`."""
    if name == "onfetch" and isinstance(value, Closure):
        run.workers.append(value)


WRITTEN["page"] = _assigned


def registers_workers(codes: Iterable[bytes]) -> bool:
    """Whether a page starts a worker at all: the file of one may be left over."""
    return any(_REGISTERS.search(code) for code in codes)


def through_workers(run: Run, calls: Iterable[PageCall]) -> Iterator[PageCall]:
    """The calls as they leave the page: a worker may send another request in place of each."""
    for call in calls:
        for handler in run.workers if call.initiator in _PASSED else ():
            call = _through(run, handler, call)
        yield call


def _through(run: Run, handler: Closure, call: PageCall) -> PageCall:
    event = Object(
        {"request": _request_of(call), "respondWith": native(_nothing), "waitUntil": native(_nothing)},
        is_open=True,
    )
    node = handler.node
    assert node is not None
    sent = [
        made
        for sending in run.sent_by(handler, event, node)
        if (draft := sending.draft()) is not None
        for made in settle(draft, sending.sites[-1])
        if made.url == call.url
    ]
    for made in sent[:1]:
        return _replaced(call, made, is_certain=len(sent) == 1)
    return call


def _nothing(invocation: Invocation) -> Value:
    return UNDEFINED


def _replaced(call: PageCall, made: PageCall, *, is_certain: bool) -> PageCall:
    """The call with what the worker sends; what is there in one of its ways only isn't certain."""
    names = {name.lower() for name, _ in made.headers}
    kept = [] if is_certain else [each for each in call.headers if each[0].lower() not in names]
    uncertain: set[CallPart] = {*call.uncertain}
    if not is_certain or "headers" in made.uncertain:
        uncertain.add("headers")
    if "credentials" in made.uncertain or (not is_certain and made.credentials != call.credentials):
        uncertain.add("credentials")
    return replace(
        call,
        headers=(*made.headers, *kept),
        credentials=None if "credentials" in uncertain else made.credentials,
        mode=made.mode,
        uncertain=tuple(sorted(uncertain)),
    )


def _request_of(call: PageCall) -> Object:
    """A page call as the `Request` that the worker is given."""
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
        {"url": _text_of(call.url), "options": options, "headers": headers}, kind="request", is_open=True
    )


def _text_of(url: str) -> Text:
    parts = _HOLE.split(url)
    return Text(tuple(Hole(part) if index % 2 else part for index, part in enumerate(parts) if part))


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
