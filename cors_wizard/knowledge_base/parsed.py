"""The built-in knowledge files as a build read them: a start makes the models without TOML and pydantic.

Each model is kept under the hash of its file's bytes, so a file that was edited since is read and validated
anew. The first line has the hash of the models' code: where that is another, nothing of the file is used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from cors_wizard.knowledge_base.models import Model

SomeModel = TypeVar("SomeModel", bound=Model)

FILE = "parsed.json"
"""Lies beside this module where a build put it; a checkout that was never installed has none."""

_KIND = "(model)"
"""The key that names a model in its table: no key of a knowledge file."""


def parsed_text(files: Iterable[tuple[bytes, Model]]) -> str:
    """The hash of the models' code, then JSON: these files and their models, each on a line of its own."""
    tables = {_key(raw): _table(model) for raw, model in files}
    lines = (f"{json.dumps(key)}: {json.dumps(table, ensure_ascii=False)}" for key, table in tables.items())
    return f"{_code()}\n{{\n" + ",\n".join(lines) + "\n}\n"


def model_of(raw: bytes, kind: type[SomeModel]) -> SomeModel | None:
    """The model of a file of this kind with these bytes, where the build has read it."""
    model = _models().get(_key(raw))
    return model if isinstance(model, kind) else None


@cache
def _models() -> dict[str, Model]:
    path = Path(__file__).with_name(FILE)
    try:
        code, _, tables = path.read_bytes().partition(b"\n")
        # Models of another version may not take these values.
        models: dict[str, Model] = json.loads(tables, object_hook=_made) if code.decode() == _code() else {}
    except (OSError, ValueError):  # It saves time and decides nothing: without it the files are read.
        return {}
    return models


def _key(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


@cache
def _code() -> str:
    """The hash of what decides what a file's model is."""
    room = Path(__file__).parent
    files = (*room.glob("models/*.py"), *room.glob("*_models.py"), Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()


def _table(value: object) -> Any:
    """A value as JSON has it: of a model its name, and what differs from the defaults."""
    if isinstance(value, Model):
        return {_KIND: type(value).__name__, **{name: _table(each) for name, each in _given(value)}}
    if isinstance(value, dict):
        return {name: _table(each) for name, each in value.items()}
    return [_table(each) for each in value] if isinstance(value, tuple) else value


def _given(model: Model) -> Iterator[tuple[str, object]]:
    for name, field in type(model).__dataclass_fields__.items():
        value = getattr(model, name)
        if value != field.default and value != {}:
            yield name, value


def _made(table: dict[str, Any]) -> Any:
    for name, value in table.items():
        if type(value) is list:
            table[name] = _tuple(value)
    kind = table.pop(_KIND, None)
    return table if kind is None else _kinds()[kind](**table)


def _tuple(items: list[Any]) -> tuple[Any, ...]:
    return tuple([_tuple(each) if type(each) is list else each for each in items])


@cache
def _kinds() -> dict[str, type[Model]]:
    return {kind.__name__: kind for kind in Model.__subclasses__()}
