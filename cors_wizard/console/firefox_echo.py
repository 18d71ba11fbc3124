"""Firefox's second line, which says that the first one was about the CORS-preflight request.

Firefox uses one text for the response and for the preflight response. After a refused preflight, or a refused
redirect, it adds "CORS request did not succeed ... (null)" for the same URL; after a refused response it does
not.
Of 223 captured failures (browser-messages.jsonl, Firefox 153) none breaks the rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from cors_wizard.console.reading import ConsoleMessage
from cors_wizard.facts import SYMPTOMS, Fact, Symptom

_DID_NOT_SUCCEED = "network-failure"


def told_by_the_echo(messages: list[ConsoleMessage]) -> list[ConsoleMessage]:
    """The messages about one request; those whose preflight failed say so."""
    echoed = {message.url for message in messages if _is_firefox(message, _DID_NOT_SUCCEED)}
    return [
        _about_the_preflight(message) if message.url in echoed and _may_be_either(message) else message
        for message in messages
    ]


def _is_firefox(message: ConsoleMessage, symptom: str) -> bool:
    return message.engine == "firefox" and message.role == "verdict" and message.symptom == symptom


def _may_be_either(message: ConsoleMessage) -> bool:
    status = message.fact("status")
    is_redirect = status is not None and isinstance(status.value, int) and 300 <= status.value <= 399
    known = f"preflight-{message.symptom}" in SYMPTOMS
    return known and _is_firefox(message, message.symptom) and not is_redirect


def _about_the_preflight(message: ConsoleMessage) -> ConsoleMessage:
    symptom = cast(Symptom, f"preflight-{message.symptom}")
    return with_preflight_status(replace(message, symptom=symptom))


def with_preflight_status(message: ConsoleMessage) -> ConsoleMessage:
    """The message with its status as the preflight response's."""
    return replace(message, facts=tuple(_renamed(message.facts)))


def _renamed(facts: Iterable[Fact]) -> Iterable[Fact]:
    for fact in facts:
        yield replace(fact, name="preflight_status") if fact.name == "status" else fact
