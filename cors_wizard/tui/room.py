"""How much room a window has: from so many columns or lines on, the class that the style asks for."""

from __future__ import annotations

Room = list[tuple[int, str]]

BESIDE_THE_PASTE: Room = [(0, "-narrow"), (100, "-wide"), (160, "-vast")]
"""What was understood stands below the box, or beside it."""
BESIDE_THE_STEP: Room = [(0, "-narrow"), (100, "-medium"), (120, "-wide"), (160, "-vast")]
"""What has room beside the step: nothing, the trail alone, both panes, wide ones."""
BESIDE_THE_COMPARISON: Room = [(0, "-narrow"), (100, "-apart"), (160, "-vast")]
"""Before and now below one another, or side by side in place of the panes; with the panes besides."""
OVER_THE_RESULT: Room = [(0, "-narrow"), (100, "-apart")]
"""The panes open over the result at every width: code is never squeezed."""
LINES: Room = [(0, "-short"), (20, "-tall")]
"""Whether there are lines for a title."""


def class_for(room: Room, cells: int) -> str:
    """The class of a window with so many columns or lines."""
    return [name for begin, name in room if cells >= begin][-1]
