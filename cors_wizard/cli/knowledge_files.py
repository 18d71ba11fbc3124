"""`cors-wizard knowledge`: checks, draws and describes the knowledge files."""

from __future__ import annotations

import argparse
from pathlib import Path

from cors_wizard.cli import exit_status
from cors_wizard.cli.streams import say, visible, write
from cors_wizard.errors import FileError, InputError, KnowledgeError
from cors_wizard.knowledge_base import Knowledge, builtin_folder, load_knowledge
from cors_wizard.report import mermaid


def run(arguments: argparse.Namespace) -> int:
    """Runs the action."""
    if arguments.action == "schema":
        write(_schema(arguments.kind))
        return exit_status.FINE
    knowledge = _load(arguments.knowledge)
    if arguments.action == "graph":
        write(mermaid(knowledge))
        return exit_status.FINE
    return _check(knowledge, arguments.proofs)


def _load(folder: Path | None) -> Knowledge:
    return load_knowledge(builtin_folder(), folder) if folder else load_knowledge()


def _check(knowledge: Knowledge, proofs: Path | None) -> int:
    from cors_wizard.knowledge_base.cross_check import cross_check

    problems = cross_check(knowledge, _proven(proofs) if proofs else None)
    if problems:
        raise KnowledgeError(problems)
    say(
        f"{len(knowledge.causes)} causes, {len(knowledge.questions)} questions, "
        f"{len(knowledge.fixes)} fixes, {len(knowledge.messages)} messages: nothing wrong."
    )
    return exit_status.FINE


def _proven(folder: Path) -> frozenset[str]:
    """The causes that have a proof: a folder of that name, or of that name and `--variant`."""
    try:
        return frozenset(path.name.partition("--")[0] for path in folder.iterdir() if path.is_dir())
    except OSError as error:
        raise FileError(
            f"The folder {visible(str(folder))} cannot be read.",
            hint="Give the folder that holds the proofs.",
        ) from error


def _schema(kind: str | None) -> str:
    from cors_wizard.knowledge_base.cross_check import schemas

    every = schemas()
    if kind is None:
        return "".join(f"{text.rstrip()}\n" for text in every.values())
    if kind not in every:
        raise InputError(f"There is no kind {visible(kind)!r}.", hint=f"Give one of: {', '.join(every)}.")
    return f"{every[kind].rstrip()}\n"
