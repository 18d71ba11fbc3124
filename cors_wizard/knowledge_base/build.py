"""Writes the file of `parsed`: what the build does, and `python -m cors_wizard.knowledge_base.build`."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.errors import KnowledgeError
from cors_wizard.knowledge_base.parsed import FILE, parsed_text
from cors_wizard.knowledge_base.read_files import read_folder


def write_parsed(folder: Path) -> Path:
    """The file, written for this folder of knowledge; raises KnowledgeError where that has problems."""
    target = Path(__file__).with_name(FILE)
    target.unlink(missing_ok=True)  # Everything is validated anew.
    target.write_text(text_for(folder), encoding="utf-8")
    return target


def text_for(folder: Path) -> str:
    """What the file says for a folder of knowledge; raises KnowledgeError where that has problems."""
    files = read_folder(folder)
    if problems := [problem for file in files for problem in file.problems]:
        raise KnowledgeError(tuple(sorted(problems)))
    return parsed_text((file.text.encode(), file.model) for file in files if file.model is not None)


if __name__ == "__main__":
    from cors_wizard.shipped import builtin_folder

    write_parsed(builtin_folder())
