"""`cors-wizard knowledge`: checks, draws and describes the knowledge files."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from cors_wizard.cli import exit_status
from cors_wizard.cli.knowledge import folders_of, knowledge_from
from cors_wizard.cli.streams import page_text, say, visible, write
from cors_wizard.errors import FileError, InputError, KnowledgeError
from cors_wizard.knowledge_base import builtin_proofs
from cors_wizard.knowledge_base.cross_check import check_folders
from cors_wizard.knowledge_base.figures import most_questions
from cors_wizard.knowledge_base.proofs import Proofs, read_proofs
from cors_wizard.knowledge_base.schemas import schemas
from cors_wizard.report.knowledge_pages import facts_page, ways_page
from cors_wizard.report.mermaid import mermaid


def run(arguments: argparse.Namespace) -> int:
    """Runs the action."""
    _ACTIONS[arguments.action](arguments)
    return exit_status.FINE


def _graph(arguments: argparse.Namespace) -> None:
    write(mermaid(knowledge_from(arguments.knowledge)))


def _check(arguments: argparse.Namespace) -> None:
    problems = check_folders(*folders_of(arguments.knowledge), proofs=_proofs(arguments))
    if problems:
        raise KnowledgeError(problems)
    knowledge = knowledge_from(arguments.knowledge)
    say(
        f"{len(knowledge.causes)} causes, {len(knowledge.nodes)} nodes, "
        f"{len(knowledge.fixes)} fixes, {len(knowledge.messages)} messages; no way asks more than "
        f"{max(most_questions(knowledge).values())} questions: nothing wrong."
    )


def _proofs(arguments: argparse.Namespace) -> Proofs | None:
    """The proofs; a team's own causes need none unless their folder is named."""
    folder: Path | None = arguments.proofs
    if folder is None:
        return None if arguments.knowledge else builtin_proofs()
    try:
        return read_proofs(folder)
    except OSError as error:
        raise FileError(
            f"The folder {visible(str(folder))} cannot be read.",
            hint="Give the folder that holds the proofs.",
        ) from error


def _schema(arguments: argparse.Namespace) -> None:
    every = schemas()
    kind: str | None = arguments.kind
    if kind is None:
        write("".join(f"{name.removesuffix('.json')}\n" for name in every))
        say("Give one of these names for its schema; knowledge/schema/ has all of them.")
    elif f"{kind}.json" in every:
        write(every[f"{kind}.json"])
    else:
        names = ", ".join(name.removesuffix(".json") for name in every)
        raise InputError(f"There is no kind '{visible(kind[:100])}'.", hint=f"Give one of: {names}.")


def _facts(arguments: argparse.Namespace) -> None:
    write(page_text(facts_page(knowledge_from(arguments.knowledge), arguments.name)))


def _ways(arguments: argparse.Namespace) -> None:
    write(page_text(ways_page(knowledge_from(arguments.knowledge), arguments.name)))


_ACTIONS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "check": _check,
    "graph": _graph,
    "schema": _schema,
    "facts": _facts,
    "ways": _ways,
}
