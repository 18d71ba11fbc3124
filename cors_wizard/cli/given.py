"""Facts from options and from JSON, checked before anything is done with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cors_wizard.cli.streams import visible
from cors_wizard.diagnosis import spec_of
from cors_wizard.errors import InputError
from cors_wizard.facts import DECLARED, NOT_SURE, Fact, FactSpec, FactValue, find_spec, parse_value
from cors_wizard.fetch_standard.typed import checked_origin, checked_url
from cors_wizard.knowledge_base import Knowledge

_URL_FACTS = ("url", "page_url")
LONGEST_VALUE = 20_000
"""Characters of one given fact."""


def specs_of(knowledge: Knowledge) -> Mapping[str, FactSpec]:
    """Every fact that may be given: those that code yields and those that questions declare."""
    return {**{question.fact: spec_of(question) for question in knowledge.nodes.values()}, **DECLARED}


def facts_from_options(pairs: Iterable[str], specs: Mapping[str, FactSpec]) -> Iterator[Fact]:
    """Facts from `NAME=VALUE` options; raises InputError."""
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise InputError(
                f"{visible(pair[:100])!r} isn't a fact.", hint="Give it as NAME=VALUE, as method=POST."
            )
        yield given_fact(name.strip(), value, specs, "--fact")


def given_fact(name: str, raw: object, specs: Mapping[str, FactSpec], evidence: str) -> Fact:
    """One fact; raises InputError for an unknown name or an invalid value."""
    spec = find_spec(visible(name), specs)
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
