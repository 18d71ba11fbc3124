"""Values of facts from options and JSON, checked against their specs."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Mapping

from cors_wizard.errors import InputError, did_you_mean
from cors_wizard.facts.declared import DECLARED
from cors_wizard.facts.fact import NOT_SURE, FactValue
from cors_wizard.facts.spec import FactSpec


def parse_value(spec: FactSpec, raw: object) -> FactValue:
    """A value from an option or JSON, checked against its spec.

    Raises InputError with what was expected.
    """
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    if spec.kind == "number":
        if isinstance(raw, int):
            return raw
        if isinstance(raw, str) and re.fullmatch(r"\s*[0-9]{1,9}\s*", raw):
            return int(raw)
        raise InputError(f"The fact {spec.name} cannot be {_short(raw)}.", hint="Give a whole number.")
    if spec.kind == "list":
        if isinstance(raw, str):
            raw = [part for part in (piece.strip() for piece in raw.split(",")) if part]
            # The word that is shown for an empty list.
            raw = [] if raw == ["none"] else raw
        if isinstance(raw, Mapping):
            raw = [f"{name}: {value}" for name, value in raw.items()]
        if isinstance(raw, (list, tuple)):
            return tuple(_list_item(spec, item) for item in raw)
        raise InputError(f"The fact {spec.name} cannot be {_short(raw)}.", hint="Give a list of texts.")
    if not isinstance(raw, (str, int)):
        raise InputError(f"The fact {spec.name} cannot be {_short(raw)}.", hint="Give a text.")
    text = str(raw).strip()
    if spec.kind == "choice" and text not in (*spec.choices, NOT_SURE):
        raise InputError(
            f"The fact {spec.name} cannot be {_short(text)}.", hint=f"Give one of: {', '.join(spec.choices)}."
        )
    return text


def _list_item(spec: FactSpec, item: object) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, (list, tuple)) and len(item) == 2 and all(isinstance(part, str) for part in item):
        return f"{item[0]}: {item[1]}"
    raise InputError(
        f"The fact {spec.name} cannot hold {_short(item)}.", hint="Give texts, or pairs of name and value."
    )


def _short(raw: object) -> str:
    """What was given, cut and with escapes: it may be huge, deeply nested, or write to the terminal."""
    shortened = reprlib.Repr()
    shortened.maxstring = shortened.maxother = 60
    return shortened.repr(raw)


def find_spec(name: str, specs: Mapping[str, FactSpec] = DECLARED) -> FactSpec:
    """The spec of a fact's name; raises InputError with the most similar name that exists."""
    spec = specs.get(name)
    if spec is None:
        listed = "Run cors-wizard knowledge facts for the list."
        hint = f"{did_you_mean(name, specs)} {listed}".strip()
        raise InputError(f"Unknown fact {_short(name)}.", hint=hint)
    return spec
