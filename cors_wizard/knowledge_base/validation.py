"""A file's table as a model, or every problem with its line: the one module that loads pydantic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from cors_wizard.errors import KnowledgeError, Problem
from cors_wizard.knowledge_base.line_numbers import line_of
from cors_wizard.knowledge_base.models import Model

SomeModel = TypeVar("SomeModel", bound=Model)

MOST_PROBLEMS = 50
"""Problems that are listed of one file: finding each one's line takes time."""

_UNKNOWN_KEY = "unexpected_keyword_argument"
_REMEDIES = {
    _UNKNOWN_KEY: "Remove the key, or correct its spelling.",
    "missing": "Add the key.",
    "string_pattern_mismatch": "Correct the spelling.",
    "string_too_short": "Write it.",
    "too_short": "Add one.",
}


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
        raise KnowledgeError(tuple(_problems(name, text, error))) from error
    return model


def adapter(kind: type[Model]) -> TypeAdapter[Any]:
    """What validates and describes this kind of model; made once."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


_ADAPTERS: dict[type[Model], TypeAdapter[Any]] = {}


def _problems(name: str, text: str, error: ValidationError) -> Iterator[Problem]:
    found = error.errors(include_url=False, include_input=False)
    if len(found) > MOST_PROBLEMS:
        left = f"{len(found) - MOST_PROBLEMS} more problems of this file are not listed."
        yield Problem(name, 0, left, "Correct the first ones, and check again.")
    for detail in found[:MOST_PROBLEMS]:
        keys, kind = detail["loc"], detail["type"]
        place = ".".join(str(key) for key in keys) or "the file"
        # What pydantic says of a dataclass speaks of arguments.
        told = (
            "Extra inputs are not permitted"
            if kind == _UNKNOWN_KEY
            else detail["msg"].removeprefix("Value error, ")
        )
        hint = _REMEDIES.get(kind, "Correct the value.")
        yield Problem(name, line_of(text, *keys), f"{place}: {told}.", hint)
