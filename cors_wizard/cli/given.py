"""Facts from options and from JSON, checked before anything is done with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cors_wizard.diagnosis import spec_of
from cors_wizard.errors import InputError
from cors_wizard.facts import DECLARED, NOT_SURE, Fact, FactSpec, FactValue, find_spec, parse_value
from cors_wizard.fetch_standard import serialise_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.fixes.quoting import plain
from cors_wizard.knowledge_base import Knowledge

_URL_FACTS = ("url", "page_url")
_URL_HINT = "Give it whole, as http://localhost:5000/api/data."
LONGEST_VALUE = 20_000
"""Characters of one given fact."""


def specs_of(knowledge: Knowledge) -> Mapping[str, FactSpec]:
    """Every fact that may be given: those that code yields and those that questions declare."""
    return {**{question.fact: spec_of(question) for question in knowledge.questions.values()}, **DECLARED}


def facts_from_options(pairs: Iterable[str], specs: Mapping[str, FactSpec]) -> Iterator[Fact]:
    """Facts from `NAME=VALUE` options; raises InputError."""
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise InputError(f"{plain(pair)!r} is no fact.", hint="Give it as NAME=VALUE, as method=POST.")
        yield given_fact(name.strip(), value, specs, "--fact")


def given_fact(name: str, raw: object, specs: Mapping[str, FactSpec], evidence: str) -> Fact:
    """One fact; raises InputError where there is no such fact or the value cannot be."""
    spec = find_spec(plain(name), specs)
    if isinstance(raw, str) and len(raw) > LONGEST_VALUE:
        raise InputError(
            f"The fact {name} is too long.", hint=f"Give at most {LONGEST_VALUE} characters of it."
        )
    return Fact(name, _checked(name, parse_value(spec, raw)), "answered", evidence)


def _checked(name: str, value: FactValue) -> FactValue:
    if not isinstance(value, str) or value == NOT_SURE:
        return value
    if name in _URL_FACTS:
        return checked_url(value)
    return checked_origin(value) if name == "origin" else value


def checked_url(text: str) -> str:
    """The text, if it is an http or https URL; raises InputError."""
    parsed = parse_url(text)
    if (
        parsed is None
        or not parsed.is_http
        or not parsed.host
        or any(char.isspace() for char in text.strip())
    ):
        raise InputError(f"{_short(text)} is no URL of a web server.", hint=_URL_HINT)
    return text.strip()


def checked_origin(text: str) -> str:
    """The origin of what was given, which may be the page's whole URL; raises InputError."""
    if text.strip() == "null" or text.lower().startswith("file:"):
        return "null"
    try:
        return serialise_origin(checked_url(text))
    except InputError:
        hint = "Give scheme, host and port, as http://localhost:3000."
        raise InputError(f"{_short(text)} is no origin.", hint=hint) from None


def _short(text: str) -> str:
    shown = plain(text)
    return repr(shown if len(shown) <= 100 else f"{shown[:100]}...")
