"""Finds the knowledge folders, reads them, lays one over the other, and refuses what could not be walked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from cors_wizard.errors import KnowledgeError, Problem
from cors_wizard.knowledge_base.checks.structure import structure_problems
from cors_wizard.knowledge_base.host_models import HostFile
from cors_wizard.knowledge_base.knowledge import Knowledge, SourceFile
from cors_wizard.knowledge_base.line_numbers import line_of
from cors_wizard.knowledge_base.models import (
    Cause,
    CauseIds,
    Caution,
    Contradiction,
    Contradictions,
    Engine,
    Fix,
    Meanings,
    Message,
    MessageFile,
    Model,
    Node,
    SharedStep,
    Stop,
    SymptomCauses,
)
from cors_wizard.knowledge_base.proofs import Proofs, read_proofs
from cors_wizard.knowledge_base.read_files import LoadedFile, read_folder
from cors_wizard.knowledge_base.version_models import VersionFile
from cors_wizard.shipped import PACKAGE, builtin_folder

SomeModel = TypeVar("SomeModel", bound=Model)


def builtin_proofs() -> Proofs | None:
    """The proofs of a checkout; None where there are none, as in an installed wheel."""
    folder = PACKAGE.parent / "tests" / "knowledge" / "proofs"
    return read_proofs(folder) if folder.is_dir() else None


def load_knowledge(*folders: Path) -> Knowledge:
    """The knowledge of these folders (none: the built-in one), a later folder laid over an earlier one.

    The built-in knowledge is read once in a process.

    Raises FileError for a folder that cannot be read, and KnowledgeError with every problem of every file, or
    else with every problem that would keep the wizard from walking the tree.
    """
    return _load_knowledge(folders) if folders else _builtin_knowledge()


@cache
def _builtin_knowledge() -> Knowledge:
    return _load_knowledge(())


def _load_knowledge(folders: tuple[Path, ...]) -> Knowledge:
    knowledge = read_knowledge(*folders)
    if problems := structure_problems(knowledge):
        raise KnowledgeError(tuple(sorted(problems)))
    return knowledge


def read_knowledge(*folders: Path) -> Knowledge:
    """As `load_knowledge`, each file on its own: nothing is held against anything else."""
    chosen = folders or (builtin_folder(),)
    # A file of the first folder is called by its path inside it, one that is laid over it by its full path.
    names = ("", *(f"{folder.as_posix()}/" for folder in chosen[1:]))
    layers = [read_folder(folder, shown) for folder, shown in zip(chosen, names, strict=True)]
    problems = [problem for layer in layers for file in layer for problem in file.problems]
    problems += [problem for layer in layers for problem in _said_twice(layer)]
    if problems:
        raise KnowledgeError(tuple(sorted(problems)))
    return _assemble([file for layer in layers for file in layer])


def _said_twice(files: Iterable[LoadedFile]) -> Iterator[Problem]:
    first: dict[str, tuple[LoadedFile, int]] = {}
    for file, model in _of(files, MessageFile):
        for index, message in enumerate(model.messages):
            owner, place = first.setdefault(message.id, (file, index))
            if (owner.name, place) != (file.name, index):
                line = line_of(owner.text, "messages", place, "id")
                told = f"The message id {message.id} is taken by {owner.name}:{line}."
                line = line_of(file.text, "messages", index, "id")
                yield Problem(file.name, line, told, "Choose another id.")


def _assemble(files: Sequence[LoadedFile]) -> Knowledge:
    messages: dict[str, tuple[Engine, Message]] = {}
    phrases: dict[str, tuple[str, ...]] = {}
    meanings = dict(row for _, model in _of(files, Meanings) for row in model.meanings.items())
    for _, model in _of(files, MessageFile):
        messages.update({each.id: (model.engine, _with_meaning(each, meanings)) for each in model.messages})
        phrases.update(model.phrases)
    steps = {model.id: model for _, model in _of(files, SharedStep)}
    causes = {model.id: _with_shared(model, steps, "before", "verify") for _, model in _of(files, Cause)}
    shared = dict(row for _, model in _of(files, Contradictions) for row in model.contradictions.items())
    return Knowledge(
        messages=tuple(messages.values()),
        phrases=phrases,
        meanings=meanings,
        nodes={model.id: model for _, model in _of(files, Node)},
        causes={name: _with_contradictions(cause, shared) for name, cause in causes.items()},
        contradictions=shared,
        stops={model.id: model for _, model in _of(files, Stop)},
        cautions={model.id: model for _, model in _of(files, Caution)},
        fixes={model.id: _with_shared(model, steps, "steps", "verify") for _, model in _of(files, Fix)},
        steps=steps,
        hosts=tuple(model for _, model in _last(files, HostFile)),
        versions=tuple(model for _, model in _last(files, VersionFile)),
        cause_ids=frozenset(name for _, model in _of(files, CauseIds) for name in model.ids),
        symptom_causes=dict(row for _, model in _of(files, SymptomCauses) for row in model.causes.items()),
        sources=dict(_sources(files)),
    )


def _with_meaning(message: Message, meanings: Mapping[str, str]) -> Message:
    """The message with the sentence that it names."""
    named = meanings.get(message.says[1:]) if message.says.startswith("@") else None
    return replace(message, says=named) if named else message


def _with_shared(model: SomeModel, shared: Mapping[str, SharedStep], *names: str) -> SomeModel:
    """The cause or fix with the shared steps that it names in these lists."""
    lists = {name: getattr(model, name) for name in names}
    if all(step.use is None for steps in lists.values() for step in steps):
        return model
    filled: dict[str, Any] = {
        name: tuple(step.filled_from(shared) for step in steps) for name, steps in lists.items()
    }
    return replace(model, **filled)


def _with_contradictions(cause: Cause, shared: Mapping[str, Contradiction]) -> Cause:
    """The cause with the shared contradictions that it names, each in its place."""
    if all(each.use is None for each in cause.contradicted_by):
        return cause
    named = ((each, shared.get(each.use or "")) for each in cause.contradicted_by)
    filled = (replace(found, use=each.use) if found else each for each, found in named)
    return replace(cause, contradicted_by=tuple(filled))


def _last(files: Iterable[LoadedFile], kind: type[SomeModel]) -> list[tuple[LoadedFile, SomeModel]]:
    """Of files with one name the one that is laid on top."""
    return list({file.stem: (file, model) for file, model in _of(files, kind)}.values())


def _sources(files: Sequence[LoadedFile]) -> Iterator[tuple[str, SourceFile]]:
    for file in files:
        if isinstance(file.model, MessageFile):
            for index, message in enumerate(file.model.messages):
                yield f"messages/{message.id}", _source(file, "messages", index)
        elif not isinstance(file.model, VersionFile | HostFile):
            yield f"{file.kind}/{file.stem}", _source(file)
    for index, (file, _) in enumerate(_last(files, VersionFile)):
        yield f"versions/{index}", _source(file)
    for index, (hosts, _) in enumerate(_last(files, HostFile)):
        yield f"hosts/{index}", _source(hosts)


def _source(file: LoadedFile, *keys: str | int) -> SourceFile:
    return SourceFile(file=file.name, text=file.text, keys=keys)


def _of(files: Iterable[LoadedFile], kind: type[SomeModel]) -> Iterator[tuple[LoadedFile, SomeModel]]:
    return ((file, file.model) for file in files if isinstance(file.model, kind))
