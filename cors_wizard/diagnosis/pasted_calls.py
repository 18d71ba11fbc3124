"""What the page's code in a paste tells of the request that its message is about. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.console.clipboards.copied import of_the_page
from cors_wizard.diagnosis.page_request.from_calls import telling_headers
from cors_wizard.diagnosis.page_request.matching import match_calls
from cors_wizard.facts import Fact, Facts

if TYPE_CHECKING:
    from cors_wizard.page_code import PageCall

_CLIENTS = frozenset({"fetch", "axios", "jquery", "angular", "xhr"})
_SETTINGS_OF_THEIR_OWN = frozenset({"fetch", "xhr", "eventsource", "beacon"})
"""What sends what the call itself says; the others have settings that may be in another file."""


def facts_of_pasted(calls: Sequence[PageCall], told: Facts) -> tuple[Fact, ...]:
    """What the call says that made the request; nothing where several calls can have made it and differ.

    Args:
        calls: those of the pasted code.
        told: what else the paste tells, above all its message's URL.
    """
    made = _calls_of(calls, told)
    alike = [tuple(_facts(call, told)) for call in made]
    return tuple(fact for fact in (alike[0] if alike else ()) if all(fact in each for each in alike))


def _calls_of(calls: Sequence[PageCall], told: Facts) -> tuple[PageCall, ...]:
    if "url" not in told:
        return tuple(calls) if len(calls) == 1 else ()
    return match_calls(calls, told).calls


def _facts(call: PageCall, told: Facts) -> Iterator[Fact]:
    if "url" not in told and _is_written_out(call.url):
        yield _fact("url", call.url)
    if call.initiator == "websocket":
        return  # it has neither a method nor a mode
    if call.method and "method" not in call.uncertain:
        yield _fact("method", call.method)
    if "headers" not in call.uncertain:
        yield _fact("request_headers", of_the_page(telling_headers(call)))
    is_known = call.credentials == "include" or call.library in _SETTINGS_OF_THEIR_OWN
    if call.credentials and is_known and "credentials" not in call.uncertain:
        yield _fact("credentials", call.credentials)
    if "mode" not in call.uncertain:
        yield _fact("request_mode", call.mode)
    if call.library in _CLIENTS:
        yield _fact("client", call.library)


def _fact(name: str, value: str | tuple[str, ...]) -> Fact:
    return Fact(name, value, "pasted", "read from the page's code")


def _is_written_out(url: str) -> bool:
    """Whether the code says where the request goes; without a scheme or a host it is a finding of its own."""
    host = url.partition("//")[2].partition("/")[0]
    return bool(url) and not url.startswith("{") and not set("{}") & set(host)
