"""The line of the user's files that is at fault, drawn with its faulty part underlined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cors_wizard.changes.location import faulty
from cors_wizard.masking import mask_text

if TYPE_CHECKING:
    from cors_wizard.changes import Change


def location_lines(changes: Sequence[Change]) -> tuple[str, ...]:
    """Place, line and underline; nothing where changes only add."""
    found = faulty(changes)
    return tuple(map(mask_text, found.drawn())) if found else ()
