"""The knowledge that a command works with: the built-in one, with a team's own laid over it."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.errors import KnowledgeError
from cors_wizard.knowledge_base import Knowledge, builtin_folder, load_knowledge


def knowledge_from(folder: Path | None) -> Knowledge:
    """The knowledge; raises FileError or KnowledgeError where the folder's files are wrong."""
    if folder is None:
        return load_knowledge()
    knowledge = load_knowledge(builtin_folder(), folder)
    # The built-in files are checked by the tests; a team's own may point nowhere.
    from cors_wizard.knowledge_base.cross_check import cross_check

    problems = cross_check(knowledge, None)
    if problems:
        raise KnowledgeError(problems)
    return knowledge
