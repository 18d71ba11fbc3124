"""Reads a knowledge folder: finds it, validates each file on its own, and reports every problem together."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from cors_wizard.errors import FileError, KnowledgeError, Problem
from cors_wizard.knowledge_base.models import (
    Cause,
    Caution,
    Engine,
    Fix,
    Knowledge,
    Message,
    MessageFile,
    Model,
    Question,
    Stop,
    VersionFile,
)

KINDS: dict[str, type[Model]] = {
    "messages": MessageFile,
    "questions": Question,
    "causes": Cause,
    "stops": Stop,
    "fixes": Fix,
    "cautions": Caution,
    "versions": VersionFile,
}
"""The folders of a knowledge base and the model of the files in each."""

LARGEST_FILE = 1_000_000
"""Bytes; a larger knowledge file is refused unread."""

SomeModel = TypeVar("SomeModel", bound=Model)


def builtin_folder() -> Path:
    """The folder of the built-in knowledge: inside an installed wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_knowledge"
    return shipped if shipped.is_dir() else package.parent / "knowledge"


def load_knowledge(*folders: Path) -> Knowledge:
    """The knowledge of these folders (none: the built-in one), a later folder laid over an earlier one.

    Raises FileError for a folder that cannot be read and KnowledgeError with every problem of every file.
    """
    files = [loaded for folder in folders or (builtin_folder(),) for loaded in _read_folder(folder)]
    problems = tuple(problem for file in files for problem in file.problems)
    if problems:
        raise KnowledgeError(tuple(sorted(problems)))
    return _assemble(files)


@dataclass(frozen=True)
class LoadedFile:
    """One knowledge file: its model, or what is wrong with it."""

    kind: str
    name: str
    text: str
    model: Model | None
    problems: tuple[Problem, ...] = field(default=())


def _read_folder(folder: Path) -> Iterable[LoadedFile]:
    if not folder.is_dir():
        raise FileError(
            f"There is no knowledge folder {folder}.",
            hint="Give a folder that holds causes/, questions/ or messages/.",
        )
    for kind, model in KINDS.items():
        for path in sorted((folder / kind).glob("*.toml")):
            yield _read_file(folder, kind, path, model)


def _read_file(folder: Path, kind: str, path: Path, model: type[Model]) -> LoadedFile:
    name = path.relative_to(folder).as_posix()
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError(f"the file is larger than {LARGEST_FILE} bytes")
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except (OSError, ValueError) as error:
        line = int(found[1]) if (found := re.search(r"line ([0-9]+)", str(error))) else 0
        return _broken(kind, name, Problem(name, line, f"Not readable as TOML: {error}.", "Mend the syntax."))
    try:
        loaded = model.model_validate(raw)
    except ValidationError as error:
        return LoadedFile(kind, name, text, None, tuple(_problems(name, text, error)))
    stem = getattr(loaded, "id", path.stem)
    if stem != path.stem:
        return _broken(
            kind,
            name,
            Problem(
                name,
                line_of(text, "id"),
                f"The id {stem!r} is not the file's name.",
                f"Rename the file to {stem}.toml, or set the id to {path.stem!r}.",
            ),
        )
    return LoadedFile(kind, name, text, loaded)


def _broken(kind: str, name: str, problem: Problem) -> LoadedFile:
    return LoadedFile(kind, name, "", None, (problem,))


def _problems(name: str, text: str, error: ValidationError) -> Iterable[Problem]:
    for detail in error.errors(include_url=False):
        keys = detail["loc"]
        place = ".".join(str(key) for key in keys) or "the file"
        remedy = {
            "extra_forbidden": "Remove the key, or correct its spelling.",
            "missing": "Add the key.",
        }.get(detail["type"], "Correct the value.")
        yield Problem(name, line_of(text, *keys), f"{place}: {detail['msg']}.", remedy)


def line_of(text: str, *keys: Any) -> int:
    """The 1-based line at which a key path begins in a TOML text; the nearest one that is found, else 0."""
    lines = text.splitlines()
    found, start = 0, 0
    for place, key in enumerate(keys):
        if isinstance(key, int):
            table = ".".join(str(part) for part in keys[:place] if isinstance(part, str))
            hits = [number for number, line in enumerate(lines) if line.strip() == f"[[{table}]]"]
            inside = [number for number in hits if number >= start]
            if key < len(inside):
                found = start = inside[key]
                found += 1
            continue
        pattern = re.compile(rf"\s*(\[+.*\b)?{re.escape(str(key))}\b\s*(=|\]|$)")
        hit = next((number for number in range(start, len(lines)) if pattern.match(lines[number])), None)
        if hit is not None:
            found, start = hit + 1, hit
    return found


def _assemble(files: Sequence[LoadedFile]) -> Knowledge:
    messages: dict[str, tuple[Engine, Message]] = {}
    for file in _models(files, MessageFile):
        messages.update({message.id: (file.engine, message) for message in file.messages})
    return Knowledge(
        messages=tuple(messages.values()),
        questions={question.id: question for question in _models(files, Question)},
        causes={cause.id: cause for cause in _models(files, Cause)},
        stops={stop.id: stop for stop in _models(files, Stop)},
        cautions={caution.id: caution for caution in _models(files, Caution)},
        fixes={fix.id: fix for fix in _models(files, Fix)},
        versions=tuple(_models(files, VersionFile)),
    )


def _models(files: Sequence[LoadedFile], kind: type[SomeModel]) -> Iterable[SomeModel]:
    return (file.model for file in files if isinstance(file.model, kind))
