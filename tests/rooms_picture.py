"""Draws which room uses which into `docs/how-it-works.md`, from the imports in the code.

python -m tests.rooms_picture           writes the picture
python -m tests.rooms_picture --check   exits 1 and says so where it is out of date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.test_import_floors import FLOORS, ROOMS, imports_of, room_of

PAGE = Path(__file__).resolve().parents[1] / "docs" / "how-it-works.md"
BEGIN, END = "<!-- rooms: written by `python -m tests.rooms_picture` -->", "<!-- rooms end -->"
_NOT_DRAWN = frozenset({"", "__main__", "frozen", "shipped"})
"""The package itself, its start, its decorator, and where its files are: not rooms of their own."""


def picture() -> str:
    """A Mermaid chart: a box for each floor, and an arrow to each room that a room uses."""
    return "\n".join(("```mermaid", "flowchart TD", *_lines(), "```"))


def _lines() -> Iterator[str]:
    drawn = [room for room in FLOORS if room in ROOMS and room not in _NOT_DRAWN]
    for floor in sorted({FLOORS[room] for room in drawn}, reverse=True):
        yield f'    subgraph floor{floor}["floor {floor}"]'
        yield from (f'        {_id(room)}["{room}"]' for room in drawn if FLOORS[room] == floor)
        yield "    end"
    uses = {room: _used_by(room) - _NOT_DRAWN for room in drawn}
    for room in drawn:
        yield from (f"    {_id(room)} --> {_id(each)}" for each in sorted(_nearest(room, uses)))


def _id(room: str) -> str:
    return room.replace(".", "_")


def _used_by(room: str) -> set[str]:
    modules = (module for path in ROOMS[room] for module in imports_of(path))
    return {room_of(module) for module in modules if module.startswith("cors_wizard")} - {room}


def _nearest(room: str, uses: Mapping[str, set[str]]) -> set[str]:
    """What a room uses and does not reach by another: else each would have an arrow to `facts`."""
    return {
        each for each in uses[room] if not any(each in _reached(other, uses) for other in uses[room] - {each})
    }


def _reached(room: str, uses: Mapping[str, set[str]]) -> set[str]:
    found, left = set[str](), [room]
    while left:
        new = uses[left.pop()] - found
        found |= new
        left += new
    return found


def drawn_page() -> str:
    """The page with the picture as the code is now."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n\n{picture()}\n\n{END}{rest.partition(END)[2]}"


def main() -> int:
    """Writes or checks; the exit status."""
    page = drawn_page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")
    elif page != PAGE.read_text(encoding="utf-8"):
        print("docs/how-it-works.md is out of date. Run python -m tests.rooms_picture.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
