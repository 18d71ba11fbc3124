"""A file's table as a model, or every problem with its line: the one module that loads pydantic."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from cors_wizard.errors import KnowledgeError, Problem, did_you_mean
from cors_wizard.knowledge_base.line_numbers import line_of
from cors_wizard.knowledge_base.models import Model

SomeModel = TypeVar("SomeModel", bound=Model)

MOST_PROBLEMS = 50
"""Problems that are listed of one file: finding each one's line takes time."""

_MOST_CHOICES = 12
"""More possible values aren't listed in a problem's sentence."""
_UNKNOWN_KEY = "unexpected_keyword_argument"
_REMEDIES = {
    _UNKNOWN_KEY: "Remove the key, or correct its spelling.",
    "missing": "Add the key.",
    "string_pattern_mismatch": "Correct the spelling.",
    "string_too_short": "Write it.",
    "too_short": "Add one.",
}


_SAID = {_UNKNOWN_KEY: "Unknown key", "missing": "This key is required"}


def validated(kind: type[SomeModel], table: object, name: str = "", text: str = "") -> SomeModel:
    """The model; raises KnowledgeError with everything that is wrong with the table.

    Args:
        kind: what it has to be.
        table: what the file holds.
        name: the file's name, for messages.
        text: the file's text, in which the lines of problems are found.
    """
    try:
        model: SomeModel = adapter(kind).validate_python(table)
    except ValidationError as error:
        raise KnowledgeError(tuple(_problems(name, text, error, kind))) from error
    return model


def adapter(kind: type[Model]) -> TypeAdapter[Any]:
    """What validates and describes this kind of model; made once."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


_ADAPTERS: dict[type[Model], TypeAdapter[Any]] = {}


def _problems(name: str, text: str, error: ValidationError, model: type[Model]) -> Iterator[Problem]:
    found = error.errors(include_url=False)
    if len(found) > MOST_PROBLEMS:
        left = f"{len(found) - MOST_PROBLEMS} more problems of this file are not listed."
        yield Problem(name, 0, left, "Correct the first ones, and check again.")
    for detail in found[:MOST_PROBLEMS]:
        keys, kind = detail["loc"], detail["type"]
        place = ".".join(str(key) for key in keys) or "the file"
        # What pydantic says of a dataclass speaks of arguments and fields.
        told = _SAID.get(kind) or detail["msg"].removeprefix("Value error, ")
        hint = _REMEDIES.get(kind, "Correct the value.")
        choices = re.findall("'([^']*)'", detail.get("ctx", {}).get("expected", ""))
        if kind == "literal_error" and len(choices) > _MOST_CHOICES:
            told = f"Unknown value {reprlib.repr(detail['input'])}"
            hint = did_you_mean(str(detail["input"]), choices) or "docs/knowledge.md lists what there is."
        if kind == _UNKNOWN_KEY:
            hint = did_you_mean(str(keys[-1]), _keys_of(model, len(keys))) or hint
        yield Problem(name, line_of(text, *keys), f"{place}: {told}.", hint)


def _keys_of(model: type[Model], depth: int) -> set[str]:
    """The keys of a file; for a table inside of it, those of every kind of table."""
    if depth == 1:
        return set(model.__dataclass_fields__)
    return {key for kind in _kinds(Model) for key in getattr(kind, "__dataclass_fields__", ())}


def _kinds(model: type[Model]) -> Iterator[type[Model]]:
    for kind in model.__subclasses__():
        yield kind
        yield from _kinds(kind)
