"""Service workers: what one changes in the page's requests leaves open what they are sent with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from cors_wizard.page_code.page_call import CallPart, PageCall

_HANDLES = re.compile(rb"\baddEventListener\(\s*['\"`]fetch['\"`]|\bonfetch\s*=(?![=>])")
_OF_WORKBOX = re.compile(rb"\brequestWillFetch\b|\bfetchOptions\b")
_REGISTERS = re.compile(
    rb"\bserviceWorker\b[^;]{0,60}?\.\s*register\s*\(|workbox-window|\bpwa-register\b|\bregisterSW\b"
)
_RESPONSE = re.compile(rb"\bnew\s+Response\s*\(")
_CHANGES: dict[CallPart, re.Pattern[bytes]] = {
    "headers": re.compile(
        rb"(?<![\w.$])headers\s*(?::(?!:)|[,}])|\.\s*headers\s*=(?![=>])|\b\w*[hH]eaders\.(?:set|append|delete)\("
        rb"|\bnew\s+Headers\("
    ),
    "credentials": re.compile(rb"(?<![\w.$])credentials\s*(?::|[,}])"),
    "mode": re.compile(rb"(?<![\w.$])mode\s*(?::|[,}])"),
}
"""How the options of a request of the worker's own name a part; what only reads one is something else."""
_OWN_ORIGIN = re.compile(
    rb"\.origin\s*[!=]==?\s*(?:self\.|globalThis\.|window\.)?location\.origin"
    rb"|location\.origin\s*[!=]==?\s*[\w.()]{1,40}\.origin"
    rb"|\bstartsWith\(\s*(?:self\.)?location\.origin"
)
_NO_FETCH = ("websocket",)
_LONGEST = 200_000
_DEEPEST_SCAN = 20_000


@dataclass(frozen=True)
class Worker:
    """A service worker."""

    path: str
    changes: frozenset[CallPart] = frozenset()
    """What it sends in a way of its own; nothing where no code registers it."""
    is_for_own_origin: bool = False
    """Whether it leaves alone what goes to another origin."""

    def passes_on(self, call: PageCall) -> bool:
        """Whether the call is the worker's, for what the page has requested."""
        return call.file == self.path and "url" in call.uncertain

    def handles(self, call: PageCall) -> bool:
        """Whether the call may pass through it."""
        is_own = call.url.startswith("/") and not call.url.startswith("//")
        may_be = call.file != self.path and call.initiator not in _NO_FETCH
        return may_be and (is_own or not self.is_for_own_origin)


def service_workers(code: Mapping[str, bytes]) -> tuple[Worker, ...]:
    """The files that handle what the page requests."""
    found = [path for path, each in code.items() if len(each) <= _LONGEST and _is_worker(each)]
    is_registered = bool(found) and any(_REGISTERS.search(each) for each in code.values())
    return tuple(_worker(path, code[path]) if is_registered else Worker(path) for path in found)


def _is_worker(code: bytes) -> bool:
    return _HANDLES.search(code) is not None or (b"workbox" in code and _OF_WORKBOX.search(code) is not None)


def _worker(path: str, code: bytes) -> Worker:
    own = _without_responses(code)
    changes = frozenset(part for part, pattern in _CHANGES.items() if pattern.search(own))
    return Worker(path, changes, _OWN_ORIGIN.search(own) is not None)


def _without_responses(code: bytes) -> bytes:
    """Without what a worker makes responses of: their headers are nothing that is sent."""
    parts: list[bytes] = []
    end = 0
    for match in _RESPONSE.finditer(code):
        if match.start() >= end:
            parts.append(code[end : match.start()])
            end = _closed(code, match.end())
    return b"".join((*parts, code[end:]))


def _closed(code: bytes, start: int) -> int:
    """Where the bracket is closed that was opened before `start`."""
    depth = 1
    for index in range(start, min(len(code), start + _DEEPEST_SCAN)):
        depth += (code[index] in b"([{") - (code[index] in b")]}")
        if not depth:
            return index + 1
    return start


def through_workers(calls: Iterable[PageCall], workers: tuple[Worker, ...]) -> Iterator[PageCall]:
    """The calls, with what a worker may change left open."""
    for call in calls:
        if any(worker.passes_on(call) for worker in workers):
            continue
        changed = {part for worker in workers if worker.handles(call) for part in worker.changes}
        open_parts = tuple(part for part in get_args(CallPart) if part in {*call.uncertain, *changed})
        names = tuple(name for name, _ in call.headers) if "headers" in changed else call.sometimes
        yield replace(call, uncertain=open_parts, sometimes=names) if changed else call


def notes_of(workers: Iterable[Worker]) -> Iterator[str]:
    """A sentence on each, for what was not read."""
    for worker in (each for each in workers if each.changes):
        yield f"{worker.path}: what this service worker changes in the page's requests was not read."
