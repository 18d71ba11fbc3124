"""A complaint about one place of the knowledge, with the file and line that it was read from."""

from __future__ import annotations

from cors_wizard.errors import Problem
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.line_numbers import first_content_line, line_of

Place = tuple[str | int, ...]
"""Kind, id and the key path inside: `("nodes", "status", "answers", 0, "when")`."""


def complain(knowledge: Knowledge, place: Place, message: str, hint: str, code_line: int = 0) -> Problem:
    """The problem at a place; `code_line` counts from 1 inside the text that is there."""
    kind, name, *keys = place
    source = knowledge.sources.get(f"{kind}/{name}")
    if source is None:
        return Problem(f"{kind}/{name}.toml", 0, message, hint)
    path = (*source.keys, *keys)
    if code_line:
        return Problem(source.file, first_content_line(source.text, *path) + code_line - 1, message, hint)
    return Problem(source.file, line_of(source.text, *path), message, hint)
