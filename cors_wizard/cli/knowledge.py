"""The knowledge that a command works with: the built-in one, with a team's own laid over it."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.knowledge_base import Knowledge, builtin_folder, load_knowledge


def knowledge_from(folder: Path | None) -> Knowledge:
    """The knowledge; raises FileError or KnowledgeError where the folder's files are wrong."""
    return load_knowledge(*folders_of(folder)) if folder else load_knowledge()


def folders_of(folder: Path | None) -> tuple[Path, ...]:
    """The built-in folder, and the one that is laid over it."""
    return (builtin_folder(), folder) if folder else (builtin_folder(),)
