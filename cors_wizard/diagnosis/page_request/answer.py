"""The one answer that gives several facts: `method: PUT`, `header: X-Tenant`, `credentials: include`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.methods import is_token, normalize_method
from cors_wizard.http_exchange import CredentialsMode

_MOST_HEADERS = 40


def answer_of(method: str, headers: Sequence[str] | None, credentials: str) -> tuple[str, ...]:
    """The value of the fact `page_request`; what is empty, or None for the headers, stays unknown."""
    listed = (
        ["headers: none"] if headers == [] or headers == () else [f"header: {each}" for each in headers or ()]
    )
    method_line = [f"method: {method}"] if method else []
    return (*method_line, *listed, *([f"credentials: {credentials}"] if credentials else []))


def facts_of_answer(facts: Facts) -> Iterator[Fact]:
    """What the answer says of method, headers and credentials."""
    fact = facts.get("page_request")
    if fact is None or not isinstance(fact.value, tuple):
        return
    parts = [
        (name.strip().lower(), value.strip()) for name, _, value in (one.partition(":") for one in fact.value)
    ]
    values = dict(parts)
    if is_token(values.get("method", "")):
        yield Fact("method", normalize_method(values["method"]), fact.source, fact.evidence)
    names = tuple(
        value for name, value in parts if name == "header" and is_token(value.partition(":")[0].strip())
    )
    if names or values.get("headers", "").lower() == "none":
        yield Fact("request_headers", names[:_MOST_HEADERS], fact.source, fact.evidence)
    if (mode := values.get("credentials", "")) in get_args(CredentialsMode):
        yield Fact("credentials", mode, fact.source, fact.evidence)
