"""The page on how it works: its picture is that of the code, and what it names exists."""

from __future__ import annotations

import re

from tests.rooms_picture import PAGE, drawn_page
from tests.test_import_floors import ROOMS

ROOT = PAGE.parents[1]


def test_the_picture_is_fresh() -> None:
    """Run `python -m tests.rooms_picture` where this fails."""
    assert drawn_page() == PAGE.read_text(encoding="utf-8")


def test_what_it_names_exists() -> None:
    """Every folder, room and link."""
    text = PAGE.read_text(encoding="utf-8").partition("```mermaid")[0]
    folders = re.findall(r"`((?:cors_wizard|knowledge|tests)/[\w/]*)`", PAGE.read_text(encoding="utf-8"))
    links = re.findall(r"\]\(([^)#]+)\)", PAGE.read_text(encoding="utf-8"))
    rooms = [name.split(".")[0] for name in re.findall(r"`([a-z_]+(?:\.[a-z_]+)?)`", text)]
    assert len(folders) > 5
    assert [each for each in folders if not (ROOT / each).exists()] == []
    assert [each for each in links if not (PAGE.parent / each).exists()] == []
    assert [each for each in rooms if each not in ROOMS and each not in _NO_ROOMS] == []


_NO_ROOMS = {"judge", "assumed", "u"}
"""Words in code spans that name something else."""
