"""Headers that the page's code doesn't name: a monitoring library adds them to its requests.

Each library has a list of the origins that it may mark; the browser then needs them all to be allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.evaluation.texts import to_text
from cors_wizard.page_code.evaluation.values import (
    Object,
    Text,
    Value,
)
from cors_wizard.page_code.page_call import Initiator, PageCall, Traced

SENTRY = ("sentry-trace", "baggage")
TRACE_CONTEXT = ("traceparent", "tracestate")
DATADOG = (
    "x-datadog-origin",
    "x-datadog-parent-id",
    "x-datadog-sampling-priority",
    "x-datadog-trace-id",
)
SCRIPTED: tuple[Initiator, ...] = ("fetch", "xmlhttprequest")


@dataclass(frozen=True)
class Marker:
    """Headers, and the URLs that get them."""

    headers: tuple[str, ...]
    targets: tuple[Value, ...]
    is_for_own_origin: bool = True
    initiators: tuple[Initiator, ...] = SCRIPTED
    decides: Callable[[str], bool | None] | None = None
    """A function of the page's own that is asked about each URL; None where the code leaves it open."""

    def marks(self, call: PageCall) -> bool:
        """Whether a call gets the headers, as far as its URL is written."""
        if call.initiator not in self.initiators:
            return False
        if self.decides is not None:
            return self.decides(call.url) is not False
        if call.url.startswith("/") and not call.url.startswith("//"):
            return self.is_for_own_origin
        return any(_fits(target, call.url) for target in self.targets)

    def may_mark(self, call: PageCall) -> Traced | None:
        """What depends on the address that a URL begins with, where the code leaves that open."""
        written = tuple(each for each in map(_written, self.targets) if each)
        if call.initiator in self.initiators and written and re.match(r"(?:https?:)?/*\{", call.url):
            return Traced(self.headers, written)
        return None


def _fits(target: Value, url: str) -> bool:
    """A string is looked for in the URL; a pattern is compared as far as it is plain text."""
    if isinstance(target, Text) and target.constant is None:
        return bool(target.variable) and url.startswith("{" + target.variable + "}")
    return is_marked(_written(target), url)


def _written(target: Value) -> str:
    """A target as text; empty where the code doesn't settle it."""
    if isinstance(target, Text):
        return target.constant or ""
    if isinstance(target, Object) and target.kind == "regex":
        source = to_text(target.properties["source"])
        return source.constant or "" if isinstance(source, Text) else ""
    if isinstance(target, Object) and "match" in target.properties:
        return _written(target.properties["match"])
    return ""


def is_marked(target: str, url: str) -> bool:
    """Whether a URL is one that a target means."""
    if target.startswith("/") and target.rpartition("/")[0]:
        return _fits_pattern(target, url)
    return bool(target) and target in url


def _fits_pattern(source: str, url: str) -> bool:
    """The plain words of `/^https:\\/\\/api\\.example\\.com/`, in order; patterns of others are never run."""
    body = source[1:].rpartition("/")[0]
    plain = re.sub(r"\\([/.:-])", r"\1", body)
    words = [word for word in re.split(r"\.[*+]|[\^$*+?()\[\]{}|]+", plain) if len(word) > 1]
    if plain.startswith("^") and words and not url.startswith(words[0][:-1]):
        return False
    position = 0
    for word in words:
        position = url.find(word, position)
        if position < 0:
            return False
    return True


def with_headers(call: PageCall, names: Iterable[str]) -> PageCall:
    """The call with these headers as well."""
    known = {name.lower() for name, _ in call.headers}
    added = tuple((name, "") for name in dict.fromkeys(names) if name.lower() not in known)
    return replace(call, headers=(*call.headers, *added)) if added else call


def sent_to(call: PageCall, url: str) -> PageCall:
    """The call, unchanged if its URL is this one: then it is known which monitoring library marks it."""
    marking = [each for each in call.traced if any(is_marked(target, url) for target in each.targets)]
    known = with_headers(call, [name for each in marking for name in each.headers])
    return replace(known, traced=())
